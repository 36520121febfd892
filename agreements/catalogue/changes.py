"""What changed in the archive, told in the same transaction as the change, so that nothing held in memory goes stale.

Every change gives the archive a new version and notes in a log which records it touched. Whoever keeps something of the
archive compares versions, which costs a few microseconds, and reads again only what changed since. Saving and deleting
records tells by itself (``receivers``); code that writes in bulk says so with ``changed``.

The version's row is locked before the first row is written. So transactions that change the archive stand in one line
on PostgreSQL too: they cannot deadlock, and their versions become visible in order.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.db.models.functions import Greatest

from agreements.models import ArchiveChange, ArchiveVersion, Kind

#: Compared for equality, and given to ``changes_since``.
Version = int
#: Version of an archive into which nothing was ever written.
NOTHING_WRITTEN: Version = 0
#: More records of one kind than this in one change are not listed: reading everything again is as quick.
MOST_LISTED = 1000
#: About so many lines the log keeps; who is further behind begins anew.
LINES_KEPT = 10_000

#: Records of sets in which another record's row shows: what is told of the one is told of the other.
SHOWN_BESIDE: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    # The legal status of an agreement follows from what a later one says and does.
    Kind.AGREEMENT: ((Kind.AGREEMENT, "inverse_relations__from_agreement"),),
    Kind.PROJECT: ((Kind.AGREEMENT, "projects"),),
}


@dataclass
class Changes:
    """Records that changed, by kind. ``everything``: more than can be listed."""

    records: dict[Kind, set[int]] = field(default_factory=lambda: defaultdict(set))
    everything: bool = False


_gathering: ContextVar[Changes | None] = ContextVar("changes gathered", default=None)


# Telling


@contextmanager
def gathered() -> Iterator[None]:
    """Do many writes as one change: a transaction at whose end the search documents and the log are written, once.

    Within another it joins that one. An exception rolls everything back. Until the end, neither search nor what is held
    in memory knows of the writes.
    """
    if _gathering.get() is not None:
        yield
        return
    with transaction.atomic():
        lock()
        found = Changes()
        token = _gathering.set(found)
        try:
            yield
        finally:
            _gathering.reset(token)
        if not connection.needs_rollback:
            _write(found)


def changed(kind: Kind, ids: Iterable[int]) -> None:
    """Tell that records, or rows that belong to them, were made, changed or deleted. No ids: nothing is told."""
    tell(Changes({kind: set(ids)}))


def everything_changed() -> None:
    """Tell that records of every kind may have changed. Their search documents are not written: see ``documents``."""
    tell(Changes(everything=True))


def tell(changes: Changes) -> None:
    """Add to what is being gathered, or write it now."""
    gathering = _gathering.get()
    if gathering is None:
        with transaction.atomic(savepoint=False):
            lock()
            _write(changes)
        return
    gathering.everything |= changes.everything
    for kind, ids in changes.records.items():
        gathering.records[kind] |= ids


def lock() -> None:
    """Stand in line with the other transactions that change the archive; SQLite sees to that by itself.

    Outside a transaction there is nothing to hold: the change itself then waits for its turn when it is told.
    """
    if connection.in_atomic_block and connection.features.has_select_for_update:
        ArchiveVersion.objects.select_for_update().first()


def _write(changes: Changes) -> None:
    if not changes.everything and not any(changes.records.values()):
        return
    version = _next_version()
    listed = _listed(changes)
    if listed is None:
        lines = [ArchiveChange(version=version)]
    else:
        lines = [ArchiveChange(version=version, kind=kind, record_id=pk) for kind in listed for pk in listed[kind]]
    ArchiveChange.objects.bulk_create(lines)
    if version % 100 == 0:  # now and then
        prune()


def _next_version() -> Version:
    now = time.time_ns() // 1000
    later = Greatest(models.F("number") + 1, models.Value(now, models.BigIntegerField()))
    if not ArchiveVersion.objects.update(number=later):
        ArchiveVersion.objects.create(number=now)
    return current_version()


def _listed(changes: Changes) -> dict[Kind, set[int]] | None:
    """The records to tell of, with those whose rows show them. None: too many."""
    if changes.everything or _too_many(changes.records):
        return None
    listed = {kind: set(ids) for kind, ids in changes.records.items()}
    for kind, ids in changes.records.items():
        for other, path in SHOWN_BESIDE.get(kind, ()):
            beside = other.model._base_manager.filter(**{f"{path}__in": ids}).values_list("pk", flat=True)
            listed.setdefault(other, set()).update(beside)
    return None if _too_many(listed) else listed


def _too_many(records: dict[Kind, set[int]]) -> bool:
    return any(len(ids) > MOST_LISTED for ids in records.values())


def prune() -> None:
    """Forget all but the latest lines of the log."""
    oldest_to_go = ArchiveChange.objects.order_by("-pk").values_list("pk", flat=True)[LINES_KEPT : LINES_KEPT + 1]
    for pk in oldest_to_go:
        ArchiveChange.objects.filter(pk__lte=pk).delete()


# Asking

_VERSION = f"SELECT number FROM {ArchiveVersion._meta.db_table} WHERE id = 1"  # noqa: S608 - a name of ours


def current_version() -> Version:
    """The archive's version in the database at this moment. One query by primary key, past the ORM's own costs."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        row = cursor.fetchone()
    return row[0] if row else NOTHING_WRITTEN


def changes_since(version: Version) -> dict[Kind, set[int]] | None:
    """The records that changed after a version, by kind; those that are gone are among them. None: begin anew.

    That is so after a change too large to list, and for a version that the log does not know: one that is too old, or
    that was rolled back.
    """
    if version == current_version():
        return {}
    lines = ArchiveChange.objects.filter(version__gte=version).values_list("version", "kind", "record_id")
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
