"""The filters of a list in words, and what an empty list would hold without one of them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from agreements.catalogue import FACETS, Answer
from agreements.catalogue.shortening import shorter
from agreements.dates import PartialDate
from agreements.filters import ArchiveFilterSet, MatchFilter, ValuesFilter, WithoutFilter
from agreements.views.boxes import WORDS
from agreements.views.parameters import address, without


class Chip(NamedTuple):
    """One value of an applied filter, in words, and the address of the set without it."""

    field: str
    label: str
    value: str
    remove_url: str


class Loosening(NamedTuple):
    """A filter of an empty set that, taken away, would leave ``count`` records.

    ``kept``: of words, those that stay when ``value`` is taken away; '' where the whole filter goes.
    """

    label: str
    value: str
    url: str
    count: int  # type: ignore[assignment]  # no tuple is counted here
    kept: str = ""


def chips(path: str, filterset: ArchiveFilterSet) -> list[Chip]:
    """The applied filters, one a value. Order is no filter; a value that could not be read is none yet."""
    if not filterset.filters:
        return []
    form = filterset.form
    form.is_valid()  # what can be read of a bad form stands in cleaned_data too
    found: list[Chip] = []
    for name, filter_ in filterset.filters.items():
        value = form.cleaned_data.get(name)
        if isinstance(filter_, ValuesFilter):
            found += _value_chips(path, filterset, name, value or frozenset())
        elif value and name != "order" and not isinstance(filter_, MatchFilter):
            shown = value.in_words() if isinstance(value, PartialDate) else str(value)
            found.append(Chip(name, str(filter_.label), shown, address(path, without(filterset.data, name, "page"))))
    return found


def _value_chips(path: str, filterset: ArchiveFilterSet, name: str, chosen: Iterable[int]) -> Iterator[Chip]:
    """A chip for each chosen value of a facet."""
    filter_, snapshot = filterset.filters[name], filterset.snapshot
    is_without = isinstance(filter_, WithoutFilter)
    values = FACETS[filterset.kind][str(filter_.field_name)]
    for value in sorted(chosen, key=lambda value: values.label(value, snapshot)):
        kept = [code for code in filterset.data.getlist(name) if values.find(code, snapshot) != value]
        rest = without(filterset.data, "page")
        rest.setlist(name, kept)
        if not kept:
            rest = without(rest, name, "" if is_without else f"{name}_match")
        shown = values.label(value, snapshot)
        yield Chip(
            field=name,
            label=str(filter_.label),
            value=_("not %(value)s") % {"value": shown} if is_without else shown,
            remove_url=address(path, rest),
        )


def loosenings(filterset: ArchiveFilterSet, applied: Iterable[Chip]) -> list[Loosening]:
    """For an empty list: the filters without each of which there is something.

    Of several words, one of them may be enough to leave out.
    """
    found: list[Loosening] = []
    for chip in applied:
        path, _mark, rest = chip.remove_url.partition("?")
        fewer_words = list(_fewer_words(filterset, chip, path)) if chip.field == WORDS else []
        found += fewer_words
        if not fewer_words and (count := _answer(filterset, QueryDict(rest)).total):
            found.append(Loosening(chip.label, chip.value, chip.remove_url, count))
    return found


def _fewer_words(filterset: ArchiveFilterSet, chip: Chip, path: str) -> Iterator[Loosening]:
    def asking(words: str) -> QueryDict:
        query = without(filterset.data, "page")
        query[WORDS] = words
        return query

    for way in shorter(chip.value, lambda words: _answer(filterset, asking(words)).found):
        yield Loosening(chip.label, way.left_out, address(path, asking(way.rest)), way.total, way.rest)


def _answer(filterset: ArchiveFilterSet, query: QueryDict) -> Answer:
    """What there is under other filters."""
    return filterset.answer.to(type(filterset)(query, filterset.state).question)
