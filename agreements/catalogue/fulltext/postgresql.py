"""The full-text index of PostgreSQL: GIN over the terms of the search documents, computed from the columns.

The vectors are not stored, which makes the table a third as large and a broad word four times as quick. They hold no
positions: those end at 16,383, and phrases are looked up in the columns themselves.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from django.db import connection
from pyroaring import BitMap

from agreements.bulk import insert
from agreements.catalogue.arrays import bitmap
from agreements.catalogue.documents import Document
from agreements.catalogue.fulltext.engines import COLUMNS, DOCUMENTS, Clause, Question, adjacency
from agreements.models import KIND_BITS, KIND_MASK, SEPARATOR, Kind, SearchDocument

#: Made by migration 0004.
INDEXES = tuple(f"{DOCUMENTS}_{name}" for name in ("titles", "names", "all"))


def vector(columns: int) -> str:
    """SQL of the terms in the first columns; word for word what migration 0004 indexes."""
    terms = " || ".join(f"string_to_array({column}, ' ')" for column in COLUMNS[:columns])
    return f"array_to_tsvector(array_remove({terms}, '{SEPARATOR}'))"


def matching(kind: Kind, question: Question) -> BitMap:
    """The ids of the records of a kind whose documents answer the question."""
    phrases, texts = adjacency(question, "strpos")
    return _ids(f"{vector(question.columns)} @@ %s::tsquery{phrases}", [_tsquery(question), *texts], kind)


def everything(kind: Kind) -> BitMap:
    """The ids of all records of a kind that have a document."""
    return _ids("true", [], kind)


def _ids(condition: str, params: Sequence[str], kind: Kind) -> BitMap:
    """Read ids as one value, which is several times as fast as a row each."""
    sent = f"string_agg(int4send((id >> {KIND_BITS})::int), ''::bytea)"
    select = f"SELECT {sent} FROM {DOCUMENTS} WHERE {condition} AND id & {KIND_MASK} = {kind.value}"  # noqa: S608 - ours
    with connection.cursor() as cursor:
        # For a word on nearly every document the planner would read the table, and compute every vector anew: it does
        # not know that this takes a hundred times as long. Sent together, the three are one transaction.
        cursor.execute(f"SET LOCAL enable_seqscan = off; {select}; SET LOCAL enable_seqscan = DEFAULT", params)
        cursor.nextset()
        found: bytes | None = cursor.fetchone()[0]
    return bitmap(np.frombuffer(found or b"", dtype=">u4"))


def _tsquery(question: Question) -> str:
    """The question in PostgreSQL's language."""
    return " & ".join(map(_clause, question.all_clauses))


def _clause(clause: Clause) -> str:
    words = [_quoted(term) for term in sorted(clause.terms)] + [
        f"{_quoted(start)}:*" for start in sorted(clause.prefixes)
    ]
    return f"({' | '.join(words)})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def write(coming: Sequence[Document], leaving: Sequence[int]) -> None:
    """Delete documents by their id, then insert others: what is replaced leaves and comes."""
    if leaving:
        SearchDocument.objects.filter(pk__in=leaving).delete()
    insert(SearchDocument, Document._fields, coming)


@contextmanager
def rebuilding() -> Iterator[None]:
    """Empty the documents, let the block insert new ones; the indexes follow by themselves.

    Rows are deleted, not the table emptied at a stroke, so that readers find the old ones in the meantime. Entries that
    an index has not sorted in yet are sorted in at the end: every search looks through all of them.
    """
    SearchDocument.objects.all().delete()
    yield
    with connection.cursor() as cursor:
        for index in INDEXES:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
