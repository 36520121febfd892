"""The values of each record of a facet, beside the records of each value: for questions that few records answer."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agreements.catalogue.arrays import Ints

Rows = NDArray[np.integer[Any]]
#: So few records have few values: those are counted one by one.
HANDFUL = 64


@dataclass(frozen=True, eq=False)
class ByRecord:
    """The values of record r stand in ``values`` from ``starts[r]`` to ``starts[r + 1]``. Unchangeable."""

    starts: Rows
    values: Rows

    @classmethod
    def of(cls, pairs: Ints) -> "ByRecord":
        """From rows of (record, value), each once, in any order."""
        in_turn = pairs[np.argsort(pairs[:, 0], kind="stable")]
        lengths = np.bincount(in_turn[:, 0])
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        return cls(starts, in_turn[:, 1].astype(np.min_scalar_type(int(pairs[:, 1].max(initial=0)))))

    def of_records(self, records: Ints) -> Rows:
        """The values of records, one after the other."""
        known = records[records < len(self.starts) - 1]
        starts = self.starts[known]
        lengths = self.starts[known + 1] - starts
        before = np.cumsum(lengths) - lengths
        found: Rows = self.values[np.repeat(starts - before, lengths) + np.arange(lengths.sum())]
        return found


def most_frequent(found: Rows, limit: int) -> list[tuple[int, int]]:
    """``(value, count)`` of the values that come most often, equals by value; at most ``limit``."""
    if len(found) <= HANDFUL:
        counted = Counter(found.tolist())
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    return foremost_of(*counts_of(found), limit)


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
