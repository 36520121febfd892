"""Search documents: the index terms of a record's own texts, and of what the records that it names are called.

What a record quotes of another (an agreement of its parties) are the titles of that one's stored document, so documents
are made and stored in the order of ``texts.IN_TURN``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from agreements.catalogue.analysis import HYPHENS, is_unspaced, term, tokens, words
from agreements.catalogue.texts import ROWS
from agreements.models import KIND_MASK, SEPARATOR, Kind, SearchDocument, Theme, document_id
from agreements.text import without_repeats

#: Records whose documents are made together.
BATCH = 512
#: Bytes of terms (UTF-8) in a document at most, about 150,000 words; the rest of a longer text is not searched. A
#: tsvector of PostgreSQL holds no more than 1,048,575.
LONGEST_DOCUMENT = 1_000_000
#: Characters of a text whose terms are remembered: names and titles come again and again.
REMEMBERED_LENGTH = 200
#: Between two fields.
BETWEEN = f" {SEPARATOR} "


@dataclass
class Words:
    """Words as they are written: those that stand in a Norwegian text, and those that stand in another."""

    norwegian: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)

    def add(self, more: "Words") -> None:
        """Take in other words."""
        self.norwegian |= more.norwegian
        self.other |= more.other


class Analysed(NamedTuple):
    """A text as it is searched: its terms with spaces between, and its words as they are written."""

    terms: str
    words: frozenset[str]


def _analyse(text: str) -> Analysed:
    """The terms of a text, then its further ones, each a field of its own."""
    if HYPHENS.isdisjoint(text) and (text.isascii() or not is_unspaced(text)):
        written = words(text)  # no word has a further term, so the quick way is the same
        return Analysed(" ".join(filter(None, map(term, written))), frozenset(written))
    found = tokens(text)
    fields = [" ".join([token.term for token in found])]
    fields += without_repeats(extra for token in found for extra in token.extras)
    return Analysed(BETWEEN.join(fields), frozenset(text[token.start : token.end] for token in found))


_remembered = lru_cache(maxsize=2**15)(_analyse)


def analysed(text: str) -> Analysed:
    """The text analysed; short ones are remembered."""
    return _remembered(text) if len(text) <= REMEMBERED_LENGTH else _analyse(text)


@dataclass
class Document:
    """A search document in the making: the fields of each column, what it quotes, and the words of its own texts."""

    columns: tuple[list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], []))
    quotes: list[tuple[int, int]] = field(default_factory=list)
    words: Words = field(default_factory=Words)

    def add(self, column: int, text: str, *, is_norwegian: bool) -> None:
        """Take in a text."""
        found = analysed(text)
        self.columns[column].append(found.terms)
        (self.words.norwegian if is_norwegian else self.words.other).update(found.words)

    def stored(self, pk: int, quoted: Mapping[int, str]) -> SearchDocument:
        """The document as it is stored; ``quoted``: what other documents are called, by their id."""
        columns = tuple(list(fields) for fields in self.columns)
        for column, other in self.quotes:
            columns[column].append(quoted[other])
        titles, names, body = (BETWEEN.join(filter(None, without_repeats(fields))) for fields in columns)
        titles = _cut(titles, LONGEST_DOCUMENT)
        names = _cut(names, LONGEST_DOCUMENT - len(titles.encode()))
        body = _cut(body, LONGEST_DOCUMENT - len(titles.encode()) - len(names.encode()))
        return SearchDocument(id=pk, titles=titles, names=names, body=body)


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


def documents(kind: Kind, batch: Sequence[int]) -> Iterator[tuple[SearchDocument, Words]]:
    """The search documents of those records that exist, not saved, each with the words of its own texts.

    Takes a fixed number of queries, however many records.
    """
    made = _with_own_texts(kind, batch)
    called = _called({other for document in made.values() for _, other in document.quotes})
    for pk in batch:
        if pk in made:
            document = made[pk].stored(document_id(kind, pk), called)
            if document.pk in called:
                called[document.pk] = _name(document.titles, document.names, kind)
            yield document, made[pk].words


def _with_own_texts(kind: Kind, ids: Sequence[int]) -> dict[int, Document]:
    """The documents in the making of those records that exist."""
    made: dict[int, Document] = {}
    for rows in ROWS[kind]:
        for record, values in rows.of(ids):
            if rows.record == "pk":
                made[record] = Document()
            if record not in made:
                continue  # a row that a fixture loaded before its record
            document = made[record]
            language = values.get(rows.language, "")
            for name, column in rows.texts.items():
                if values[name]:
                    document.add(column, values[name], is_norwegian=_is_norwegian(name, language))
            for name, (column, other) in rows.quotes.items():
                if values[name] is not None:
                    document.quotes.append((column, document_id(other, values[name])))
    return made


def _is_norwegian(column: str, language: str) -> bool:
    return column.endswith("_no") or language.partition("-")[0] in ("nb", "nn", "no")


def _called(ids: Iterable[int]) -> dict[int, str]:
    """What stored documents are called, by id; themes also by what is broader."""
    found = dict.fromkeys(ids, "")
    if found:
        stored = SearchDocument.objects.filter(pk__in=list(found))
        for pk, titles, names in stored.values_list("pk", "titles", "names"):
            found[pk] = _name(titles, names, Kind(pk & KIND_MASK))
    return found


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
