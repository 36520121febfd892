"""Where in a text a match may begin, seen at a glance: a text is compared letter by letter, before a word is analysed.

Every letter of a text is put in the place of itself by the plain letter that a term may have of it, so places stay what
they are. What a term loses of its words (diacritics, doubled vowels, endings) is left open. So every match is among the
places found, and most of those are matches.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import NamedTuple

from agreements.catalogue.analysis import ON_LETTER, is_unspaced, surface

#: Letters at the beginning of a word by which its places are found.
KEY = 6
#: Letters that a stem puts for others: policy → polici, organization → organis.
_STEMMED_FROM = {"y": "i", "z": "s"}
#: Stands for what may be there or not: accents, vowel marks, hyphens, what nobody sees, and vowels that a surface may
#: have lost after others (Stoere, Bærum).
_UNHEARD = "\x01"
_HYPHENS_OR_MARKS = re.compile(f"{ON_LETTER}|[-\u2010\u2011]")
_LOST = "ae"


class _Letters(dict[int, str]):
    """The plain letter of each character, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.several: set[str] = set()
        """Characters that stand for more than one letter, of which the first is given."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = [part for part in unicodedata.normalize("NFD", surface(character)) if not unicodedata.combining(part)]
        if len(plain) > 1:
            self.several.add(character)
        if plain:
            letter = _UNHEARD if plain[0] in _LOST else _STEMMED_FROM.get(plain[0], plain[0])
        else:
            letter = _UNHEARD if _HYPHENS_OR_MARKS.match(character) else " "
        self[code] = letter
        return letter


_LETTERS = _Letters()
_LETTERS[ord(_UNHEARD)] = _UNHEARD
_NOT_ASCII = re.compile("[^\x00-\x7f]")
#: The share of a text, at most, for which its characters outside ASCII are replaced one by one.
_FEW = 0.1


def plainly(text: str) -> str:
    """The text with a plain letter in the place of each character."""
    if not text.isascii() and len(text) - len(text.encode("ascii", "ignore")) < _FEW * len(text):
        text = _NOT_ASCII.sub(_plain, text)  # the rest is ASCII, which is translated ten times as fast
    return text.translate(_LETTERS)


def _plain(found: re.Match[str]) -> str:
    return _LETTERS[ord(found[0])]


class Key(NamedTuple):
    """How words may begin: the letters that are heard, and whether one that may be unheard stands before them."""

    letters: str
    is_open: bool

    @classmethod
    def of(cls, start: str) -> "Key":
        """The key of words that begin so."""
        plain = plainly(start)
        return cls(plain.replace(_UNHEARD, ""), plain.startswith(_UNHEARD))


def keys_of(terms: Iterable[str], starts: Iterable[str]) -> frozenset[Key]:
    """How words of these terms begin, and words that begin so."""
    return frozenset(Key.of(start) for start in [*map(_beginning, terms), *(start[:KEY] for start in starts)])


def places(text: str, keys: Collection[Key]) -> Iterator[int]:
    """Where in the text words that begin in one of these ways may stand, in order, each once.

    The letters are looked for in what is heard of the text, and their places counted out: to make a pattern of a word
    that nobody asked for before takes longer than to look into a page of titles so.
    """
    plain = plainly(text)
    heard = plain.replace(_UNHEARD, "")
    there = [key for key in keys if key.letters in heard]
    if len(there) < 2:
        return _places(there[0], plain, heard) if there else iter(())
    return (place for place, _ in groupby(merge(*(_places(key, plain, heard) for key in there))))


def _places(key: Key, plain: str, heard: str) -> Iterator[int]:
    if not key.letters:
        yield from (place for place, letter in enumerate(plain) if letter == _UNHEARD)
        return
    place = before = 0
    at = heard.find(key.letters)
    while at >= 0:
        place = _further(plain, place, at - before)
        if key.is_open:
            yield from range(len(plain[:place].rstrip(_UNHEARD)), place)
        else:
            yield place
        before, at = at, heard.find(key.letters, at + 1)


def _further(plain: str, place: int, letters: int) -> int:
    """The place of the letter that is heard so many letters after the first one from ``place`` on."""
    while letters:
        unheard = plain.count(_UNHEARD, place, place + letters)
        place, letters = place + letters, unheard
    while plain[place] == _UNHEARD:
        place += 1
    return place


def can_tell(text: str) -> bool:
    """Whether a glance finds every match in the text: not where characters stand for several letters, or for words."""
    return text.isascii() or (_LETTERS.several.isdisjoint(text) and not is_unspaced(text))


def _beginning(term: str) -> str:
    """What all words of the term begin with: a stem's last letter may be another in the word."""
    return term if is_unspaced(term) else term[: min(KEY, max(3, len(term) - 1))]
