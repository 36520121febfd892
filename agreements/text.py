"""Plain-text helpers that know nothing of records: folding for addresses, lists without repeats, languages."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: Letters that Unicode decomposition leaves as they are.
UNDECOMPOSED = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "å": "a", "Å": "A", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D",
     "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "œ": "oe", "Œ": "Oe", "ı": "i", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T",
     "ħ": "h", "Ħ": "H", "ẞ": "SS"}
)  # fmt: skip
#: Last character of Unicode's Latin blocks that letters of other scripts never decompose to.
LAST_LATIN = "\u024f"


def fold(text: str) -> str:
    """Latin letters without their diacritics (``Støre`` → ``Store``); letters of other scripts unchanged."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_plain(character) for character in composed).translate(UNDECOMPOSED)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed[0] > LAST_LATIN and not "\u0300" <= character <= "\u036f":
        return character
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def is_norwegian(language: str) -> bool:
    """Whether a language tag (BCP 47) is of Bokmål, Nynorsk, or Norwegian of either form."""
    return language.partition("-")[0] in ("nb", "nn", "no")


def without_repeats(values: Iterable[str]) -> list[str]:
    """The values in order, each once."""
    return list(dict.fromkeys(values))
