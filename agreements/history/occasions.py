"""The occasions on which a record or its rows were changed, oldest first, with what they held after each.

Versions of one date were made together (see ``one_occasion``). Commands that write in bulk give a reason; what they
wrote within a few minutes is one occasion too.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db import models

from agreements.history.state import Key, RowKind, State, Values, row_kinds, tracked_links, values_of

#: Versions with the same reason this near to one another come from one run of a command.
ONE_RUN = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Occasion:
    """One change. ``user`` None: made at the command line. ``number`` counts from 1, the oldest.

    ``state`` is what the record and its rows held then; empty when the record was gone.
    """

    number: int
    at: dt.datetime
    user: Any
    reason: str
    state: State


@dataclass(frozen=True)
class _Version:
    """A version of the record or of one of its rows. ``values`` None: it went, or belongs to another record since."""

    at: dt.datetime
    order: int
    user: Any
    reason: str
    key: Key
    values: Values | None


def occasions_of(model: type[models.Model], pk: int) -> list[Occasion]:
    """Every occasion on which the record or a row of it changed, oldest first. Empty for an id that never was."""
    rows = chain.from_iterable(_versions_of_rows(model, pk, kind) for kind in row_kinds(model))
    versions = sorted([*_versions_of_record(model, pk), *rows], key=attrgetter("at", "order"))
    found: list[Occasion] = []
    state: State = {}
    for number, together in enumerate(_together(versions), start=1):
        for version in together:
            state.pop(version.key, None)
            if version.values is not None:
                state[version.key] = version.values
        last = together[-1]
        held = dict(state) if (str(model._meta.model_name), pk) in state else {}
        user = next((version.user for version in together if version.user), None)
        found.append(Occasion(number, last.at, user, last.reason, held))
    return found


def _together(versions: list[_Version]) -> Iterator[list[_Version]]:
    """The versions of each occasion."""
    waiting: list[_Version] = []
    for version in versions:
        if waiting and not _is_one(waiting[-1], version):
            yield waiting
            waiting = []
        waiting.append(version)
    if waiting:
        yield waiting


def _is_one(one: _Version, other: _Version) -> bool:
    if one.at == other.at:
        return True
    by_command = bool(one.reason) and one.user is None and other.user is None
    return by_command and one.reason == other.reason and other.at - one.at <= ONE_RUN


def _versions_of_record(model: Any, pk: int) -> Iterator[_Version]:
    links = {name: _links_of_versions(model, pk, name) for name in tracked_links(model)}
    for version in model.history.filter(id=pk).select_related("history_user"):
        values = None
        if version.history_type != "-":
            values = values_of(model, version)
            values |= {name: tuple(sorted(ids[version.pk])) for name, ids in links.items()}
        yield _version(version, (model._meta.model_name, pk), values)


def _links_of_versions(model: Any, pk: int, name: str) -> dict[int, list[int]]:
    """The ids that each version of a record was linked to, by the number of the version."""
    field = model._meta.get_field(name)
    links = apps.get_model("agreements", f"Historical{field.remote_field.through._meta.object_name}")
    other = links._meta.get_field(field.m2m_reverse_field_name()).attname
    found: dict[int, list[int]] = defaultdict(list)
    for version, linked in links._base_manager.filter(history__id=pk).values_list("history_id", other):
        found[version].append(linked)
    return found


def _versions_of_rows(model: type[models.Model], pk: int, kind: RowKind) -> Iterator[_Version]:
    """The versions of every row that ever belonged to the record, also those in which it belonged to another."""
    history: Any = kind.model.history  # type: ignore[attr-defined]
    condition = kind.condition(model, pk)
    ever = history.filter(**condition).order_by().values("id").distinct()
    for version in history.filter(id__in=ever).select_related("history_user"):
        ours = all(getattr(version, column) == value for column, value in condition.items())
        there = ours and version.history_type != "-"
        name = str(kind.model._meta.model_name)
        yield _version(version, (name, version.id), values_of(kind.model, version) if there else None)


def _version(version: Any, key: Key, values: Values | None) -> _Version:
    reason = version.history_change_reason or ""
    return _Version(version.history_date, version.history_id, version.history_user, reason, key, values)
