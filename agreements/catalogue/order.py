"""An order of records, and the part of a set that stands between two places of it."""

from dataclasses import dataclass

import numpy as np
from django.utils.functional import cached_property
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints, ids_of

#: Above every date code.
LAST = 99_999_999
ID_BITS = 32
#: A set is sorted by rank when it is so many times smaller than the whole, else it is picked out of the whole.
SMALLER = 30
#: So many of the first records are looked at one by one.
NEAR = 2_000


@dataclass(frozen=True)
class Order:
    """All records of a kind, in order. ``tail``: how many at the end lack what the order is by.

    They stay at the end when the order is turned round.
    """

    sequence: NDArray[np.int32]
    tail: int = 0

    @cached_property
    def _rank(self) -> NDArray[np.int32]:
        rank = np.zeros(int(self.sequence.max(initial=0)) + 1, dtype=np.int32)
        rank[self.sequence] = np.arange(len(self.sequence), dtype=np.int32)
        return rank

    @cached_property
    def turned(self) -> "Order":
        """The other way round."""
        head = len(self.sequence) - self.tail
        return Order(np.concatenate((self.sequence[:head][::-1], self.sequence[head:][::-1])), self.tail)

    def of(self, found: BitMap) -> Ints:
        """The ids of a set of these records, in order."""
        if len(found) == len(self.sequence):
            return self.sequence.astype(np.int64)
        ids = ids_of(found)
        if len(ids) * SMALLER < len(self.sequence):
            return ids[np.argsort(self._rank[ids])]
        chosen = np.zeros(len(self._rank), dtype=bool)
        chosen[ids] = True
        return self.sequence[chosen[self.sequence]].astype(np.int64)

    def part(self, found: BitMap, start: int, stop: int) -> list[int]:
        """The ids from one place to another of a set of these records, in order."""
        enough = stop * len(self.sequence) // max(len(found), 1) * 2  # if the set lies evenly in the whole
        if enough <= NEAR:
            ids = [pk for pk in self.sequence[:enough].tolist() if pk in found]
            if len(ids) >= min(stop, len(found)):
                return ids[start:stop]
        whole = self.sequence if len(found) == len(self.sequence) else self.of(found)
        listed: list[int] = whole[start:stop].tolist()
        return listed


class NewestFirst(Order):
    """Latest date first, then highest id; records without a date at the end."""

    @classmethod
    def by(cls, ids: BitMap, codes: NDArray[np.int32]) -> "NewestFirst":
        """From the date codes (see ``arrays.DateCode``; 0: none) of all records, by id."""
        listed = ids_of(ids)
        return cls._made(listed[np.argsort(_newest(listed, codes))], codes)

    def replaced(self, changed: BitMap, ids: BitMap, codes: NDArray[np.int32]) -> "NewestFirst":
        """The order after some records changed; ``ids``: all there are now, ``codes``: their dates now."""
        gone = np.zeros(max(int(self.sequence.max(initial=0)), changed.max() if changed else 0) + 1, dtype=bool)
        gone[ids_of(changed)] = True
        rest = self.sequence[~gone[self.sequence]].astype(np.int64)
        come = ids_of(changed & ids)
        come = come[np.argsort(_newest(come, codes))]
        places = np.searchsorted(_newest(rest, codes), _newest(come, codes))
        return self._made(np.insert(rest, places, come), codes)

    @classmethod
    def _made(cls, sequence: Ints, codes: NDArray[np.int32]) -> "NewestFirst":
        return cls(sequence.astype(np.int32), int(np.count_nonzero(codes[sequence] == 0)))


def _newest(ids: Ints, codes: NDArray[np.int32]) -> Ints:
    """Keys that ascend from the newest to the oldest and the undated."""
    return (LAST - codes[ids].astype(np.int64) << ID_BITS) | ((1 << ID_BITS) - 1 - ids)
