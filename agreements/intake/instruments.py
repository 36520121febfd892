"""Multilateral agreements that a text names as context."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agreements.intake.vocabulary import Vocabulary

TABLE = Path(__file__).parent / "words" / "instruments.toml"


@dataclass(frozen=True)
class InstrumentMention:
    """An instrument named at ``start``–``end``. ``name`` is its full name, in English where that is known."""

    name: str
    start: int
    end: int


def instruments_in(text: str, vocabulary: Vocabulary) -> list[InstrumentMention]:
    """Every mention, in order; where two overlap, the longer."""
    found = [
        InstrumentMention(name, match.start(), match.end())
        for name, pattern in _patterns(vocabulary).items()
        for match in pattern.finditer(text)
    ]
    kept: list[InstrumentMention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


@cache
def _patterns(vocabulary: Vocabulary) -> Mapping[str, re.Pattern[str]]:
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    entries: dict[str, list[str]] = {name: list(patterns) for name, patterns in raw.items()}
    for name, own in vocabulary.instruments:
        # A short name such as "Paris" or "Basel" is a town as well, unless it is an acronym.
        if len(name.split()) > 1 or name.isupper():
            entries.setdefault(own, []).append(re.escape(name.casefold()))
    return {name: _any_of(patterns) for name, patterns in entries.items()}


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for all, for whole words; Chinese has no words' edges, which its characters pass for."""
    joined = "|".join(pattern.replace("\\ ", " ").replace(" ", r"\s+") for pattern in patterns)
    return re.compile(rf"(?<![a-zA-ZæøåäöÆØÅÄÖ])(?:{joined})(?![a-zA-ZæøåäöÆØÅÄÖ])", re.IGNORECASE)
