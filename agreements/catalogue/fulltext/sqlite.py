"""The full-text index of SQLite: FTS5 over the search documents, of which it holds no copy (external content).

Nothing but this module writes it, always with the documents and in their transaction. An entry is taken out by the
terms that it was made of, so that is done before the document changes.
"""
# ruff: noqa: S608 - SQL is put together from names and numbers of our own; what readers type comes as parameters.

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection
from pyroaring import BitMap

from agreements.bulk import insert
from agreements.catalogue.arrays import bitmap
from agreements.catalogue.documents import Document
from agreements.catalogue.fulltext.engines import COLUMNS, DOCUMENTS, Clause, Question, adjacency
from agreements.models import KIND_BITS, KIND_MASK, Kind, SearchDocument

#: Made by migration 0004.
INDEX = "agreements_searchindex"
_COLUMNS = ", ".join(COLUMNS)
_PUT_IN = f"INSERT INTO {INDEX} (rowid, {_COLUMNS}) SELECT id, {_COLUMNS} FROM {DOCUMENTS} WHERE id"
_TAKE_OUT = (
    f"INSERT INTO {INDEX} ({INDEX}, rowid, {_COLUMNS}) SELECT 'delete', id, {_COLUMNS} FROM {DOCUMENTS} WHERE id"
)
_MAKE_ANEW = f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')"
#: Bytes of entries that FTS5 holds before it writes them, https://sqlite.org/fts5.html#the_hashsize_configuration_option.
#: With few and large writes an index is made in two thirds of the time; every other write is a small one.
_HOLD = f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('hashsize', %s)"
_USUALLY, _TO_MAKE_ANEW = 2**20, 2**26


def matching(kind: Kind, question: Question) -> BitMap:
    """The ids of the records of a kind whose documents answer the question."""
    phrases, texts = adjacency(question, "instr")
    documents = f" JOIN {DOCUMENTS} ON id = {INDEX}.rowid" if phrases else ""
    return _ids(
        f"{INDEX}.rowid", f"{INDEX}{documents} WHERE {INDEX} MATCH %s{phrases}", [_match(question), *texts], kind
    )


def everything(kind: Kind) -> BitMap:
    """The ids of all records of a kind that have a document."""
    return _ids("id", DOCUMENTS, [], kind)


def _ids(column: str, source: str, params: Sequence[Any], kind: Kind) -> BitMap:
    """Read ids as one value, several times as fast as a row each, and tell kinds apart here: twice as fast as there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT group_concat({column}) FROM {source}", params)
        text: str | None = cursor.fetchone()[0]
    documents = np.fromstring(text or "", dtype=np.int64, sep=",")
    return bitmap(documents[documents & KIND_MASK == kind.value] >> KIND_BITS)


def _match(question: Question) -> str:
    """The question in the language of FTS5."""
    columns = " ".join(COLUMNS[: question.columns])
    return f"{{{columns}}} : ({' AND '.join(map(_clause, question.all_clauses))})"


def _clause(clause: Clause) -> str:
    words = [_quoted(term) for term in sorted(clause.terms)] + [
        f"{_quoted(start)} *" for start in sorted(clause.prefixes)
    ]
    return f"({' OR '.join(words)})"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def write(coming: Sequence[Document], leaving: Sequence[int]) -> None:
    """Delete documents by their id, then insert others: what is replaced leaves and comes."""
    if leaving:
        _execute(_TAKE_OUT, leaving)
        SearchDocument.objects.filter(pk__in=leaving).delete()
    insert(SearchDocument, Document._fields, coming)
    _execute(_PUT_IN, [document.id for document in coming])


@contextmanager
def rebuilding() -> Iterator[None]:
    """Empty the documents, let the block insert new ones, then index them."""
    with connection.cursor() as cursor:
        SearchDocument.objects.all().delete()
        yield
        cursor.execute(_HOLD, [_TO_MAKE_ANEW])
        cursor.execute(_MAKE_ANEW)
        cursor.execute(_HOLD, [_USUALLY])


def _execute(sql: str, ids: Sequence[int]) -> None:
    """Run a statement that ends with a column, on these ids."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} IN ({', '.join(['%s'] * len(ids))})", ids)
