"""The archive's own words: those that stand in its search documents."""

from collections.abc import Mapping

from django.db import connection

from agreements.catalogue.documents import Word
from agreements.models import SearchWord

#: Words, and of each whether it stands in a Norwegian text.
Words = dict[Word, bool]

_TABLE = SearchWord._meta.db_table
_ADD = f"""
INSERT INTO {_TABLE} (surface, term, is_norwegian) VALUES (%s, %s, %s)
ON CONFLICT (surface) DO UPDATE SET is_norwegian = TRUE WHERE excluded.is_norwegian AND NOT {_TABLE}.is_norwegian
"""  # noqa: S608 - a name of ours


def gather(words: Words, more: Mapping[Word, bool]) -> None:
    """Add words to words; one that stands in a Norwegian text anywhere is Norwegian."""
    for word, is_norwegian in more.items():
        words[word] = is_norwegian or words.get(word, False)


def add_words(words: Words) -> None:
    """Add words to the archive's; those that are there stay."""
    if words:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [(*word, is_norwegian) for word, is_norwegian in sorted(words.items())])


def replace_words(words: Words) -> None:
    """Let the archive have these words and no others."""
    SearchWord.objects.all().delete()
    add_words(words)
