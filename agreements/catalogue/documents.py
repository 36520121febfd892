"""Search documents: the index terms of a record's own texts, and of what the records that it names are called.

What a record quotes of another (an agreement of its parties) are the titles of that one's stored document, so documents
are made and stored in the order of ``texts.IN_TURN``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from agreements.catalogue.analysis import HYPHENS, is_unspaced, lone_word, surface, tokens, words
from agreements.catalogue.stemming import stem
from agreements.catalogue.texts import QUOTED, ROWS, Rows
from agreements.models import KIND_BITS, KIND_MASK, SEPARATOR, Kind, SearchDocument, Theme, document_id
from agreements.text import is_norwegian, without_repeats

#: Records whose documents are made together.
BATCH = 512
#: Bytes of terms (UTF-8) in a document at most, about 150,000 words; the rest of a longer text is not searched.
LONGEST_DOCUMENT = 1_000_000
#: Pieces of texts whose terms are remembered while documents are made.
MOST_REMEMBERED = 2**18
#: Between two fields.
BETWEEN = f" {SEPARATOR} "


class Reader(dict[str, str]):
    """Reads texts into terms: what stands between two spaces is analysed once, however often it comes.

    ``words``: those that were read so far, as they are written.
    """

    def __init__(self) -> None:
        self.words = Surfaces()

    def read(self, text: str) -> str:
        """The terms of a text with spaces between; then its further ones, each a field of its own."""
        terms = " ".join(filter(None, map(self.__getitem__, text.split())))
        if SEPARATOR not in terms:
            return terms
        # A piece that has further terms holds them behind separators.
        pieces = [piece.split(BETWEEN) for piece in map(self.__getitem__, text.split()) if piece]
        own = " ".join(filter(None, (first for first, *_ in pieces)))
        return BETWEEN.join([own, *without_repeats(term for _, *further in pieces for term in further)])

    def __missing__(self, piece: str) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        if word := lone_word(piece):
            terms = stem(self.words[word])
        elif HYPHENS.isdisjoint(piece) and (piece.isascii() or not is_unspaced(piece)):
            # No word has a further term, so the quick way is the same.
            terms = " ".join(filter(None, [stem(self.words[word]) for word in words(piece)]))
        else:
            found = tokens(piece)
            written = [piece[token.start : token.end] for token in found]
            self.words.update(zip(written, map(surface, written), strict=True))
            further = without_repeats(extra for token in found for extra in token.extras)
            terms = BETWEEN.join([" ".join(token.term for token in found), *further])
        self[piece] = piece if piece == terms else terms  # of two that are equal, one is kept
        return terms


class Surfaces(dict[str, str]):
    """The surface of each word that was asked for, as it is written."""

    def __missing__(self, word: str) -> str:
        plain = self[word] = surface(word)
        return plain


@dataclass
class Words:
    """What reads Norwegian texts, and what reads others: so the words of each are known apart."""

    norwegian: Reader = field(default_factory=Reader)
    other: Reader = field(default_factory=Reader)


class Document(NamedTuple):
    """A search document as it is stored."""

    id: int
    titles: str
    names: str
    body: str


class _Draft:
    """A document in the making: the fields of each column, and what it quotes: column and the other document's id."""

    __slots__ = ("columns", "quotes")

    def __init__(self) -> None:
        self.columns: tuple[list[str], list[str], list[str]] = ([], [], [])
        self.quotes: list[tuple[int, int]] = []

    def finished(self, pk: int, called: dict[int, str]) -> Document:
        """The document; ``called``: what the others are called, by their id."""
        for column, other in self.quotes:
            self.columns[column].append(called[other])
        titles, names, body = (BETWEEN.join(filter(None, dict.fromkeys(fields))) for fields in self.columns)
        if (len(titles) + len(names) + len(body)) * 4 > LONGEST_DOCUMENT:
            titles = _cut(titles, LONGEST_DOCUMENT)
            names = _cut(names, LONGEST_DOCUMENT - len(titles.encode()))
            body = _cut(body, LONGEST_DOCUMENT - len(titles.encode()) - len(names.encode()))
        return Document(pk, titles, names, body)


def _cut(terms: str, room: int) -> str:
    """As many whole terms as there is room for, in bytes."""
    if len(terms) * 4 <= room or len(terms.encode()) <= room:
        return terms
    return terms.encode()[: room + 1].decode(errors="ignore").rpartition(" ")[0]


def batches(kind: Kind, ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, as many at a time as ``documents`` takes, in the order in which the documents are made and stored."""
    waiting = _broader_first(ids) if kind is Kind.THEME else sorted(ids)
    for start in range(0, len(waiting), BATCH):
        yield waiting[start : start + BATCH]


class Maker:
    """Makes search documents, for as many records as it is asked in one run, while nothing else changes the archive.

    ``words``: what it read; texts that come again, and what records are called that others quote, are worked out once.
    """

    def __init__(self) -> None:
        self.words = Words()
        self._called: dict[int, str] = {}

    def documents(self, kind: Kind, batch: Sequence[int]) -> Iterator[Document]:
        """The documents of those records that exist. Takes a fixed number of queries, however many records."""
        drafts = self._with_own_texts(kind, batch)
        self._look_up({other for draft in drafts.values() for _, other in draft.quotes})
        for pk in batch:
            if pk in drafts:
                document = drafts[pk].finished(document_id(kind, pk), self._called)
                if kind in QUOTED:
                    self._called[document.id] = _name(document.titles, document.names, kind)
                yield document

    def _with_own_texts(self, kind: Kind, ids: Sequence[int]) -> dict[int, _Draft]:
        """The drafts of those records that exist."""
        drafts: dict[int, _Draft] = {}
        for rows in ROWS[kind]:
            found = rows.of(ids)
            if rows.record == "pk":
                drafts = {row[0]: _Draft() for row in found}
            else:  # a fixture may load a row before its record
                found = [row for row in found if row[0] in drafts]
            self._read(rows, found, drafts)
            for place, (column, other) in enumerate(rows.quotes.values(), len(rows.texts) + 1):
                for row in found:
                    if row[place] is not None:
                        drafts[row[0]].quotes.append((column, row[place] << KIND_BITS | other))
        return drafts

    def _read(self, rows: Rows, found: Sequence[tuple[Any, ...]], drafts: dict[int, _Draft]) -> None:
        """Add the texts of some rows to the drafts of their records."""
        language = rows.columns.index(rows.language) + 1 if rows.language else 0
        for place, (name, column) in enumerate(rows.texts.items(), 1):
            is_known = name.endswith("_no")
            for row in found:
                if row[place]:
                    known_by_row = language and is_norwegian(row[language])
                    reader = self.words.norwegian if is_known or known_by_row else self.words.other
                    drafts[row[0]].columns[column].append(reader.read(row[place]))

    def _look_up(self, ids: set[int]) -> None:
        """Find what stored documents are called; themes also by what is broader."""
        unknown = [pk for pk in ids if pk not in self._called]
        if unknown:
            self._called.update(dict.fromkeys(unknown, ""))
            stored = SearchDocument.objects.filter(pk__in=unknown)
            for pk, titles, names in stored.values_list("pk", "titles", "names"):
                self._called[pk] = _name(titles, names, Kind(pk & KIND_MASK))


def _name(titles: str, names: str, kind: Kind) -> str:
    return BETWEEN.join(filter(None, (titles, names))) if kind is Kind.THEME else titles


def _broader_first(ids: Iterable[int]) -> list[int]:
    """The themes, each after those that are broader."""
    broader = dict(Theme._base_manager.values_list("pk", "broader_id"))

    def depth(pk: int) -> int:
        steps, above = 0, broader.get(pk)
        while above is not None and steps < len(broader):  # a circle that somebody wrote by hand ends
            steps, above = steps + 1, broader.get(above)
        return steps

    return sorted(ids, key=lambda pk: (depth(pk), pk))
