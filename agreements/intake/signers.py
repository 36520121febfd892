"""Who signed: the people in a sentence that says so, without those who only were there, met, spoke, or sent another."""

import re
from collections.abc import Sequence

from agreements.intake.acts import Act, Stage
from agreements.intake.gazetteer import PartyMention
from agreements.intake.layout import Layout
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.people import People, PersonMention

#: Characters from "on behalf of" to the person who is represented.
BEHALF_REACH = 80
#: After a party that somebody signs for, the phrase is over: "on behalf of India, …", "på vegne av Norge signerte …".
ENDS_PHRASE = re.compile(r"\s*(?:[,;.]|(?:and|og|och|&)\s)")
AND = re.compile(r"\s*(?:and|og|och|und|et|y|e|&)\s", re.IGNORECASE)
PRONOUN_AND = re.compile(rf"{lexicon(ANY).pattern('pronoun').pattern}{AND.pattern}(?:\S+\s+){{0,6}}$", re.IGNORECASE)
#: What makes a name its owner's: "Macron's visit".
GENITIVE = re.compile(r"['’]s?(?!\w)|:s(?!\w)")


class SignerReader:
    """Finds the signatories of one text's current acts."""

    def __init__(
        self, layout: Layout, words: Lexicon, people: People, acts: Sequence[Act], parties: Sequence[PartyMention]
    ) -> None:
        self.layout, self.words, self.people, self.acts, self.parties = layout, words, people, acts, parties
        self.text = layout.text

    def mentions(self, act: Act) -> list[PersonMention]:
        """Mentions of those who the sentence says signed, in order. Empty when it names nobody."""
        inside = self.people.within(act.sentence.start, act.sentence.end)
        signers = [mention for mention in inside if self._signs(mention, act)]
        return [*self._meant_by_pronoun(act, signers), *signers] or self._the_ministers(act)

    def _meant_by_pronoun(self, act: Act, signers: Sequence[PersonMention]) -> list[PersonMention]:
        """For "there she and Minister X signed": the one person named in the sentence before, of the same paragraph."""
        sentence = act.sentence
        if not signers or not PRONOUN_AND.search(self.text, sentence.start, signers[0].start):
            return []
        earlier = [s for s in self.layout.sentences if s.paragraph == sentence.paragraph and s.end <= sentence.start]
        named = self.people.within(earlier[-1].start, earlier[-1].end) if earlier else []
        return named if len({mention.person for mention in named}) == 1 else []

    def _signs(self, mention: PersonMention, act: Act) -> bool:
        if self._is_said_to_sign(mention, act):
            return True
        if mention.is_speaking or GENITIVE.match(self.text, mention.end):
            return False
        if self._nearest(mention, act) != act or self._is_left_out(mention, act):
            return False
        if self._follows_by(mention, act):
            return True
        return not act.is_passive and not self._is_reduced(act) and not self._is_in_relative_clause(mention, act)

    def _is_said_to_sign(self, mention: PersonMention, act: Act) -> bool:
        """Whether the person is followed by "who signed the agreement", also where a quotation is theirs."""
        between = self.text[mention.end : act.start] if mention.end <= act.start else "."
        relative = self.words.pattern("relative").pattern
        return not act.is_passive and bool(re.fullmatch(rf",\s*{relative}\s+(?:\w+\s+){{0,2}}", between, re.IGNORECASE))

    def _nearest(self, mention: PersonMention, act: Act) -> Act:
        """The act of the sentence whose verb is nearest: another may be of another year."""
        others = [other for other in self.acts if other.sentence == act.sentence and other.stage is Stage.SIGNED]
        return min(others, key=lambda other: min(abs(mention.start - other.end), abs(other.start - mention.end)))

    def _follows_by(self, mention: PersonMention, act: Act) -> bool:
        return self.words.pattern("by").search(self.text, act.end, mention.start) is not None

    def _is_reduced(self, act: Act) -> bool:
        """Whether nobody stands before a verb without a helping verb: "an agreement signed today by A and B"."""
        by = self.words.pattern("by").search(self.text, act.end, min(act.end + BEHALF_REACH, act.sentence.end))
        before = [m for m in self.people.within(act.sentence.start, act.start) if not self._is_left_out(m, act)]
        after = [m for m in self.people.within(act.end, act.sentence.end) if by and m.start > by.end()]
        return by is not None and not before and bool(after)

    def _is_in_relative_clause(self, mention: PersonMention, act: Act) -> bool:
        if mention.start < act.end:
            return False
        relative = self.words.pattern("relative").pattern
        return bool(re.search(rf",\s*{relative}", self.text[act.end : mention.start], re.IGNORECASE))

    # Those who are named and did not sign

    def _is_left_out(self, mention: PersonMention, act: Act) -> bool:
        return self._is_witness(mention, act) or self._is_represented(mention, act) or self._is_met(mention, act)

    def _is_witness(self, mention: PersonMention, act: Act) -> bool:
        """Whether the person only was there: after "in the presence of", or before "was also present"."""
        sentence = act.sentence
        for match in self.words.pattern("presence").finditer(self.text, sentence.start, mention.start):
            if self._introduces(match, mention, act):
                return True
        for match in self.words.pattern("attending").finditer(self.text, mention.end, sentence.end):
            between = self.text[mention.end : match.start()]
            is_aside = match.end() < act.start and self.words.pattern("relative").search(between)
            if not re.search(r"[;.]", between) and not self.words.pattern("signed").search(between) and not is_aside:
                return True
        return False

    def _introduces(self, match: re.Match[str], mention: PersonMention, act: Act) -> bool:
        """Whether a phrase such as "in the presence of" or "after a meeting with" still governs the person after it."""
        if match.start() > act.start:
            return True
        if mention.start > act.start:
            return False
        subject = self._subject_start(act)
        return mention.start < subject or match.end() > subject

    def _subject_start(self, act: Act) -> int:
        """Where the subject before a verb begins: after the last comma that neither "and" nor a mere title follows."""
        text, position = self.text[: act.start], act.start
        while (comma := text.rfind(",", act.sentence.start, position)) >= 0:
            part = text[comma + 1 : act.start if position == act.start else position]
            if self.people.within(comma + 1, position) and not AND.match(part):
                return comma + 1
            position = comma
        return act.sentence.start

    def _is_represented(self, mention: PersonMention, act: Act) -> bool:
        """Whether somebody signed for the person, who follows directly: "på vegne av statsråd X"."""
        starts = max(mention.start - BEHALF_REACH, act.sentence.start)
        for match in self.words.pattern("behalf").finditer(self.text, starts, mention.start):
            between = self.text[match.end() : mention.start]
            is_over = self.people.within(match.end(), mention.start) or self.words.pattern("signed").search(between)
            parties = [party for party in self.parties if match.end() <= party.start < mention.start]
            if not is_over and not any(ENDS_PHRASE.match(self.text, party.end) for party in parties):
                return True
        return False

    def _is_met(self, mention: PersonMention, act: Act) -> bool:
        """Whether the person was met, visited or thanked: "after a meeting with X, Y signed"."""
        # To the end of the sentence: "under … besök" looks ahead past the name.
        for match in self.words.pattern("met").finditer(self.text, act.sentence.start, act.sentence.end):
            if match.end() <= mention.start and self._introduces(match, mention, act):
                return True
        return False

    def _the_ministers(self, act: Act) -> list[PersonMention]:
        """For "the two ministers signed": the two holders of offices, of different parties, who were named last."""
        plural = self.words.pattern("ministers").search(self.text, act.sentence.start, act.sentence.end)
        if plural is None or (act.is_passive and plural.start() < act.start):
            return []
        latest: dict[int, PersonMention] = {}
        for mention in self.people.mentions:
            if mention.start < plural.start() and self.people.persons[mention.person].office:
                latest.pop(mention.person, None)
                latest[mention.person] = mention
        pair = list(latest.values())[-2:]
        parties = {self.people.persons[mention.person].party for mention in pair}
        return pair if len(pair) == 2 == len(parties) else []
