"""The values of each record of a facet, beside the records of each value: for questions that few records answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints, ids_of

Rows = NDArray[np.integer[Any]]
#: Where so many times the records asked for are more than there are, all are gone through.
MOST = 3
#: So few records are looked up one by one, and so few values counted so.
FEW, HANDFUL = 8, 64


@dataclass(frozen=True, eq=False)
class ByRecord:
    """The values of record r stand in ``values`` from ``starts[r]`` to ``starts[r + 1]``. Unchangeable."""

    starts: Rows
    values: Rows

    @classmethod
    def of(cls, pairs: Ints) -> "ByRecord":
        """From rows of (record, value), each once, in any order."""
        return cls.in_order(pairs[np.argsort(pairs[:, 0], kind="stable")])

    @classmethod
    def in_order(cls, pairs: Ints) -> "ByRecord":
        """The same of rows in the order of the records."""
        starts = np.concatenate(([0], np.cumsum(np.bincount(pairs[:, 0])))).astype(np.int32)
        return cls(starts, pairs[:, 1].astype(np.min_scalar_type(int(pairs[:, 1].max(initial=0)))))

    @cached_property
    def known(self) -> int:
        """How many records have a value."""
        return int(np.count_nonzero(np.diff(self.starts)))

    def rows_of(self, records: int) -> float:
        """About how many rows so many of the records have."""
        return records * len(self.values) / max(self.known, 1)

    @property
    def pairs(self) -> Ints:
        """The rows of (record, value)."""
        lengths = np.diff(self.starts)
        return np.column_stack((np.repeat(np.arange(len(lengths)), lengths), self.values.astype(np.int64)))

    def replaced(self, now: Mapping[int, Sequence[int]]) -> "ByRecord":
        """The rows after a few records changed. ``now``: all values that each of them has from now on."""
        size = max(len(self.starts) - 1, max(now, default=-1) + 1)
        starts = np.append(self.starts, np.repeat(self.starts[-1:], size + 1 - len(self.starts)))
        lengths = np.diff(starts)
        pieces, end = [], 0
        for record in sorted(now):
            pieces += [self.values[end : starts[record]], np.array(now[record], dtype=np.int64)]
            lengths[record], end = len(now[record]), starts[record + 1]
        values = np.concatenate([*pieces, self.values[end:]])
        smallest = np.min_scalar_type(int(values.max(initial=0)))
        return ByRecord(np.concatenate(([0], np.cumsum(lengths))).astype(np.int32), values.astype(smallest))

    def of_record(self, record: int) -> list[int]:
        """The values of one record."""
        if record >= len(self.starts) - 1:
            return []
        found: list[int] = self.values[self.starts[record] : self.starts[record + 1]].tolist()
        return found

    def of_records(self, records: Ints) -> Rows:
        """The values of records, one after the other."""
        known = records[records < len(self.starts) - 1]
        if len(known) * MOST > len(self.starts):
            chosen = np.zeros(len(self.starts) - 1, dtype=bool)
            chosen[known] = True
            of_chosen: Rows = self.values[np.repeat(chosen, np.diff(self.starts))]
            return of_chosen
        starts = self.starts[known]
        lengths = self.starts[known + 1] - starts
        before = np.cumsum(lengths) - lengths
        found: Rows = self.values[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
        return found

    def top(self, among: BitMap, limit: int) -> list[tuple[int, int]]:
        """``(value, count)`` of the values that most of these records have, equals by value; at most ``limit``."""
        if len(among) <= FEW:
            return tallied([value for record in among for value in self.of_record(record)], limit)
        return most_frequent(self.of_records(ids_of(among)), limit)


def most_frequent(found: Rows, limit: int) -> list[tuple[int, int]]:
    """``(value, count)`` of the values that come most often, equals by value; at most ``limit``."""
    if len(found) <= HANDFUL:
        return tallied(found.tolist(), limit)
    return foremost_of(*counts_of(found), limit)


def tallied(found: list[int], limit: int) -> list[tuple[int, int]]:
    """The same of a few values."""
    return sorted(Counter(found).items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


#: So few values are sorted to be counted; so are those that lie further apart than this.
SORTED, SPARSE = 256, 100


def counts_of(found: Rows) -> tuple[Rows, Ints]:
    """The values that come at all, ascending, and how often each."""
    if len(found) < SORTED or int(found.max()) > len(found) * SPARSE:
        return np.unique(found, return_counts=True)
    counted = np.bincount(found)
    values = np.flatnonzero(counted)
    return values.astype(np.int32), counted[values]


def foremost_of(values: Rows, counts: Ints, limit: int) -> list[tuple[int, int]]:
    """``(value, count)`` of those with the highest counts, equals by value; at most ``limit``."""
    if len(counts) > limit:  # to sort a few is quicker than to sort all
        high = counts >= np.partition(counts, -limit)[-limit]
        values, counts = values[high], counts[high]
    first = np.lexsort((values, -counts))[:limit]
    return list(zip(values[first].tolist(), counts[first].tolist(), strict=True))
