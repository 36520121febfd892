"""Brings hand-written records into the archive so that a second run writes nothing.

What a file says wins over what it said before, and a field or row that it no longer names is emptied or removed. What
an editor or an importer has changed since is theirs: the newest version in its history lacks our reason, and it stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from agreements.written.files import Entry, Kind, Rows, did_you_mean, list_of, row_tables

#: Marks in the history what was written from a file.
REASON = "Written in the project's own data files"


@dataclass
class Tally:
    """What happened to the records of one model. ``kept``: changed in the archive since, and left as they are."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0

    @property
    def written(self) -> int:
        """How many records the run made, changed or removed."""
        return self.created + self.updated + self.removed


#: Counts by the plural name of the model.
Totals = dict[str, Tally]


class Writer:
    """Writes entries kind by kind and counts. Run it in a transaction.

    ``known`` holds the records that links may name, by kind and key. Every method raises DataError for a mistake in an
    entry.
    """

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Any]] = defaultdict(dict)
        self.totals: Totals = {}
        self._kept: set[Any] = set()
        self._touched: set[Any] = set()

    def write(self, name: str, kind: Kind, entries: Mapping[str, Entry]) -> list[Any]:
        """Write one kind's records and their rows. Return the records that were made just now."""
        made = self._write_records(name, kind, entries)
        for key, rows in kind.rows.items():
            self.write_rows(key, rows, [(entry, self.known[name][entry.key]) for entry in entries.values()])
        return made

    def write_rows(self, name: str, rows: Rows, owners: Iterable[tuple[Entry, Any]]) -> None:
        """Make, change and remove the rows that the owners' entries hold under ``name``.

        Rows that stay as they are are checked again where rows beside them changed: a signature needs its party.
        """
        owners = [(entry, owner) for entry, owner in owners if owner not in self._kept]
        wanted: dict[Any, tuple[Entry, Any, dict[str, Any]]] = {}
        for entry, owner in owners:
            for number, table in enumerate(row_tables(entry, name, rows), start=1):
                values = self._values(entry, table, rows) | _belonging(rows, owner)
                if rows.numbered:
                    values[rows.numbered] = number
                key = _row_key(rows, rows.model(**values))
                if key in wanted:
                    raise entry.error(f"the same row stands twice under “{name}”.")
                wanted[key] = (entry, owner, values)
        found = {_row_key(rows, row): row for row in _rows_of(rows, [owner for _, owner in owners])}
        ours = _ours_among(rows.model, found.values())
        owner_of = {owner.pk: owner for _, owner in owners}
        for key in found.keys() - wanted.keys():
            self._remove(found[key], found[key] in ours)
            self._touched.add(owner_of[_owner_id(rows, found[key])])
        for key, (entry, owner, values) in wanted.items():
            row = found.get(key)
            if self._put(entry, row or rows.model(), values, {}, is_ours=row is None or row in ours):
                self._touched.add(owner)
            elif owner in self._touched:
                _check(entry, row)

    def tally(self, model: type[models.Model]) -> Tally:
        """The counts of one model."""
        return self.totals.setdefault(str(model._meta.verbose_name_plural), Tally())

    def _write_records(self, name: str, kind: Kind, entries: Mapping[str, Entry]) -> list[Any]:
        wanted = {key: self._values(entry, entry.table, kind) for key, entry in entries.items()}
        if len(kind.key) == 1:
            for key, values in wanted.items():
                values[kind.key[0]] = key
        found = _find(kind, wanted) | {key: one for key, one in self.known[name].items() if key in entries}
        ours = _ours_among(kind.model, found.values())
        made = []
        for key, entry in entries.items():
            many = {
                field: [self._link(entry, field, other, one) for one in list_of(entry, field)]
                for field, other in kind.many.items()
            }
            record = found.get(key)
            if record is None:
                record = kind.model()
                made.append(record)
            self._put(entry, record, wanted[key], many, is_ours=key not in found or record in ours)
            self.known[name][key] = record
        return made

    def _values(self, entry: Entry, table: Mapping[str, Any], shape: Kind | Rows) -> dict[str, Any]:
        """The fields' values in Python; what the table does not name is empty. Text may be wrapped over lines."""
        values: dict[str, Any] = {}
        for name in shape.fields:
            value = table.get(name, shape.model._meta.get_field(name).get_default())  # type: ignore[union-attr]
            if isinstance(value, list | dict):
                raise entry.error(f"“{name}” takes one value, not a list or a table.")
            values[name] = " ".join(value.split()) if isinstance(value, str) else value
        for name, kind in shape.links.items():
            values[name] = self._link(entry, name, kind, table[name]) if name in table else None
        return values

    def _link(self, entry: Entry, name: str, kind: str, key: Any) -> Any:
        if not isinstance(key, str) or key not in self.known[kind]:
            hint = did_you_mean(key, self.known[kind])
            raise entry.error(f"“{name}” names the {kind} “{key}”, which is not written.{hint}")
        return self.known[kind][key]

    def _put(
        self, entry: Entry, record: Any, values: Mapping[str, Any], many: Mapping[str, list[Any]], is_ours: bool
    ) -> bool:
        """Save the record where it differs from what is wanted. Return whether it did."""
        tally = self.tally(type(record))
        is_new = record.pk is None
        if not is_ours:
            self._kept.add(record)
            tally.kept += 1
            return False
        changed = [name for name, value in values.items() if is_new or _differs(record, name, value)]
        relinked = [name for name, linked in many.items() if set(linked) != _linked(record, name)]
        if not changed and not relinked:
            tally.unchanged += 1
            return False
        record._change_reason = REASON
        for name in changed:
            setattr(record, name, values[name])
        if changed:
            _save(entry, record)
        for name in relinked:
            getattr(record, name).set(many[name])
        tally.created += is_new
        tally.updated += not is_new
        return True

    def _remove(self, row: Any, is_ours: bool) -> None:
        if is_ours:
            row._change_reason = REASON
            row.delete()
            self.tally(type(row)).removed += 1
        else:
            self.tally(type(row)).kept += 1


def _find(kind: Kind, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The stored records that have the natural keys of the wanted ones."""
    first = kind.key[0]
    candidates = kind.model._base_manager.filter(**{f"{first}__in": {values[first] for values in wanted.values()}})
    stored = {tuple(getattr(one, part) for part in kind.key): one for one in candidates.prefetch_related(*kind.many)}
    natural = {key: tuple(values[part] for part in kind.key) for key, values in wanted.items()}
    return {key: stored[parts] for key, parts in natural.items() if parts in stored}


def _ours_among(model: Any, records: Iterable[Any]) -> set[Any]:
    """Those whose newest version in the history was written from a file."""
    by_id = {record.pk: record for record in records}
    versions = model.history.filter(id__in=list(by_id)).order_by("history_id")
    newest = dict(versions.values_list("id", "history_change_reason"))
    return {record for pk, record in by_id.items() if newest.get(pk) == REASON}


def _belonging(rows: Rows, owner: Any) -> dict[str, Any]:
    """The values that tie a row to its owner."""
    if rows.owner:
        return {rows.owner: owner}
    return {"content_type": ContentType.objects.get_for_model(owner), "object_id": owner.pk}


def _rows_of(rows: Rows, owners: list[Any]) -> Iterable[Any]:
    """The stored rows of all owners."""
    manager = rows.model._base_manager
    if rows.owner:
        return manager.filter(**{f"{rows.owner}__in": owners})
    if not owners:
        return []
    kind = ContentType.objects.get_for_model(owners[0])
    return manager.filter(content_type=kind, object_id__in=[owner.pk for owner in owners])


def _owner_id(rows: Rows, row: Any) -> Any:
    return getattr(row, f"{rows.owner}_id") if rows.owner else row.object_id


def _row_key(rows: Rows, row: Any) -> tuple[Any, ...]:
    return (
        _owner_id(rows, row),
        *(str(getattr(row, f"{part}_id" if part in rows.links else part)) for part in rows.key),
    )


def _differs(record: Any, name: str, value: Any) -> bool:
    field = record._meta.get_field(name)
    if field.is_relation:
        return bool(getattr(record, field.attname) != (value.pk if value else None))
    try:
        return bool(field.to_python(value) != getattr(record, name))
    except ValidationError:
        return True  # saving says what is wrong with it


def _linked(record: Any, name: str) -> set[Any]:
    return set() if record.pk is None else set(getattr(record, name).all())


def _save(entry: Entry, record: Any) -> None:
    """Save a record that is as it must be, or say in words why it is not.

    The database holds uniqueness and constraints itself; only when it refuses are the queries worth it that tell which.
    """
    _check(entry, record, validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        _check(entry, record)
        raise entry.error(f"the database refuses it: {str(error).splitlines()[0]}.") from error


def _check(entry: Entry, record: Any, **options: bool) -> None:
    try:
        record.full_clean(**options)
    except ValidationError as error:
        raise entry.error(_in_words(error)) from error


def _in_words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if name == "__all__" else f"“{name}”: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )
