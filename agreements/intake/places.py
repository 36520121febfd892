"""Where an agreement was signed, if the text says so: a town after a preposition, in the words about the signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

import pycountry
from babel import Locale

from agreements.intake.acts import Act
from agreements.intake.dates import calendar_of
from agreements.intake.gazetteer import PartyMention
from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.names import INITIAL, WORD
from agreements.intake.people import People

#: "In the border city of David", "i havnebyen Split".
TOWNS = r"(?:city|town|capital|port|village|\w*byen|\w*staden|\w*hovedstaden|\w*huvudstaden|hauptstadt)"
TOWN = re.compile(
    rf"(?:(?:the|der|den)\s+)?(?:(?:\w+\s+)?{TOWNS}\s+(?:of\s+)?)?"
    rf"(?P<town>{WORD}"
    rf"(?:(?:\s+|[-])(?:(?:de|da|do|del|la|el|al|of|am|an der)[ -])?(?!{INITIAL}){WORD}){{0,3}}(?:,?\s+D\.\s?C\.)?)"
)
COMMON = lexicon(ANY)
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
        found = []
        for preposition in self.words.pattern("place").finditer(self.text, sentence.start, sentence.end):
            gap = re.compile(r"\s+").match(self.text, preposition.end())
            town = TOWN.match(self.text, gap.end(), sentence.end) if gap else None
            if town and self._is_place(town, topic, act):
                found.append(PlaceMention(" ".join(town["town"].split()), *town.span("town")))
        # "At the Istana in Singapore": a town that is known before a house that is not.
        return next((place for place in found if self._is_known(place)), found[0] if found else None)

    def _is_known(self, place: PlaceMention) -> bool:
        return place.start in self.parties or place.name.casefold() in known_towns(self.words.language)

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
        start, end = town.span("town")
        name = " ".join(town["town"].split())
        if self._is_something_else(name) or any(m.start <= start < m.end for m in self.people.mentions):
            return False
        if re.match(r"['’]s(?!\w)", self.text[end : end + 3]):
            return False
        party = self.parties.get(start)
        if party is not None and party.end >= end:
            return party.code.casefold() in COMMON.words["city_states"] and not party.is_adjective
        comma = re.compile(r",\s+").match(self.text, end)
        is_before_country = comma is not None and comma.end() in self.parties
        is_known = name.casefold() in known_towns(self.words.language)
        # "… on water in Tromsø today": the day tells that the town is where it was done.
        is_before_day = act is not None and act.day is not None and 0 < act.day.start - end <= len(", ")
        return not topic[0] <= start < topic[1] or is_known or is_before_country or is_before_day

    def _is_something_else(self, name: str) -> bool:
        """Whether capitalised words after "in" are a month, a sea, an institution, an event or an office."""
        folded = name.casefold()
        calendar = calendar_of(self.words.language)
        last = folded.split()[-1]
        return (
            folded in calendar.months
            or folded in calendar.weekdays
            or last in COMMON.words["institutions"]
            or any(COMMON.pattern(name_of).search(name) for name_of in ("feature", "no_town"))
            or bool(self.words.pattern("offices").match(name) or re.match(INITIAL, name))
            or name.isupper()
            or any(character.isdigit() for character in name)
        )


@cache
def known_towns(language: str) -> frozenset[str]:
    """Towns that Unicode CLDR (time zones) and ISO 3166-2 (capital districts, cities) know, in small letters."""
    zones = {
        info["city"].casefold()
        for locale in (language, "en")
        for info in Locale.parse(locale).time_zones.values()
        if "city" in info
    }
    zones |= {zone.rsplit("/", 1)[-1].replace("_", " ").casefold() for zone in available_timezones()}
    districts = {
        subdivision.name.casefold()
        for subdivision in pycountry.subdivisions
        if re.search(r"capital|city|municipality|federal district|metropol", subdivision.type, re.IGNORECASE)
    }
    return frozenset(zones | districts)
