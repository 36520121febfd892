"""Titles as foreign registers write them, cleaned without changing a word."""

import html
import re
import unicodedata
from functools import lru_cache

#: Longest title a record holds.
TITLE_LENGTH = 1000
_C1 = re.compile(r"[\x80-\x9f]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
#: Words of polite form, which registers leave out or put in.
_FILLING = frozenset(
    {
        "the", "of", "and", "in", "a", "an", "s", "government", "governments", "republic", "kingdom", "state", "states",
        "federal", "federation", "people", "peoples", "democratic", "socialist", "his", "her", "majesty",
    }
)  # fmt: skip
#: Invisible marks that only disturb searching: zero-width space, soft hyphen, byte order mark, word joiner.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u00ad\ufeff\u2060"))


@lru_cache(maxsize=2**14)
def clean_title(raw: str) -> str:
    """The title on one line: entities resolved (also doubly encoded ones), Windows quotes for C1 controls, no controls.

    C1 control characters come from text in Windows-1252 that was read as Latin-1. Letters of any script stay as they
    are. NFC (Unicode Standard Annex 15), so that equal titles are equal.
    """
    text = raw
    for _ in range(2):
        text = html.unescape(text)
    text = _C1.sub(lambda match: match.group().encode("latin-1").decode("cp1252", errors="ignore"), text)
    text = _SPACES.sub(" ", text).translate(_INVISIBLE)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def same_wording(one: str, other: str) -> bool:
    """Whether two clean titles differ at most in capitals, punctuation, spaces, and words such as "Government of"."""
    return one == other or _essence(one) == _essence(other)


def _essence(title: str) -> str:
    """The letters and digits of the words that carry the title."""
    return "".join(word for word in re.findall(r"\w+", title.casefold().replace("-", "")) if word not in _FILLING)
