"""Reads a release: one function, from text to proposals."""

import datetime as dt
import re
from dataclasses import replace

from django.utils.translation import gettext as _

from agreements.dates import PartialDate
from agreements.intake.acts import ActReader, Stage
from agreements.intake.agreements import AgreementReader, named_person
from agreements.intake.dates import DateMention, dates_in
from agreements.intake.gazetteer import gazetteer
from agreements.intake.instruments import instruments_in
from agreements.intake.language import language_of
from agreements.intake.layout import Layout, lay_out
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.people import PeopleReader
from agreements.intake.projects import projects_in
from agreements.intake.reading import NamedPerson, Proposal, ProposedAgreement, Reading, Span
from agreements.intake.themes import themes_in
from agreements.intake.vocabulary import Vocabulary, vocabulary_of_the_archive

#: Characters at the beginning of a text in which it says when it was published.
HEAD = 700
LEAD_PARAGRAPHS = 2


def read(text: str, published_on: PartialDate | dt.date | None = None, vocabulary: Vocabulary | None = None) -> Reading:
    """Read a release. The same text, date and vocabulary give the same reading; nothing is fetched or stored.

    ``published_on``: None to use what the text states. ``vocabulary``: None to use the archive's as it is now.
    """
    known = vocabulary_of_the_archive() if vocabulary is None else vocabulary
    language = language_of(text)
    if language is None:
        return Reading(None, remarks=(_("The language of the text could not be told."),))
    words = lexicon(language)
    layout = lay_out(text)
    published = _published(layout, words, published_on)
    return _ReleaseReader(layout, words, known, published).reading()


def _published(layout: Layout, words: Lexicon, given: PartialDate | dt.date | None) -> Proposal[PartialDate] | None:
    """The date of publication: as given, else the first date that stands alone on its line or begins the text."""
    if given is not None:
        return Proposal(given if isinstance(given, PartialDate) else PartialDate.of(given), Span(0, 0))
    for mention in dates_in(layout.text[:HEAD], words, None):
        if mention.value and _stands_apart(layout, mention):
            return Proposal(mention.value, Span(mention.start, mention.end))
    return None


def _stands_apart(layout: Layout, mention: DateMention) -> bool:
    """Whether a date is a line of its own ("Published 3 May 2020", "Wellington, 3 May 2020") or a dateline."""
    begins = layout.text.rfind("\n", 0, mention.start) + 1
    ends = layout.text.find("\n", mention.end)
    before = layout.text[begins : mention.start].strip(" *_")
    after = layout.text[mention.end : ends if ends >= 0 else len(layout.text)].strip(" *_")
    is_alone = len(after.split()) <= 2 or bool(re.match(r"\(|kl\.?\s|\d{1,2}[:.]\d\d|\||年|г(?:ода|\.)", after))
    return len(before.split()) <= 4 and (is_alone or after[:1] in "–—-:") and mention.value is not None


class _ReleaseReader:
    """Everything read in one text, step by step."""

    def __init__(
        self, layout: Layout, words: Lexicon, vocabulary: Vocabulary, published: Proposal[PartialDate] | None
    ) -> None:
        self.layout, self.words, self.vocabulary, self.published = layout, words, vocabulary, published
        self.text = layout.text
        day = published.value if published else None
        self.dates = dates_in(self.text, words, day)
        self.parties = gazetteer(words.language, vocabulary).mentions(self.text)
        self.instruments = instruments_in(self.text, vocabulary)
        self.people = PeopleReader(layout, words, self.parties, vocabulary).read()
        taken = [(person.start, person.end) for person in self.people.mentions]
        # "Lim Kok Thai" is no Thai.
        self.parties = [p for p in self.parties if not any(start <= p.start < end for start, end in taken)]
        self.acts = ActReader(layout, words, self.dates, self.instruments, day)
        self.reader = AgreementReader(layout, words, self.people, self.parties, self.dates, self.acts, day)

    def reading(self) -> Reading:
        """The whole reading."""
        agreements = self._with_themes(self.reader.agreements())
        return Reading(
            self.words.language,
            self._title(),
            self.published,
            agreements,
            tuple(self._context(agreements)),
            tuple(projects_in(self.layout, self.words)),
            tuple(self._others(agreements)),
            tuple(self._instrument_proposals()),
            tuple(self._remarks(agreements)),
        )

    def _title(self) -> Proposal[str] | None:
        if self.layout.headline is None:
            return None
        start, end = self.layout.headline
        title = " ".join(self.text[start:end].split()).rstrip(" —–-")
        return Proposal(title, Span(start, end))

    def _with_themes(self, agreements: list[ProposedAgreement]) -> tuple[ProposedAgreement, ...]:
        """Themes of the headline, the first paragraphs and every sentence that speaks of an agreement."""
        headline = next((s.paragraph for s in self.layout.sentences if s.is_headline), -1)
        zones = [
            (s.start, s.end)
            for s in self.layout.sentences
            if s.paragraph <= headline + LEAD_PARAGRAPHS or self.acts.agreement_nouns(s)
        ]
        mentions = themes_in(self._without_offices(), self.words.language, self.vocabulary, zones) if agreements else []
        themes = tuple(Proposal(m.label, Span(m.start, m.end)) for m in mentions)
        return tuple(replace(agreement, themes=themes) for agreement in agreements)

    def _without_offices(self) -> str:
        """The text without titles and ministries, which name themes and are not about them."""
        text = self.text
        spans = [person.office_span for person in self.people.persons if person.office_span]
        spans += [m.span() for m in self.words.pattern("offices").finditer(text)]
        spans += [m.span() for m in lexicon(ANY).pattern("ministry").finditer(text)]
        spans += [(i.start, i.end) for i in self.instruments]
        blank = list(text)
        for start, end in spans:
            blank[start:end] = " " * (end - start)
        return "".join(blank)

    def _context(self, agreements: tuple[ProposedAgreement, ...]) -> list[Proposal[str]]:
        """Agreements signed long before, by the words for them; all that are named when the release has none itself."""
        old = [act.sentence for act in self.reader.acts if act.stage is Stage.SIGNED and act.is_old]
        own = {a.evidence.start for a in agreements}
        sentences = [s for s in self.layout.sentences if not s.is_headline] if not agreements else old
        spans = [t for s in dict.fromkeys(sentences) for t in self.reader.titles.in_sentence(s)]
        return [
            Proposal(" ".join(self.text[t.start : t.end].split()), Span(t.start, t.end))
            for t in spans
            if t.start not in own
        ]

    def _others(self, agreements: tuple[ProposedAgreement, ...]) -> list[NamedPerson]:
        """Everybody who is named and did not sign."""
        signers = {person.name for agreement in agreements for person in agreement.signatories}
        return [
            named_person(
                person,
                Span(person.start, person.end),
                Proposal(person.party, Span(person.start, person.end)) if person.party else None,
            )
            for person in self.people.persons
            if person.name not in signers
        ]

    def _instrument_proposals(self) -> list[Proposal[str]]:
        first: dict[str, Proposal[str]] = {}
        for mention in self.instruments:
            first.setdefault(mention.name, Proposal(mention.name, Span(mention.start, mention.end)))
        return list(first.values())

    def _remarks(self, agreements: tuple[ProposedAgreement, ...]) -> list[str]:
        """What an editor should know beside the proposals."""
        remarks = []
        if not agreements:
            remarks.append(_("The text does not say that an agreement was made or is being made."))
        for agreement in agreements:
            if agreement.is_signed and agreement.signed_on is None and self._is_undated(agreement):
                remarks.append(_("The text dates the signature from its day of publication, which is not known."))
            if len(agreement.parties) > 2:
                remarks.append(_("The text names more than two parties."))
        return list(dict.fromkeys(remarks))

    def _is_undated(self, agreement: ProposedAgreement) -> bool:
        return any(act.day and act.day.value is None for act in self.reader.current_acts())
