"""The list behind a part of a picture: the set that the picture is of, narrowed to one value and a few years."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from agreements.catalogue import FACETS, Answer, Choice
from agreements.dates import PartialDate
from agreements.filters import AgreementFilter
from agreements.models import Kind
from agreements.pictures.counts import EVER, Period
from agreements.pictures.table import Figure
from agreements.views.parameters import address, pairs, without

#: Parameters that belong to a page, and not to the set that it shows.
OF_PAGES = ("page", "order", "picture", "split", "colour")


class Narrowing:
    """Addresses of parts of a set of agreements. Each leads to exactly those found that have the value."""

    def __init__(self, answer: Answer, parameters: QueryDict) -> None:
        self.answer = answer
        self.base = without(parameters, *OF_PAGES)
        self.path = reverse("agreement_list")

    def all(self) -> str:
        """The set itself."""
        return address(self.path, self.base)

    def to(self, facet: str = "", value: int | None = None, span: Period | None = None) -> str:
        """The set narrowed to a value of a facet (None: to none) and to years of signature (None: to none)."""
        changed = self._chosen(facet, value) if value is not None else {}
        if span:
            changed |= self._within(span)
        return self.with_values(changed)

    def of_all(self, facet: str, values: Iterable[int]) -> str:
        """The set narrowed to what has every one of the values."""
        known = self.base.getlist(facet)
        codes = [*known, *(code for value in values if (code := self._code(facet, value)) not in known)]
        return self.with_values({facet: codes, f"{facet}_match": ["all"]})

    def with_values(self, changed: dict[str, list[str]]) -> str:
        """The set with these values instead of those that it has for their parameters."""
        kept = [pair for pair in pairs(self.base) if pair[0] not in changed]
        query = urlencode([*kept, *((name, value) for name, values in changed.items() for value in values)])
        return f"{self.path}?{query}" if query else self.path

    def _code(self, facet: str, value: int) -> str:
        return FACETS[Kind.AGREEMENT][facet].code(value, self.answer.snapshot)

    def _chosen(self, facet: str, value: int) -> dict[str, list[str]]:
        if not self._is_met_by_all(facet):
            return {facet: [self._code(facet, value)]}  # where one of several is enough, this one stands for them
        known = self.base.getlist(facet)
        if value in self.answer.question.choices[facet].values:
            return {}
        return {facet: [*known, self._code(facet, value)], f"{facet}_match": ["all"]}

    def _is_met_by_all(self, facet: str) -> bool:
        """Whether values of the facet are chosen that every agreement found has, so that another can be added."""
        own = self.answer.question.choices.get(facet, Choice())
        return bool(own.values) and facet in AgreementFilter.many and (own.every or len(own.values) == 1)

    def _within(self, span: Period) -> dict[str, list[str]]:
        question = self.answer.question
        first, last = PartialDate(span.first), PartialDate(span.last)
        if question.signed_from and question.signed_from.earliest > first.earliest:
            first = question.signed_from
        if question.signed_to and question.signed_to.latest < last.latest:
            last = question.signed_to
        from_ever = span.first == EVER and not question.signed_from
        return {"signed_from": [] if from_ever else [str(first)], "signed_to": [str(last)]}

    def values(self, facet: str) -> set[int] | None:
        """The values that can be rows of a picture: those asked for where one of several is enough; None: all."""
        own = self.answer.question.choices.get(facet, Choice())
        return set(own.values) if own.values and not self._is_met_by_all(facet) else None


def parameters_of(**values: str | int | list[str]) -> QueryDict:
    """Parameters as an address would give them."""
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name, [str(part) for part in value] if isinstance(value, list) else [str(value)])
    return query


def explore_address(picture: str, parameters: QueryDict, **more: str) -> str:
    """The page with a picture of a set."""
    query = parameters.copy()
    query["picture"] = picture
    for name, value in more.items():
        query[name] = value
    return address(reverse("explore"), query)


def explorable(figure: Figure | None, picture: str, parameters: QueryDict, **more: str) -> Figure | None:
    """The figure with the address at which it can be changed and taken away."""
    return replace(figure, explore_url=explore_address(picture, parameters, **more)) if figure else None
