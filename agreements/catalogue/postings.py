"""The sets of a facet of very many values, as arrays: a thirtieth of the memory of as many bitmaps.

Each row of (record, value) stands in two orders: by value, which gives the set of each, and by record, which gives the
values of a few records without a look at any set.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints, bitmap, distinct, ids_of
from agreements.catalogue.byrecord import ByRecord, Rows, counts_of

#: Of so many values, those with most records, the sets are held as bitmaps too, and tried first where the records among
#: which is counted are not few.
LARGEST, FEW = 256, 8_000


@dataclass(frozen=True, eq=False)
class Postings(Mapping[int, BitMap]):
    """Value → the set of its records, made when it is asked for. Unchangeable: ``replaced`` gives the next one.

    ``by_record``: the rows by record. The rows by value: ``listed`` are the values, ascending; the records of the one
    at a place stand in ``grouped`` from its ``starts`` to that of the next.
    """

    by_record: ByRecord
    listed: Rows
    starts: Rows
    grouped: Rows

    @classmethod
    def of(cls, pairs: Ints) -> "Postings":
        """From rows of (record, value), in any order, the same ones repeated or not."""
        return cls._made(_joined(pairs[:, 0], pairs[:, 1]), _joined(pairs[:, 1], pairs[:, 0]))

    @classmethod
    def _made(cls, by_record: Ints, by_value: Ints) -> "Postings":
        """From all rows in both orders, each a single number."""
        values, grouped = _parted(by_value)
        starts = np.flatnonzero(np.diff(values, prepend=-1)).astype(np.int32)
        rows = ByRecord.in_order(np.column_stack(_parted(by_record)))
        return cls(rows, values[starts], np.append(starts, np.int32(len(values))), grouped)

    def replaced(self, changed: BitMap, pairs: Ints) -> "Postings":
        """The sets after some records changed; ``pairs``: all rows that those have now."""
        gone = ids_of(changed)
        grouped_by = np.repeat(self.listed, self.totals)
        having, had = self.by_record.pairs.T
        by_record = _inserted(having, had, np.isin(having, gone), _joined(pairs[:, 0], pairs[:, 1]))
        by_value = _inserted(grouped_by, self.grouped, np.isin(self.grouped, gone), _joined(pairs[:, 1], pairs[:, 0]))
        return self._made(by_record, by_value)

    def __getitem__(self, value: int) -> BitMap:
        place = int(np.searchsorted(self.listed, value))
        if place == len(self.listed) or self.listed[place] != value:
            raise KeyError(value)
        return bitmap(self.grouped[self.starts[place] : self.starts[place + 1]])

    def __iter__(self) -> Iterator[int]:
        return iter(self.listed.tolist())

    def __len__(self) -> int:
        return len(self.listed)

    @property
    def totals(self) -> Ints:
        """How many records each of the values has, in their order."""
        return np.diff(self.starts).astype(np.int64)

    @cached_property
    def largest(self) -> list[tuple[int, BitMap]]:
        """The ``LARGEST`` values with most records, with their sets; equals by value."""
        places = np.argsort(-self.totals, kind="stable")[:LARGEST]
        return [(value, self[value]) for value in self.listed[places].tolist()]

    def counts(self, among: BitMap) -> tuple[Rows, Ints]:
        """The values that some of these records have, ascending, and how many have each."""
        return counts_of(self.by_record.of_records(ids_of(among)))

    def top(self, among: BitMap, limit: int) -> list[tuple[int, int]]:
        """``(value, count)`` of the values that most of these records have, equals by value; at most ``limit``."""
        if len(among) >= FEW and self._may_settle(limit, len(among)):
            best, is_sure = foremost(self.largest, among, limit)
            if is_sure:
                return best
        return self.by_record.top(among, limit)

    def _may_settle(self, limit: int, among: int) -> bool:
        """Whether the largest sets may tell, were values spread evenly: none further down has more than is found."""
        totals = [len(ids) for _, ids in self.largest[:limit]]
        return len(totals) == limit and len(self.largest[-1][1]) * self.by_record.known <= totals[-1] * among

    def of_record(self, record: int) -> list[int]:
        """The values of one record."""
        return self.by_record.of_record(record)


def foremost(sets: Iterable[tuple[int, BitMap]], among: BitMap, limit: int) -> tuple[list[tuple[int, int]], bool]:
    """``(value, count)`` of the values that most of the records have, equals by value; at most ``limit``.

    ``sets``: by value, the largest first. Once ``limit`` counts are found that no set further down can exceed, the rest
    is not counted. Also whether that was so.
    """
    best: list[tuple[int, int]] = []  # a heap of (count, -value), the least first
    is_sure = False
    for value, ids in sets:
        if is_sure := len(best) == limit and len(ids) < best[0][0]:
            break
        count = ids.intersection_cardinality(among)
        if count and len(best) < limit:
            heapq.heappush(best, (count, -value))
        elif count and (count, -value) > best[0]:
            heapq.heapreplace(best, (count, -value))
    return [(-negated, count) for count, negated in sorted(best, reverse=True)], is_sure


def _joined(upper: Ints, lower: Ints) -> Ints:
    """Pairs of numbers as single ones, ascending, each once."""
    return distinct(upper << 32 | lower)


def _inserted(upper: Rows, lower: Rows, without: NDArray[np.bool_], joined: Ints) -> Ints:
    """Pairs in order, without some, and with others that come joined."""
    kept = upper[~without].astype(np.int64) << 32 | lower[~without]
    return np.insert(kept, np.searchsorted(kept, joined), joined)


def _parted(rows: Ints) -> tuple[Rows, Rows]:
    """The upper and the lower half of each number."""
    return (rows >> 32).astype(np.int32), (rows & 0xFFFF_FFFF).astype(np.int32)
