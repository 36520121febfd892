"""How two states of a record differ, in plain words: added, removed or changed, by the labels that forms use."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.dates import PartialDate
from agreements.history.state import State, Values, columns_of, differences, read_back, row_kinds
from agreements.models import Evidence

#: What stands where nothing is recorded.
NOTHING = "–"


class Change(enum.Enum):
    """What became of a row."""

    ADDED = gettext_lazy("Added")
    REMOVED = gettext_lazy("Removed")
    CHANGED = gettext_lazy("Changed")


@dataclass(frozen=True)
class FieldChange:
    """One value before and after, in words."""

    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class EntryChange:
    """What became of the record (``kind`` and ``name`` empty) or of one of its rows."""

    change: Change
    key: tuple[str, int]
    kind: str
    name: str
    fields: Sequence[FieldChange]

    @property
    def words(self) -> str:
        """Added, removed or changed."""
        return str(self.change.value)


def compared(model: type[models.Model], before: State, after: State) -> list[EntryChange]:
    """How the state of a record of the model changed; the record's own values come first."""
    record = str(model._meta.model_name)
    found = []
    for key, old, new in differences(before, after):
        row = model_named(key[0])
        change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
        fields = [
            _naming_the_fact(model, field) if row is Evidence and field.column == "field" else field
            for field in _field_changes(row, old or {}, new or {}, _owner_columns(model, row))
        ]
        is_record = key[0] == record
        kind = "" if is_record else str(capfirst(row._meta.verbose_name))
        name = "" if is_record else name_of(row, key[1], new or old or {})
        if fields or change is not Change.CHANGED:
            found.append(EntryChange(change, key, kind, name, fields))
    return sorted(found, key=lambda entry: (entry.kind != "", entry.kind))


def _naming_the_fact(model: type[models.Model], change: FieldChange) -> FieldChange:
    """What a piece of evidence supports, by the label of that field of the record."""
    named = {field.name: field for field in model._meta.get_fields()}
    before, after = (label_of(named[name]) if name in named else name for name in (change.before, change.after))
    return replace(change, before=before, after=after)


def model_named(name: str) -> type[models.Model]:
    """The model of a state's key."""
    return apps.get_model("agreements", name)


def _owner_columns(model: type[models.Model], row: type[models.Model]) -> frozenset[str]:
    kinds = [kind for kind in row_kinds(model) if kind.model is row]
    return frozenset().union(*(kind.owner_columns for kind in kinds)) if len(kinds) == 1 else frozenset()


def _field_changes(
    model: type[models.Model], old: Values, new: Values, left_out: frozenset[str]
) -> Iterable[FieldChange]:
    for field in columns_of(model):
        name = field.attname
        if name not in left_out and (old.get(name) or None) != (new.get(name) or None):
            yield FieldChange(name, label_of(field), shown(field, old.get(name)), shown(field, new.get(name)))
    links = {name for values in (old, new) for name, value in values.items() if isinstance(value, tuple)}
    for name in sorted(links):
        was, now = set(old.get(name, ())), set(new.get(name, ()))
        if was != now:
            field = model._meta.get_field(name)
            words = (names_of(field, was), names_of(field, now))
            yield FieldChange(name, label_of(field), *words)


def label_of(field: Any) -> str:
    """What forms call the field; rows of another table go by their name."""
    words = getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name_plural
    return str(capfirst(words))


def shown(field: Any, value: str | None) -> str:
    """A value in words: a choice by its label, a date in words, a record by its name."""
    if value in (None, ""):
        return NOTHING
    if field.is_relation:
        return names_of(field, [int(str(value))])
    if isinstance(field, models.FileField):  # by its name: what lies there now may be another file
        return PurePath(str(value)).name
    try:
        known = read_back(field, value)
    except ValidationError:  # the form of a value that is no longer known
        return str(value)
    if isinstance(known, bool):
        return _("Yes") if known else _("No")
    return known.in_words() if isinstance(known, PartialDate) else str(display_for_field(known, field, NOTHING))


def names_of(field: Any, ids: Iterable[int]) -> str:
    """The names of related records, in order; those that are gone by the last name their history knows."""
    model = field.related_model
    wanted = set(ids)
    there = model._base_manager.in_bulk(wanted)
    gone = [_last_name(model, pk) for pk in wanted - there.keys()]
    return ", ".join(sorted([*map(str, there.values()), *gone])) or NOTHING


def _last_name(model: Any, pk: int) -> str:
    version = model.history.filter(id=pk).first() if hasattr(model, "history") else None
    name = str(version.instance) if version else f"#{pk}"
    return _("%(name)s (no longer in the archive)") % {"name": name}


def name_of(model: type[models.Model], pk: int, values: Values) -> str:
    """What a row with these values calls itself."""
    row = model(pk=pk)
    for field in columns_of(model):
        if field.attname in values:
            try:
                setattr(row, field.attname, read_back(field, values[field.attname]))
            except ValidationError:
                continue
    try:
        return str(row)
    except ObjectDoesNotExist:  # it names a record that is gone
        return f"#{pk}"
