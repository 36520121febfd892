"""Order of names and titles: the reader's alphabet, the same on SQLite and PostgreSQL.

Alphabets are those of the Unicode Common Locale Data Repository (CLDR, https://cldr.unicode.org/), as far as names and
titles need them: of its first level the letters, and of its tailoring for Norwegian (common/collation/no.xml) that æ, ø
and å stand at the end, with ä as æ, ö as ø and ü as y. That aa counts as å is left out: it is right for Aasen, but not
for Isaac or Saarland.
"""

import unicodedata
from typing import Any

from django.db import models
from django.utils.translation import get_language

from agreements.text import fold

#: Characters that follow z stand for the letters that follow z in the Norwegian alphabet.
_NORWEGIAN = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "ő": "|", "å": "}", "ü": "y", "ű": "y", "đ": "d", "ð": "d", "þ": "th"}
)


def alphabetical(text: str, *, norwegian: bool | None = None) -> str:
    """A key by which texts sort as in a dictionary: in Norwegian or English, None: in the reader's language.

    Case and accents do not matter, but between texts that are the same without them.
    """
    if text.isascii():
        return f"{text.lower()}\0{text}"
    if norwegian is None:
        norwegian = (get_language() or "en")[:2] == "nb"
    letters = unicodedata.normalize("NFC", text).casefold()
    return f"{fold(letters.translate(_NORWEGIAN) if norwegian else letters)}\0{text}"


def by_name(record: models.Model) -> str:
    """The key by which records stand in the order of what the reader reads of them."""
    return alphabetical(str(record))


class ByCodePoint(models.Func):
    """Compare text by code point, whatever the locale of the database."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """PostgreSQL compares by the database's locale unless told otherwise; SQLite always does so by code point."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"')
