"""Between whom an agreement is: the parties named where a sentence says who agreed, and those of the signatories."""

import re
from collections.abc import Iterable, Sequence

from agreements.intake.gazetteer import PartyMention, distinct
from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.people import People

COMMON = lexicon(ANY)


def _common(name: str) -> str:
    return COMMON.pattern(name).pattern


#: After an adjective or a genitive: "Norwegian Government", "Kenya’s new ministry".
POLITY = re.compile(rf"['’]?s?\s+(?:{_common('polity_adjective')}\s+)?{_common('polity')}", re.IGNORECASE)
#: Before a name that is a place there: "in the Netherlands", and "in Florence, Italy".
PLACE_BEFORE = re.compile(rf"{_common('locative')}\s+(?:{_common('article')}\s+)?$", re.IGNORECASE)
TOWN_BEFORE = re.compile(rf"{_common('town_preposition')}\s+[^\s,][^,.;]{{1,40}},\s+$", re.IGNORECASE)
ENVOYS_BEFORE = re.compile(rf"{_common('envoys')}\s+{_common('envoys_of')}\s+(?:the\s+)?$", re.IGNORECASE)
NAMED_AFTER = re.compile(rf"{_common('named_after')}\s+(?:of|i|på)\s+$", re.IGNORECASE)
JOINED = re.compile(rf"\s*(?:,|&|-|–|/|{_common('joint')})\s*(?:the\s+)?$", re.IGNORECASE)


#: Characters between a party and the office that is its.
LONGEST_GAP = 25


class PartnerReader:
    """Decides which mentions of parties in a text stand for one that agreed."""

    def __init__(self, layout: Layout, words: Lexicon, parties: Sequence[PartyMention], people: People) -> None:
        self.layout, self.words, self.people = layout, words, people
        self.text = layout.text
        self.parties = list(parties)

    def in_sentence(self, sentence: Sentence) -> list[PartyMention]:
        """Mentions in the sentence that may be parties of an agreement it speaks of, in order."""
        inside = [mention for mention in self.parties if sentence.start <= mention.start < sentence.end]
        return [mention for mention in inside if self._may_agree(mention, sentence, inside)]

    def in_sentences(self, sentences: Iterable[Sentence]) -> list[str]:
        """Codes of the parties in several sentences, in order, each once."""
        return distinct(mention for sentence in sentences for mention in self.in_sentence(sentence))

    def _may_agree(self, mention: PartyMention, sentence: Sentence, inside: Sequence[PartyMention]) -> bool:
        before = self.text[max(sentence.start, mention.start - 60) : mention.start]
        if self._belongs_to_a_person(mention) or self._is_part_of_a_name(mention):
            return False
        if self._is_joined(mention, inside):
            return True
        if mention.is_adjective or mention.is_genitive:
            return bool(POLITY.match(self.text, mention.end))
        if ENVOYS_BEFORE.search(before):
            return True
        return not PLACE_BEFORE.search(before) and not TOWN_BEFORE.search(before)

    def _is_joined(self, mention: PartyMention, inside: Sequence[PartyMention]) -> bool:
        """Whether it stands beside another party: "norsk-kinesisk", "the German and French governments"."""
        for other in inside:
            if other.code == mention.code:
                continue
            first, second = sorted((mention, other), key=lambda m: m.start)
            between = self.text[first.end : second.start]
            if re.fullmatch(r"\s?[-–/]\s?", between):
                return True
            both = mention.is_adjective and len(between) < len(" and the ") and JOINED.match(between)
            if both and POLITY.match(self.text, second.end):
                return True
        return False

    def _belongs_to_a_person(self, mention: PartyMention) -> bool:
        """Whether it is among the words of an office: "Ghana’s Minister of Water", "miljøministeren i Kina"."""
        spans = [person.office_span for person in self.people.persons if person.office_span]
        if any(start <= mention.start < end or self._leads_to(mention, start) for start, end in spans):
            return True
        return self.words.pattern("offices").match(self.text, self._after_genitive(mention)) is not None

    def _leads_to(self, mention: PartyMention, office: int) -> bool:
        """Whether only adjectives stand between a party and an office: "den islandske, nye miljøministeren"."""
        between = self.text[mention.end : max(office, mention.end)]
        if not 0 <= office - mention.end < LONGEST_GAP or re.search(r"[,.;]", between):
            return False
        return not any(self.words.pattern(name).search(between) for name in ("signed", "side"))

    def _after_genitive(self, mention: PartyMention) -> int:
        gap = re.compile(r"['’]?s?\s+").match(self.text, mention.end)
        return gap.end() if gap else mention.end

    def _is_part_of_a_name(self, mention: PartyMention) -> bool:
        """Whether it is within another name: "Singapore Pavilion", "University of Ghana"; not "Norway Signs"."""
        if mention.is_adjective:
            return False
        following = re.compile(r" (?P<word>[^\W\d_][\w-]*)").match(self.text, mention.end)
        if following and following["word"][:1].isupper() and following["word"].casefold() in COMMON.words["name_parts"]:
            return True
        before = self.text[max(mention.start - 40, 0) : mention.start]
        return bool(NAMED_AFTER.search(before))
