"""A facet: the records that have each value, and how many of a given set do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints, bitmap, distinct, ids_of, together
from agreements.catalogue.byrecord import FEW, HANDFUL, ByRecord, most_frequent, tallied
from agreements.catalogue.postings import Postings, foremost

#: So many values, and none broader than another: the sets are held as arrays.
MANY = 256
#: Of so many values, it is looked up which of them the records have, as long as those are so many rows a value at most.
SOME, ROWS = 32, 64
#: Of so many records at most, the dates are looked up.
FEW_DATES = 8_000
#: value → the next broader one; None or absent at the top.
Tree = Mapping[int, int | None]


@dataclass(frozen=True)
class Facet:
    """The records of each value, as roaring bitmaps, or as arrays where there are many. Unchangeable: see ``replaced``.

    A value is the id of another record, or a number such as a year. No set is empty. Where values lie in a tree, the
    set of a value holds the records of everything narrower too.
    """

    sets: Mapping[int, BitMap]
    broader: Tree = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Ints, broader: Tree | None = None) -> "Facet":
        """From rows of (record, value), in any order; the same row may come twice."""
        return cls({}, broader or {}).replaced(BitMap(), pairs)

    def replaced(self, changed: BitMap, pairs: Ints) -> "Facet":
        """The facet after some records changed. ``pairs``: every row of (record, value) that those records have now."""
        if self._has_already(changed, pairs):
            return self
        if isinstance(self.sets, Postings):
            return Facet(self.sets.replaced(changed, pairs))
        if not self.sets and not self.broader and len(distinct(pairs[:, 1])) >= MANY:
            return Facet(Postings.of(pairs))
        left = {value: ids - changed if ids.intersect(changed) else ids for value, ids in self.sets.items()}
        sets = {value: ids for value, ids in left.items() if ids}
        for given, ids in _by_value(pairs):
            value: int | None = given
            while value is not None:
                sets[value] = sets[value] | ids if value in sets else ids
                value = self.broader.get(value)
        if len(sets) >= MANY and not self.broader:
            return Facet(Postings.of(_pairs(sets)), self.broader)
        facet = Facet(sets, self.broader)
        if "by_record" in self.__dict__ and len(changed) <= HANDFUL:  # to make it anew would take as long as a page
            now = {record: facet.of_record(record) for record in changed}
            facet.__dict__["by_record"] = self.by_record.replaced(now)
        return facet

    def _has_already(self, changed: BitMap, pairs: Ints) -> bool:
        """Whether the records have no other values than before: most edits are of something else."""
        if len(changed) > HANDFUL or not self.sets:
            return False
        now: dict[int, set[int]] = {record: set() for record in changed}
        for record, given in pairs.tolist():
            value: int | None = given
            while value is not None and record in now:
                now[record].add(value)
                value = self.broader.get(value)
        return all(values == set(self.of_record(record)) for record, values in now.items())

    def having(self, values: Iterable[int]) -> BitMap:
        """Records that have at least one of the values."""
        return BitMap().union(*(self.sets[value] for value in values if value in self.sets))

    def having_all(self, values: Iterable[int]) -> BitMap:
        """Records that have every one of the values, of which there must be at least one."""
        first, *others = (self.sets.get(value, BitMap()) for value in values)
        return first.intersection(*others) if others else first

    def counts(self, among: BitMap) -> dict[int, int]:
        """How many of the records have each value; values that none of them has are left out."""
        if isinstance(self.sets, Postings):
            values, counts = self.sets.counts(among)
            return dict(zip(values.tolist(), counts.tolist(), strict=True))
        found = {value: ids.intersection_cardinality(among) for value, ids in self.sets.items()}
        return {value: count for value, count in found.items() if count}

    def top(self, among: BitMap, limit: int) -> list[tuple[int, int]]:
        """``(value, count)`` of the values that most of the records have, equals by value; at most ``limit``."""
        if isinstance(self.sets, Postings):
            return self.sets.top(among, limit)
        if len(self.sets) >= SOME and self.by_record.rows_of(len(among)) <= ROWS * len(self.sets):
            return self.by_record.top(among, limit)
        return foremost(self._by_total, among, limit)[0]

    def largest(self, limit: int) -> list[tuple[int, int]]:
        """The same of all records."""
        if isinstance(self.sets, Postings):
            if limit > len(self.sets.largest) < len(self.sets):
                return self.top(BitMap().union(*self.sets.values()), limit)
            return [(value, len(ids)) for value, ids in self.sets.largest[:limit]]
        return [(value, len(ids)) for value, ids in self._by_total[:limit]]

    @cached_property
    def _by_total(self) -> list[tuple[int, BitMap]]:
        """The values with their sets, those with most records first."""
        return sorted(self.sets.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def total(self, value: int) -> int:
        """How many records have a value."""
        return len(self.sets.get(value, ()))

    def totals(self) -> dict[int, int]:
        """How many records each value has."""
        if isinstance(self.sets, Postings):
            return dict(zip(self.sets, self.sets.totals.tolist(), strict=True))
        return {value: len(ids) for value, ids in self.sets.items()}

    def of_record(self, record: int) -> list[int]:
        """The values of one record, ascending."""
        if isinstance(self.sets, Postings):
            return sorted(self.sets.of_record(record))
        return sorted(value for value, ids in self.sets.items() if record in ids)

    @cached_property
    def by_record(self) -> ByRecord:
        """The values of each record."""
        return self.sets.by_record if isinstance(self.sets, Postings) else ByRecord.of(_pairs(self.sets))


@dataclass(frozen=True)
class Calendar(Facet):
    """A facet of years, or of other spans of so many years. ``codes``: the date code of each record, by id; 0: none."""

    codes: NDArray[np.int32] = field(kw_only=True)
    span: int = field(kw_only=True)

    @classmethod
    def over(cls, facet: Facet, codes: NDArray[np.int32], span: int) -> "Calendar":
        """The facet with the dates from which it follows."""
        return cls(facet.sets, codes=codes, span=span)

    def top(self, among: BitMap, limit: int) -> list[tuple[int, int]]:
        """As for any facet. The dates of a few are looked up, which is quicker than to look into every year."""
        if len(among) > FEW_DATES:
            return foremost(self._by_total, among, limit)[0]
        if len(among) <= FEW:
            dated = [code // 10_000 for record in among if (code := self.codes.item(record))]
            return tallied([year - year % self.span for year in dated], limit)
        codes = self.codes[ids_of(among)]
        years = codes[codes > 0] // 10_000
        return most_frequent(years - years % self.span, limit)


def _pairs(sets: Mapping[int, BitMap]) -> Ints:
    """Rows of (record, value) of a facet."""
    if not sets:
        return np.empty((0, 2), dtype=np.int64)
    records = np.concatenate([ids_of(ids) for ids in sets.values()])
    values = np.repeat(np.fromiter(sets, dtype=np.int64), [len(ids) for ids in sets.values()])
    return np.column_stack((records, values))


def _by_value(pairs: Ints) -> Iterator[tuple[int, BitMap]]:
    """Each value with the records that have it."""
    rows = np.sort(pairs[:, 1] << 32 | pairs[:, 0])  # much faster than to sort by two keys
    records = (rows & 0xFFFF_FFFF).astype(np.uint32)
    for value, start, end in together(rows >> 32):
        yield value, bitmap(records[start:end])
