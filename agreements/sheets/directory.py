"""The keys by which a cell names a record: stable, readable where possible, the same in every language.

A party is named by its code, a theme, institution, person or instrument by the readable part of its address, everything
else by its number. Agreements, projects and events may also be named by their reference.
"""

from typing import Any

from django.db import models

from agreements.models import Agreement, Event, Institution, Instrument, Party, Project, Signatory, Source, Theme

#: The column that is a record's key; of the others it is the number.
KEYS: dict[type[models.Model], str] = {
    Party: "code",
    Theme: "slug",
    Institution: "slug",
    Signatory: "slug",
    Instrument: "slug",
}
#: Kinds of record that may be named by their reference too.
WITH_REFERENCE: tuple[type[models.Model], ...] = (Agreement, Project, Event)
#: What a record is called in a sheet, beside its key: the first of these columns that is not empty.
NAMES: dict[type[models.Model], tuple[str, ...]] = {
    Agreement: ("title_en", "title_no"),
    Signatory: ("name",),
    Source: ("title",),
}


class Directory:
    """Keys of records, read once for all rows of an import or export; what is new since is looked up."""

    def __init__(self) -> None:
        self._keys: dict[type[models.Model], dict[int, str]] = {}
        self._numbers: dict[type[models.Model], dict[str, int]] = {}
        self._names: dict[type[models.Model], dict[int, str]] = {}

    def key(self, model: type[models.Model], pk: int) -> str:
        """The key of a record that is there."""
        column = KEYS.get(model)
        if column is None:
            return str(pk)
        known = self._keys_of(model, column)
        if pk not in known:
            known[pk] = str(model._base_manager.values_list(column, flat=True).get(pk=pk))
        return known[pk]

    def find(self, model: type[models.Model], key: str) -> int | None:
        """The number of the record with the key. None: there is none."""
        known = self._numbers.setdefault(model, {})
        if key not in known:
            found = self._look_up(model, key)
            if found is None:
                return None
            known[key] = found
        return known[key]

    def name(self, model: type[models.Model], pk: int) -> str:
        """What the record is called, the same in every language."""
        if model not in self._names:
            rows = model._base_manager.values_list("pk", *NAMES[model])
            self._names[model] = {pk: next(filter(None, names), "") for pk, *names in rows}
        return self._names[model].get(pk, "")

    def forget(self) -> None:
        """Read everything again when it is next asked for; keys may have been changed."""
        self._keys.clear()
        self._numbers.clear()
        self._names.clear()

    def _keys_of(self, model: type[models.Model], column: str) -> dict[int, str]:
        if model not in self._keys:
            self._keys[model] = dict(model._base_manager.values_list("pk", column))
        return self._keys[model]

    def _look_up(self, model: type[models.Model], key: str) -> int | None:
        records: Any = model._base_manager
        column = KEYS.get(model)
        if column is not None:
            found = records.filter(**{column: key})
        elif key.isdecimal() and len(key) < 19:
            found = records.filter(pk=int(key))
        elif model in WITH_REFERENCE:
            found = records.filter(reference=key)
        else:
            return None
        pk: int | None = found.values_list("pk", flat=True).first()
        return pk
