"""The archive's history as importers use it: what an import last wrote, and versions written in bulk.

django-simple-history writes rows in bulk too, but one object a row and without many-to-many links.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

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


def write_history(model: type[models.Model], ids: Sequence[int], reason: str, *, update: bool = False) -> None:
    """Write a version of each record as it is stored now, many-to-many links included.

    The database copies the rows itself, which takes a tenth of the time that making objects of them would.
    """
    version = history_of(model).model
    columns = _columns(model)
    written_at = connection.ops.adapt_datetimefield_value(timezone.now())
    stamps = {"history_date": written_at, "history_type": "~" if update else "+", "history_change_reason": reason}
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        among = f"WHERE id IN ({', '.join(['%s'] * len(chunk))})"
        _copy(model, version, columns, stamps, among, chunk)
    for field in version._history_m2m_fields:
        through = field.remote_field.through
        link = apps.get_model(model._meta.app_label, f"Historical{through._meta.object_name}")
        of_now = f"SELECT id AS record, history_id FROM {_quoted(version._meta.db_table)} WHERE history_date = %s"  # noqa: S608 - names of models
        among = f"JOIN ({of_now}) AS of_now ON record = {_quoted(field.m2m_column_name())}"
        _copy(through, link, [*_columns(through), "history_id"], {}, among, [written_at])


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _copy(
    source: type[models.Model],
    target: type[models.Model],
    columns: Sequence[str],
    stamps: Mapping[str, Any],
    among: str,
    parameters: Sequence[Any],
) -> None:
    """Insert the source's columns, and constant ones, into the target. ``among`` follows FROM with its parameters."""
    names = ", ".join(map(_quoted, [*columns, *stamps]))
    values = ", ".join([*map(_quoted, columns), *["%s"] * len(stamps)])
    into, table = _quoted(target._meta.db_table), _quoted(source._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {into} ({names}) SELECT {values} FROM {table} {among}",  # noqa: S608 - names of models
            [*stamps.values(), *parameters],
        )
