"""Filter sets: the only place where a parameter of an address gets its meaning.

What they filter is not a queryset but a ``Question``: each filter adds its part to it, and the catalogue answers.
"""

from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple, TypeVar

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements.catalogue import FACETS, RELEVANCE, Answer, Choice, Question, Values
from agreements.catalogue.matching import Match
from agreements.catalogue.snapshot import Snapshot, made_ahead, of_this_moment
from agreements.dates import PartialDateFormField
from agreements.models import Agreement, Kind

T = TypeVar("T")

#: The library wants one to filter; here the catalogue answers.
_NO_QUERYSET = Agreement.objects.none()
#: Of the search words; longer ones are refused with a message.
LONGEST_SEARCH = 1000
ANY, ALL = "any", "all"
Label = Any  # text in the reader's language, when it is asked for
#: Of any value that cannot be chosen.
UNKNOWN = _("“%(value)s” is not one of the values to choose from.")


class ValuesField(forms.Field):
    """Codes of values of one facet → the values. Raise ValidationError for a code that names none."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"unknown": UNKNOWN}

    def __init__(self, values: Values, snapshot: Snapshot, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.values = values
        self.snapshot = snapshot

    def to_python(self, value: list[str] | None) -> frozenset[int]:
        """The values that the codes name; each code once."""
        found = set[int]()
        for code in value or []:
            known = self.values.find(code, self.snapshot)
            if known is None:
                raise ValidationError(self.error_messages["unknown"], code="unknown", params={"value": code[:40]})
            found.add(known)
        return frozenset(found)


class ValuesFilter(df.Filter):
    """Records with at least one of the values (all of them: see MatchFilter)."""

    field_class = ValuesField
    part = "values"

    def filter(self, question: Any, value: Any) -> Any:
        """Add the values to what is asked of the facet."""
        if not value:
            return question
        return _choose(question, self, {self.part: value})


class WithoutFilter(ValuesFilter):
    """Records with none of the values."""

    part = "without"


class OneOfField(forms.ChoiceField):
    """One of some values. Raise ValidationError for another, of which the message holds the beginning."""

    default_error_messages = {"invalid_choice": UNKNOWN}

    def validate(self, value: str) -> None:
        """Django's own, which would quote the whole value."""
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": value[:40]})


class MatchFilter(df.Filter):
    """Whether a record must have all of the chosen values or one of them is enough."""

    field_class = OneOfField

    def __init__(self, **kwargs: Any) -> None:
        choices = [(ANY, _("any of them")), (ALL, _("all of them"))]
        super().__init__(choices=choices, **kwargs)

    def filter(self, question: Any, value: Any) -> Any:
        """Say so of what is asked of the facet."""
        if value != ALL:
            return question
        return _choose(question, self, {"every": True})


class PartFilter(df.Filter):
    """A part of the question that is one value; ``as_asked`` makes it from what was typed."""

    def __init__(self, as_asked: Callable[[Any], Any] = lambda value: value, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.as_asked = as_asked

    def filter(self, question: Any, value: Any) -> Any:
        """Put the value into the question."""
        return replace(question, **{str(self.field_name): self.as_asked(value)}) if value else question


class WordsFilter(PartFilter):
    """Words to search for, in the query language of the catalogue."""

    field_class = forms.CharField


class PartialDateFilter(PartFilter):
    """A filter whose value is a PartialDate."""

    field_class = PartialDateFormField


class OrderFilter(PartFilter):
    """The order; the values are set by the filter set."""

    field_class = OneOfField


def _choose(question: Question, filter_: df.Filter, parts: dict[str, Any]) -> Question:
    """Add to what is asked of the filter's facet."""
    facet = str(filter_.field_name)
    return question.choosing(facet, replace(question.choices.get(facet, Choice()), **parts))


class OneValueForm(forms.Form):
    """A form that refuses a second value for a parameter that takes one, instead of dropping the first in silence."""

    def clean(self) -> dict[str, Any]:
        """Add an error at each field whose parameter is repeated."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, field in self.fields.items():
            values = self.data.getlist(name) if isinstance(self.data, QueryDict) else []
            if not isinstance(field, ValuesField) and len(set(filter(None, values))) > 1:
                self.add_error(name, ValidationError(_("Choose only one value here."), code="repeated"))
        return cleaned


class State(NamedTuple):
    """The archive at one moment. ``match`` gives what the words match, where some are asked for."""

    snapshot: Snapshot
    match: Callable[[], Match] | None = None


class ArchiveFilterSet(df.FilterSet):
    """Base of all filter sets. ``facets``: the label of each facet, in the order of the page.

    ``many``: facets of which a record can have several values, so that *all* of some values can be asked for.
    ``orders``: the values of ``order`` and their labels; the first is the usual one. A bad value is an error at its
    field and leaves nothing to be found.

    Only filters whose parameters are there are made: to make them all takes longer than to answer. ``state``: of the
    archive, in which codes are looked up and the question is answered; None: that of this moment.
    """

    kind: ClassVar[Kind]
    facets: ClassVar[dict[str, Label]] = {}
    many: ClassVar[frozenset[str]] = frozenset()
    orders: ClassVar[dict[str, Label]] = {}

    q = WordsFilter(field_name="words", label=_("Words"), max_length=LONGEST_SEARCH)
    order = OrderFilter(label=_("Order"))

    class Meta:
        form = OneValueForm

    data: QueryDict

    @classmethod
    def now(cls, data: QueryDict) -> State:
        """The state of this moment, for these parameters."""
        return cls.of_this_moment(data, lambda state: state)

    @classmethod
    def of_this_moment(cls, data: QueryDict, make: Callable[[State], T]) -> T:
        """What ``make`` makes of the state of this moment; it may be called twice, see ``snapshot.of_this_moment``."""
        words = data.get("q", "").strip()
        if not words or len(words) > LONGEST_SEARCH:
            return of_this_moment(lambda snapshot: make(State(snapshot)))
        if ahead := Match.ahead(words, cls.kind):
            state = State(ahead.snapshot, ahead.settled)
            return made_ahead(lambda: make(state), ahead.is_of_now, lambda: cls._after_asking(words, make))
        return cls._after_asking(words, make)

    @classmethod
    def _after_asking(cls, words: str, make: Callable[[State], T]) -> T:
        match = Match.now(words, cls.kind)
        return make(State(match.snapshot, lambda: match))

    def __init__(self, data: QueryDict, state: State | None = None) -> None:
        self.state = state or self.now(data)
        self.snapshot = self.state.snapshot
        asked = ((name, made) for name, made in type(self).base_filters.items() if name in data)
        self.base_filters = OrderedDict()  # the library copies them to the last detail
        super().__init__(data, queryset=_NO_QUERYSET)
        self.filters = OrderedDict((name, _copied(made, self)) for name, made in asked)
        if "order" in self.filters:
            self.filters["order"].extra["choices"] = [(RELEVANCE, _("Best match first")), *self.orders.items()]
        typed, self.filters = self.filters, OrderedDict()
        self.filters.update((name, typed.pop(name)) for name in ("q",) if name in typed)
        for name, label in self.facets.items():
            self._add_facet(name, label)
        self.filters.update(typed)

    def _add_facet(self, name: str, label: Label) -> None:
        options = {"field_name": name, "label": label, "values": FACETS[self.kind][name], "snapshot": self.snapshot}
        if name in self.data:
            self.filters[name] = ValuesFilter(**options)
        if f"{name}_not" in self.data:
            self.filters[f"{name}_not"] = WithoutFilter(**options)
        if f"{name}_match" in self.data and name in self.many:
            self.filters[f"{name}_match"] = MatchFilter(field_name=name, label=label)

    def get_form_class(self) -> Any:
        """What makes the form, as a class would; the library makes one for each request, and copies all fields."""
        fields = {name: filter_.field for name, filter_ in self.filters.items()}

        def make(*args: Any, **kwargs: Any) -> forms.Form:
            form = OneValueForm(*args, **{"label_suffix": "", **kwargs})  # Django's is translated, and shown nowhere
            form.fields.update(fields)
            return form

        return make

    @property
    def question(self) -> Question:
        """What the parameters ask; a question that finds nothing when one of them cannot be read."""
        question: Any = Question(self.kind)  # the library says that filters take querysets
        if self.filters and not self.form.is_valid():
            return Question(self.kind, impossible=True)
        for name, value in self.form.cleaned_data.items() if self.filters else ():
            question = self.filters[name].filter(question, value)
        asked: Question = question
        return asked

    @cached_property
    def answer(self) -> Answer:
        """The answer, worked out once."""
        made = Answer(self.question, self.snapshot)
        if self.state.match and (match := self.state.match()).text == made.question.words:
            made.match = match
        return made


def _copied(filter_: df.Filter, owner: df.FilterSet) -> Any:
    """A copy that the filter set can change. What is shared, such as validators, nobody changes."""
    made: Any = copy(filter_)
    made.extra, made.parent, made.model = dict(filter_.extra), owner, Agreement
    return made


class AgreementFilter(ArchiveFilterSet):
    """The set of agreements."""

    kind = Kind.AGREEMENT
    facets: ClassVar[dict[str, Label]] = {
        "theme": _("Theme"),
        "party": _("Party"),
        "signatory": _("Signatory"),
        "institution": _("Institution"),
        "kind": _("Kind"),
        "status": _("Legal status"),
        "decade": _("Decade"),
        "year": _("Year"),
        "language": _("Language of a text"),
        "has_text": _("Has a text"),
        "has_projects": _("Has projects"),
    }
    many = frozenset({"theme", "party", "signatory", "institution", "language"})
    orders: ClassVar[dict[str, Label]] = {
        "-date": _("Newest first"),
        "date": _("Oldest first"),
        "title": _("Title, A to Z"),
        "-title": _("Title, Z to A"),
    }

    signed_from = PartialDateFilter(label=_("Signed from"))
    signed_to = PartialDateFilter(label=_("Signed to"))
    on = PartialDateFilter(
        field_name="day",
        as_asked=lambda date: date.latest,
        label=_("Legal status on the day"),
        help_text=_("Today if left empty."),
    )


class SignatoryFilter(ArchiveFilterSet):
    """The set of signatories."""

    kind = Kind.SIGNATORY
    facets: ClassVar[dict[str, Label]] = {"party": _("Signed for"), "theme": _("Signed about")}
    many = frozenset({"party", "theme"})
    orders: ClassVar[dict[str, Label]] = {"name": _("Name"), "-agreements": _("Most agreements first")}


class PartyFilter(ArchiveFilterSet):
    """The set of parties."""

    kind = Kind.PARTY
    facets: ClassVar[dict[str, Label]] = {"kind": _("Kind")}
    orders: ClassVar[dict[str, Label]] = {"name": _("Name"), "-agreements": _("Most agreements first")}


class ThemeFilter(ArchiveFilterSet):
    """The set of themes."""

    kind = Kind.THEME
    orders: ClassVar[dict[str, Label]] = {"name": _("Label")}


class ProjectFilter(ArchiveFilterSet):
    """The set of projects."""

    kind = Kind.PROJECT
    facets: ClassVar[dict[str, Label]] = {"status": _("Status"), "theme": _("Theme"), "party": _("Party")}
    many = frozenset({"theme", "party"})
    orders: ClassVar[dict[str, Label]] = {
        "-date": _("Newest first"),
        "date": _("Oldest first"),
        "title": _("Title, A to Z"),
    }
