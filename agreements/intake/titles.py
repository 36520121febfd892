"""What an agreement is called: the word for it with the words around it that belong to its name or description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agreements.intake.acts import Act, ActReader
from agreements.intake.dates import DateMention
from agreements.intake.layout import Layout, Sentence
from agreements.intake.letters import UPPER
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.places import known_towns

LONGEST = 170
#: Adjectives that belong to the description of an agreement, at most.
MOST_ADJECTIVES = 3
BRACKET = re.compile(r"\s*\([^()]{2,20}\)")
#: Words before the noun that belong to the sentence, not to the agreement.
NO_ADJECTIVES = (
    "signed", "present", "infinitive", "modal", "say", "by", "with", "between", "place", "about", "ministers",
    "announced", "negotiated", "several",
)  # fmt: skip
STOP = re.compile(r"[.;:,!?“”\"»«–—]|\s-\s|\n\n")


@dataclass(frozen=True)
class TitleSpan:
    """A name or description of an agreement at ``start``–``end``. ``has_topic``: it says what it is about."""

    start: int
    end: int
    kind: str
    has_topic: bool


class TitleReader:
    """Finds what the agreements of one text are called."""

    def __init__(self, layout: Layout, words: Lexicon, reader: ActReader, dates: Sequence[DateMention]) -> None:
        self.layout, self.words, self.reader = layout, words, reader
        self.text = layout.text
        self.dates = {date.start for date in dates}
        self._small_words = words.words["function"] | words.words.get("possessive", frozenset())

    def best(self, acts: Sequence[Act]) -> TitleSpan | None:
        """The fullest description in the sentences of the acts, else in the headline, else anywhere in the text."""
        own = [title for act in acts for title in self.in_sentence(act.sentence)]
        headline = [t for s in self.layout.sentences if s.is_headline for t in self.in_sentence(s)]
        rest = [t for s in self.layout.sentences if not s.is_speech for t in self.in_sentence(s)]
        with_topic = [title for title in (*own, *headline) if title.has_topic] or own or headline
        kind = with_topic[0].kind if with_topic else ""
        named = [title for title in rest if title.has_topic and title.kind == kind]
        fullest = sorted(with_topic, key=lambda title: title.start - title.end)
        return next(iter([t for t in with_topic if t.has_topic] or named or fullest), None)

    def in_sentence(self, sentence: Sentence) -> list[TitleSpan]:
        """A span for every word for an agreement in the sentence."""
        return [self._span(*noun, sentence) for noun in self.reader.agreement_nouns(sentence)]

    def _span(self, start: int, end: int, kind: str, sentence: Sentence) -> TitleSpan:
        begins = self._with_adjectives(start, sentence)
        bracket = BRACKET.match(self.text, end, sentence.end)
        end = bracket.end() if bracket else end
        about = self._about(end, sentence)
        if about is None:
            return TitleSpan(begins, end, kind, False)
        stops = self._topic_end(about, min(sentence.end, about + LONGEST))
        return TitleSpan(begins, stops if stops > about else end, kind, stops > about)

    def _about(self, position: int, sentence: Sentence) -> int | None:
        """Where the subject begins: after "on", perhaps past the partner ("avtale med Brasil om") or the town."""
        joins = "|".join(self.words.pattern(name).pattern for name in ("with", "between", "place"))
        partner = rf"(?:\s+(?:{joins})(?:\s+(?-i:{UPPER})[\w’'-]*|\s+(?:og|och|and|the|und)(?!\w)){{1,6}})?"
        about = re.compile(rf"{partner}\s+{self.words.pattern('about').pattern}", re.IGNORECASE)
        match = about.match(self.text, position, sentence.end)
        return match.end() if match else None

    def _with_adjectives(self, start: int, sentence: Sentence) -> int:
        """Where the small words before the noun begin that describe it ("fornyet strategisk")."""
        for _step in range(MOST_ADJECTIVES):
            word = re.search(r"(?:^|\s)([^\W\d_][\w-]*)\s+$", self.text[sentence.start : start])
            if word is None or not self._is_adjective(word.group(1), sentence.start + word.start(1)):
                break
            start = sentence.start + word.start(1)
        return start

    def _is_adjective(self, word: str, position: int) -> bool:
        folded = word.casefold()
        if position in self.dates or folded in self._small_words or folded in self.words.days:
            return False
        if any(self.words.pattern(name).fullmatch(folded) for name in NO_ADJECTIVES):
            return False
        is_small = word.islower() or self.words.language == "en"
        is_verb = folded.endswith(("ed", "ing")) and not self.words.pattern("renewed").fullmatch(folded)
        return is_small and not (self.words.language == "en" and is_verb)

    def _topic_end(self, start: int, limit: int) -> int:
        """Where the subject ends: at a mark, a date, a verb of signing, a relative pronoun, a partner or a town."""
        stop = STOP.search(self.text, start, limit)
        end = stop.start() if stop else limit
        ends = [end]
        for name in ("signed", "relative", "together", "took_place", "say", "circumstance"):
            match = self.words.pattern(name).search(self.text, start + 1, end)
            ends += [match.start()] if match else []
        ends += [date for date in self.dates if start < date < end]
        for pattern in (self.words.pattern("with"), self.words.pattern("between"), self.words.pattern("place")):
            ends += [m.start() for m in pattern.finditer(self.text, start + 1, end) if self._begins_name(m.end(), end)]
        cut = self.text[start : min(ends)].rstrip()
        if self.words.language != "zh" and limit == min(ends) and stop is None and " " in cut:
            cut = cut if min(ends) < start + LONGEST - 20 else cut.rsplit(" ", 1)[0]
        # "… on water resources in", "… om avfall med": a preposition at the end governs what was cut off.
        while (last := cut.split()[-1:]) and last[0].casefold() in self.words.words["function"]:
            cut = cut[: len(cut) - len(last[0])].rstrip()
        return start + len(cut)

    def _begins_name(self, position: int, end: int) -> bool:
        word = re.compile(r"\s+([^\W\d_][\w-]*)").match(self.text, position, end)
        if word is None:
            return False
        is_town = word.group(1).casefold() in known_towns(self.words.language)
        if lexicon(ANY).pattern("feature").search(word.group(1)) or (self.words.language == "de" and not is_town):
            return False
        return word.group(1)[:1].isupper() and (is_town or self.words.language != "en" or not self._is_place(position))

    def _is_place(self, position: int) -> bool:
        return bool(re.search(r"(?:in|at)$", self.text[max(position - 3, 0) : position]))
