"""Rows that belong to agreements, one kind at a time: read once, merged in memory, written in bulk with history."""

from collections.abc import Sequence
from typing import Any

from agreements.bulk import insert, new_ids
from agreements.imports.history import history_of, write_history, written_values
from agreements.imports.merge import KnownRows, RowKind, RowMerge, merge_rows
from agreements.imports.wanted import Key, Values


class RowWriter:
    """Brings the rows of one kind up to date. ``agreements``: ids of those that may have rows already."""

    def __init__(self, kind: RowKind, agreements: Sequence[int], reason: str) -> None:
        self.kind = kind
        self.reason = reason
        self.known = self._read(agreements)
        self.create: list[tuple[Any, ...]] = []
        self.change: dict[int, dict[str, Any]] = {}
        self.delete: list[int] = []

    def _read(self, agreements: Sequence[int]) -> KnownRows:
        """The rows of the agreements, and from their history what imports with this reason wrote."""
        kind, known = self.kind, KnownRows()
        if not agreements:
            return known
        chosen = {f"{kind.parent}__in": agreements, **dict(kind.fixed)}
        for row in kind.model._base_manager.filter(**chosen).values(*kind.columns):
            known.now.setdefault(row[kind.parent], {})[kind.key_of(row)] = row
        history = history_of(kind.model).filter(**chosen).order_by("history_id")
        versions = list(history.values(*kind.columns, "history_change_reason", "history_type"))
        known.written = written_values(versions, self.reason)
        for version in versions:
            by_import = version["history_change_reason"] == self.reason
            (known.edited.discard if by_import else known.edited.add)(version["id"])
            if by_import:
                keys = known.written_keys.setdefault(version[kind.parent], set())
                (keys.discard if version["history_type"] == "-" else keys.add)(kind.key_of(version))
        return known

    def merge(self, agreement: int, wanted: dict[Key, Values]) -> RowMerge:
        """Compare the wanted rows of an agreement with those it has, and remember what to write."""
        merged = merge_rows(self.kind, self.known, agreement, wanted)
        if self.kind.seats:
            self._seat(agreement, merged)
        for key, values in merged.create:
            given = (values[column] for column in (*self.kind.values, *self.kind.once))
            self.create.append((agreement, *key, *given, *dict(self.kind.fixed).values()))
        self.change.update(merged.change)
        self.delete += merged.delete
        return merged

    def _seat(self, agreement: int, merged: RowMerge) -> None:
        """Give new rows the seats that are free; where there are too few, the rows that are there stay."""
        column, seats = self.kind.once[0], self.kind.seats
        rows = [row for row in self.known.now.get(agreement, {}).values() if row["id"] not in merged.delete]
        free = [seat for seat in seats if seat not in {row[column] for row in rows}]
        if len(merged.create) > len(free):
            merged.create.clear()
            merged.kept.append(self.kind.name)
        merged.create[:] = [
            (key, {**values, column: seat}) for (key, values), seat in zip(merged.create, free, strict=False)
        ]

    def write(self) -> None:
        """Delete, change and create what was remembered, in that order, with its history."""
        # Deletions and changes are few: one by one they leave the history that editing leaves.
        for row in self.kind.model._base_manager.filter(pk__in=self.delete):
            row._change_reason = self.reason  # type: ignore[attr-defined]
            row.delete()
        for row in self.kind.model._base_manager.filter(pk__in=list(self.change)):
            for name, value in self.change[row.pk].items():
                setattr(row, name, value)
            row._change_reason = self.reason  # type: ignore[attr-defined]
            row.save()
        kind, ids = self.kind, new_ids(self.kind.model, len(self.create))
        columns = ("id", kind.parent, *kind.key, *kind.values, *kind.once, *dict(kind.fixed))
        insert(kind.model, columns, ((pk, *row) for pk, row in zip(ids, self.create, strict=True)))
        write_history(kind.model, ids, self.reason)
