"""A query without some of its words, for when no record has all of them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from pyroaring import BitMap

from agreements.catalogue.analysis import LONGEST, term
from agreements.catalogue.smallwords import SMALL
from agreements.catalogue.syntax import AND, OR, Part, parts, readable

#: Parts of a query, at most, of which it is tried to leave out some; and ways to do so that are told.
MOST_PARTS, MOST_WAYS = 8, 4


class Shorter(NamedTuple):
    """A query with less in it: what was left out, what remains, and how many records that finds."""

    left_out: str
    rest: str
    total: int


def shorter(query: str, found_by: Callable[[str], BitMap]) -> list[Shorter]:
    """What a query would find without some of its parts: without one, or as few as may be for anything to be found.

    At most four ways, those that find least first: they keep the words that say most. None for a query that asks for
    this or that, for one of a single part, and for one of more than eight. ``found_by``: the records of a query.
    """
    asked = [part for part in parts(readable(query)) if not (part.is_sign(AND) or _is_small(part))]
    if len(asked) > MOST_PARTS or any(part.is_sign(OR) for part in asked):
        return []
    found = [(part, found_by(part.typed)) for part in asked]
    for size in range(len(asked) - 1, 0, -1):
        ranked = sorted(_useful(found, size), key=lambda way: way[1])[:MOST_WAYS]
        if ways := [_without_others(asked, kept, found_by) for kept, _count in ranked]:
            return [way for way in ways if way.total]
    return []


def _is_small(part: Part) -> bool:
    """Whether the part is a word that is not asked for beside others."""
    is_word = part.text.isalpha() and not (part.quoted or part.excluded or part.field)
    return is_word and term(part.text[:LONGEST]) in SMALL


def _useful(found: list[tuple[Part, BitMap]], size: int) -> Iterator[tuple[list[Part], int]]:
    """So many of the parts that find something together and do not only exclude, and how much."""
    for chosen in reversed(list(combinations(found, size))):  # what is left out comes in the order of the query
        kept = [part for part, _ in chosen]
        count = len(BitMap.intersection(*(records for _, records in chosen)))
        if count and not all(part.excluded for part in kept):
            yield kept, count


def _without_others(asked: list[Part], kept: list[Part], found_by: Callable[[str], BitMap]) -> Shorter:
    rest = _typed(kept)
    return Shorter(_typed(part for part in asked if part not in kept), rest, len(found_by(rest)))


def _typed(query: Iterable[Part]) -> str:
    return " ".join(part.typed for part in query)
