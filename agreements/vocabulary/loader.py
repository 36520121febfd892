"""Loads the themes. Importers call it too: they find a theme by the term of a foreign register (``ThemeMatch``)."""

from collections.abc import Mapping
from pathlib import Path

from agreements.catalogue.changes import gathered
from agreements.models import Theme, ThemeAltLabel, ThemeMatch
from agreements.written.files import Entry, Kind, Rows, read_entries
from agreements.written.writer import Totals, Writer

THEMES_FILE = Path(__file__).parent / "themes.toml"

THEME = Kind(
    Theme,
    key=("slug",),
    fields=("label_en", "label_no", "scope_note_en", "scope_note_no"),
    links={"broader": "theme"},
    rows={
        "alt_labels": Rows(ThemeAltLabel, "theme", key=("label", "language"), fields=("label", "language")),
        "matches": Rows(ThemeMatch, "theme", key=("vocabulary", "term"), fields=("vocabulary", "term", "url", "kind")),
    },
    required=("label_en", "label_no"),
)


def load_vocabulary() -> Totals:
    """Make the themes what themes.toml says, by slug, all of them or none. A second run writes nothing.

    Raises DataError, one sentence, for a mistake in the file.
    """
    with gathered():
        writer = Writer()
        entries = read_entries([THEMES_FILE], {"theme": THEME})["theme"]
        for generation in _generations(entries):
            writer.write("theme", THEME, generation)
        return writer.totals


def _generations(entries: Mapping[str, Entry]) -> list[dict[str, Entry]]:
    """The entries so that every broader theme comes before its narrower ones, wherever they stand in the file."""
    generations: list[dict[str, Entry]] = []
    placed: set[str] = set()
    waiting = dict(entries)
    while waiting:
        ready = {
            key: entry
            for key, entry in waiting.items()
            if entry.table.get("broader") in {None, *placed} or entry.table["broader"] not in entries
        }
        if not ready:
            entry = next(iter(waiting.values()))
            raise entry.error("its broader themes go in a circle.")
        generations.append(ready)
        placed.update(ready)
        waiting = {key: entry for key, entry in waiting.items() if key not in ready}
    return generations
