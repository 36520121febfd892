"""A made-up archive as plain values: the same size and seed give the same records, on every machine."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import pycountry
from babel import Locale

from tests.bench.words import Language, languages

HOME = "nor"
PARTIES = 200
FIRST_YEAR, LAST_YEAR = 1920, 2026
#: A person signs so many times on the average.
SIGNATURES_A_PERSON = 12
#: Agreements with the home party; the others are between two of the rest.
HOME_SHARE = 0.45
DRAFT_SHARE = 0.02
LANGUAGES = ("en", "nb", "fr", "ru", "es", "de", "zh-Hans", "sv", "ar", "nn")
KINDS = {
    "agreement": 34, "memorandum": 18, "exchange_of_notes": 14, "treaty": 10, "protocol": 9, "programme": 5,
    "amendment": 4, "joint_declaration": 3, "letter_of_intent": 2, "other": 1,
}  # fmt: skip
CONDITIONS = {"ratification": 3, "notification": 2, "signature": 2, "not_recorded": 2, "not_applicable": 1}
RELATIONS = {"renews": 4, "supersedes": 3, "amends": 2, "terminates": 1}
REGISTERS = {"unts": 0.35, "lovdata": 0.2}


@dataclass(frozen=True, slots=True)
class Party:
    """A state; ``code`` is ISO 3166-1 alpha-3 in small letters."""

    code: str
    name_en: str
    name_no: str


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry of the party with this number."""

    party: int
    name_en: str
    name_no: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text of an agreement. ``url`` '': it is only known to exist. ``content`` '': not extracted."""

    language: str
    url: str
    content: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement; parties, ministries, people and earlier agreements by their numbers, themes by slug.

    ``sides``: party and, where one is known, the ministry that acts. ``signatures``: side, person. Dates are partial
    dates in ISO 8601 or None.
    """

    published: bool
    kind: str
    title_en: str
    title_no: str
    summary_en: str
    summary_no: str
    signed_on: str | None
    in_force_on: str | None
    condition: str
    term_months: int | None
    renewal: str
    terminated_on: str | None
    sides: tuple[tuple[int, int | None], tuple[int, int | None]]
    themes: list[str]
    signatures: list[tuple[int, int]]
    registrations: list[tuple[str, str]]
    texts: list[Text]
    relation: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Project:
    """A project under the agreements with these numbers."""

    published: bool
    title_en: str
    title_no: str
    status: str
    started_on: str
    agreements: list[int]
    themes: list[str]


class Skewed:
    """Draws from a range of numbers by Zipf's law: number 0 most often."""

    def __init__(self, count: int, exponent: float = 1.0) -> None:
        self._numbers = range(count)
        self._weights = list(accumulate((rank + 1) ** -exponent for rank in range(count)))

    def draw(self, rng: random.Random) -> int:
        """One number."""
        return rng.choices(self._numbers, cum_weights=self._weights)[0]

    def draw_different(self, rng: random.Random, count: int) -> list[int]:
        """So many different numbers, in the order drawn; ``count`` must be well below the range."""
        found: dict[int, None] = {}
        while len(found) < count:
            found[self.draw(rng)] = None
        return list(found)


class Archive:
    """The records of an archive of ``size`` agreements about ``themes`` (slugs)."""

    def __init__(self, size: int, seed: int, themes: list[str]) -> None:
        self.size = size
        self._rng = random.Random(f"{seed}/{size}")
        self.english, self.norwegian = languages(seed)
        self.themes = self._rng.sample(sorted(themes), len(themes))
        self.parties = _parties(self._rng)
        self.ministries, self._ministries_of = self._make_ministries()
        self.people, self._people_of = self._make_people()
        self._partner = Skewed(PARTIES - 1)
        self._theme = Skewed(len(themes), 0.8)
        self._person = {
            count: Skewed(count, 0.8) for count in sorted({len(people) for people in self._people_of.values()})
        }

    def _make_ministries(self) -> tuple[list[Ministry], dict[int, list[int]]]:
        """One to four of each party, the home party's the most."""
        ministries: list[Ministry] = []
        of: dict[int, list[int]] = {}
        for party, made in enumerate(self.parties):
            of[party] = []
            for _ in range(8 if party == 0 else self._rng.randint(1, 4)):
                of[party].append(len(ministries))
                field = self._rng.choice(self.english.words).capitalize()
                name_en = f"Ministry of {field} of {made.name_en}"
                ministries.append(Ministry(party, name_en, f"{made.name_no}s departement for {field}"))
        return ministries, of

    def _make_people(self) -> tuple[list[tuple[int, str]], dict[int, list[int]]]:
        """Party and name of each person: so many of a party as its share of the signatures calls for."""
        total = max(PARTIES, self.size * 11 // 10 // SIGNATURES_A_PERSON)
        shares = [1 / number for number in range(1, PARTIES)]
        at_home = round(total * HOME_SHARE / 2)
        counts = [at_home, *(max(1, round((total - at_home) * share / sum(shares))) for share in shares)]
        people: list[tuple[int, str]] = []
        of: dict[int, list[int]] = {}
        for party, count in enumerate(counts):
            of[party] = list(range(len(people), len(people) + count))
            people += [(party, self._name()) for _ in range(count)]
        return people, of

    def _name(self) -> str:
        words = self._rng.choices(self.english.words[-5000:], k=2)
        return f"{words[0].capitalize()} {words[1].capitalize()}son"

    def agreements(self) -> Iterator[Agreement]:
        """The agreements in the order of their numbers, from 0. Draw them once, and before the projects."""
        for number in range(self.size):
            yield self._agreement(number)

    def projects(self) -> Iterator[Project]:
        """A project for every twentieth agreement, some under two."""
        rng = self._rng
        for _ in range(self.size // 20):
            under = {rng.randrange(self.size) for _ in range(rng.choice((1, 1, 1, 2)))}
            yield Project(
                published=rng.random() > 0.1,
                title_en=self.english.text(rng, 6)[:-1],
                title_no=self.norwegian.text(rng, 6)[:-1],
                status=rng.choice(("proposed", "active", "completed", "completed")),
                started_on=str(rng.randint(1990, LAST_YEAR)),
                agreements=sorted(under),
                themes=self._some_themes(rng.randint(1, 2)),
            )

    def _agreement(self, number: int) -> Agreement:
        rng = self._rng
        sides = self._sides()
        names = [self.parties[party] for party, _ in sides]
        year = FIRST_YEAR + int((LAST_YEAR - FIRST_YEAR + 1) * rng.random() ** 0.45)
        condition = rng.choices(tuple(CONDITIONS), tuple(CONDITIONS.values()))[0]
        in_force = condition in {"ratification", "notification"} and rng.random() < 0.75
        began = year + rng.randint(1, 4) if in_force else year
        has_term = rng.random() < 0.2
        return Agreement(
            published=rng.random() >= DRAFT_SHARE,
            kind=rng.choices(tuple(KINDS), tuple(KINDS.values()))[0],
            title_en=f"Agreement between {names[0].name_en} and {names[1].name_en} on {self._few(self.english)}",
            title_no=f"Avtale mellom {names[0].name_no} og {names[1].name_no} om {self._few(self.norwegian)}"
            if rng.random() < 0.6
            else "",
            summary_en=self._summary(self.english, 0.95),
            summary_no=self._summary(self.norwegian, 0.7),
            signed_on=_partial_date(rng, year) if rng.random() < 0.98 else None,
            in_force_on=_partial_date(rng, began) if in_force else None,
            condition=condition,
            term_months=rng.choice((24, 36, 60, 60, 120)) if has_term else None,
            renewal=rng.choice(("none", "tacit", "by_agreement")) if has_term else "not_recorded",
            terminated_on=_partial_date(rng, began + rng.randint(3, 40)) if rng.random() < 0.08 else None,
            sides=sides,
            themes=self._some_themes(rng.choices((1, 2, 3, 4), (40, 30, 20, 10))[0]),
            signatures=self._signatures(sides),
            registrations=self._registrations(number),
            texts=self._texts(number),
            relation=(rng.choices(tuple(RELATIONS), tuple(RELATIONS.values()))[0], rng.randrange(number))
            if number and rng.random() < 0.08
            else None,
        )

    def _sides(self) -> tuple[tuple[int, int | None], tuple[int, int | None]]:
        rng = self._rng
        if rng.random() < HOME_SHARE:
            one, other = 0, 1 + self._partner.draw(rng)
        else:
            one, other = (1 + number for number in self._partner.draw_different(rng, 2))
        return self._side(one), self._side(other)

    def _side(self, party: int) -> tuple[int, int | None]:
        return party, self._rng.choice(self._ministries_of[party]) if self._rng.random() < 0.5 else None

    def _signatures(self, sides: tuple[tuple[int, int | None], tuple[int, int | None]]) -> list[tuple[int, int]]:
        rng = self._rng
        signed = []
        for side, (party, _) in enumerate(sides):
            if rng.random() < 0.55:
                people = self._people_of[party]
                signed.append((side, people[self._person[len(people)].draw(rng)]))
        return signed

    def _some_themes(self, count: int) -> list[str]:
        return [self.themes[number] for number in self._theme.draw_different(self._rng, count)]

    def _registrations(self, number: int) -> list[tuple[str, str]]:
        found = [(register, f"{number + 1}") for register, share in REGISTERS.items() if self._rng.random() < share]
        return found + ([("ieadb", f"{number + 1}")] if self._rng.random() < 0.3 else [])

    def _texts(self, number: int) -> list[Text]:
        rng = self._rng
        count = rng.choices((0, 1, 2), (35, 35, 30))[0]
        return [
            Text(
                language=LANGUAGES[language],
                url=f"https://texts.example.org/{number + 1}/{language}" if rng.random() < 0.8 else "",
                content=self.english.text(rng, rng.randint(100, 300)) if language == 0 and rng.random() < 0.1 else "",
            )
            for language in Skewed(len(LANGUAGES)).draw_different(rng, count)
        ]

    def _few(self, language: Language) -> str:
        words = language.draw(self._rng, self._rng.randint(2, 6))
        return " ".join(words)

    def _summary(self, language: Language, share: float) -> str:
        rng = self._rng
        return language.text(rng, rng.randint(50, 150)) if rng.random() < share else ""


def _parties(rng: random.Random) -> list[Party]:
    """The home party first, then others in the order of how often they make agreements."""
    english, norwegian = Locale("en").territories, Locale("nb").territories
    states = {state.alpha_3.lower(): state.alpha_2 for state in pycountry.countries}
    others = rng.sample(sorted(states.keys() - {HOME}), PARTIES - 1)
    return [Party(code, english[states[code]], norwegian[states[code]]) for code in (HOME, *others)]


def _partial_date(rng: random.Random, year: int) -> str:
    """Mostly to the day, else to the month or the year."""
    precision = rng.random()
    if precision < 0.14:
        return str(year)
    if precision < 0.28:
        return f"{year}-{rng.randint(1, 12):02}"
    return f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
