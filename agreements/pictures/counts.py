"""The numbers of pictures: what the catalogue found, divided by the values of facets and by years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from agreements.catalogue import Answer
from agreements.catalogue.arrays import ids_of

#: The first year that a date can have.
EVER = 1


@dataclass(frozen=True)
class Period:
    """Years, the last one included. ``first`` EVER: from the beginning of all."""

    first: int
    last: int

    def __str__(self) -> str:
        if self.first == EVER:
            return f"–{self.last}"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def signed_by_year(found: Answer) -> dict[int, BitMap]:
    """The agreements that were found, by year of signature; those without a date are left out."""
    years = found.records.facet("year", found.day).sets
    within = ((year, ids & found.found) for year, ids in sorted(years.items()))
    return {year: ids for year, ids in within if ids}


def periods(years: Iterable[int], length: int = 5, most: int = 16) -> list[Period]:
    """Periods of so many years, each beginning at a multiple of them, from the first of the years to the last.

    At most so many: all that is older is gathered in the first one, or a single old treaty would leave no room for the
    rest.
    """
    known = sorted(years)
    if not known:
        return []
    spans = [Period(year, year + length - 1) for year in range(known[0] - known[0] % length, known[-1] + 1, length)]
    return spans if len(spans) <= most else [Period(EVER, spans[-most].last), *spans[1 - most :]]


def by_period(by_year: dict[int, BitMap], spans: Sequence[Period]) -> list[BitMap]:
    """The agreements of each period."""
    return [
        BitMap().union(*(ids for year, ids in by_year.items() if span.first <= year <= span.last)) for span in spans
    ]


def divided(found: Answer, facet: str, values: Iterable[int], among: Sequence[BitMap]) -> list[list[int]]:
    """For each value of a facet, how many of each of the sets have it."""
    sets = found.records.facet(facet, found.day).sets
    return [[sets.get(value, BitMap()).intersection_cardinality(part) for part in among] for value in values]


def largest(counts: dict[int, int], most: int, only: Iterable[int] | None = None) -> list[int]:
    """The values with the highest counts, equals by value; ``only``: from among these."""
    kept = counts if only is None else {value: counts[value] for value in only if value in counts}
    return sorted(kept, key=lambda value: (-kept[value], value))[:most]


def together(found: Answer, facet: str, nodes: Sequence[int]) -> dict[tuple[int, int], int]:
    """How many of the records found two values of a facet share, for every two of ``nodes`` that share any."""
    sets = found.records.facet(facet, found.day).sets
    within = {node: sets.get(node, BitMap()) & found.found for node in nodes}
    pairs = ((one, other) for place, one in enumerate(nodes) for other in nodes[place + 1 :])
    shared = {(one, other): within[one].intersection_cardinality(within[other]) for one, other in pairs}
    return {pair: count for pair, count in shared.items() if count}


def newest_year(found: Answer, among: BitMap) -> int:
    """The year of the newest of the agreements found that are among these; 0 where none has a date."""
    codes = found.snapshot.agreements.codes[ids_of(among & found.found)]
    return int(codes.max(initial=0)) // 10_000
