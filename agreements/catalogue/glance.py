"""Where in a text a match may begin, seen at a glance: a text is compared letter by letter, before a word is analysed.

Every letter of a text is put in the place of itself by the plain letter that a term may have of it, so places stay what
they are. What a term loses of its words (diacritics, doubled vowels, endings) is left open. So every match is among the
places found, and most of those are matches.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby

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
_ANY_UNHEARD = re.compile(_UNHEARD)


class _Letters(dict[int, str]):
    """The plain letter of each character, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__({ord(_UNHEARD): _UNHEARD})
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


class Beginnings:
    """What finds, in a text put plainly, where words of some terms or that begin so may stand; false: no words."""

    def __init__(self, terms: Iterable[str], starts: Iterable[str]) -> None:
        keys = {_key(term) for term in terms} | {start[:KEY] for start in starts}
        self._keys = sorted(map(plainly, filter(None, keys)))

    def __bool__(self) -> bool:
        return bool(self._keys)

    def places(self, plain: str) -> Iterator[int]:
        """The places in order, each once."""
        heard = plain.replace(_UNHEARD, "")
        found = [_places(key, plain, heard) for key in self._keys]
        return found[0] if len(found) == 1 else (place for place, _ in groupby(merge(*found)))


def _places(key: str, plain: str, heard: str) -> Iterator[int]:
    """Where a key may stand. Its letters are looked for in what is heard: to search is then all that C does best."""
    letters = key.replace(_UNHEARD, "")
    if not letters:
        yield from (found.start() for found in _ANY_UNHEARD.finditer(plain))
        return
    place, before, number = 0, 0, heard.find(letters)
    while number >= 0:
        place = _after(plain, place, number - before)
        if key[0] == _UNHEARD:  # any of those that stand before the first letter heard may be the first
            yield from range(len(plain[:place].rstrip(_UNHEARD)), place)
        else:
            yield place
        before, number = number, heard.find(letters, number + 1)


def _after(plain: str, start: int, steps: int) -> int:
    """The place of the letter that is heard so many steps after the first one heard from ``start`` on."""
    place = start + steps
    while (further := start + steps + plain.count(_UNHEARD, start, place + 1)) > place:
        place = further
    return place


def can_tell(text: str) -> bool:
    """Whether a glance finds every match in the text: not where characters stand for several letters, or for words."""
    if text.isascii():
        return True
    text.translate(_LETTERS)  # so that each of its characters has been met
    return _LETTERS.several.isdisjoint(text) and not is_unspaced(text)


def _key(term: str) -> str:
    """What all words of the term begin with: a stem's last letter may be another in the word."""
    return term if is_unspaced(term) else term[: min(KEY, max(3, len(term) - 1))]
