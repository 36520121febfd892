"""The archive's own words: those that stand in its search documents."""

from django.db import connection

from agreements.bulk import insert
from agreements.catalogue.analysis import LONGEST, is_unspaced
from agreements.catalogue.documents import Words
from agreements.catalogue.stemming import stem
from agreements.models import SearchWord

_TABLE = SearchWord._meta.db_table
_ADD = f"""
INSERT INTO {_TABLE} AS known (surface, term, written, is_norwegian) VALUES (%s, %s, %s, %s)
ON CONFLICT (surface) DO UPDATE SET
    is_norwegian = excluded.is_norwegian OR known.is_norwegian,
    written = CASE WHEN {{later}} THEN excluded.written ELSE known.written END
WHERE excluded.is_norwegian AND NOT known.is_norwegian OR {{later}}
"""  # noqa: S608 - a name of ours
#: By code point, whatever the locale: of two ways to write a word, the later one has the diacritics.
_LATER = {
    "sqlite": "excluded.written > known.written",
    "postgresql": 'excluded.written COLLATE "C" > known.written COLLATE "C"',
}


def add_words(words: Words) -> None:
    """Add words to the archive's; those that are there stay."""
    with connection.cursor() as cursor:
        cursor.executemany(_ADD.format(later=_LATER[connection.vendor]), _rows(words))


def replace_words(words: Words) -> None:
    """Let the archive have these words and no others."""
    SearchWord.objects.all().delete()
    insert(SearchWord, ("surface", "term", "written", "is_norwegian"), _rows(words))


def _rows(words: Words) -> list[tuple[str, str, str, bool]]:
    """What is stored of the words, ascending. Pairs of Chinese characters and the like are no words."""
    latest: dict[str, str] = {}
    for reader in (words.other, words.norwegian):
        for word, plain in reader.words.items():
            written = word.lower()
            if written > latest.get(plain, ""):
                latest[plain] = written
    norwegian = set(words.norwegian.words.values())
    return sorted(
        (plain, stem(plain), written[:LONGEST], plain in norwegian)
        for plain, written in latest.items()
        if plain and (plain.isascii() or not is_unspaced(plain))
    )
