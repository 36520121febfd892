"""What may stand in a hand-written file, and how it is read and checked."""

import difflib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models


class DataError(Exception):
    """A mistake in a hand-written file: one sentence that names the file, the record and what is wrong."""


@dataclass(frozen=True)
class Entry:
    """One record as a person wrote it: the table ``[kind.key]`` of a file."""

    file: str
    kind: str
    key: str
    table: Mapping[str, Any]

    def error(self, message: str) -> DataError:
        """The mistake as one sentence."""
        return DataError(f"{self.file}, {self.kind} “{self.key}”: {message}")


@dataclass(frozen=True)
class Rows:
    """Rows that belong to a record. ``owner`` is the field that leads to it; None: by content type and id.

    ``key`` are the fields that tell one owner's rows apart; ``links`` maps a field to the kind of record it names. A
    row written as a bare text is the value of the key's first field, and a table of lists is a row for every text, in
    that language: ``names = { en = ["USSR"], nb = ["Sovjet"] }``. ``numbered`` is a field that counts an owner's rows
    from 1 in the order they are written.
    """

    model: type[models.Model]
    owner: str | None
    key: tuple[str, ...]
    fields: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    numbered: str = ""


@dataclass(frozen=True)
class Kind:
    """How the tables of one kind become records of a model.

    ``key``: the fields that identify a record; a single one is the table's own key, several stand in the table.
    ``links`` and ``many`` map a field to the kind of record that it names, one or a list of them.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    required: tuple[str, ...] = ()


def read_entries(files: Iterable[Path], kinds: Mapping[str, Kind]) -> dict[str, dict[str, Entry]]:
    """The tables of all files by kind and key.

    Raise DataError for a file that cannot be read, a key used twice, an unknown name or one that is missing.
    """
    entries: dict[str, dict[str, Entry]] = {kind: {} for kind in kinds}
    for path in files:
        for entry in _entries_of(path, kinds):
            known = entries[entry.kind]
            if entry.key in known:
                raise entry.error(f"the key is also used in {known[entry.key].file}.")
            known[entry.key] = entry
            kind = kinds[entry.kind]
            check_names(entry, entry.table, [*kind.fields, *kind.links, *kind.many, *kind.rows], kind.required)
    return entries


def _entries_of(path: Path, kinds: Collection[str]) -> Iterable[Entry]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} cannot be read as TOML: {error}.") from error
    for kind, tables in content.items():
        if kind not in kinds or not isinstance(tables, dict):
            raise DataError(f"{path.name}: “{kind}” is no kind of record; there are {', '.join(kinds)}.")
        for key, table in tables.items():
            if not isinstance(table, dict):
                raise DataError(f"{path.name}: “{key}” stands outside a record; write [{kind}.its-key] above it.")
            yield Entry(path.name, kind, key, table)


def check_names(entry: Entry, table: Mapping[str, Any], names: Collection[str], required: Iterable[str] = ()) -> None:
    """Raise DataError when the table has a name that is not in ``names``, or lacks one of ``required``."""
    for name in table:
        if name not in names:
            raise entry.error(f"“{name}” is not one of its fields.{did_you_mean(name, names)}")
    for name in required:
        if not table.get(name):
            raise entry.error(f"“{name}” is missing.")


def list_of(entry: Entry, name: str) -> list[Any]:
    """The list written under ``name``, empty where there is none. Raise DataError for anything but a list."""
    written = entry.table.get(name, [])
    if not isinstance(written, list):
        raise entry.error(f"“{name}” takes a list.")
    return written


def row_tables(entry: Entry, name: str, rows: Rows) -> list[Mapping[str, Any]]:
    """The rows written under ``name``, each as a table of its fields. Raise DataError when written otherwise."""
    written: list[Any]
    by_language = entry.table.get(name)
    if isinstance(by_language, dict):
        languages = Entry(entry.file, entry.kind, entry.key, by_language)
        written = [{rows.key[0]: text, "language": code} for code in by_language for text in list_of(languages, code)]
    else:
        written = [{rows.key[0]: row} if isinstance(row, str) else row for row in list_of(entry, name)]
    for table in written:
        if not isinstance(table, dict):
            raise entry.error(f"“{name}” takes a list of texts or tables.")
        check_names(entry, table, [*rows.fields, *rows.links])
    return written


def did_you_mean(name: object, names: Iterable[str]) -> str:
    """A question after a sentence about an unknown name; '' when nothing is like it."""
    near = difflib.get_close_matches(str(name), names, 1)
    return f" Is “{near[0]}” meant?" if near else ""
