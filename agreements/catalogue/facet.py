"""A facet: the records that have each value, and how many of a given set do."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints, bitmap

#: value → the next broader one; None or absent at the top.
Tree = Mapping[int, int | None]


@dataclass(frozen=True)
class Facet:
    """The records of each value, as roaring bitmaps. Unchangeable: ``replaced`` gives the next one.

    A value is the id of another record, or a number such as a year. No set is empty. Where values lie in a tree, the
    set of a value holds the records of everything narrower too.
    """

    sets: dict[int, BitMap]
    broader: Tree = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Ints, broader: Tree | None = None) -> "Facet":
        """From rows of (record, value), in any order; the same row may come twice."""
        return cls({}, broader or {}).replaced(BitMap(), pairs)

    def replaced(self, changed: BitMap, pairs: Ints) -> "Facet":
        """The facet after some records changed. ``pairs``: every row of (record, value) that those records have now."""
        left = {value: ids - changed if ids.intersect(changed) else ids for value, ids in self.sets.items()}
        sets = {value: ids for value, ids in left.items() if ids}
        for given, ids in _by_value(pairs):
            value: int | None = given
            while value is not None:
                sets[value] = sets[value] | ids if value in sets else ids
                value = self.broader.get(value)
        return Facet(sets, self.broader)

    def having(self, values: Iterable[int]) -> BitMap:
        """Records that have at least one of the values."""
        return BitMap().union(*(self.sets[value] for value in values if value in self.sets))

    def having_all(self, values: Iterable[int]) -> BitMap:
        """Records that have every one of the values, of which there must be at least one."""
        first, *others = (self.sets.get(value, BitMap()) for value in values)
        return first.intersection(*others) if others else first

    def counts(self, among: BitMap) -> dict[int, int]:
        """How many of the records have each value; values that none of them has are left out."""
        found = {value: ids.intersection_cardinality(among) for value, ids in self.sets.items()}
        return {value: count for value, count in found.items() if count}

    def top(self, among: BitMap, limit: int) -> list[tuple[int, int]]:
        """``(value, count)`` of the values that most of the records have, equals by value; at most ``limit``.

        Values are tried from the one with most records of all: once ``limit`` counts are found that no value further
        down can exceed, the rest need not be counted.
        """
        best: list[tuple[int, int]] = []  # a heap of (count, -value), the least first
        for value, total in self._by_total:
            if len(best) == limit and total < best[0][0]:
                break
            count = self.sets[value].intersection_cardinality(among)
            if count and len(best) < limit:
                heapq.heappush(best, (count, -value))
            elif count and (count, -value) > best[0]:
                heapq.heapreplace(best, (count, -value))
        return [(-negated, count) for count, negated in sorted(best, reverse=True)]

    @cached_property
    def _by_total(self) -> list[tuple[int, int]]:
        totals = ((value, len(ids)) for value, ids in self.sets.items())
        return sorted(totals, key=lambda pair: (-pair[1], pair[0]))

    def of_record(self, record: int) -> list[int]:
        """The values of one record, ascending."""
        return sorted(value for value, ids in self.sets.items() if record in ids)


def _by_value(pairs: Ints) -> Iterable[tuple[int, BitMap]]:
    """Each value with the records that have it."""
    if not len(pairs):
        return []
    pairs = pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))]
    values, starts = np.unique(pairs[:, 1], return_index=True)
    return zip(values.tolist(), map(bitmap, np.split(pairs[:, 0], starts[1:])), strict=True)
