"""Six questions, each with many different values, as addresses of our list and of Datasette's."""

import random
import sqlite3
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.peer import DATABASE, TABLE
from tests.bench.words import languages

#: Shares of the records that a word of the class stands on.
BROAD, RARE = (0.2, 0.4), (0.0001, 0.001)
#: So many themes and countries, the most frequent, take turns; so many different questions of a scenario at most.
THEMES, COUNTRIES, QUESTIONS = 8, 12, 200


@dataclass(frozen=True)
class Question:
    """What is asked; '' where nothing is."""

    word: str = ""
    theme: str = ""
    party: str = ""

    @property
    def ours(self) -> str:
        """The address of our list."""
        asked = urlencode({name: value for name, value in self._parameters("q", "theme", "party") if value})
        return f"/en/agreements/?{asked}" if asked else "/en/agreements/"

    def theirs(self, facets: bool = True) -> str:
        """The address of Datasette's table."""
        names = ("_search", "themes__arraycontains", "parties__arraycontains")
        asked = {name: value for name, value in self._parameters(*names) if value}
        return f"/{DATABASE}/{TABLE}?{urlencode(asked | ({} if facets else {'_nofacet': '1'}))}"

    def _parameters(self, *names: str) -> list[tuple[str, str]]:
        return list(zip(names, (self.word, self.theme, self.party), strict=True))


@dataclass(frozen=True)
class Scenario:
    """A kind of question, and different questions of the kind in a fixed order that is not that of frequency."""

    name: str
    questions: list[Question]


def scenarios(folder: Path, seed: int) -> list[Scenario]:
    """The six, with values chosen by their frequency in the records themselves."""
    connection = sqlite3.connect(folder / f"{DATABASE}.db")
    rng = random.Random(seed)
    themes = _frequent(connection, "themes", THEMES)
    parties = _frequent(connection, "parties", COUNTRIES)
    broad, rare = (_words(connection, seed, share) for share in (BROAD, RARE))
    pairs = [(theme, party) for theme in themes for party in parties]
    asked = {
        "no filter": [Question()],
        "a broad theme": [Question(theme=theme) for theme in themes],
        "theme and country": [Question(theme=theme, party=party) for theme, party in pairs],
        "a broad word": [Question(word=word) for word in broad],
        "a rare word": [Question(word=word) for word in rare],
        "broad word, theme and country": [Question(word, *pair) for word, pair in product(broad, pairs)],
    }
    return [Scenario(name, rng.sample(found, min(len(found), QUESTIONS))) for name, found in asked.items()]


def _frequent(connection: sqlite3.Connection, column: str, count: int) -> list[str]:
    rows = connection.execute(
        f"SELECT value FROM {TABLE}, json_each({TABLE}.{column}) GROUP BY value ORDER BY count(*) DESC, value LIMIT ?",
        (count,),
    )
    return [value for (value,) in rows]


def _words(connection: sqlite3.Connection, seed: int, share: tuple[float, float]) -> list[str]:
    """The made-up words that stand on such a share of the records."""
    connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, {TABLE}_fts, row)")
    (total,) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone()
    known = dict(connection.execute("SELECT term, doc FROM temp.vocabulary"))
    made_up = [word for language in languages(seed) for word in language.made_up]
    return [word for word in made_up if share[0] * total <= known.get(word, 0) <= share[1] * total]
