"""The archive's history as importers use it: what an import last wrote, and versions written in bulk.

django-simple-history writes rows in bulk too, but leaves out many-to-many fields; here they go along.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from agreements.models import Agreement

#: Rows for one statement.
BATCH = 500


def history_of(model: type[models.Model]) -> Any:
    """The manager of a model's history."""
    return model.history.model.objects  # type: ignore[attr-defined]


def written_values(versions: Iterable[Mapping[str, Any]], reason: str) -> dict[int, dict[str, Any]]:
    """By id of the record: each column as an import last set it, read from all versions in their order.

    An import's version also holds what editors wrote before it; only a column that the version made or changed is the
    import's. Each version has ``id``, ``history_change_reason``, and the columns asked about.
    """
    written: dict[int, dict[str, Any]] = {}
    before: dict[int, Mapping[str, Any]] = {}
    for version in versions:
        record = version["id"]
        if version["history_change_reason"] == reason:
            last = before.get(record)
            changed = {name: value for name, value in version.items() if last is None or last[name] != value}
            written.setdefault(record, {}).update(changed)
        before[record] = version
    return written


def given_themes(ids: Sequence[int], reason: str) -> dict[int, set[int]]:
    """By agreement: the themes that an import gave it and did not take back, whatever editors did since."""
    versions = history_of(Agreement).filter(id__in=ids).order_by("history_id")
    themes: dict[int, set[int]] = {}
    rows = apps.get_model("agreements", "HistoricalAgreement_themes")._base_manager.filter(history__id__in=ids)
    for history, theme in rows.values_list("history_id", "theme_id"):
        themes.setdefault(history, set()).add(theme)
    given: dict[int, set[int]] = {}
    before: dict[int, set[int]] = {}
    for history, record, why in versions.values_list("history_id", "id", "history_change_reason"):
        has, had = themes.get(history, set()), before.get(record, set())
        if why == reason:
            given[record] = (given.get(record, set()) | (has - had)) - (had - has)
        before[record] = has
    return given


def write_history(
    model: type[models.Model], records: Sequence[models.Model], reason: str, *, update: bool = False
) -> None:
    """Write a version of each record as it is now, many-to-many fields included. The records must be saved."""
    if not records:
        return
    versions = model.history.bulk_history_create(  # type: ignore[attr-defined]
        records, batch_size=BATCH, update=update, default_change_reason=reason
    )
    by_record = {version.id: version for version in versions}
    for field in versions[0]._history_m2m_fields:
        through = field.remote_field.through
        owner = field.m2m_field_name()
        historical = apps.get_model(model._meta.app_label, f"Historical{through._meta.object_name}")
        rows = through._base_manager.filter(**{f"{owner}__in": list(by_record)})
        names = [column.attname for column in through._meta.concrete_fields]
        copies = [historical(history=by_record[row[f"{owner}_id"]], **row) for row in rows.values(*names)]
        historical._base_manager.bulk_create(copies, batch_size=BATCH)
