"""Keeps the search documents, the full-text index over them, and the archive's words in step with the records."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from agreements.bulk import insert
from agreements.catalogue.documents import BATCH, Document, Maker, batches
from agreements.catalogue.fulltext.beside import builder
from agreements.catalogue.fulltext.index import INDEX_COLUMNS, replace
from agreements.catalogue.statistics import refresh_keys
from agreements.catalogue.texts import IN_TURN, READ, quoting
from agreements.catalogue.words import add_words, replace_words
from agreements.models import KIND_BITS, Kind, SearchDocument, SearchTerm, Theme, document_id

Records = Mapping[Kind, Iterable[int]]

#: Records whose documents say something of another only while that is public, by the path that leads there.
WHILE_PUBLIC: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    Kind.AGREEMENT: ((Kind.PROJECT, "agreements"), (Kind.SIGNATORY, "signatures__agreement")),
    Kind.PROJECT: ((Kind.AGREEMENT, "projects"),),
}


def refresh(records: Records) -> None:
    """Write the documents of records that were made, changed or deleted, and of those whose documents quote them."""
    waiting: dict[Kind, set[int]] = defaultdict(set)
    for kind, ids in records.items():
        waiting[kind] |= set(ids)
        for other, path in WHILE_PUBLIC.get(kind, ()) if ids else ():
            waiting[other] |= _leading_to(other.model, "pk", path, ids)
    if waiting[Kind.THEME]:
        themes = Theme.objects.with_narrower(Theme(pk=pk) for pk in waiting[Kind.THEME])
        waiting[Kind.THEME].update(themes.values_list("pk", flat=True))
    maker, is_changed = Maker(), False
    for kind in IN_TURN:
        changed = _store(kind, waiting[kind], maker) if waiting[kind] else set()
        is_changed = is_changed or bool(changed)
        if changed:  # who is called the same as before is quoted the same as before
            for later, rows, column in quoting(kind):
                waiting[later] |= _leading_to(rows.model, rows.record, column, changed)
    if is_changed:
        add_words(maker.words)


def _leading_to(model: type[Model], value: str, path: str, ids: Iterable[int]) -> set[int]:
    """The values in rows of which the path leads to one of the ids; these may be more than one statement takes."""
    waiting = list(ids)
    found = set[Any]()
    for start in range(0, len(waiting), BATCH):
        rows = model._base_manager.filter(**{f"{path}__in": waiting[start : start + BATCH]})
        found.update(rows.values_list(value, flat=True))
    return found


def _store(kind: Kind, ids: Iterable[int], maker: Maker) -> set[int]:
    """Write the documents that differ from those stored, and delete those of records that are gone.

    Return the records whose documents changed.
    """
    changed: set[int] = set()
    for batch in batches(kind, ids):
        asked = SearchDocument.objects.filter(pk__in=[document_id(kind, pk) for pk in batch])
        stored = {row[0]: Document(*row) for row in asked.values_list(*Document._fields)}
        made = {document.id: document for document in maker.documents(kind, batch)}
        coming = [document for pk, document in made.items() if stored.get(pk) != document]
        leaving = [document for pk, document in stored.items() if made.get(pk) != document]
        if coming or leaving:
            replace(leaving, coming)
            changed.update(document.id >> KIND_BITS for document in [*leaving, *coming])
    return changed


def rebuild(step: Callable[[int], object] = lambda done: None) -> None:
    """Make all documents, their index and the list of words anew. ``step`` is told how many documents were written."""
    with transaction.atomic(), _without_garbage_collection():
        SearchDocument.objects.all().delete()
        SearchTerm.objects.all().delete()
        # Where much was just written, PostgreSQL would go through whole tables for each batch; and SQLite, which had
        # counted few documents, through all that are stored by then: of an empty table it takes nothing for granted.
        refresh_keys([*READ, SearchDocument, SearchTerm])
        maker = Maker()
        with builder(count()) as index:
            for kind in IN_TURN:
                for batch in batches(kind, kind.model._base_manager.values_list("pk", flat=True)):
                    made = list(maker.documents(kind, batch))
                    index.add(made)
                    insert(SearchDocument, Document._fields, made)
                    step(len(made))
            rows = index.rows()
            replace_words(maker.words)
            insert(SearchTerm, INDEX_COLUMNS, rows)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Millions of small objects come and go here, none in a circle: to look for circles takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def index_if_empty() -> None:
    """Make the index where there is none, if there is a table for it; of an empty archive that is no work."""
    if SearchTerm._meta.db_table in connection.introspection.table_names() and not SearchTerm.objects.exists():
        rebuild()


def count() -> int:
    """How many documents there are when every record has one."""
    return sum(kind.model._base_manager.count() for kind in IN_TURN)
