"""The query language: from what a reader types to a small tree of what is asked.

Several words ask for all of them. ``"air pollution"`` asks for words side by side, ``-oil`` (or ``NOT oil``) for
records without a word, ``air or water`` (``eller``, ``|``) for either of two, ``pollut*`` for every word that begins
so, and ``minister:helgesen`` for a word in one field. Whatever cannot be read so is read as plain words: parsing never
fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.catalogue.analysis import Token, is_unspaced, surface, tokens
from agreements.catalogue.syntax import AND, OR, Part, parts, readable

#: Terms of a query that count; the rest is not read.
MOST_TERMS = 16


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


def parse(text: str) -> Node | None:
    """The tree of a query; None where there is nothing to search for. Never raises."""
    read = parts(readable(text))
    asked: list[Node] = []
    room = MOST_TERMS
    either = False
    for place, part in enumerate(read, start=1):
        if asked and place < len(read) and not either and part.is_sign(OR | AND):
            either = part.is_sign(OR)
            continue
        node = _read(part, room)
        if node:
            room -= _size(node)
            _add(asked, Not(node) if part.excluded else node, either)
        either = False
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


def _read(part: Part, room: int) -> Node | None:
    """What a part asks for, in at most ``room`` terms; None if it holds no letter or digit, or there is no room."""
    node = _phrase(part.text, room) if part.quoted else _word(part.text, room)
    if part.field:
        return Field(part.field, node, part.text.strip()) if node else _phrase(part.written, room)
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
