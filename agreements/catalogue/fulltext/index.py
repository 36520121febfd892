"""The inverted index over the search documents: which records hold a term, as sets of ids, on either database.

Both databases' own full-text indexes would be asked for nothing but ids, and take longer to hand over twenty thousand
of them than all else on a page takes together (docs/decisions/0009). Here a term is a row with its sets, which are read
as they are.

Nothing but this module and ``indexing.rebuild`` writes it, always with the documents and in their transaction.
"""
# ruff: noqa: S608 - SQL is put together from names and numbers of our own; what readers type comes as parameters.

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from pyroaring import BitMap

from agreements.bulk import batches, insert
from agreements.catalogue.arrays import among_ids
from agreements.catalogue.documents import Document
from agreements.catalogue.statements import rows_ahead, rows_of
from agreements.catalogue.versions import VERSION, Version
from agreements.models import KIND_BITS, KIND_MASK, SEPARATOR, Kind, SearchDocument, SearchTerm, document_id

#: The columns of a search document, the most telling first.
COLUMNS = ("titles", "names", "body")
#: Stands in every document.
EVERY = ""
#: Terms that are read by one statement at most.
MOST_TERMS = 500
#: No UTF-8 holds it, so it comes after whatever a term goes on with.
LAST = b"\xff"

_TABLE, _DOCUMENTS = SearchTerm._meta.db_table, SearchDocument._meta.db_table
_FROM = f"term, {', '.join(COLUMNS)} FROM {_TABLE} WHERE kind = %s"
_WRITE = (
    f"INSERT INTO {_TABLE} (kind, term, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (kind, term)"
    f" DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS)}"
)
_DELETE = f"DELETE FROM {_TABLE} WHERE kind = %s AND term = %s"
_POSITION = {"sqlite": "instr", "postgresql": "strpos"}

#: The sets of a term, a column each, as they are stored.
Row = Sequence[bytes]
NOBODY: Row = (b"", b"", b"")
#: What waits for rows that were asked for.
Ahead = Callable[[], list[tuple[Any, ...]]]
INDEX_COLUMNS = ("kind", "term", *COLUMNS)
#: A row of the index as it is stored: the number of a kind of record, a term, its sets.
IndexRow = tuple[int, bytes, bytes, bytes, bytes]


# Reading


@dataclass(frozen=True)
class Hits:
    """What the index holds of some terms, and of all terms that begin in some ways, for records of a kind.

    ``version``: that of the archive whose terms these are; None where the index holds none of them.
    """

    terms: Mapping[str, Row]
    beginnings: Mapping[str, Sequence[Row]]
    version: Version | None

    @classmethod
    def read(cls, kind: Kind, terms: Iterable[str], starts: Iterable[str] = (), ahead: Ahead | None = None) -> "Hits":
        """One query for the terms, unless they are very many, and one for each beginning.

        ``ahead``: the rows of the terms, where they were asked for before.
        """
        rows = ahead() if ahead else list(_of_terms(kind, terms))
        return cls(
            {_text(term): sets for _version, term, *sets in rows},
            {start: [sets for _term, *sets in _beginning_with(kind, start)] for start in starts},
            rows[0][0] if rows else None,
        )

    def of(self, terms: Iterable[str], columns: int, start: str | None = None) -> BitMap:
        """The records that hold one of the terms, or one that begins so, in the first ``columns`` columns."""
        rows = [self.terms[term] for term in terms if term in self.terms]
        rows += self.beginnings[start] if start is not None else ()
        sets = [BitMap.deserialize(held) for row in rows for held in row[:columns] if held]
        return sets[0] if len(sets) == 1 else BitMap.union(BitMap(), *sets)


def everything(kind: Kind) -> BitMap:
    """The ids of all records of a kind that have a document."""
    return Hits.read(kind, [EVERY]).of([EVERY], columns=1)


def side_by_side(kind: Kind, terms: Sequence[str], columns: int, among: BitMap) -> BitMap:
    """Those of the records in whose documents the terms stand one after the other in one field of these columns.

    The documents themselves are looked into, where a separator parts the fields.
    """
    if not among:
        return among
    is_among, ids = among_ids(connection.vendor, [document_id(kind, record) for record in among])
    position = _POSITION[connection.vendor]
    held = " OR ".join(f"{position}(' ' || {column} || ' ', %s) > 0" for column in COLUMNS[:columns])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {_DOCUMENTS} WHERE id {is_among} AND ({held})", [ids, *[f" {' '.join(terms)} "] * columns]
        )
        return BitMap(document >> KIND_BITS for (document,) in cursor.fetchall())


def terms_ahead(kind: Kind, terms: Iterable[str]) -> Ahead | None:
    """Ask for the terms, and go on; None where that cannot be: see ``rows_ahead``, or by more than one statement."""
    asked = list(dict.fromkeys(terms))
    return rows_ahead(*_asking(kind, asked)) if len(asked) <= MOST_TERMS else None


def _of_terms(kind: Kind, terms: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    for batch in batches(dict.fromkeys(terms), MOST_TERMS):
        yield from rows_of(*_asking(kind, batch))


def _asking(kind: Kind, terms: Sequence[str]) -> tuple[str, list[int | bytes]]:
    """The statement for the terms, and its parameters."""
    keys = [*map(key, terms)]
    keys += keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))  # few lengths, so few statements
    return f"SELECT ({VERSION}), {_FROM} AND term IN ({', '.join(['%s'] * len(keys))})", [kind, *keys]


def _beginning_with(kind: Kind, start: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_FROM} AND term >= %s AND term < %s", [kind, key(start), key(start) + LAST])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def key(term: str) -> bytes:
    """The term as it is stored."""
    return term.encode(errors="surrogatepass")  # half a character, which a query may hold, stands in no document


def _text(term: bytes) -> str:
    return bytes(term).decode(errors="surrogatepass")


# Writing


def replace(leaving: Sequence[Document], coming: Sequence[Document]) -> None:
    """Put documents in the place of others, in their table and in the index. Ids in both are of changed documents."""
    if leaving:
        SearchDocument.objects.filter(pk__in=[document.id for document in leaving]).delete()
    insert(SearchDocument, Document._fields, coming)
    before, after = ({document.id: _places(document) for document in documents} for documents in (leaving, coming))
    moves: dict[Kind, dict[str, list[Move]]] = {kind: defaultdict(list) for kind in Kind}
    for pk in before.keys() | after.keys():
        old, new = before.get(pk, {}), after.get(pk, {})
        for term, _ in old.items() ^ new.items():
            moves[Kind(pk & KIND_MASK)][term].append((pk >> KIND_BITS, new.get(term)))
    for kind, of_terms in moves.items():
        for terms in batches(of_terms, MOST_TERMS):
            _move(kind, {term: of_terms[term] for term in terms})


#: A record, and the column in which a term stands in its document from now on; None: in none.
Move = tuple[int, int | None]


def _move(kind: Kind, moves: Mapping[str, Iterable[Move]]) -> None:
    held = Hits.read(kind, moves).terms
    written: list[tuple[Any, ...]] = []
    deleted: list[tuple[int, bytes]] = []
    for term, records in moves.items():
        sets = [BitMap.deserialize(ids) if ids else BitMap() for ids in held.get(term, NOBODY)]
        for record, place in records:
            for column, ids in enumerate(sets):
                ids.add(record) if column == place else ids.discard(record)
        if any(sets):
            written.append((kind, key(term), *map(stored, sets)))
        else:
            deleted.append((kind, key(term)))
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, written)
        cursor.executemany(_DELETE, deleted)


def terms_of(columns: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    """The terms of each column of a document that stand in none before it, and EVERY."""
    titles, names, body = (set(terms.split(" ")) for terms in columns)
    titles |= {EVERY, SEPARATOR}
    names -= titles
    body -= titles
    body -= names
    titles.remove(SEPARATOR)
    return titles, names, body


def _places(document: Document) -> dict[str, int]:
    """The first column in which each term of a document stands."""
    return {term: column for column, terms in enumerate(terms_of(document[1:])) for term in terms}


def stored(ids: BitMap) -> bytes:
    """The set as it is stored."""
    ids.run_optimize()
    return ids.serialize() if ids else b""
