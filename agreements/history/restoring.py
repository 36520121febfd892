"""Going back to a version: the record and its rows are written as they were, as a new version.

What a version held before is still there after: the versions in between stay in the history, and restoring one of
them goes forward again. Whether a record is public is no part of what it holds and stays as it is.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from agreements.catalogue.changes import gathered
from agreements.history.state import (
    Key,
    State,
    Values,
    columns_of,
    differences,
    key_of,
    read_back,
    row_kinds,
    state_of,
    tracked_links,
    values_of,
)
from agreements.history.words import model_named, name_of

#: Columns of a record's public life, which has buttons and rights of its own.
PUBLIC_LIFE = frozenset({"editorial_status", "withdrawn_reason", "merged_into_id"})


class NotRestorableError(Exception):
    """A rule or a change since forbids the version; the message says which, in one sentence for people."""


def restore(record: models.Model, wanted: State, reason: str = "") -> bool:
    """Write the record and its rows as ``wanted`` has them. False: they are so already.

    All or nothing. ``reason`` is kept with the new versions. Raise NotRestorableError when a rule forbids it.
    """
    if key_of(record) not in wanted:
        raise NotRestorableError(_("The record did not exist then."))
    wanted = _with_public_life_of_now(record, wanted)
    try:
        with gathered(), transaction.atomic():
            return _Restoring(record, wanted, reason).run()
    except ValidationError as error:
        raise NotRestorableError(_("A rule forbids it: %(reasons)s") % {"reasons": " ".join(error.messages)}) from error
    except (IntegrityError, ProtectedError) as error:
        raise NotRestorableError(
            _("Another record has taken what this version holds, or needs what it does not hold.")
        ) from error


def _with_public_life_of_now(record: models.Model, wanted: State) -> State:
    key = key_of(record)
    stored = values_of(type(record), type(record)._base_manager.get(pk=record.pk))
    life = {name: value for name, value in stored.items() if name in PUBLIC_LIFE}
    return {**wanted, key: {**wanted[key], **life}}


class _Restoring:
    """One run. Rows that go make room first; those that changed places wait for one another."""

    def __init__(self, record: models.Model, wanted: State, reason: str) -> None:
        self.record = record
        self.model = type(record)
        self.wanted = wanted
        self.reason = reason

    def run(self) -> bool:
        changes = list(differences(state_of(self.record), self.wanted))
        if not changes:
            return False
        self._refuse_what_is_gone()
        rows = [change for change in changes if change[0] != key_of(self.record)]
        for key, _old, new in rows:
            if new is None:
                self._delete(key)
        self._write_record()
        self._write_rows([(key, new) for key, _old, new in rows if new is not None])
        self._check()
        return True

    def _refuse_what_is_gone(self) -> None:
        """Raise NotRestorableError for a record that the version names and the archive no longer has."""
        for (name, pk), values in self.wanted.items():
            model = model_named(name)
            for field in columns_of(model):
                value = values.get(field.attname)
                if field.is_relation and value is not None and field.attname != "content_type_id":
                    self._refuse_if_gone(field, {int(value)}, model, pk, values)
            for link in tracked_links(model) if model is self.model else ():
                self._refuse_if_gone(model._meta.get_field(link), set(values[link]), model, pk, values)

    def _refuse_if_gone(self, field: Any, ids: set[int], model: Any, pk: int, values: Values) -> None:
        there = set(field.related_model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        for gone in ids - there:
            version = field.related_model.history.filter(id=gone).first()
            words = {"name": version.instance if version else f"#{gone}", "row": name_of(model, pk, values)}
            raise NotRestorableError(
                _("“%(row)s” names “%(name)s”, which is no longer in the archive. Perhaps it was merged.") % words
            )

    def _delete(self, key: Key) -> None:
        row = model_named(key[0])._base_manager.get(pk=key[1])
        self._with_reason(row).delete()

    def _write_record(self) -> None:
        values = self.wanted[key_of(self.record)]
        stored = self.model._base_manager.get(pk=self.record.pk)
        self._fill(stored, values)
        self._with_reason(stored).save()
        for name in tracked_links(self.model):
            getattr(stored, name).set(values[name])

    def _write_rows(self, rows: list[tuple[Key, Values]]) -> None:
        """Write the rows, over and over while that helps: one may have to wait until another gives way."""
        waiting, before = rows, len(rows) + 1
        while waiting and len(waiting) < before:
            before = len(waiting)
            waiting = [row for row in waiting if not self._written(*row)]
        for key, _values in waiting:  # they hold each other's places
            model_named(key[0])._base_manager.filter(pk=key[1]).delete()
        for key, values in waiting:
            self._write(key, values)

    def _written(self, key: Key, values: Values) -> bool:
        try:
            with transaction.atomic():
                self._write(key, values)
        except IntegrityError:
            return False
        return True

    def _write(self, key: Key, values: Values) -> None:
        model = model_named(key[0])
        row = model._base_manager.filter(pk=key[1]).first()
        if row is None:
            row = model(pk=key[1])
        elif not self._is_ours(row):
            raise NotRestorableError(_("“%(row)s” belongs to another record now.") % {"row": row})
        self._fill(row, values)
        self._with_reason(row).save()

    def _is_ours(self, row: models.Model) -> bool:
        conditions = (k.condition(self.model, self.record.pk) for k in row_kinds(self.model) if k.model is type(row))
        return any(all(getattr(row, name) == value for name, value in one.items()) for one in conditions)

    def _with_reason(self, row: models.Model) -> models.Model:
        row._change_reason = self.reason  # type: ignore[attr-defined]  # the history's own attribute
        return row

    def _fill(self, instance: models.Model, values: Values) -> None:
        for field in columns_of(type(instance)):
            if field.attname in values:
                setattr(instance, field.attname, read_back(field, values[field.attname]))

    def _check(self) -> None:
        """Raise ValidationError when the record or a row breaks a rule of today."""
        self.model._base_manager.get(pk=self.record.pk).full_clean()
        for key in self.wanted:
            if key != key_of(self.record):
                model_named(key[0])._base_manager.get(pk=key[1]).full_clean()
