"""The list behind a part of a picture: the set that the picture is of, narrowed to one value and a few years."""

from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from agreements.catalogue import FACETS, Answer, Choice
from agreements.dates import PartialDate
from agreements.filters import AgreementFilter
from agreements.models import Kind
from agreements.pictures.counts import EVER, Period
from agreements.pictures.table import Figure
from agreements.views.parameters import address, without

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
        query = self.base.copy()
        if value is not None:
            self._choose(query, facet, value)
        if span:
            self._within(query, span)
        return address(self.path, query)

    def _choose(self, query: QueryDict, facet: str, value: int) -> None:
        code = FACETS[Kind.AGREEMENT][facet].code(value, self.answer.snapshot)
        own = self.answer.question.choices.get(facet, Choice())
        if own.values and facet in AgreementFilter.many and (own.every or len(own.values) == 1):
            if value not in own.values:
                query.appendlist(facet, code)
                query[f"{facet}_match"] = "all"
        else:  # no value is chosen, or one of several is enough: then this one stands for them
            query.setlist(facet, [code])

    def _within(self, query: QueryDict, span: Period) -> None:
        question = self.answer.question
        first, last = PartialDate(span.first), PartialDate(span.last)
        if question.signed_from and question.signed_from.earliest > first.earliest:
            first = question.signed_from
        if question.signed_to and question.signed_to.latest < last.latest:
            last = question.signed_to
        if span.first != EVER or question.signed_from:
            query["signed_from"] = str(first)
        query["signed_to"] = str(last)

    def values(self, facet: str) -> set[int] | None:
        """The values that can be rows of a picture: those asked for where one of several is enough; None: all."""
        own = self.answer.question.choices.get(facet, Choice())
        is_met = facet in AgreementFilter.many and (own.every or len(own.values) == 1)
        return set(own.values) if own.values and not is_met else None


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
