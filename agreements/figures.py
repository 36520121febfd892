"""Numbers as each language writes them."""

from functools import lru_cache

from babel.numbers import format_decimal
from django.utils.translation import get_language, ngettext

#: Below this a number looks the same in both languages.
GROUPED_FROM = 1000


def figure(number: int, language: str | None = None) -> str:
    """The number in a language, None: the reader's. 2,306 in English, 2 306 (with a no-break space) in Norwegian."""
    if -GROUPED_FROM < number < GROUPED_FROM:
        return str(number)
    return _grouped(number, "nb" if (language or get_language() or "en").startswith("nb") else "en_GB")


@lru_cache(maxsize=4096)
def _grouped(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


def agreements_counted(number: int) -> str:
    """The number with the word for it: 1 agreement, 2,306 agreements."""
    return ngettext("%(n)s agreement", "%(n)s agreements", number) % {"n": figure(number)}
