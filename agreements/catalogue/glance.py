"""Where in a text a match may begin, seen at a glance: a text is compared letter by letter, before a word is analysed.

Every letter of a text is put in the place of itself by the plain letter that a term may have of it, so places stay what
they are. What a term loses of its words (diacritics, doubled vowels, endings) is left open. So every match is among the
places found, and most of those are matches.
"""

import re
import unicodedata
from collections.abc import Iterable

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


def beginnings(terms: Iterable[str], starts: Iterable[str]) -> re.Pattern[str] | None:
    """What finds, in a text put plainly, where words of these terms or that begin so may stand; None: no words."""
    keys = {_key(term) for term in terms} | {start[:KEY] for start in starts}
    patterns = {_pattern(plainly(key)) for key in keys}
    return re.compile("|".join(sorted(patterns))) if patterns else None


def can_tell(text: str) -> bool:
    """Whether a glance finds every match in the text: not where characters stand for several letters, or for words."""
    return text.isascii() or (_LETTERS.several.isdisjoint(text) and not is_unspaced(text))


def _key(term: str) -> str:
    """What all words of the term begin with: a stem's last letter may be another in the word."""
    return term if is_unspaced(term) else term[: min(KEY, max(3, len(term) - 1))]


def _pattern(key: str) -> str:
    """The first letter, if the others follow; it alone is taken, so that no place hides another."""
    others = "".join(f"{_UNHEARD}*{re.escape(letter)}" for letter in key[1:] if letter != _UNHEARD)
    return re.escape(key[:1]) + (f"(?={others})" if others else "")
