"""Words of a query that are exactly a theme, a person, a country, a kind or a year: offered as filters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import override

from agreements.catalogue.analysis import Token, terms, tokens
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.syntax import AND, OR, parts, readable
from agreements.models import SEPARATOR, AgreementKind, Kind, SearchDocument, document_id

#: Kinds of record that words may name, and the facet of agreements that each is a value of.
NAMED = {Kind.THEME: "theme", Kind.SIGNATORY: "signatory", Kind.PARTY: "party"}
#: A name as its index terms, and the values that are called so.
Known = Mapping[tuple[str, ...], list[tuple[str, int]]]
#: Documents that are read at a time.
BATCH = 500


@dataclass(frozen=True)
class Offer:
    """A filter to use instead of some of the words. ``words``: the others, as typed."""

    facet: str
    value: int
    words: str


def offers(text: str, snapshot: Snapshot) -> list[Offer]:
    """The filters that words of a plain query name, the longest names first; each word is taken once.

    Two people of one name are two offers.
    """
    text = readable(text)
    if not _is_plain(text):
        return []
    words = tokens(text)
    return [offer for start, end, found in _named(words, snapshot) for offer in _offers(text, words[start:end], found)]


def _is_plain(text: str) -> bool:
    """Whether a readable query is words alone, without the signs of the language."""
    return not any(
        part.quoted or part.excluded or part.field or part.is_sign(OR | AND) or "*" in part.text for part in parts(text)
    )


def _named(words: list[Token], snapshot: Snapshot) -> Iterator[tuple[int, int, list[tuple[str, int]]]]:
    """Runs of words that name public values, from one place to another."""
    known = known_names(snapshot)
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            name = tuple(word.term for word in words[start:end])
            found = [value for value in _values(name, known) if _is_public(value, snapshot)]
            if found:
                yield start, end, found
                start = end
                break
        else:
            start += 1


def _values(name: tuple[str, ...], known: Known) -> list[tuple[str, int]]:
    if len(name) == 1 and len(name[0]) == 4 and name[0].isdigit():
        return [("year", int(name[0]))]
    return known.get(name, [])


def _is_public(value: tuple[str, int], snapshot: Snapshot) -> bool:
    facet, number = value
    return number in snapshot.agreements.facets[facet].sets


def _offers(text: str, run: list[Token], found: list[tuple[str, int]]) -> Iterator[Offer]:
    rest = " ".join(f"{text[: run[0].start]} {text[run[-1].end :]}".split())
    return (Offer(facet, value, rest) for facet, value in found)


def known_names(snapshot: Snapshot) -> Known:
    """Every name that a theme, a person, a country or a kind has, in any language; kept as long as no name changes."""
    if "offers" not in snapshot.of_names:
        known: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for name, value in [*_of_records(snapshot), *_of_kinds()]:
            values = known.setdefault(name, [])
            if value not in values:
                values.append(value)
        snapshot.of_names["offers"] = known
    found: Known = snapshot.of_names["offers"]
    return found


def _of_records(snapshot: Snapshot) -> Iterator[tuple[tuple[str, ...], tuple[str, int]]]:
    for kind, facet in NAMED.items():
        ids = sorted(snapshot.names[kind])
        for start in range(0, len(ids), BATCH):
            of_documents = {document_id(kind, pk): pk for pk in ids[start : start + BATCH]}
            titles = SearchDocument.objects.filter(pk__in=of_documents).order_by("pk").values_list("pk", "titles")
            for document, fields in titles:
                for field in fields.split(SEPARATOR):
                    if name := tuple(field.split()):
                        yield name, (facet, of_documents[document])


def _of_kinds() -> Iterator[tuple[tuple[str, ...], tuple[str, int]]]:
    for language in ("en", "nb"):
        with override(language):
            yield from ((tuple(terms(str(kind.label))), ("kind", place)) for place, kind in enumerate(AgreementKind))
