"""What readers of a snapshot made of single records, kept for as long as none of what it was made of changes."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from pyroaring import BitMap

#: Records of which something is kept under one key, about; of more, the tenth goes that came first.
MOST_RECORDS = 3_000
#: Keys at most; then the one goes that was not asked for longest.
MOST_KEYS = 8


@dataclass(frozen=True)
class Kept:
    """Under each key, such as a language and a day, what was made of single records, by id.

    Threads share it: what one puts in, another may find or make a second time.
    """

    _made: dict[Hashable, dict[int, Any]] = field(default_factory=dict)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def under(self, *key: Hashable) -> dict[int, Any]:
        """What is kept under a key, to be looked up and added to."""
        with self._one_at_a_time:
            made = self._made.pop(key, {})
            if len(self._made) >= MOST_KEYS:
                del self._made[next(iter(self._made))]
            self._made[key] = made  # stands last
        if len(made) > MOST_RECORDS:
            _without(made, list(made)[: MOST_RECORDS // 10])
        return made

    def without(self, changed: BitMap) -> "Kept":
        """What still holds after some records changed. What is put into this one from now on is not in that."""
        with self._one_at_a_time:
            before = list(self._made.items())
        return Kept({key: _without(made.copy(), changed) for key, made in before})


def _without(made: dict[int, Any], records: Iterable[int]) -> dict[int, Any]:
    for record in records:
        made.pop(record, None)
    return made
