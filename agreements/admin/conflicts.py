"""Two people at one record: a form carries what it was made from, and the second to save is told what changed since.

The token in the form holds the record's state as its maker saw it, rows included, so that also what left no version
is noticed. Long texts are cut in it, with a checksum of the whole.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from agreements.history.occasions import Occasion, occasions_of
from agreements.history.state import State, Values, key_of
from agreements.history.words import EntryChange, compared, names_of, shown

#: Longest text that stands whole in a token.
WHOLE = 200


# The token


def compact(state: State) -> State:
    """The state without what is not recorded, with long texts cut."""
    return {key: {name: _cut(value) for name, value in held.items() if value} for key, held in state.items()}


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > WHOLE:
        return f"{value[: WHOLE - 20]}… [{hashlib.sha256(value.encode()).hexdigest()[:12]}]"
    return value


def token_of(state: State) -> str:
    """The state as text for a hidden field."""
    return json.dumps({f"{name} {pk}": held for (name, pk), held in compact(state).items()}, ensure_ascii=False)


def state_of_token(token: str) -> State:
    """The state that a token holds; empty for one that cannot be read, which then agrees with nothing."""
    try:
        read = json.loads(token)
        return {_key(name): _values(held) for name, held in read.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _key(text: str) -> tuple[str, int]:
    name, _, pk = text.partition(" ")
    return name, int(pk)


def _values(held: Mapping[str, Any]) -> Values:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in held.items()}


# What is told


@dataclass(frozen=True)
class Meanwhile:
    """Somebody's change. ``user`` None: made at the command line, or it left no version."""

    user: Any
    at: dt.datetime | None


@dataclass(frozen=True)
class ConflictingField:
    """A field of the record: as it was when the form was opened, as it is now, and as the form has it."""

    label: str
    before: str
    now: str
    typed: str


@dataclass(frozen=True)
class Conflict:
    """What changed while somebody was writing: by whom, in the record's own fields, and in its rows."""

    by: Sequence[Meanwhile]
    fields: Sequence[ConflictingField]
    rows: Sequence[EntryChange]


def conflict_between(form: Any, seen: State, held: State) -> Conflict:
    """What changed between the state that a form was made from and the one that is stored."""
    record = form.instance
    model = type(record)
    if not seen:  # nobody knows what it was made from
        return Conflict(_since(model, record.pk, seen, held)[-1:], (), ())
    changes = compared(model, seen, compact(held))
    own = [change for entry in changes if not entry.kind for change in entry.fields]
    fields = [ConflictingField(one.label, one.before, one.after, _typed(form, one.column)) for one in own]
    rows = [entry for entry in changes if entry.kind]
    return Conflict(_since(model, record.pk, seen, held), fields, rows)


def _typed(form: Any, column: str) -> str:
    """What the form has in a field, in words; '' when it does not have the field."""
    model = type(form.instance)
    field: Any = model._meta.get_field(column)
    if field.name not in form.fields:
        return ""
    value = form[field.name].value()
    if isinstance(value, list | tuple):
        return names_of(field, [int(one) for one in value if str(one).isdecimal()])
    if field.is_relation:
        return shown(field, str(value)) if str(value).isdecimal() else shown(field, None)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value if value is not None else "")


def _since(model: type[models.Model], pk: int, seen: State, held: State) -> list[Meanwhile]:
    """Who changed the record since it was as it was seen, the first first."""
    found = [Meanwhile(one.user, one.at) for one in _occasions_since(model, pk, seen)]
    key = key_of(model(pk=pk))
    for name, now in held.get(key, {}).items():
        before = seen.get(key, {}).get(name, ())
        field = model._meta.get_field(name) if isinstance(now, tuple) else None
        if isinstance(field, models.ManyToManyRel) and set(before) != set(now):
            for linked in set(before) ^ set(now):
                found += _last_version(field.related_model, linked)
    return found or [Meanwhile(None, None)]


def _occasions_since(model: type[models.Model], pk: int, seen: State) -> list[Occasion]:
    occasions = occasions_of(model, pk)
    without_links = _comparable(seen, model)
    for place in range(len(occasions) - 1, -1, -1):
        if _comparable(compact(occasions[place].state), model) == without_links:
            return occasions[place + 1 :]
    return occasions[-1:]


def _comparable(state: State, model: type[models.Model]) -> State:
    """The state without the links that are kept in the history of other records."""
    theirs = {field.name for field in model._meta.get_fields() if isinstance(field, models.ManyToManyRel)}
    return {key: {name: value for name, value in held.items() if name not in theirs} for key, held in state.items()}


def _last_version(model: Any, pk: int) -> list[Meanwhile]:
    version = model.history.filter(id=pk).select_related("history_user").first()
    return [Meanwhile(version.history_user, version.history_date)] if version else []


# Rows that went


class RowsThatWentMixin:
    """For a formset: a row that somebody else took away meanwhile stays in the form, as a new one, if it was typed in.

    Django would refuse the whole form for ever, because the row's number is not among its choices any more.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formset: Any = self
        if formset.is_bound:
            rows = _Rows(formset)
            if rows.went:
                formset.data, formset.files = rows.moved(formset.data), rows.moved(formset.files)


class _Rows:
    """The rows of a formset as they were sent."""

    def __init__(self, formset: Any) -> None:
        self.prefix, self.formset = formset.prefix, formset
        self.total, self.initial = (self._number(name) for name in ("TOTAL_FORMS", "INITIAL_FORMS"))
        there = {str(pk) for pk in formset.get_queryset().values_list("pk", flat=True)} if self.initial else set()
        self.went = [number for number in range(self.initial) if self._sent(number, "id") not in there]
        self.seen = state_of_token(formset.data.get("version", ""))

    def _number(self, name: str) -> int:
        value = str(self.formset.data.get(f"{self.prefix}-{name}", ""))
        return int(value) if value.isdecimal() and len(value) < 5 else 0

    def _sent(self, number: int, name: str) -> str:
        return str(self.formset.data.get(f"{self.prefix}-{number}-{name}", ""))

    def order(self) -> list[int]:
        """The rows as they are to stand: those that are there, new ones, then those that went but were typed in."""
        there = [number for number in range(self.initial) if number not in self.went]
        kept = [number for number in self.went if not self._sent(number, "DELETE") and self._is_touched(number)]
        return [*there, *range(self.initial, self.total), *kept]

    def _is_touched(self, number: int) -> bool:
        """Whether the row was changed by whoever sends the form."""
        kind, pk = str(self.formset.model._meta.model_name), self._sent(number, "id")
        before = self.seen.get((kind, int(pk)), {}) if pk.isdecimal() else {}
        for name, field in self.formset.form.base_fields.items():
            held = str(before.get(self.formset.model._meta.get_field(name).attname) or "")
            sent = self._sent(number, name)
            if isinstance(field, forms.BooleanField):
                held, sent = str(held == "True"), str(bool(sent))
            if _cut(sent) != held:
                return True
        return False

    def moved(self, sent: Any) -> Any:
        """The data or files with the rows in their new order; those that went without their number."""
        order = self.order()
        places = {old: new for new, old in enumerate(order)}
        found = sent.copy()
        for key in [key for key in sent if self._row_of(key) is not None]:
            found.pop(key)
        for key in sent:
            row = self._row_of(key)
            if row is None or row[0] not in places:
                continue
            number, name = row
            values = [""] if number in self.went and name == "id" else sent.getlist(key)
            found.setlist(f"{self.prefix}-{places[number]}-{name}", values)
        if isinstance(found, QueryDict) and f"{self.prefix}-TOTAL_FORMS" in found:
            found[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
            found[f"{self.prefix}-INITIAL_FORMS"] = str(self.initial - len(self.went))
        return found

    def _row_of(self, key: str) -> tuple[int, str] | None:
        number, _, name = key.removeprefix(f"{self.prefix}-").partition("-")
        return (int(number), name) if key.startswith(f"{self.prefix}-") and number.isdecimal() and name else None
