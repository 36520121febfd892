"""Writing with a journal that can be replayed backwards.

A step is a mapping that JSON can hold: ``do`` (changed, deleted, created, linked, unlinked), ``model``, ``id``, and
values as text by column (see ``agreements.history.state``). Steps name only the columns that they wrote, so that what
editors change elsewhere in a row afterwards does not stand in the way of undoing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from agreements.history.state import read_back, written
from agreements.history.words import label_of

#: Columns that a save writes by itself.
KEPT_BY_SAVE = frozenset({"changed_at", "expires_on", "sha256"})
Step = Mapping[str, Any]


class NotUndoableError(Exception):
    """Something changed since; the message says what, in one sentence for people."""


class Journal:
    """Writes rows one by one, so that history and search hear of it, and remembers how it was before."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.steps: list[dict[str, Any]] = []

    def save(self, row: models.Model) -> None:
        """Save a row that exists."""
        before = _values(type(row)._base_manager.get(pk=row.pk))
        self._with_reason(row).save()
        after = _values(row)
        changed = [name for name in before if before[name] != after[name] and name not in KEPT_BY_SAVE]
        if changed:
            values = {
                "before": {name: before[name] for name in changed},
                "after": {name: after[name] for name in changed},
            }
            self._note("changed", row, row.pk, **values)

    def delete(self, row: models.Model) -> None:
        """Delete a row. Whatever still points to it has been moved: links that go along would not be noted."""
        pk, before = row.pk, _values(row)
        self._with_reason(row).delete()
        self._note("deleted", row, pk, before=before)

    def create(self, row: models.Model) -> None:
        """Save a new row."""
        self._with_reason(row).save(force_insert=True)
        self._note("created", row, row.pk, after=_values(row))

    def link(self, owner: models.Model, name: str, other: int) -> None:
        """Make a link to many."""
        getattr(owner, name).add(other)
        self._note("linked", owner, owner.pk, field=name, other=other)

    def unlink(self, owner: models.Model, name: str, other: int) -> None:
        """Cut a link to many."""
        getattr(owner, name).remove(other)
        self._note("unlinked", owner, owner.pk, field=name, other=other)

    def _note(self, do: str, row: models.Model, pk: int, **values: Any) -> None:
        self.steps.append({"do": do, "model": row._meta.label_lower, "id": pk, **values})

    def _with_reason(self, row: models.Model) -> models.Model:
        row._change_reason = self.reason  # type: ignore[attr-defined]  # the history's own attribute
        return row


def take_back(steps: Sequence[Step], reason: str) -> None:
    """Undo the steps, the last first. Raise NotUndoableError, with the database to be rolled back by the caller."""
    journal = Journal(reason)
    undo = {"changed": _unchange, "deleted": _bring_back, "created": _uncreate, "linked": _cut, "unlinked": _link_again}
    for step in reversed(steps):
        try:
            with transaction.atomic():
                undo[step["do"]](journal, step)
        except (IntegrityError, models.ProtectedError, ValidationError) as error:
            words = {"record": _named(step)}
            raise NotUndoableError(
                _("“%(record)s” cannot be as it was: another record has taken its place since.") % words
            ) from error


def _unchange(journal: Journal, step: Step) -> None:
    row = _stored(step)
    for name, after in step["after"].items():
        field: Any = row._meta.get_field(name)
        if written(field, getattr(row, field.attname)) != after:
            words = {"record": row, "field": label_of(field)}
            raise NotUndoableError(_("“%(record)s” was changed since: %(field)s.") % words)
    _fill(row, step["before"])
    journal.save(row)


def _bring_back(journal: Journal, step: Step) -> None:
    row = _model(step)(pk=step["id"])
    _fill(row, step["before"])
    journal.create(row)


def _uncreate(journal: Journal, step: Step) -> None:
    row = _model(step)._base_manager.filter(pk=step["id"]).first()
    if row is None:
        return  # somebody has taken it away already
    if _values(row) != step["after"]:
        raise NotUndoableError(_("“%(record)s” was changed since.") % {"record": row})
    journal.delete(row)


def _cut(journal: Journal, step: Step) -> None:
    journal.unlink(_stored(step), step["field"], step["other"])


def _link_again(journal: Journal, step: Step) -> None:
    owner = _stored(step)
    far: Any = owner._meta.get_field(step["field"]).related_model
    if not far._base_manager.filter(pk=step["other"]).exists():
        words = {"record": owner, "kind": far._meta.verbose_name}
        raise NotUndoableError(_("“%(record)s” was linked to a %(kind)s that is no longer there.") % words)
    journal.link(owner, step["field"], step["other"])


def _stored(step: Step) -> models.Model:
    row = _model(step)._base_manager.filter(pk=step["id"]).first()
    if row is None:
        raise NotUndoableError(
            _("“%(record)s” is no longer there; if it was merged, undo that first.") % {"record": _named(step)}
        )
    return row


def _named(step: Step) -> str:
    """What the row of a step is called, as far as can be told."""
    model: Any = _model(step)
    version = model.history.filter(id=step["id"]).first() if hasattr(model, "history") else None
    try:
        return str(version.instance) if version else f"{model._meta.verbose_name} #{step['id']}"
    except models.ObjectDoesNotExist:
        return f"{model._meta.verbose_name} #{step['id']}"


def _model(step: Step) -> type[models.Model]:
    return apps.get_model(step["model"])


def _values(row: models.Model) -> dict[str, str | None]:
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    return {field.attname: written(field, getattr(row, field.attname)) for field in fields}


def _fill(row: models.Model, values: Mapping[str, str | None]) -> None:
    for field in row._meta.concrete_fields:
        if field.attname in values:
            setattr(row, field.attname, read_back(field, values[field.attname]))
