"""Forms of the intake: what is taken in, and a row for each proposal: whether it is taken, and what it is tied to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateFormField
from agreements.fetch import FetchError
from agreements.intake.formats.document import LARGEST_FILE, too_large
from agreements.intake.formats.errors import UnreadableDocumentError
from agreements.intake.take_in import Details, Received, fetched, pasted, uploaded
from agreements.models import AgreementKind, ProjectStatus, Qualifier, Source

#: Values of a choice that is not a record's id.
NEW, NOTHING = "new", "none"
Choices = Sequence[tuple[str, Any]]


def text_box(label: Any, max_length: int, **options: Any) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput(attrs={"class": "vTextField"})
    return forms.CharField(label=label, max_length=max_length, required=False, widget=widget, **options)


class StartForm(forms.Form):
    """A press release to take in: pasted, as a file, or at an address. ``received`` is what came, once it is valid."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        help_text=_("Paste the whole press release, its headline first."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.pdf,.docx"}),
        help_text=_("A text (.txt), a web page (.html), a PDF or a Word document (.docx)."),
    )
    url = forms.URLField(
        label=_("Address"), max_length=1000, required=False, widget=forms.URLInput(attrs={"class": "vURLField"})
    )
    publisher = text_box(_("Publisher"), 200, help_text=_("Who published it, such as the ministry."))
    title = text_box(_("Title"), 500, help_text=_("Left empty, it is taken from the text."))
    language = text_box(_("Language"), 12, help_text=_("BCP 47, such as nb. Left empty, it is taken from the text."))
    published_on = PartialDateFormField(
        label=_("Published"),
        required=False,
        help_text=_("Words such as “yesterday” count from it. Left empty, it is taken from the text."),
    )

    received: Received

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].help_text = (
            _("Where it stands. With neither text nor file, the page is fetched from there.")
            if settings.INTAKE_FETCH
            else _("Where it stands, for the source. It is not fetched; paste the text.")
        )

    def clean(self) -> dict[str, Any]:
        """Read what was given, at the field it was given in. Whatever was typed stays in the form."""
        cleaned = super().clean() or {}
        text, file, url = cleaned.get("text"), cleaned.get("file"), cleaned.get("url")
        if self.errors:
            return cleaned
        if text and text.strip() and file is not None:
            raise ValidationError(_("Give a text or a file, not both."))
        place = "file" if file is not None else "url" if url and not (text and text.strip()) else "text"
        try:
            self.received = self._received(place, cleaned)
        except (UnreadableDocumentError, FetchError) as error:
            self.add_error(place, str(error))
        return cleaned

    def _received(self, place: str, cleaned: Mapping[str, Any]) -> Received:
        if place == "file":
            file = cleaned["file"]
            if file.size > LARGEST_FILE:
                raise too_large(file.name)
            return uploaded(file.name, file.read())
        if place == "url":
            if not settings.INTAKE_FETCH:
                raise UnreadableDocumentError(
                    _("This archive does not fetch addresses. Paste the text, or give a file.")
                )
            return fetched(cleaned["url"])
        return pasted(cleaned.get("text") or "")

    def details(self) -> Details:
        """What was said of the release."""
        names = ("publisher", "title", "url", "language", "published_on")
        return Details(**{name: self.cleaned_data[name] for name in names})


class ReviewForm(forms.Form):
    """A part of the review. ``kept``: the fields as they were last kept, None to begin with what is proposed."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, kept: MultiValueDict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if kept is not None:
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(kept, {}, self.add_prefix(name))

    def choose(self, name: str, choices: Choices) -> None:
        """Offer these choices in a field; groups are named pairs of a name and choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class SourceForm(ReviewForm):
    """The source that the release becomes."""

    publisher = forms.CharField(
        label=_("Publisher"), max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"}))
    url = forms.URLField(
        label=_("Address"), max_length=1000, required=False, widget=forms.URLInput(attrs={"class": "vURLField"})
    )
    language = text_box(_("Language"), 12)
    published_on = PartialDateFormField(label=_("Published"), required=False)
    retrieved_on = forms.DateField(label=_("Retrieved"), widget=forms.DateInput(format="%Y-%m-%d"))

    def clean_language(self) -> str:
        """Raise ValidationError where the source's own column would."""
        value: str = self.cleaned_data["language"]
        Source._meta.get_field("language").run_validators(value)
        return value


class Row(ReviewForm):
    """A proposal. What is not taken may stand as it is: its fields are not checked."""

    take = forms.BooleanField(label=_("Take"), required=False)
    #: Fields that a row that is taken must fill, with what to say when one is empty.
    needed: Mapping[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """Ask for what is needed of a row that is taken."""
        cleaned = super().clean() or {}
        if not cleaned.get("take"):
            self.errors.clear()
            return cleaned
        for name, words in self.needed.items():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, words)
        return cleaned

    @property
    def is_taken(self) -> bool:
        """Whether the editor takes it; of a valid row."""
        return bool(self.cleaned_data.get("take"))


class AgreementForm(ReviewForm):
    """What is to become of an agreement: a new draft, a record there is, or nothing; and what it renews."""

    record = forms.ChoiceField(
        label=_("This agreement is"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    renews = forms.ChoiceField(label=_("It renews"), required=False)


class TextRow(Row):
    """A title or a place, in words."""

    value = text_box(_("Words"), 1000)
    needed = {"value": _("Write it, or leave it out.")}


class KindRow(Row):
    """The form of the instrument."""

    value = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices, required=False)
    needed = {"value": _("Choose a kind, or leave it out.")}


class DateRow(Row):
    """A date, as precise as it is known."""

    value = PartialDateFormField(label=_("Date"), required=False)
    needed = {"value": _("Write a date, or leave it out.")}


class ChoiceRow(Row):
    """A record: a party, a theme or an instrument."""

    value = forms.ChoiceField(label=_("Record"), required=False)
    needed = {"value": _("Choose a record, or leave it out.")}


class PersonRow(Row):
    """Somebody who signed."""

    record = forms.ChoiceField(label=_("Person"), required=False)
    name = text_box(_("Name of a new person"), 200)
    sort_name = text_box(_("For sorting"), 200, help_text=_("Family name first."))
    party = forms.ChoiceField(label=_("Signed for"), required=False)
    office = text_box(_("Office"), 200, help_text=_("As held that day. Empty: not stated."))
    qualifier = forms.ChoiceField(label=_("Capacity"), choices=Qualifier.choices, required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    new_institution = text_box(_("Or a new institution"), 250, help_text=_("Its name in English."))
    needed = {
        "record": _("Choose a person, or a new one."),
        "party": _("Say for which party the person signed."),
        "qualifier": _("Choose a capacity."),
    }

    def clean(self) -> dict[str, Any]:
        """A new person needs a name."""
        cleaned = super().clean()
        if cleaned.get("take") and cleaned.get("record") == NEW and not cleaned.get("name"):
            self.add_error("name", _("Write the name."))
        return cleaned


class ProjectRow(Row):
    """Cooperation under the agreement."""

    record = forms.ChoiceField(label=_("Project"), required=False)
    title = text_box(_("Title of a new project"), 1000)
    status = forms.ChoiceField(label=_("Status"), choices=ProjectStatus.choices, required=False)
    needed = {"record": _("Choose a project, or a new one."), "status": _("Choose a status.")}

    def clean(self) -> dict[str, Any]:
        """A new project needs a title."""
        cleaned = super().clean()
        if cleaned.get("take") and cleaned.get("record") == NEW and not cleaned.get("title"):
            self.add_error("title", _("Write the title."))
        return cleaned
