"""The query language: from what a reader types to a small tree of what is asked.

Several words ask for all of them. ``"air pollution"`` asks for words side by side, ``-oil`` (or ``NOT oil``) for
records without a word, ``air or water`` (``eller``, ``|``) for either of two, ``pollut*`` for every word that begins
so, and ``minister:helgesen`` for a word in one field. Whatever cannot be read so is read as plain words: parsing never
fails.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.catalogue.analysis import Token, is_unspaced, surface, tokens

#: Characters of a query, and terms in it, that count; the rest is not read.
MOST_CHARACTERS, MOST_TERMS = 200, 16


@dataclass(frozen=True, slots=True)
class Term:
    """One word: its index term, and the word itself with case and diacritics levelled."""

    term: str
    surface: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more terms, side by side in one field."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word whose surface begins so; never empty."""

    start: str


@dataclass(frozen=True, slots=True)
class All:
    """Every one of two or more parts. The only place, besides the top of the tree, where ``Not`` stands."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of two or more parts, none of which is a ``Not``."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Records of which the part, never itself a ``Not``, does not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Field:
    """The part, looked for in one field. ``text``: what stood after the colon, without quotation marks."""

    name: str
    part: "Node"
    text: str


Node = Term | Phrase | Prefix | All | Either | Not | Field
Leaf = Term | Phrase | Prefix

#: The names of fields as readers write them, in any case, with or without diacritics.
_FIELDS = {
    "signatory": ("signatory", "minister", "statsråd", "underskriver", "undertegner"),
    "theme": ("theme", "tema"),
    "party": ("party", "country", "land", "part"),
    "institution": ("institution", "institusjon"),
    "project": ("project", "prosjekt"),
    "title": ("title", "tittel"),
    "kind": ("kind", "slag"),
    "year": ("year", "år"),
}
_FIELD_OF = {surface(word): name for name, words in _FIELDS.items() for word in words}

#: Signs of the language as other keyboards and typographers write them.
_SIGNS = str.maketrans(dict.fromkeys("“”„«»＂〝〞", '"') | {"：": ":", "＊": "*", "｜": "|", "－": "-", "−": "-"})
_PART = re.compile(r'(?P<minus>-?)(?:(?P<name>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s"]+))')
_OR, _NOT, _AND = {"or", "OR", "Or", "eller", "ELLER", "Eller", "|"}, {"NOT", "IKKE"}, {"AND", "OG"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a query before it is read: one word or quotation, with what stands before it."""

    minus: bool
    field: str
    text: str
    quoted: bool
    plain: str
    """What it says if it turns out to be no question to a field."""

    def is_sign(self, signs: set[str]) -> bool:
        return not (self.minus or self.quoted) and self.plain in signs


def parse(text: str) -> Node | None:
    """The tree of a query; None where there is nothing to search for. Never raises."""
    parts = list(_parts(_readable(text)))
    asked: list[Node] = []
    room = MOST_TERMS
    negated = either = False
    for place, part in enumerate(parts):
        followed = place + 1 < len(parts)
        if followed and part.is_sign(_NOT):
            negated = True
        elif followed and asked and not either and part.is_sign(_OR | _AND):
            either = part.is_sign(_OR)
        else:
            node = _read(part, room)
            if node:
                room -= _size(node)
                _add(asked, Not(node) if negated or part.minus else node, either)
            negated = either = False
    distinct = tuple(dict.fromkeys(asked))
    return All(distinct) if len(distinct) > 1 else next(iter(distinct), None)


def leaves(node: Node) -> Iterator[Leaf]:
    """The words, phrases and prefixes that are asked for, in order; not those that are excluded."""
    match node:
        case Not():
            return
        case All() | Either():
            for part in node.parts:
                yield from leaves(part)
        case Field():
            yield from leaves(node.part)
        case _:
            yield node


def _readable(text: str) -> str:
    """The part of the text that counts, with plain signs and nothing unseen. The odd quotation mark is left out."""
    seen = "".join(
        " " if category == "Cc" else character
        for character in text[:MOST_CHARACTERS].translate(_SIGNS)
        if (category := unicodedata.category(character)) not in ("Cf", "Cs")
    )
    if seen.count('"') % 2:
        before, _, after = seen.rpartition('"')
        return f"{before} {after}"
    return seen


def _parts(text: str) -> Iterator[_Part]:
    for match in _PART.finditer(text):
        name, quoted = match["name"] or "", match["quoted"] is not None
        field, value = _FIELD_OF.get(surface(name), ""), match["quoted"] if quoted else match["word"]
        if name and not field and quoted:
            yield _Part(bool(match["minus"]), "", name, False, name)
            yield _Part(bool(match["minus"]), "", value, True, value)
        elif name and not field:
            yield _Part(bool(match["minus"]), "", f"{name}:{value}", False, f"{name}:{value}")
        else:
            yield _Part(bool(match["minus"]), field, value, quoted, f"{name} {value}" if name else value)


def _add(asked: list[Node], node: Node, either: bool) -> None:
    """Add a node, as another choice beside the last one where ``either`` says so and neither excludes."""
    if either and not isinstance(node, Not) and not isinstance(asked[-1], Not):
        asked[-1] = Either(_choices(asked[-1]) + _choices(node))
    else:
        asked.append(node)


def _choices(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Either) else (node,)


def _size(node: Node) -> int:
    """How many terms a node holds."""
    match node:
        case Phrase():
            return len(node.terms)
        case All() | Either():
            return sum(_size(part) for part in node.parts)
        case Not() | Field():
            return _size(node.part)
        case _:
            return 1


def _read(part: _Part, room: int) -> Node | None:
    """What a part asks for, in at most ``room`` terms; None if it holds no letter or digit, or there is no room."""
    node = _phrase(part.text, room) if part.quoted else _word(part.text, room)
    if part.field:
        return Field(part.field, node, part.text.strip()) if node else _phrase(part.plain, room)
    return node


def _phrase(text: str, room: int) -> Node | None:
    found = tokens(text)[:room]
    if len(found) < 2:
        return _term(text, found[0]) if found else None
    return Phrase(tuple(token.term for token in found))


def _word(text: str, room: int) -> Node | None:
    """A word as typed, which the analyser may part into several."""
    beginning = text.rstrip("*")
    found = tokens(beginning)[:room]
    if beginning != text and found and found[-1].end == len(beginning) and not is_unspaced(found[-1].term):
        before: list[Node] = [_term(text, token) for token in found[:-1]]
        start = Prefix(surface(beginning[found[-1].start :]))
        return All((*before, start)) if before else start
    node = _phrase(beginning, room)
    joined = found[0].extras if found and not is_unspaced(beginning) else ()
    if joined and isinstance(node, Phrase) and len(found) < room and all(token.extras == joined for token in found):
        whole = "".join(text[token.start : token.end] for token in found)
        return Either((node, Term(joined[0], surface(whole))))
    return node


def _term(text: str, token: Token) -> Term:
    return Term(token.term, surface(text[token.start : token.end]))
