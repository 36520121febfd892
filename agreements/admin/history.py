"""History as the admin shows it: what a version of a record held, and who changed the rows that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.admin.utils import display_for_field
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from agreements.models import Evidence

#: Most changes of rows that one page shows, newest first.
SHOWN = 200


@dataclass(frozen=True)
class RowChange:
    """One change of one row. ``user`` None: made by an importer or at the command line."""

    at: datetime
    user: Any
    kind: str
    row: str
    change: str


def changes_of_rows(record: models.Model, rows: Sequence[tuple[type[models.Model], str]]) -> list[RowChange]:
    """The changes of a record's rows, newest first, at most SHOWN.

    ``rows`` are models with the name of their foreign key to the record; evidence is found by itself. Rows are named by
    what they were at the time, also when they or what they point to are gone.
    """
    found: list[RowChange] = []
    for model, via in rows:
        found += _changes(model, {f"{via}_id": record.pk})
    content_type = ContentType.objects.get_for_model(record)
    found += _changes(Evidence, {"content_type_id": content_type.pk, "object_id": record.pk})
    return sorted(found, key=attrgetter("at"), reverse=True)[:SHOWN]


def _changes(model: Any, condition: dict[str, Any]) -> list[RowChange]:
    versions = model.history.filter(**condition).select_related("history_user")._select_related_history_tracked_objs()
    return [
        RowChange(
            at=version.history_date,
            user=version.history_user,
            kind=str(model._meta.verbose_name),
            # A version has the fields of its row, so the row's own way of naming itself serves for it too.
            row=model.__str__(version),
            change=version.get_history_type_display(),
        )
        for version in versions.order_by("-history_date", "-history_id")[:SHOWN]
    ]


def contents(version: Any) -> list[tuple[str, object]]:
    """The words for each field of a version of a record, with what it held; links to many as they were then."""
    found = [(str(field.verbose_name), _shown(version, field)) for field in version.tracked_fields]
    for field in version._history_m2m_fields:
        other = field.m2m_reverse_field_name()
        links = getattr(version, field.name).select_related(other)
        names = sorted(str(getattr(link, other) or "?") for link in links)
        found.append((str(field.verbose_name), ", ".join(names)))
    return found


def _shown(version: Any, field: Any) -> object:
    if field.is_relation:
        return _related(version, field)
    return display_for_field(getattr(version, field.name), field, "")


def _related(version: Any, field: Any) -> object:
    """The record pointed to, or its number when it is gone."""
    try:
        return getattr(version, field.name)
    except ObjectDoesNotExist:
        return f"#{getattr(version, field.attname)}"
