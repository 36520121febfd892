"""What is known of parties before any record is made: ISO 3166, Unicode CLDR, and our own ``table.toml``."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale

from agreements.dates import PartialDate
from agreements.models import PartyKind
from agreements.text import fold

TABLE_FILE = Path(__file__).parent / "table.toml"
#: A name as a sequence of words, folded to small ASCII letters.
Words = tuple[str, ...]


@dataclass(frozen=True)
class KnownParty:
    """A party that records may be made for. ``existed_from``/``existed_until`` None: not known, or it exists today.

    ``before`` and ``after`` are the codes that its name means on an earlier and a later day ('' when nobody can tell);
    ``today`` gives the codes under which registers enter it now, each with the first day on which it means itself.
    ``other_names``: what readers call it or once called it, each with its language.
    """

    code: str
    kind: PartyKind
    name_en: str
    name_no: str
    official_name_en: str = ""
    official_name_no: str = ""
    existed_from: PartialDate | None = None
    existed_until: PartialDate | None = None
    before: str = ""
    after: str = ""
    today: Mapping[str, PartialDate] = field(default_factory=dict)
    successors: tuple[str, ...] = ()
    part_of: str = ""
    other_names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """All parties by code, the names sources use for them, and the phrases that only look like one."""

    parties: Mapping[str, KnownParty]
    names: Mapping[Words, str]
    adjectives: Mapping[Words, str]
    not_parties: frozenset[Words]

    def former_of(self, code: str) -> Iterator[KnownParty]:
        """Former states that registers enter under the code today, in the order of the table."""
        return (party for party in self.parties.values() if code in party.today)


def normalise(text: str) -> str:
    """Small ASCII letters, without apostrophes and without the dots of abbreviations (``U.S.S.R.`` → ``ussr``)."""
    folded = text if text.isascii() else fold(text)
    text = re.sub(r"['’‘`´]", "", folded).casefold()
    return re.sub(r"(?:\b[a-z]\.){2,}", lambda match: match.group().replace(".", ""), text)


def words(text: str) -> Words:
    """The words of a name as the table keys them."""
    return tuple(re.findall(r"[a-z0-9]+", normalise(text)))


@cache
def table() -> Table:
    """The table, read once. Raises KeyError or ValueError when table.toml is mistaken."""
    raw = tomllib.loads(TABLE_FILE.read_text(encoding="utf-8"))
    parties: dict[str, KnownParty] = {}
    names: dict[Words, str] = {}
    for party, written in _iso_parties(raw):
        parties[party.code] = party
        names.update((words(name), party.code) for name in written)
    adjectives: dict[Words, str] = {}
    for entry in [*raw["former"], *raw["other"]]:
        party = _own_party(entry, _other_names(raw, entry["code"]))
        parties[party.code] = party
        names.update((words(name), party.code) for name in entry["written"])
        adjectives.update((words(name), party.code) for name in entry.get("adjectives", ()))
    names.update((words(name), code) for code, written in raw["written"].items() for name in written)
    adjectives.update((words(name), code) for code, written in raw["adjectives"].items() for name in written)
    names.pop((), None)
    return Table(parties, names, adjectives, frozenset(map(words, raw["not_parties"])))


def _iso_parties(raw: Mapping[str, Any]) -> Iterator[tuple[KnownParty, list[str]]]:
    """Every country of ISO 3166-1 with the names that ISO and CLDR give it."""
    english, norwegian = Locale("en").territories, Locale("nb").territories
    for country in pycountry.countries:
        code = country.alpha_3.lower()
        official = getattr(country, "official_name", "")
        common = getattr(country, "common_name", "")
        cldr = english.get(country.alpha_2, country.name)
        shown = raw["shown"].get(code, (cldr, norwegian.get(country.alpha_2, cldr)))
        party = KnownParty(
            code=code,
            kind=PartyKind.TERRITORY if code in raw["part_of"] else PartyKind.STATE,
            name_en=shown[0],
            name_no=shown[1],
            official_name_en=official,
            part_of=raw["part_of"].get(code, ""),
            other_names=_other_names(raw, code),
        )
        yield party, [country.name, official, common, cldr, shown[0]]


def _other_names(raw: Mapping[str, Any], code: str) -> tuple[tuple[str, str], ...]:
    """The names that readers look for, each with its language."""
    return tuple((name, language) for language, names in raw["called"].get(code, {}).items() for name in names)


def _own_party(entry: Mapping[str, Any], other_names: tuple[tuple[str, str], ...]) -> KnownParty:
    """A former state, an organisation or a part of a state from the table."""
    begins = entry.get("from") or entry.get("existed_from")
    until = entry.get("until")
    return KnownParty(
        code=entry["code"],
        kind=PartyKind(entry.get("kind", PartyKind.FORMER_STATE)),
        name_en=entry["name_en"],
        name_no=entry["name_no"],
        official_name_en=entry.get("official_name_en", ""),
        official_name_no=entry.get("official_name_no", ""),
        existed_from=PartialDate.parse(begins) if begins else None,
        existed_until=PartialDate.parse(until) if until else None,
        before=entry.get("before", ""),
        after=entry.get("after", ""),
        today={code: PartialDate.parse(day) for code, day in entry.get("today", {}).items()},
        successors=tuple(entry.get("successors", ())),
        part_of=entry.get("part_of", ""),
        other_names=other_names,
    )
