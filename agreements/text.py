"""Plain-text helpers that know nothing of records: folding for addresses, cutting for lists."""

import unicodedata
from collections.abc import Iterable

#: Letters that Unicode decomposition leaves as they are.
UNDECOMPOSED = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "å": "a", "Å": "A", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d", "Đ": "D",
     "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "œ": "oe", "Œ": "Oe", "ı": "i"}
)  # fmt: skip


def fold(text: str) -> str:
    """Latin letters without their diacritics (``Støre`` → ``Store``); other scripts unchanged."""
    decomposed = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def without_repeats(values: Iterable[str]) -> list[str]:
    """The values in order, each once."""
    return list(dict.fromkeys(values))
