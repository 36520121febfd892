"""The archive's versions, and the log of what changed at each.

Every change gives the archive a new version and notes in the log which records it touched. Whoever keeps something of
the archive in memory compares versions, which costs a few microseconds, and reads again only what changed since.
"""

import time
from collections.abc import Callable, Mapping, Sequence

from django.db import connection, models
from django.db.models.functions import Greatest

from agreements.catalogue.statements import rows_ahead, rows_of
from agreements.models import ArchiveChange, ArchiveVersion, Kind

#: Compared for equality, and given to ``changes_since``.
Version = int
#: Version of an archive into which nothing was ever written.
NOTHING_WRITTEN: Version = 0
#: About so many lines the log keeps; who is further behind begins anew.
LINES_KEPT = 10_000

#: SQL: the archive's version; no row where nothing was ever written.
VERSION = f"SELECT number FROM {ArchiveVersion._meta.db_table} WHERE id = 1"  # noqa: S608 - a name of ours

_LINES = f"SELECT version, kind, record_id FROM {ArchiveChange._meta.db_table} WHERE version >= %s"  # noqa: S608 - as above


def current_version() -> Version:
    """The archive's version in the database at this moment. One query by primary key, past the ORM's own costs."""
    return _number(rows_of(VERSION))


def version_ahead() -> Callable[[], Version] | None:
    """Ask for the archive's version, and go on: see ``rows_ahead``."""
    rows = rows_ahead(VERSION)
    return None if rows is None else lambda: _number(rows())


def _number(rows: Sequence[tuple[Version, ...]]) -> Version:
    return rows[0][0] if rows else NOTHING_WRITTEN


def changes_since(version: Version) -> dict[Kind, set[int]] | None:
    """The records that changed after a version, by kind; those that are gone are among them. None: begin anew.

    That is so after a change too large to list, and for a version that the log does not know: one that is too old, or
    that was rolled back; or that of an archive into which nothing was written.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [version])
        lines = cursor.fetchall()
    found: dict[Kind, set[int]] = {}
    known = False
    for at, kind, record in lines:
        if at == version:
            known = True
        elif kind is None or record is None:
            return None
        else:
            found.setdefault(Kind(kind), set()).add(record)
    return found if known else None


def note(records: Mapping[Kind, set[int]] | None) -> None:
    """Give the archive a new version, and note which records changed; None: more than can be listed."""
    version = _next_version()
    if records is None:
        lines = [ArchiveChange(version=version)]
    else:
        lines = [ArchiveChange(version=version, kind=kind, record_id=pk) for kind in records for pk in records[kind]]
    ArchiveChange.objects.bulk_create(lines)
    if version % 100 == 0:  # now and then
        prune()


def _next_version() -> Version:
    now = time.time_ns() // 1000
    later = Greatest(models.F("number") + 1, models.Value(now, models.BigIntegerField()))
    if not ArchiveVersion.objects.update(number=later):
        ArchiveVersion.objects.create(number=now)
    return current_version()


def prune() -> None:
    """Forget all but the latest lines of the log."""
    oldest_to_go = ArchiveChange.objects.order_by("-pk").values_list("pk", flat=True)[LINES_KEPT : LINES_KEPT + 1]
    for pk in oldest_to_go:
        ArchiveChange.objects.filter(pk__lte=pk).delete()
