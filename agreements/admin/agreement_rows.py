"""The rows of an agreement's form, in the order in which a document is read."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import StackedRows, TabularRows
from agreements.admin.forms import RowForm, RowFormSet, kept_forms
from agreements.models import (
    AgreementParty,
    AgreementText,
    AlternativeTitle,
    Registration,
    Relation,
    Signature,
)


class AlternativeTitleForm(RowForm):
    """Another title."""

    constraint_fields: ClassVar[dict[str, str]] = {"alternative_title_once": "title"}


class AlternativeTitleInline(TabularRows):
    """Other titles."""

    model = AlternativeTitle
    form = AlternativeTitleForm
    fields = ["title", "language"]
    section = 0


class PartyForm(RowForm):
    """One side of an agreement."""

    checked_by_formset = frozenset({"agreement_parties_differ", "agreement_position_once"})


class PartyFormSet(RowFormSet):
    """The two sides of an agreement. Position follows the order of the rows and is never typed.

    It tells the agreement which parties it is about to have, for the signatures that are checked after it.
    """

    def clean(self) -> None:
        """Raise ValidationError for one party twice, for more than two, and for fewer when the record is published."""
        super().clean()
        kept = [form for form in kept_forms(self) if form.cleaned_data.get("party")]
        self.instance.declared_party_ids = {form.cleaned_data["party"].pk for form in kept}
        if len(self.instance.declared_party_ids) < len(kept):
            raise ValidationError(_("The two parties must be different."))
        if self._rows_of_others() + len(kept) > 2:
            raise ValidationError(_("An agreement has two parties. Somebody else has entered one in the meantime."))
        if self.instance.is_published and len(kept) != 2:
            raise ValidationError(_("A published agreement has two parties."))
        self._number(kept)

    def _rows_of_others(self) -> int:
        """How many sides the database holds that this form does not know of."""
        known = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        return self.instance.participations.exclude(pk__in=known).count() if self.instance.pk else 0

    def _number(self, kept: list[Any]) -> None:
        """Give new rows the positions that are free; those that are there keep theirs."""
        taken = {form.instance.position for form in kept if form.instance.pk}
        free = [position for position in (1, 2) if position not in taken]
        for form in kept:
            if not form.instance.pk:
                form.instance.position = free.pop(0)

    def validate_unique(self) -> None:
        """Left to ``clean``, which says it in the words of the domain."""

    def save_existing_objects(self, commit: bool = True) -> Any:
        """Save the rows that were there; one that gets another party is replaced, so that two may change places."""
        kept = kept_forms(self)
        replaced = [form for form in self.initial_forms if form in kept and "party" in form.changed_data]
        for form in replaced:
            AgreementParty.objects.get(pk=form.instance.pk).delete()
            form.instance.pk = None
            form.instance._state.adding = True
        saved = super().save_existing_objects(commit)
        for form in replaced:
            form.instance.save()
            self.changed_objects.append((form.instance, form.changed_data))
        return saved


class PartyInline(StackedRows):
    """The two parties, with the institution that acts and each party's own dates."""

    model = AgreementParty
    form = PartyForm
    formset = PartyFormSet
    fields = [
        ("party", "institution", "basis"),
        ("signed_on", "ratified_on", "notified_on", "in_force_on", "withdrew_on"),
    ]
    autocomplete_fields = ["party", "institution"]
    extra = 2
    max_num = 2
    verbose_name = _("party")
    verbose_name_plural = _("the two parties")
    section = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_max=True, **kwargs)


class SignatureForm(RowForm):
    """One person's signature."""

    constraint_fields: ClassVar[dict[str, str]] = {"signature_once": "signatory"}


class SignatureInline(StackedRows):
    """Who signed, for whom, in which office that day."""

    model = Signature
    form = SignatureForm
    fields = [
        ("party", "signatory", "qualifier"),
        ("office_en", "office_no"),
        ("institution", "signed_on"),
    ]
    autocomplete_fields = ["party", "signatory", "institution"]
    section = 1

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Two empty rows on a new agreement: one a side."""
        return 0 if obj else 2


class TextForm(RowForm):
    """One text of an agreement."""

    checked_by_formset = frozenset({"agreement_one_prevailing_text"})
    constraint_fields: ClassVar[dict[str, str]] = {"agreement_prevailing_text_is_authentic": "prevails"}


class TextFormSet(RowFormSet):
    """The texts of an agreement, of which at most one prevails."""

    def clean(self) -> None:
        """Raise ValidationError when more than one text prevails."""
        super().clean()
        if len(self._prevailing()) > 1:
            raise ValidationError(_("Only one text of an agreement can prevail."))

    def _prevailing(self) -> list[Any]:
        return [form for form in kept_forms(self) if form.cleaned_data.get("prevails")]

    def save_existing_objects(self, commit: bool = True) -> Any:
        """Save the rows that were there; the one that no longer prevails gives way first."""
        ids = [form.instance.pk for form in self._prevailing() if form.instance.pk]
        AgreementText.objects.filter(agreement=self.instance, prevails=True).exclude(pk__in=ids).update(prevails=False)
        return super().save_existing_objects(commit)


class TextInline(StackedRows):
    """The texts, authentic and translated."""

    model = AgreementText
    form = TextForm
    formset = TextFormSet
    fieldsets = [
        (None, {"fields": [("language", "status", "prevails"), ("file", "url")]}),
        (_("Plain text for searching"), {"fields": ["extracted_text", "sha256"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["sha256"]
    section = 3


class RelationForm(RowForm):
    """What this agreement does to another."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "relation_one_way": "to_agreement",
        "relation_not_to_itself": "to_agreement",
    }


class RelationFormSet(RowFormSet):
    """What an agreement does to others, each thing once. Django does not compare rows by expressions."""

    def clean(self) -> None:
        """Raise ValidationError when two rows say the same."""
        super().clean()
        rows = [form.cleaned_data for form in kept_forms(self)]
        said = [(row["kind"], row["to_agreement"]) for row in rows if row.get("kind") and row.get("to_agreement")]
        if len(said) != len(set(said)):
            raise ValidationError(self.get_unique_error_message(("kind", "to_agreement")))


class RelationInline(TabularRows):
    """What this agreement does to earlier ones."""

    model = Relation
    form = RelationForm
    formset = RelationFormSet
    fk_name = "from_agreement"
    fields = ["kind", "to_agreement"]
    autocomplete_fields = ["to_agreement"]
    verbose_name = _("relation to an earlier agreement")
    verbose_name_plural = _("relations to earlier agreements")
    section = 3


class RegistrationForm(RowForm):
    """An entry in a register."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "registration_once": "number",
        "registration_ieadb_number_once": "number",
    }


class RegistrationInline(TabularRows):
    """Entries in public registers."""

    model = Registration
    form = RegistrationForm
    fields = ["register", "number", "url"]
    section = 3

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "number":
            kwargs["widget"] = forms.TextInput(attrs={"size": 16})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
