"""What an importer wants a record to be: plain values, compared with the archive by ``upsert``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The fields of a row that make it the same row, in the order its ``RowKind`` names them.
Key = tuple[Any, ...]
#: The other fields of a row that the importer knows.
Values = Mapping[str, Any]


@dataclass
class Wanted:
    """One agreement as a register has it.

    ``fields``: columns of Agreement. ``rows``: for each kind of row by name, its rows by key. ``themes``: ids of Theme.
    ``has_details`` False: the run did not read the richer file, so that what came from it before stays.
    """

    number: str
    fields: dict[str, Any]
    rows: dict[str, dict[Key, Values]] = field(default_factory=dict)
    themes: frozenset[int] = frozenset()
    has_details: bool = False


@dataclass
class Result:
    """What became of the rows of one run. ``kept``: by number, what an editor wrote and the register contradicts."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, number: str, what: list[str]) -> None:
        """Note what stays as an editor wrote it."""
        if what:
            self.kept.setdefault(number, []).extend(what)
