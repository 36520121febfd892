"""One analyser for what is searched and for what is typed: from a text to the terms by which it is found.

A term is what is left of a word when case, width, diacritics and endings do not matter: ``Avtalene`` and ``avtale``
give ``avtal``, ``CO₂`` gives ``co2``, and ``Støre``, ``Stoere`` and ``Store`` give ``stor``. Words of one surface have
one term.

Chinese and Japanese are written without spaces between words, Korean without reliable ones: a run of their characters
gives its overlapping pairs, the usual way to search them without a dictionary. They are never transliterated, so two
Chinese names are never one because their pinyin is.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agreements.catalogue.stemming import stem
from agreements.text import fold

#: Characters of a term at most; a longer word counts as several.
LONGEST = 64
#: Pieces of a hyphenated word at most that are also read as one word.
MOST_PIECES = 8


class Token(NamedTuple):
    """A word, or a pair of Chinese, Japanese or Korean characters, where it stands in a text."""

    start: int
    """Where it begins in the text as given."""
    end: int
    """Where it ends: ``text[start:end]`` is the word as written."""
    term: str
    """Its term: 1–64 letters and digits, no spaces."""
    extras: tuple[str, ...] = ()
    """Further terms by which the same place is found: a hyphenated word joined, the characters of a pair."""


#: Kana, bopomofo, Han, Hangul and their compatibility forms: written without spaces, found by pairs of characters.
_UNSPACED = (
    "々〇\u1100-\u11ff\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\uff66-\uff9f\uffa1-\uffdc"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
#: Marks written on letters (vowels of Arabic and Hindi, accents set apart from their letters): part of their word.
_MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)).startswith("M"))
#: Soft hyphen, joiners, direction marks: nobody sees them, so they part no word.
_UNSEEN = "\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
#: What stands on a letter, as a regular expression for one character.
ON_LETTER = f"[{_MARKS}{_UNSEEN}]"
_LETTER = rf"[^\W_{_UNSPACED}]"
#: The English possessive is left out: Norway's.
_POSSESSIVE = r"(?:['’][sS](?![^\W_]))?+"
#: Every quantifier is possessive and bounded, so no text takes more than one pass.
_WORD = re.compile(
    rf"({_LETTER}{{1,{LONGEST}}}+(?:{ON_LETTER}{{1,4}}+{_LETTER}{{0,{LONGEST}}}+){{0,16}}+){_POSSESSIVE}"
)
_ASCII_WORD = re.compile(rf"([A-Za-z0-9]{{1,{LONGEST}}}+){_POSSESSIVE}")
#: Stands before and after words, and is no part of them.
_BESIDE_WORDS = '.,;:!?()[]«»“”"'
_RUN = re.compile(rf"[{_UNSPACED}]++")
_RUN_OR_WORD = re.compile(f"{_RUN.pattern}|{_WORD.pattern}")
#: One character of a run, with its voicing mark; a Hangul syllable also when its letters are apart.
_CHARACTER = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|.[\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
#: What joins the pieces of a hyphenated word.
HYPHENS = frozenset("-\u2010\u2011")

#: What no surface keeps: everything but letters, digits and the vowels of Indic and South-East Asian scripts.
_LEFT_OUT = re.compile("[^\\w\u0900-\u1aaf\u1b00-\u1cff\ua800-\uabff]|[_\u0640\u02b9-\u02ff]")
#: Ways to write å, æ and ø without them. Doubled vowels of other words meet the same fate, on both sides of a search …
_DIGRAPHS = re.compile("a[ae]+|oe+")
#: … but for the e of an ending: miljø-et, tema-er, klima-ene.
_BEFORE_ENDING = re.compile("[aeiouy][^aeiouy]+[ao](?=e(?:t|r|ne)s?$)")


def surface(word: str) -> str:
    """The word with case, width, diacritics and digraphs levelled, but with its ending; at most 64 characters.

    ``Støre`` and ``Stoere`` give ``store``. Empty if the word has neither letter nor digit.
    """
    if word.isascii() and word.isalnum():
        plain = word.lower()[:LONGEST]
    else:
        plain = fold(unicodedata.normalize("NFKC", word).casefold()).replace("ё", "е")
        plain = _LEFT_OUT.sub("", plain)[:LONGEST]
    if not _DIGRAPHS.search(plain):
        return plain
    ending = _BEFORE_ENDING.search(plain)
    levelled = ending.end() if ending else len(plain)
    return _DIGRAPHS.sub(lambda digraph: digraph[0][0], plain[:levelled]) + plain[levelled:]


@lru_cache(maxsize=2**16)
def term(word: str) -> str:
    """The term of one word, which must not be longer than a token. Empty if the word has neither letter nor digit."""
    return stem(surface(word))


def is_unspaced(text: str) -> bool:
    """Whether the text holds a character of a script that is written without spaces."""
    return _RUN.search(text) is not None


def lone_word(text: str) -> str:
    """The word of a text that is nothing else but punctuation around it, as most is that stands between two spaces.

    Empty for any other text, and for one that is ``is_unspaced``.
    """
    bare = text.strip(_BESIDE_WORDS)
    return bare if bare.isalnum() and len(bare) <= LONGEST and (bare.isascii() or not is_unspaced(bare)) else ""


def words(text: str) -> list[str]:
    """The words of a text in its order, as they are written; of one that is not ``is_unspaced``."""
    if word := lone_word(text):
        return [word]
    found: list[str] = (_ASCII_WORD if text.isascii() else _WORD).findall(text)
    return found


def terms(text: str) -> list[str]:
    """The terms of a text in its order: those of ``tokens``, found faster."""
    if not text.isascii() and is_unspaced(text):
        return [token.term for token in tokens(text)]
    return list(filter(None, map(term, words(text))))


def tokens(text: str) -> list[Token]:
    """The words of a text in its order, with their places. Pairs of characters overlap; words do not."""
    return list(each_token(text))


def each_token(text: str) -> Iterator[Token]:
    """The same one by one, for those who need only the first."""
    pieces: list[Token] = []
    end = 0
    for match in _RUN_OR_WORD.finditer(text):
        is_run = match[1] is None
        if pieces and (is_run or len(pieces) == MOST_PIECES or text[end : match.start()] not in HYPHENS):
            yield from _joined(text, pieces)
            pieces = []
        if is_run:
            yield from _pairs(match[0], match.start())
        elif index_term := term(match[1]):
            pieces.append(Token(match.start(), match.end(1), index_term))
        end = match.end()
    yield from _joined(text, pieces)


def _joined(text: str, pieces: list[Token]) -> list[Token]:
    """The pieces of a hyphenated word, each also found by the joined word; a single word as it is."""
    if len(pieces) < 2:
        return pieces
    joined = term("".join(text[piece.start : piece.end] for piece in pieces)[: 4 * LONGEST])
    return [piece._replace(extras=(joined,)) for piece in pieces]


def _pairs(run: str, offset: int) -> Iterator[Token]:
    """The overlapping pairs of a run of characters, also found by each character; the only one of a run of one."""
    found = [
        Token(offset + match.start(), offset + match.end(), character)
        for match in _CHARACTER.finditer(run)
        if (character := term(match[0]))
    ]
    if len(found) == 1:
        yield found[0]
    for place, (one, other) in enumerate(pairwise(found), start=2):
        singles = (one.term, other.term) if place == len(found) else (one.term,)
        yield Token(one.start, other.end, one.term + other.term, singles)
