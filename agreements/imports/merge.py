"""Editors' work and the register's news, brought together value by value.

The archive's history remembers what an import last wrote. A value that is still what the import wrote follows the
register; a value that an editor changed stays, and is reported when the register has news for it.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from agreements.imports.wanted import Key, Values


@dataclass
class Merge:
    """The values to change, and the names of those where an editor's word stands against the register's."""

    changes: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def merge(now: Values, written: Values | None, wanted: Values) -> Merge:
    """Compare the wanted values with those of now and those an import last wrote (None: it wrote none)."""
    result = Merge()
    for name, value in wanted.items():
        if now[name] == value:
            continue
        if written is not None and now[name] == written[name]:
            result.changes[name] = value
        elif written is None or written[name] != value:
            result.kept.append(name)
    return result


@dataclass(frozen=True)
class RowKind:
    """A model whose rows belong to agreements. ``parent`` and ``key`` name the columns that make a row the same row.

    ``values`` are the columns an importer keeps up to date, ``once`` those it gives when it makes a row; ``fixed``
    columns have one value for all rows; ``detailed`` rows come from the richer of a register's files. With ``seats``
    the first column of ``once`` takes these values, each for one row of an agreement (the two sides).
    """

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    values: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    parent: str = "agreement_id"
    fixed: tuple[tuple[str, Any], ...] = ()
    detailed: bool = False
    seats: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read to compare."""
        return ("id", self.parent, *self.key, *self.values, *self.once)

    def key_of(self, row: Values) -> Key:
        """The key of a row that was read by its columns."""
        return tuple(row[column] for column in self.key)


@dataclass
class KnownRows:
    """Rows of one kind in the archive, and what imports wrote of them."""

    #: By agreement, by key.
    now: dict[int, dict[Key, Values]] = field(default_factory=dict)
    #: By id of the row: its columns as an import last set them.
    written: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: By agreement: the keys that an import wrote and did not take back.
    written_keys: dict[int, set[Key]] = field(default_factory=dict)
    #: Ids of rows that somebody changed after the last import, in whatever column.
    edited: set[int] = field(default_factory=set)


@dataclass
class RowMerge:
    """What to do with the rows of one kind of one agreement."""

    create: list[tuple[Key, Values]] = field(default_factory=list)
    change: dict[int, dict[str, Any]] = field(default_factory=dict)
    delete: list[int] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge_rows(kind: RowKind, known: KnownRows, agreement: int, wanted: dict[Key, Values]) -> RowMerge:
    """Compare the wanted rows of an agreement with those it has.

    A row that an import wrote and an editor took away is not made again; a row that the register no longer has is
    deleted only while it is as the import wrote it.
    """
    result = RowMerge()
    now = known.now.get(agreement, {})
    written_keys = known.written_keys.get(agreement, set())
    for key, values in wanted.items():
        row = now.get(key)
        if row is None:
            if key not in written_keys:
                result.create.append((key, values))
            continue
        followed = {column: values[column] for column in kind.values}
        merged = merge(row, known.written.get(row["id"]), followed)
        if merged.changes:
            result.change[row["id"]] = merged.changes
        result.kept += [f"{kind.name}: {name}" for name in merged.kept]
    for key, row in now.items():
        written = known.written.get(row["id"])
        # An editor's change of the key itself, such as a title's wording, is no news from the register.
        if key not in wanted and written is not None and kind.key_of(written) not in wanted:
            if row["id"] in known.edited:
                result.kept.append(kind.name)
            else:
                result.delete.append(row["id"])
    return result
