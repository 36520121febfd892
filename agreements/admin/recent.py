"""What people did to the records lately."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst

#: Changes that are shown, and versions of each kind of record that are read to find them.
SHOWN, READ = 12, 60
CREATED, DELETED = "+", "-"


@dataclass(frozen=True)
class Change:
    """What somebody did to a record. ``url``: of its page; '' when the record is gone."""

    at: dt.datetime
    user: Any
    record: str
    kind: str
    change: str
    url: str


def recent_changes(kinds: Iterable[type[models.Model]]) -> list[Change]:
    """The latest changes that people made, newest first; what importers and commands did is left out.

    Saving a form may leave several versions of a record: those of one person within a minute are one change.
    """
    versions = sorted(
        (version for kind in kinds if hasattr(kind, "history") for version in _versions(kind)),
        key=attrgetter("history_date", "history_id"),
        reverse=True,
    )
    gone = {_record(version) for version in versions if version.history_type == DELETED}
    changes = dict[Any, Change]()
    for version in versions:
        key = (*_record(version), version.history_user_id, version.history_date.replace(second=0, microsecond=0))
        if key not in changes and len(changes) == SHOWN:
            break
        if key not in changes:
            changes[key] = _change(version, _record(version) in gone)
        elif version.history_type == CREATED:
            changes[key] = replace(changes[key], change=version.get_history_type_display())
    return list(changes.values())


def _versions(kind: Any) -> Iterator[Any]:
    by_people = kind.history.filter(history_user__isnull=False).select_related("history_user")
    yield from by_people.order_by("-history_date", "-history_id")[:READ]


def _record(version: Any) -> tuple[type[models.Model], int]:
    return version.instance_type, version.id


def _change(version: Any, is_gone: bool) -> Change:
    options = version.instance_type._meta
    address = f"admin:{options.app_label}_{options.model_name}_change"
    return Change(
        at=version.history_date,
        user=version.history_user,
        record=str(version.instance),
        kind=str(capfirst(options.verbose_name)),
        change=version.get_history_type_display(),
        url="" if is_gone else reverse(address, args=[version.id]),
    )
