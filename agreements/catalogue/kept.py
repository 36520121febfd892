"""What readers of a snapshot made of single records, kept for as long as none of what it was made of changes."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

#: Records of which something is kept under one key, and such keys, at most; then it is begun anew.
MOST_RECORDS, MOST_KEYS = 3_000, 8


@dataclass(frozen=True)
class Kept:
    """Under each key, such as a language and a day, what was made of single records, by id.

    Threads share it: what one puts in, another may find or make a second time.
    """

    _made: dict[Hashable, dict[int, Any]] = field(default_factory=dict)

    def under(self, *key: Hashable) -> dict[int, Any]:
        """What is kept under a key, to be looked up and added to."""
        if key not in self._made and len(self._made) >= MOST_KEYS:
            self._made.clear()
        made = self._made.setdefault(key, {})
        if len(made) > MOST_RECORDS:
            made.clear()
        return made

    def without(self, changed: BitMap) -> "Kept":
        """What still holds after some records changed. What is put into this one from now on is not in that."""
        return Kept({key: _without(made.copy(), changed) for key, made in self._made.copy().items()})


def _without(made: dict[int, Any], changed: BitMap) -> dict[int, Any]:
    for record in changed:
        made.pop(record, None)
    return made
