"""Between whom an agreement is: the parties named where a sentence says who agreed, and those of the signatories."""

import re
from collections.abc import Iterable, Sequence

from agreements.intake.gazetteer import PartyMention, distinct
from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import Lexicon
from agreements.intake.people import People

#: Words, in several languages, that make an adjective or a genitive before them mean the state.
POLITY = re.compile(
    r"['’]?s?\s+(?:(?:new|federal|royal|people['’]?s)\s+)?(?:government|authorities|side|delegation|ministry|ministries|republic|kingdom|regjering|regjeringa?"
    r"|regjeringen|myndighe\w*|styresmakt\w*|regering\w*|side|sida|sidan|part|\w*departement\w*|\w*ministeri\w*|regierung|seite|gouvernement|gobierno|governo|правительств\w*)(?!\w)",
    re.IGNORECASE,
)
#: "i Kina", "in Florence, Italy", "under besøket til Kina": a place, no party.
PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:in|at|from|near|to|i|på|ved|fra|frå|från|til|till|im|aus|à|au|en|em|no|na|в|из|在)\s+(?:(?:the|den|det|der|la|le|el|o|a)\s+)?$",
    re.IGNORECASE,
)
#: "Negotiators from Mexico", "ministrene fra Norge": those act for the party.
ENVOYS_BEFORE = re.compile(
    r"(?<!\w)(?:negotiators?|representatives?|officials?|ministers?|delegations?|governments?|forhandler\w*|förhandlare|representant\w*"
    r"|minist\w+|delega\w+|regering\w*|regjering\w*)\s+(?:from|of|fra|frå|från|i)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
TOWN_BEFORE = re.compile(r"(?<!\w)(?:in|at|i|på|à|en|em)\s+[^\s,][^,.;]{1,40},\s+$", re.IGNORECASE)
GENITIVE = re.compile(r"['’]s?(?!\w)|:s(?!\w)")
JOINED = re.compile(
    r"\s*(?:,|and|og|och|und|et|y|e|i|и|&|-|–|/|和|与|,\s*and)\s*(?:the\s+)?(?:(?:governments?|regjeringene|regeringarna) (?:of|i) (?:the )?)?$",
    re.IGNORECASE,
)


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
        if mention.is_adjective or self._is_genitive(mention):
            return bool(POLITY.match(self.text, mention.end))
        if ENVOYS_BEFORE.search(before):
            return True
        return not PLACE_BEFORE.search(before) and not TOWN_BEFORE.search(before)

    def _is_genitive(self, mention: PartyMention) -> bool:
        """ "Norges", "Singapore’s": somebody's something."""
        if GENITIVE.match(self.text, mention.end):
            return True
        written = self.text[mention.start : mention.end]
        follows = self.text[mention.end : mention.end + 2]
        is_s = (
            self.words.language in {"nb", "nn", "sv", "da", "de"} and written.endswith("s") and not mention.is_adjective
        )
        return is_s and follows[:1] == " " and follows[1:].islower() and written.casefold() not in self._names_in_s()

    def _names_in_s(self) -> set[str]:
        """Names that end in s of themselves; a genitive of theirs looks the same and is rare."""
        names = {self.text[m.start : m.end].casefold() for m in self.parties}
        return {name for name in names if name.endswith("s") and name[:-1] not in names and len(name) < 6} | {
            "honduras",
            "cypern",
            "kypros",
            "laos",
            "hellas",
            "filippinerne",
            "barbados",
            "mauritius",
            "bahamas",
        }

    def _is_joined(self, mention: PartyMention, inside: Sequence[PartyMention]) -> bool:
        """ "Norsk-kinesisk", "the German and French governments" joined with a hyphen or before a word for states."""
        for other in inside:
            if other.code == mention.code:
                continue
            first, second = sorted((mention, other), key=lambda m: m.start)
            between = self.text[first.end : second.start]
            if re.fullmatch(r"\s?[-–/]\s?", between):
                return True
            if (
                mention.is_adjective
                and JOINED.match(between)
                and len(between) < 8
                and POLITY.match(self.text, second.end)
            ):
                return True
        return False

    def _belongs_to_a_person(self, mention: PartyMention) -> bool:
        """Within the words of an office: "Ghana’s Minister of Water"."""
        for person in self.people.persons:
            if person.office_span is None:
                continue
            start, end = person.office_span
            if start <= mention.start < end or (
                mention.end <= start
                and start - mention.end < 25
                and not re.search(r"[,.;]", self.text[mention.end : start])
                and not re.search(
                    rf"{self.words.pattern('signed').pattern}|{self.words.pattern('side').pattern}",
                    self.text[mention.end : start],
                    re.IGNORECASE,
                )
            ):
                return True
        offices = self.words.pattern("offices").match(self.text, self._after_genitive(mention))
        return offices is not None and not re.match(r"(?:president|head)", offices.group(), re.IGNORECASE)

    def _after_genitive(self, mention: PartyMention) -> int:
        gap = re.compile(r"['’]?s?\s+").match(self.text, mention.end)
        return gap.end() if gap else mention.end

    def _is_part_of_a_name(self, mention: PartyMention) -> bool:
        """ "Singapore Pavilion", "Mexico City", "University of Ghana"; not "Norway Signs" in a headline."""
        if mention.is_adjective:
            return False
        following = re.compile(r" (?P<word>[^\W\d_][\w-]*)").match(self.text, mention.end)
        if following and following["word"][:1].isupper() and following["word"].casefold() in NAME_PARTS:
            return True
        before = self.text[max(mention.start - 40, 0) : mention.start]
        return bool(
            re.search(r"(?:University|Universitetet|Bank|Gulf|Museum|Hotel|Institute|Port|City|Municipality|Province|Club)\s+(?:of|i|på)\s+$", before)
        )


#: Words after a party's name that make it part of another name.
NAME_PARTS = frozenset(
    "city pavilion university food agency management institute airlines bank week summit forum conference museum hotel grants"
    " water environment port authority house centre center declaration dialogue initiative fund".split()
)
