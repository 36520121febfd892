"""Themes of the archive that a text names, by their labels and alternative labels, whatever the words' endings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from Stemmer import Stemmer

from agreements.intake.lexicon import lexicon
from agreements.intake.vocabulary import Vocabulary

STEMMERS = {"nb": "norwegian", "nn": "norwegian", "sv": "swedish", "da": "danish", "en": "english"}
#: Languages of the labels that are looked for in a text of a language.
LABELS = {"nb": {"no", "nb", "nn"}, "nn": {"no", "nb", "nn"}, "en": {"en"}}
#: A label this long may begin a compound ("klimagasser" in "klimagassutslipp").
SHORTEST_COMPOUND = 5
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class ThemeMention:
    """A theme named at ``start``–``end``."""

    label: str
    start: int
    end: int


def themes_in(text: str, language: str, vocabulary: Vocabulary, zones: Iterable[tuple[int, int]]) -> list[ThemeMention]:
    """Themes named in the zones, each once, in order. Of overlapping labels the longest counts."""
    if language not in STEMMERS or not vocabulary.themes:
        return []
    found: dict[str, ThemeMention] = {}
    for start, end in zones:
        for mention in _in_zone(text, start, end, language, vocabulary):
            found.setdefault(mention.label, mention)
    return sorted(found.values(), key=lambda mention: mention.start)


def _in_zone(text: str, start: int, end: int, language: str, vocabulary: Vocabulary) -> Iterator[ThemeMention]:
    index = _index(language, vocabulary)
    stem = _stemmer(language)
    words = list(WORD.finditer(text, start, end))
    stems = [stem(word.group().casefold()) for word in words]
    position = 0
    while position < len(words):
        match = next(
            (
                (label, count)
                for label_stems, label in index.get(stems[position][:4], ())
                if (count := _matched(label_stems, stems[position:], language))
            ),
            None,
        )
        if match:
            label, count = match
            yield ThemeMention(label, words[position].start(), words[position + count - 1].end())
            position += count
        else:
            position += 1


def _matched(label: tuple[str, ...], stems: list[str], language: str) -> int:
    """How many words of the text the label takes up; 0 when it is not there."""
    if len(stems) < len(label) or list(label[:-1]) != stems[: len(label) - 1]:
        return 0
    own, word = label[-1], stems[len(label) - 1]
    is_compound = language != "en" and len(own) >= SHORTEST_COMPOUND and word.startswith(own)
    return len(label) if word == own or is_compound else 0


@cache
def _index(language: str, vocabulary: Vocabulary) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Labels as stems, by the first four letters, the longest first."""
    stem = _stemmer(language)
    own = lexicon(language).themes
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for theme in vocabulary.themes:
        labels = [label for code, label in theme.labels if code in LABELS.get(language, set())]
        for label in (*labels, *own.get(theme.slug, ())):
            stems = tuple(stem(word.casefold()) for word in WORD.findall(label))
            if stems:
                index.setdefault(stems[0][:4], []).append((stems, theme.label))
    for group in index.values():
        group.sort(key=lambda entry: (-len(entry[0]), -len(entry[0][-1])))
    return index


class _Stemmer:
    """Stems of one language, each computed once."""

    def __init__(self, name: str) -> None:
        self._stem = Stemmer(name)
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if word not in self._known:
            self._known[word] = self._stem.stemWord(word)
        return self._known[word]


@cache
def _stemmer(language: str) -> _Stemmer:
    return _Stemmer(STEMMERS[language])
