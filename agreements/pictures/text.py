"""How wide a text is, so that labels can be placed without a browser. Widths are those of Inter, in which we draw."""

import json
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "vendor" / "inter-4.1"
ELLIPSIS = "…"
REGULAR, SEMIBOLD = "400", "600"
#: Of a letter that the typeface lacks: East Asian ones are square, others taken to be as wide as an o.
SQUARE, UNKNOWN = 1000, 620
#: Where another typeface has to stand in, it may be a little wider.
MARGIN = 1.03


@cache
def _widths() -> dict[str, dict[str, int]]:
    """By weight and letter, in thousandths of the size."""
    read: dict[str, dict[str, str]] = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))
    return {
        weight: {letter: int(width) for width, letters in by_width.items() for letter in letters}
        for weight, by_width in read.items()
    }


def width(text: str, size: float, weight: str = REGULAR) -> float:
    """The width of a line in the units of ``size``."""
    known = _widths()[weight]
    total = sum(known[letter] if letter in known else _unknown(letter) for letter in text)
    return total * size * MARGIN / 1000


def _unknown(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return SQUARE if unicodedata.east_asian_width(letter) in "WF" else UNKNOWN


def fitted(text: str, room: float, size: float, weight: str = REGULAR) -> str:
    """As much of the text as has room, cut at a word where that loses little; '' where not even a few letters have."""
    if width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    cut = text[:low].rstrip()
    at_word = cut.rpartition(" ")[0]
    if len(at_word) > 0.7 * len(cut) and low < len(text) and text[low] != " ":
        cut = at_word
    return cut.rstrip(" ,;:–-") + ELLIPSIS if len(cut) >= 3 else ""


def lines(text: str, room: float, size: float, weight: str = REGULAR, most: int = 2) -> list[str]:
    """The text in lines of that room, at most so many; what is too long ends in an ellipsis."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < most - 1:
        count = len(words)
        while count > 1 and width(" ".join(words[:count]), size, weight) > room:
            count -= 1
        found.append(fitted(" ".join(words[:count]), room, size, weight))
        words = words[count:]
    if words:
        found.append(fitted(" ".join(words), room, size, weight))
    return found
