"""What a text says was done with an agreement: signed, negotiated, announced; when; and whether that was long ago."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from agreements.dates import PartialDate
from agreements.intake.dates import DateMention
from agreements.intake.instruments import InstrumentMention
from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import ANY, Lexicon, lexicon

COMMON = lexicon(ANY)
#: What stands right before a verb, in that order: a modal verb, helping words, the verb.
HELPING = re.compile(rf"(?:{COMMON.pattern('helping').pattern}\s+){{0,4}}$", re.IGNORECASE)
PERFECT = re.compile(rf"{COMMON.pattern('perfect').pattern}\s+$", re.IGNORECASE)
CONDITION = re.compile(rf"{COMMON.pattern('condition').pattern}\s[^,.;]{{0,70}}$", re.IGNORECASE)
PASSIVE = re.compile(
    rf"{COMMON.pattern('passive').pattern}\s+(?:{COMMON.pattern('adverb').pattern}\s+)?$",
    re.IGNORECASE,
)
HAS = re.compile(rf"{COMMON.pattern('has').pattern}\s+(?:\w+\s+)?$", re.IGNORECASE)
#: Where one statement within a sentence ends and another may begin.
CLAUSE = re.compile(r"[,;:()–—]")
#: A signature longer ago than this, when the release came out, is not its news.
LONG_AGO = dt.timedelta(days=45)
#: Farther apart than this, a verb and a noun of one sentence do not belong together.
NEAR = 90
#: What stands before a year or a month that is a time at which something was done.
TIME_PREPOSITION = re.compile(rf"{COMMON.pattern('time_preposition').pattern}\s+$", re.IGNORECASE)
#: An adjective before a noun, with at most two words between them.
MULTILATERAL = re.compile(rf"{COMMON.pattern('multilateral').pattern}\s+(?:[^\W\d_][\w-]*\s+){{0,2}}$", re.IGNORECASE)
#: The subject of a verb is another agreement of the kind.
ALIKE = re.compile(rf"{COMMON.pattern('alike').pattern}\s[^,.;:]*$", re.IGNORECASE)
TALKS = re.compile(rf"{COMMON.pattern('talks').pattern}[^,;]*$", re.IGNORECASE)


#: A word for an agreement: where it begins and ends, and which kind (AgreementKind) it names.
AgreementNoun = tuple[int, int, str]


class Stage(Enum):
    """How far an agreement has come, by what a sentence says of it."""

    SIGNED = "signed"
    PLANNED = "planned"
    NEGOTIATED = "negotiated"
    ANNOUNCED = "announced"


@dataclass(frozen=True)
class Act:
    """Something done, said in a sentence by the words at ``start``–``end``.

    ``day``: the date that goes with it, None when the sentence has none. ``is_old``: it was done well before the
    release. ``is_passive``: those who signed follow "by". ``is_renewal``: it prolongs or renews. ``names_agreement``:
    the sentence has a word for an agreement.
    """

    stage: Stage
    sentence: Sentence
    start: int
    end: int
    day: DateMention | None
    is_old: bool
    is_passive: bool
    is_renewal: bool
    names_agreement: bool


class ActReader:
    """Finds the acts of one text."""

    def __init__(
        self,
        layout: Layout,
        words: Lexicon,
        dates: Sequence[DateMention],
        instruments: Sequence[InstrumentMention],
        published_on: PartialDate | None,
    ) -> None:
        self.layout, self.words, self.dates, self.published_on = layout, words, dates, published_on
        self.text = layout.text
        self.instruments = instruments
        self._nouns: dict[Sentence, list[AgreementNoun]] = {}

    def acts(self) -> list[Act]:
        """All acts in order of the text."""
        found = [act for sentence in self.layout.sentences for act in self._in_sentence(sentence)]
        return sorted(self._compared(found), key=lambda act: act.start)

    def _compared(self, acts: list[Act]) -> list[Act]:
        """Without a day of publication, a dated signature is old beside a later one, or beside one without a date."""
        signed = [act for act in acts if act.stage is Stage.SIGNED and not act.is_old]
        values = [act.day.value for act in signed if act.day and act.day.value]
        if self.published_on or not values or len(signed) < 2:
            return acts
        latest, has_undated = max(values), len(values) < len(signed)

        def is_earlier(act: Act) -> bool:
            value = act.day.value if act.day else None
            return value is not None and (value.latest < latest.earliest - LONG_AGO or (has_undated and not value.day))

        return [replace(act, is_old=True) if act in signed and is_earlier(act) else act for act in acts]

    def agreement_nouns(self, sentence: Sentence) -> list[AgreementNoun]:
        """Words for an agreement in a sentence, in order, instruments left out: (start, end, kind)."""
        if sentence not in self._nouns:
            self._nouns[sentence] = sorted(self._find_nouns(sentence))
        return self._nouns[sentence]

    def _find_nouns(self, sentence: Sentence) -> list[AgreementNoun]:
        found: list[AgreementNoun] = []
        taken = [(i.start, i.end) for i in self.instruments if sentence.start <= i.start < sentence.end]
        for kind, pattern in self.words.kinds.items():
            for match in pattern.finditer(self.text, sentence.start, sentence.end):
                before = self.text[max(sentence.start, match.start() - 45) : match.start()]
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                if not MULTILATERAL.search(before):
                    taken.append(match.span())
                    found.append((*match.span(), kind))
        return found

    def _in_sentence(self, sentence: Sentence) -> Iterator[Act]:
        nouns = self.agreement_nouns(sentence)
        for match in self.words.pattern("signed").finditer(self.text, sentence.start, sentence.end):
            if not self._is_about_instrument(match, nouns, sentence) and not self._is_about_talks(match, sentence):
                stage = Stage.PLANNED if self._is_not_done(match.start(), sentence) else Stage.SIGNED
                yield self._act(stage, sentence, match, nouns)
        yield from self._present(sentence, nouns)
        yield from self._ceremony(sentence, nouns)
        yield from self._not_signed(sentence, nouns)

    def _present(self, sentence: Sentence, nouns: list[AgreementNoun]) -> Iterator[Act]:
        """The present tense of headlines ("Sverige sluter MoU med Indien"), and renewals ("har fornyet avtalen")."""
        for match in self.words.pattern("present").finditer(self.text, sentence.start, sentence.end):
            is_infinitive = bool(self.words.pattern("infinitive").fullmatch(match.group()))
            if is_infinitive and not sentence.is_headline:
                continue
            if nouns and self._near(match.start(), nouns) and not self._is_about_instrument(match, nouns, sentence):
                not_done = self._is_not_done(match.start(), sentence) or self._lies_ahead(match, sentence)
                yield self._act(Stage.PLANNED if not_done else Stage.SIGNED, sentence, match, nouns)
        for match in self.words.pattern("renewed").finditer(self.text, sentence.start, sentence.end):
            is_verb = HAS.search(self.text[sentence.start : match.start()])
            after = [noun for noun in nouns if match.end() <= noun[0] <= match.end() + NEAR // 2]
            if is_verb and after and not self._is_not_done(match.start(), sentence):
                yield self._act(Stage.SIGNED, sentence, match, nouns, is_renewal=True)

    def _ceremony(self, sentence: Sentence, nouns: list[AgreementNoun]) -> Iterator[Act]:
        """A signature told as an event: "Signeringen fant sted i Brussel", "the signing of a memorandum"."""
        signing = self.words.pattern("signing").search(self.text, sentence.start, sentence.end)
        happened = self.words.pattern("took_place").search(self.text, sentence.start, sentence.end)
        if (
            signing
            and happened
            and signing.start() < happened.start()
            and not self._is_not_done(happened.start(), sentence)
        ):
            act = self._act(Stage.SIGNED, sentence, happened, nouns or [(signing.start(), signing.end(), "")])
            yield act

        for match in self.words.pattern("signing").finditer(self.text, sentence.start, sentence.end):
            of = re.compile(rf"\s+{self.words.pattern('of').pattern}\s", re.IGNORECASE).match(self.text, match.end())
            after = [noun for noun in nouns if of and 0 <= noun[0] - of.end() <= NEAR // 2]
            if after and not self._is_before_signing(match, sentence):
                yield replace(self._act(Stage.SIGNED, sentence, match, nouns), is_passive=True)

    def _is_before_signing(self, match: re.Match[str], sentence: Sentence) -> bool:
        """Whether the signature lies ahead: "ahead of the signing of the agreement"."""
        before = self.text[max(sentence.start, match.start() - 30) : match.start()]
        ahead = rf"{self.words.pattern('ahead_of').pattern}\s+(?:(?:the|an?|den|det)\s+)?$"
        return bool(re.search(ahead, before, re.IGNORECASE)) or bool(self.words.pattern("modal").search(before))

    def _is_about_talks(self, match: re.Match[str], sentence: Sentence) -> bool:
        """Whether only talks came to an end: "negotiations were concluded"."""
        is_concluded = "concluded" in match.group().casefold()
        return is_concluded and bool(TALKS.search(self.text[max(sentence.start, match.start() - 60) : match.start()]))

    def _not_signed(self, sentence: Sentence, nouns: list[AgreementNoun]) -> Iterator[Act]:
        if sentence.is_speech or not nouns:
            return
        for match in self.words.pattern("infinitive").finditer(self.text, sentence.start, sentence.end):
            if self._is_not_done(match.start(), sentence, reach=NEAR) and self._near(match.start(), nouns):
                yield self._act(Stage.PLANNED, sentence, match, nouns)
        for name, stage in (("negotiated", Stage.NEGOTIATED), ("announced", Stage.ANNOUNCED)):
            for match in self.words.pattern(name).finditer(self.text, sentence.start, sentence.end):
                if any(self._governs(match, noun) for noun in nouns):
                    yield self._act(stage, sentence, match, nouns)

    def _act(
        self,
        stage: Stage,
        sentence: Sentence,
        match: re.Match[str],
        nouns: list[AgreementNoun],
        *,
        is_renewal: bool = False,
    ) -> Act:
        day = self._day(match, sentence)
        renews = self.words.pattern("renewed").search(self.text, sentence.start, sentence.end)
        return Act(
            stage,
            sentence,
            match.start(),
            match.end(),
            day,
            self._is_old(match, sentence, day),
            self._is_passive(match, sentence),
            is_renewal or bool(renews),
            bool(nouns),
        )

    def _governs(self, match: re.Match[str], noun: AgreementNoun) -> bool:
        """Whether what is announced or negotiated is the agreement, and not something done under it."""
        between = self.text[match.end() : noun[0]]
        return 0 <= noun[0] - match.start() <= NEAR and not COMMON.pattern("under").search(between)

    # Tense

    def _is_not_done(self, position: int, sentence: Sentence, reach: int = 60) -> bool:
        """Whether a modal verb or a negation governs the verb at the position."""
        before = self.text[max(sentence.start, position - reach) : position]
        if PERFECT.search(before):
            return False
        if CONDITION.search(before):
            return True
        helping = HELPING.search(before)
        rest = before[: helping.start()] if helping else before
        own = before[len(rest) :]
        governed = any(
            re.search(rf"{self.words.pattern(name).pattern}\s*$", rest, re.IGNORECASE)
            or self.words.pattern(name).search(own)
            for name in ("modal", "not")
        )
        # In the Scandinavian languages the subject may stand between: "i morgen skal Norge og Kina undertegne".
        is_far = reach > 60 and self.words.pattern("modal").search(before)
        return governed or bool(is_far)

    def _lies_ahead(self, match: re.Match[str], sentence: Sentence) -> bool:
        """Whether the sentence's date comes after the publication."""
        day = self._day(match, sentence)
        return bool(day and day.value and self.published_on and day.value.earliest > self.published_on.latest)

    def _is_passive(self, match: re.Match[str], sentence: Sentence) -> bool:
        before = self.text[max(sentence.start, match.start() - 40) : match.start()]
        is_s_form = self.words.language in {"sv", "da", "nb", "nn"} and match.group().casefold().endswith("s")
        return bool(PASSIVE.search(before)) or is_s_form

    def _near(self, position: int, nouns: list[AgreementNoun]) -> bool:
        return any(abs(noun[0] - position) <= NEAR for noun in nouns)

    def _is_about_instrument(self, match: re.Match[str], nouns: list[AgreementNoun], sentence: Sentence) -> bool:
        """Whether the first thing after the verb that can be signed is a multilateral instrument."""
        following = [i.start for i in self.instruments if match.end() <= i.start < sentence.end]
        own = [noun[0] for noun in nouns if noun[0] >= match.end()]
        return (
            bool(following)
            and following[0] - match.end() < NEAR
            and (not own or following[0] < own[0])
            and not any(noun[0] < match.start() for noun in nouns)
        )

    # Time

    def _day(self, match: re.Match[str], sentence: Sentence) -> DateMention | None:
        """The date nearest to the verb, in its own clause if that has one."""
        inside = [d for d in self.dates if sentence.start <= d.start < sentence.end and self._is_a_time(d)]
        if not inside:
            return None

        def distance(date: DateMention) -> tuple[int, int]:
            between = self.text[min(date.end, match.end()) : max(date.start, match.start())]
            return len(CLAUSE.findall(between)), abs(date.start - match.start())

        return min(inside, key=distance)

    def _is_a_time(self, date: DateMention) -> bool:
        """A year or a month counts only where a preposition makes it a time; it may be a target or part of a name."""
        if date.is_relative or date.value is None or date.value.day:
            return True
        return bool(TIME_PREPOSITION.search(self.text[max(date.start - 12, 0) : date.start]))

    def _is_old(self, match: re.Match[str], sentence: Sentence, day: DateMention | None) -> bool:
        """Whether it was done well before the release: by its date, or by a word such as "originally" in its clause."""
        if self.words.pattern("since").search(
            self.text, max(sentence.start, match.start() - 40), match.start()
        ) and not (day and day.is_relative):
            return True
        if ALIKE.search(self.text[max(sentence.start, match.start() - NEAR) : match.start()]):
            return True
        if day is not None and day.value is not None:
            return bool(self.published_on and day.value.latest < self.published_on.earliest - LONG_AGO)
        return self._has_beside("older", match, sentence) and not (day and day.is_relative)

    def _has_beside(self, name: str, match: re.Match[str], sentence: Sentence) -> bool:
        """Whether a word of the list stands in the verb's own clause, or just before the comma that begins it."""
        for word in self.words.pattern(name).finditer(self.text, sentence.start, sentence.end):
            between = self.text[min(word.end(), match.end()) : max(word.start(), match.start())]
            if not CLAUSE.search(between.strip(" ,") if word.start() < match.start() else between):
                return True
        return False
