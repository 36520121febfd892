"""Where an agreement was signed, if the text says so: a town after a preposition, in the words about the signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pycountry
from babel import Locale

from agreements.intake.acts import Act
from agreements.intake.dates import calendar_of
from agreements.intake.gazetteer import PartyMention
from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import Lexicon
from agreements.intake.names import INITIAL, WORD
from agreements.intake.people import INSTITUTIONS, People

TOWN = re.compile(
    rf"(?:(?:the|der|den)\s+)?(?P<town>{WORD}(?:(?:\s+|[-])(?:(?:de|da|do|del|la|el|al|of|am|an der)[ -])?{WORD}){{0,3}})"
)
#: Endings of seas, rivers and regions, which are what agreements are about and not where they are signed.
FEATURE = re.compile(
    r"(?:sj[øö]en|sj[øö]n|havet|hav|elva|elven|vassdraget|älven|bukta|fjorden|fjord|havn?et|dalen|vidda|kysten|kusten|skogen|regnskogen|bankene"
    r"|sea|ocean|river|lake|basin|valley|bay|gulf|region|forest|delta|mountains|coast|arctic|arktis|antarktis|amazonas|amazon|sahel|africa|afrika|europe?a?|asia|asien)$",
    re.IGNORECASE,
)
#: Han characters after 在 up to the verb.
HAN_PLACE = re.compile(r"在(?P<town>[\u4e00-\u9fff]{2,4}?)(?=签|举行|正式)")


@dataclass(frozen=True)
class PlaceMention:
    """A town named at ``start``–``end`` as the place of signature."""

    name: str
    start: int
    end: int


class PlaceReader:
    """Finds the place of signature of one text."""

    def __init__(self, layout: Layout, words: Lexicon, parties: Sequence[PartyMention], people: People) -> None:
        self.layout, self.words, self.people = layout, words, people
        self.text = layout.text
        self.parties = {mention.start: mention for mention in parties}

    def of(self, acts: Sequence[Act]) -> PlaceMention | None:
        """The place that the sentences of the acts state, or the one right after them ("Det skedde i Gaborone")."""
        for act in acts:
            if self.words.pattern("virtual").search(self.text, act.sentence.start, act.sentence.end):
                return None
        for act in acts:
            found = self._in_sentence(act.sentence, act)
            if found:
                return found
        following = [self._after(act.sentence) for act in acts]
        return next((place for sentence in following if sentence and (place := self._it_happened(sentence))), None)

    def _after(self, sentence: Sentence) -> Sentence | None:
        rest = [s for s in self.layout.sentences if s.start >= sentence.end and s.paragraph == sentence.paragraph]
        return rest[0] if rest else None

    def _it_happened(self, sentence: Sentence) -> PlaceMention | None:
        begins = self.text[sentence.start : sentence.start + 40]
        happened = self.words.pattern("took_place").search(begins)
        ceremony = self.words.pattern("ceremony").search(begins)
        if not (happened or ceremony):
            return None
        return self._in_sentence(sentence, None)

    def _in_sentence(self, sentence: Sentence, act: Act | None) -> PlaceMention | None:
        if self.words.language == "zh":
            han = HAN_PLACE.search(self.text, sentence.start, sentence.end)
            return PlaceMention(han["town"], han.start("town"), han.end("town")) if han else None
        topic = self._topic(sentence, act)
        for preposition in self.words.pattern("place").finditer(self.text, sentence.start, sentence.end):
            gap = re.compile(r"\s+").match(self.text, preposition.end())
            town = TOWN.match(self.text, gap.end(), sentence.end) if gap else None
            if town and self._is_place(town, topic, act):
                return PlaceMention(" ".join(town["town"].split()), town.start("town"), town.end("town"))
        return None

    def _topic(self, sentence: Sentence, act: Act | None) -> tuple[int, int]:
        """The words that say what the agreement is about, in which a place may be its subject."""
        nouns = [
            m
            for pattern in self.words.kinds.values()
            for m in pattern.finditer(self.text, sentence.start, sentence.end)
        ]
        if not nouns or act is None:
            return (0, 0)
        about = self.words.pattern("about").search(self.text, min(m.end() for m in nouns), sentence.end)
        if about is None:
            return (0, 0)
        verb = self.words.pattern("signed").search(self.text, about.end(), sentence.end)
        return (about.start(), verb.start() if verb else sentence.end)

    def _is_place(self, town: re.Match[str], topic: tuple[int, int], act: Act | None) -> bool:
        name = " ".join(town["town"].split())
        folded = name.casefold()
        last = folded.split()[-1]
        calendar = calendar_of(self.words.language)
        if (
            folded in calendar.months
            or folded in calendar.weekdays
            or FEATURE.search(name)
            or last in INSTITUTIONS - {"city"}
        ):
            return False
        if re.match(INITIAL, name) or name.isupper() or any(character.isdigit() for character in name):
            return False
        if any(m.start <= town.start("town") < m.end for m in self.people.mentions) or self._is_left_over(town):
            return False
        party = self.parties.get(town.start("town"))
        if party is not None and party.end >= town.end("town"):
            return self._is_city_state(party) and not re.match(r"['’]", self.text[town.end() : town.end() + 1])
        in_topic = topic[0] <= town.start() < topic[1]
        with_country = re.match(r",\s+", self.text[town.end() : town.end() + 3])
        follows_country = (
            bool(with_country) and (town.end() + with_country.end()) in self.parties if with_country else False
        )
        return not in_topic or folded in known_towns(self.words.language) or follows_country

    def _is_left_over(self, town: re.Match[str]) -> bool:
        """A genitive, an office or an event: "in Oslo's", "i Klimadepartementet", "at COP27"."""
        after = self.text[town.end() : town.end() + 2]
        word = town["town"].split()[-1].casefold()
        is_office = self.words.pattern("offices").match(town["town"])
        return (
            after[:1] in "'’"
            and after[1:2] == "s"
            or bool(is_office)
            or bool(
                re.search(
                    r"(?:departement|ministeri|direktorat|ambassade|ambassad|palass|avtal|aftal|konvensjon|parlament)",
                    word,
                )
            )
        )

    def _is_city_state(self, party: PartyMention) -> bool:
        """Whether the country's name is its town's too, or the sentence says no more than the country."""
        return party.code in {"SGP", "MCO", "LUX", "VAT", "PAN", "GTM", "KWT", "DJI"} and not party.is_adjective


@cache
def known_towns(language: str) -> frozenset[str]:
    """Towns that Unicode CLDR (time zones) and ISO 3166-2 (capital districts, cities) know, in small letters."""
    zones = {
        info["city"].casefold()
        for locale in (language, "en")
        for info in Locale.parse(locale).time_zones.values()
        if "city" in info
    }
    from zoneinfo import available_timezones

    zones |= {zone.rsplit("/", 1)[-1].replace("_", " ").casefold() for zone in available_timezones()}
    districts = {
        subdivision.name.casefold()
        for subdivision in pycountry.subdivisions
        if re.search(r"capital|city|municipality|federal district|metropol", subdivision.type, re.IGNORECASE)
    }
    return frozenset(zones | districts)
