"""The archive's own words: those that stand in its search documents."""

from django.db import connection

from agreements.catalogue.analysis import is_unspaced, surface, term
from agreements.catalogue.documents import Words
from agreements.models import SearchWord

_TABLE = SearchWord._meta.db_table
_ADD = f"""
INSERT INTO {_TABLE} (surface, term, is_norwegian) VALUES (%s, %s, %s)
ON CONFLICT (surface) DO UPDATE SET is_norwegian = TRUE WHERE excluded.is_norwegian AND NOT {_TABLE}.is_norwegian
"""  # noqa: S608 - a name of ours


def add_words(words: Words) -> None:
    """Add words to the archive's; those that are there stay. Pairs of Chinese characters and the like are no words."""
    rows: dict[str, tuple[str, str, bool]] = {}
    for written, is_norwegian in ((words.other.words, False), (words.norwegian.words, True)):
        for word in written:
            plain = surface(word)
            if plain and (plain.isascii() or not is_unspaced(plain)):
                rows[plain] = (plain, term(word), is_norwegian)
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [rows[plain] for plain in sorted(rows)])


def replace_words(words: Words) -> None:
    """Let the archive have these words and no others."""
    SearchWord.objects.all().delete()
    add_words(words)
