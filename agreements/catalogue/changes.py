"""What changed in the archive, told in the same transaction as the change, so that nothing made of it goes stale.

Telling writes the search documents (``indexing``) and a new version with its line in the log (``versions``). Saving and
deleting records tells by itself (``receivers``); code that writes in bulk says so with ``changed``.

The version's row is locked before the first row is written. So transactions that change the archive stand in one line
on PostgreSQL too: they cannot deadlock, and their versions become visible in order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction

from agreements.catalogue.indexing import refresh
from agreements.catalogue.versions import Version, changes_since, current_version, note
from agreements.models import ArchiveVersion, Kind
from agreements.models.base import one_occasion

__all__ = [
    "Changes",
    "Version",
    "changed",
    "changes_since",
    "current_version",
    "everything_changed",
    "gathered",
    "lock",
    "tell",
]

#: More records of one kind than this in one change are not listed: reading everything again is as quick.
MOST_LISTED = 1000

#: Records of sets in which another record's row shows: what is told of the one is told of the other.
SHOWN_BESIDE: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    # The legal status of an agreement follows from what a later one says and does.
    Kind.AGREEMENT: ((Kind.AGREEMENT, "inverse_relations__from_agreement"),),
    Kind.PROJECT: ((Kind.AGREEMENT, "projects"),),
}


@dataclass
class Changes:
    """Records that changed, by kind. ``everything``: more than can be listed.

    ``shown``: records whose pages show something that changed, while they are searched and counted as before.
    """

    records: dict[Kind, set[int]] = field(default_factory=lambda: defaultdict(set))
    shown: dict[Kind, set[int]] = field(default_factory=lambda: defaultdict(set))
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
            with one_occasion():  # begins once the line is ours, so that dates follow the order of changes
                yield
        finally:
            _gathering.reset(token)
        if not connection.needs_rollback:
            _write(found)


def changed(kind: Kind, ids: Iterable[int]) -> None:
    """Tell that records, or rows that belong to them, were made, changed or deleted. No ids: nothing is told."""
    tell(Changes({kind: set(ids)}))


def everything_changed() -> None:
    """Tell that records of every kind may have changed. Their search documents are made by ``rebuild``."""
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
    for now, more in ((gathering.records, changes.records), (gathering.shown, changes.shown)):
        for kind, ids in more.items():
            now[kind] |= ids


def lock() -> None:
    """Stand in line with the other transactions that change the archive; SQLite sees to that by itself.

    Outside a transaction there is nothing to hold: the change itself then waits for its turn when it is told.
    """
    if connection.in_atomic_block and connection.features.has_select_for_update:
        ArchiveVersion.objects.select_for_update().first()


def _write(changes: Changes) -> None:
    if changes.everything or any(changes.records.values()) or any(changes.shown.values()):
        refresh(changes.records)
        note(_listed(changes))


def _listed(changes: Changes) -> dict[Kind, set[int]] | None:
    """The records to tell of, with those whose rows show them. None: too many."""
    if changes.everything or _too_many(changes.records) or _too_many(changes.shown):
        return None
    listed = {kind: changes.records.get(kind, set()) | changes.shown.get(kind, set()) for kind in Kind}
    for kind, ids in changes.records.items():
        for other, path in SHOWN_BESIDE.get(kind, ()):
            beside = other.model._base_manager.filter(**{f"{path}__in": ids}).values_list("pk", flat=True)
            listed.setdefault(other, set()).update(beside)
    return None if _too_many(listed) else listed


def _too_many(records: dict[Kind, set[int]]) -> bool:
    return any(len(ids) > MOST_LISTED for ids in records.values())
