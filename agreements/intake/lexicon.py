"""The words of one language that the rules look for, read from its table in words/."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
#: In the order in which a tie between them is decided.
LANGUAGES = ("nb", "nn", "en", "sv", "da", "de", "fr", "es", "pt", "ru", "zh")
#: The table of words that are looked for in every language.
ANY = "any"
#: Matches nothing: the pattern of a list that a language does not have.
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Lexicon:
    """Patterns and words of one language. A list the table leaves out never matches.

    ``patterns`` are whole-word patterns without regard to case, ``words`` sets of small letters, ``days`` the distance
    of words such as "yesterday" from the day of publication, ``kinds`` the kind of agreement (AgreementKind) each
    pattern names, in the order in which they are tried.
    """

    language: str
    patterns: Mapping[str, re.Pattern[str]]
    words: Mapping[str, frozenset[str]]
    days: Mapping[str, int]
    kinds: Mapping[str, re.Pattern[str]]
    qualifiers: Mapping[str, re.Pattern[str]]
    projects: Mapping[str, re.Pattern[str]]
    themes: Mapping[str, tuple[str, ...]]

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern of a list; one that matches nothing where the language has no such list."""
        return self.patterns.get(name, NEVER)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of LANGUAGES, or of ANY. Raises KeyError or re.error when its table is mistaken."""
    raw = _table(language)
    spaced = language != "zh"
    # Releases in every language keep the English names of agreements ("en Letter of Intent").
    english = {} if language == ANY else _table("en")["kinds"]
    kinds = {kind: [*raw.get("kinds", {}).get(kind, ()), *entries] for kind, entries in english.items()}
    return Lexicon(
        language,
        patterns={name: _any_of(entries, spaced) for name, entries in raw.get("patterns", {}).items()},
        words={name: frozenset(text.split()) for name, text in raw.get("words", {}).items()},
        days=raw.get("days", {}),
        kinds=_group({"kinds": kinds}, "kinds", spaced),
        qualifiers=_group(raw, "qualifiers", spaced),
        projects=_group(raw, "projects", spaced),
        themes={slug: tuple(labels) for slug, labels in raw.get("themes", {}).items()},
    )


def _table(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def _group(raw: Mapping[str, Any], name: str, spaced: bool) -> dict[str, re.Pattern[str]]:
    return {key: _any_of(entries, spaced) for key, entries in raw.get(name, {}).items()}


def _any_of(entries: list[str], spaced: bool) -> re.Pattern[str]:
    """One pattern for all entries. A space in an entry stands for any white space, such as the end of a line."""
    joined = "|".join(entries).replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if spaced else f"(?:{joined})", re.IGNORECASE)
