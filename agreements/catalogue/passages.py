"""The passage of a long text that shows best why it was found.

A text may be as long as a treaty, so it is not analysed: a glance finds the places where a match may begin, only the
words there are analysed, and only so many of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from agreements.catalogue.analysis import LONGEST, each_token, is_unspaced
from agreements.catalogue.glance import plainly
from agreements.catalogue.highlight import Matcher

#: Characters of a text that are searched, places in it that are looked at, and matches among which a passage is chosen.
MOST_CHARACTERS, MOST_PLACES, MOST_MATCHES = 500_000, 2_000, 400
#: Part of a passage's width that may stand before its first match.
_BEFORE = 0.3
#: Characters that a pair of characters takes at most: three letters of each Hangul syllable.
_PAIR = 6
#: A text may be cut at white space, and after any character of a script without it.
_CUT = re.compile(r"\s+|[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")
#: Letters that printed texts join.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


class _Place(NamedTuple):
    start: int
    end: int
    what: str
    """Which of the things asked for stands there."""


class Excerpt(NamedTuple):
    """A part of a text. ``is_begun``, ``goes_on``: whether there is more of the text before it, and after it."""

    text: str
    is_begun: bool
    goes_on: bool

    @property
    def before(self) -> str:
        """What stands before it where it is shown."""
        return "… " if self.is_begun else ""

    @property
    def after(self) -> str:
        """What stands after it."""
        return " …" if self.goes_on else ""

    def __str__(self) -> str:
        return f"{self.before}{self.text}{self.after}"


def passage(text: str, matcher: Matcher, width: int = 240) -> Excerpt | None:
    """About ``width`` characters of the text with as many different matches as possible; None where there is no match.

    Words are whole, white space is a single space, and ligatures are parted.
    """
    if not text.isascii():
        for joined, letters in _LIGATURES.items():
            text = text.replace(joined, letters)
    places = list(_places(text[:MOST_CHARACTERS], matcher))
    if not places:
        return None
    first, last = _densest(places, int(width * (1 - _BEFORE)))
    start, end = 0, len(text)
    if len(text) > width:
        start = _cut_before(text, int(first.start - width * _BEFORE), first.start)
        end = _cut_after(text, last.end, start + width)
    shown = " ".join(text[start:end].split())
    return Excerpt(shown, bool(text[:start].strip()), bool(text[end:].strip()))


def _cut_before(text: str, earliest: int, match: int) -> int:
    """Where to begin, so that no word is cut: at or after ``earliest``, at the match at the latest."""
    if earliest <= 0:
        return 0
    cut = _CUT.search(text, earliest - 1, match)
    return cut.end() if cut else match


def _cut_after(text: str, match: int, latest: int) -> int:
    """Where to end, so that no word is cut: at or before ``latest``, after the match at the earliest."""
    if latest >= len(text):
        return len(text)
    for place in range(latest, match - 1, -1):
        if text[place].isspace():
            return match + len(text[match:place].rstrip())
        if place > match and _CUT.match(text, place - 1):
            return place
    return match


def _densest(places: list[_Place], width: int) -> tuple[_Place, _Place]:
    """The first and last of the places within ``width`` of which most are different, then most, then the first ones."""
    if len(places) == 1:
        return places[0], places[0]
    best, first, within = (0, 0), 0, Counter[str]()
    chosen = places[0], places[0]
    for last, place in enumerate(places):
        within[place.what] += 1
        while place.end - places[first].start > width and first < last:
            within[places[first].what] -= 1
            first += 1
        rank = (sum(1 for count in within.values() if count), last - first)
        if rank > best:
            best, chosen = rank, (places[first], place)
    return chosen


def _places(text: str, matcher: Matcher) -> Iterator[_Place]:
    """Matches in the text, in order, up to a bound."""
    found = 0
    for number, start in enumerate(matcher.beginnings.places(plainly(text))):
        place = _match_at(text, start, matcher)
        found += place is not None
        if place:
            yield place
        if found >= MOST_MATCHES or number >= MOST_PLACES:
            return


def _match_at(text: str, start: int, matcher: Matcher) -> _Place | None:
    """The match that begins at a place of the text, if a word begins there and matches."""
    if start and text[start - 1].isalnum() and not is_unspaced(text[start]):
        return None
    near = text[start : start + _reach(text[start])]
    token = next(each_token(near), None)
    if token is None:
        return None
    for phrase in matcher.phrases:
        if token.term == phrase[0]:
            words = list(islice(each_token(text[start : start + sum(map(_reach, phrase))]), len(phrase)))
            if tuple(word.term for word in words) == phrase:
                return _Place(start, start + words[-1].end, " ".join(phrase))
    span = matcher.span(near, token)
    return _Place(start, start + span[1], token.term) if span else None


def _reach(written: str) -> int:
    """Characters of a text that are enough to read a word or a pair of characters, and what stands before the next."""
    return _PAIR if is_unspaced(written) else LONGEST
