"""The inverted index over the search documents: which records hold a term, as sets of ids, on either database.

Both databases' own full-text indexes would be asked for nothing but ids, and take longer to hand over twenty thousand
of them than all else on a page takes together (docs/decisions/0009). Here a term is a row with its sets, which are read
as they are.

Nothing but this module writes it, always with the documents and in their transaction.
"""
# ruff: noqa: S608 - SQL is put together from names and numbers of our own; what readers type comes as parameters.

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from pyroaring import BitMap

from agreements.bulk import batches, insert
from agreements.catalogue.arrays import among_ids
from agreements.catalogue.documents import Document
from agreements.models import KIND_BITS, KIND_MASK, SEPARATOR, Kind, SearchDocument, SearchTerm, document_id

#: The columns of a search document, the most telling first.
COLUMNS = ("titles", "names", "body")
#: Stands in every document.
EVERY = ""
#: Terms that are read by one statement at most.
MOST_TERMS = 500
#: Terms in documents that are noted before they are put in order, about; each takes 50 bytes in the meantime.
MOST_ENTRIES = 2**21
#: No UTF-8 holds it, so it comes after whatever a term goes on with.
LAST = b"\xff"

_TABLE, _DOCUMENTS = SearchTerm._meta.db_table, SearchDocument._meta.db_table
_READ = f"SELECT term, {', '.join(COLUMNS)} FROM {_TABLE} WHERE kind = %s"
_WRITE = (
    f"INSERT INTO {_TABLE} (kind, term, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (kind, term)"
    f" DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS)}"
)
_DELETE = f"DELETE FROM {_TABLE} WHERE kind = %s AND term = %s"
_POSITION = {"sqlite": "instr", "postgresql": "strpos"}

#: The sets of a term, a column each, as they are stored.
Row = tuple[bytes, bytes, bytes]
NOBODY: Row = (b"", b"", b"")


# Reading


@dataclass(frozen=True)
class Hits:
    """What the index holds of some terms, and of all terms that begin in some ways, for records of a kind."""

    terms: Mapping[str, Row]
    beginnings: Mapping[str, Sequence[Row]]

    @classmethod
    def read(cls, kind: Kind, terms: Iterable[str], starts: Iterable[str] = ()) -> "Hits":
        """One query for the terms, unless they are very many, and one for each beginning."""
        return cls(
            {_text(row[0]): row[1:] for row in _of_terms(kind, terms)},
            {start: [row[1:] for row in _beginning_with(kind, start)] for start in starts},
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


def _of_terms(kind: Kind, terms: Iterable[str]) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    for batch in batches(dict.fromkeys(terms), MOST_TERMS):
        with connection.cursor() as cursor:
            cursor.execute(f"{_READ} AND term IN ({', '.join(['%s'] * len(batch))})", [kind, *map(_key, batch)])
            yield from cursor.fetchall()


def _beginning_with(kind: Kind, start: str) -> list[tuple[bytes, bytes, bytes, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_READ} AND term >= %s AND term < %s", [kind, _key(start), _key(start) + LAST])
        rows: list[tuple[bytes, bytes, bytes, bytes]] = cursor.fetchall()
    return rows


def _key(term: str) -> bytes:
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
            written.append((kind, _key(term), *map(_stored, sets)))
        else:
            deleted.append((kind, _key(term)))
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, written)
        cursor.executemany(_DELETE, deleted)


class Builder:
    """Makes the index of a kind of record anew: takes in all its documents, then stores what they hold.

    What stands in documents is noted as numbers, which are put in order many at a time.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._numbers = Numbers()
        self._sets: dict[int, BitMap] = {}  # by the term's number × 3 + the column
        self._start()

    def _start(self) -> None:
        self._records, self._lengths, self._entries = array("I"), array("I"), array("I")

    def add(self, documents: Iterable[Document]) -> None:
        """Take in documents of the kind, each once."""
        for document in documents:
            self._records.append(document.id >> KIND_BITS)
            for terms in _terms(document):
                self._lengths.append(len(terms))
                self._entries.extend(map(self._numbers.__getitem__, terms))
        if len(self._entries) >= MOST_ENTRIES:
            self._put_in_order()

    def _put_in_order(self) -> None:
        records, lengths, entries = (
            np.frombuffer(noted, dtype=np.uint32).astype(np.int64)
            for noted in (self._records, self._lengths, self._entries)
        )
        width = len(COLUMNS)
        columns = np.repeat(np.tile(np.arange(width), len(records)), lengths)
        keys = np.sort((entries * width + columns) << 32 | np.repeat(np.repeat(records, width), lengths))
        sets, ids = keys >> 32, array("I", (keys & 0xFFFFFFFF).astype(np.uint32).tobytes())
        starts = np.flatnonzero(np.diff(sets, prepend=-1))
        ends = [*starts[1:].tolist(), len(ids)]
        for number, start, end in zip(sets[starts].tolist(), starts.tolist(), ends, strict=True):
            found, known = BitMap(ids[start:end]), self._sets.get(number)
            self._sets[number] = found if known is None else known | found
        self._start()

    def store(self) -> None:
        """Write the index of the kind, of which nothing may be stored."""
        if self._entries:
            self._put_in_order()
        insert(SearchTerm, ("kind", "term", *COLUMNS), self._rows())

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for term, number in sorted((_key(term), number) for term, number in self._numbers.items()):
            first = number * len(COLUMNS)
            sets = (self._sets.get(first + column) for column in range(len(COLUMNS)))
            yield (self.kind.value, term, *(_stored(ids) if ids else b"" for ids in sets))


class Numbers(dict[str, int]):
    """A number for each term, in the order in which they are asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _terms(document: Document) -> tuple[set[str], set[str], set[str]]:
    """The terms of each column that stand in none before it, and EVERY."""
    titles, names, body = (set(terms.split(" ")) for terms in document[1:])
    titles |= {EVERY, SEPARATOR}
    names -= titles
    body -= titles
    body -= names
    titles.remove(SEPARATOR)
    return titles, names, body


def _places(document: Document) -> dict[str, int]:
    """The first column in which each term of a document stands."""
    return {term: column for column, terms in enumerate(_terms(document)) for term in terms}


def _stored(ids: BitMap) -> bytes:
    ids.run_optimize()
    return ids.serialize() if ids else b""
