"""How alike names and titles are, and how records that may be alike are brought together without comparing all."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TypeVar

from agreements.text import fold

_COMMON = """
    a an and at between by concerning for from in of on or regarding relating respecting the to with
    agreement convention exchange government governments kingdom notes republic memorandum understanding treaty
    og i av for til om mellom den det de en et avtale regjering kongeriket republikken
    ministry department agency ministeriet departement departementet direktoratet
"""
#: Words that stand in so many titles and names that they tell nothing.
COMMON = frozenset(_COMMON.split())
#: A block with more records than this says too little to compare everybody in it.
LARGEST_BLOCK = 60
WORD = re.compile(r"\w+")

F = TypeVar("F")


@dataclass(frozen=True)
class Likeness:
    """Why two records (by id, the smaller first) may be one. ``score``: 0 to 100."""

    one: int
    other: int
    score: int
    reasons: tuple[str, ...] = field(default=(), compare=False)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or title, folded, in order."""
    return tuple(WORD.findall(fold(text).casefold()))


def telling(words: Iterable[str]) -> frozenset[str]:
    """The words that tell something; all of them when none does."""
    everything = frozenset(words)
    return (everything - COMMON) or everything


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets of words are the same, 0 to 1 (Dice's coefficient)."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def best_overlap(one: Iterable[frozenset[str]], other: Iterable[frozenset[str]]) -> float:
    """The overlap of the two names or titles, of several each, that are most alike."""
    others = list(other)
    return max((overlap(first, second) for first in one for second in others), default=0.0)


def blocks(facts: Iterable[F], keys: Callable[[F], Iterable[Hashable]]) -> Iterator[tuple[F, F]]:
    """The pairs of facts that share a key; those of overfull blocks are left out. A pair may come more than once."""
    found: dict[Hashable, list[F]] = defaultdict(list)
    for fact in facts:
        for key in set(keys(fact)):
            found[key].append(fact)
    for together in found.values():
        if 1 < len(together) <= LARGEST_BLOCK:
            yield from combinations(together, 2)


def near_spellings(text: str) -> Iterator[str]:
    """The text, and the text without each one of its letters: two that differ by one letter share one of them."""
    yield text
    if len(text) >= 8:
        yield from (text[:place] + text[place + 1 :] for place in range(len(text)))


class Best:
    """The likeliest reason for each pair."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], Likeness] = {}

    def add(self, one: int, other: int, score: float, *reasons: Any) -> None:
        """Keep the pair's score when it is the highest so far. Reasons are lazy texts."""
        first, second = sorted((one, other))
        known = self.found.get((first, second))
        if known is None or known.score < round(score):
            capped = max(0, min(100, round(score)))
            self.found[first, second] = Likeness(first, second, capped, tuple(str(reason) for reason in reasons))

    def sorted(self) -> list[Likeness]:
        """The likeliest first."""
        return sorted(self.found.values(), key=lambda likeness: (-likeness.score, likeness.one, likeness.other))
