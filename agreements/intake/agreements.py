"""Puts together what a text says of agreements: which one it is about, between whom, signed by whom, when and where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from agreements.dates import PartialDate
from agreements.intake.acts import Act, ActReader, Stage
from agreements.intake.dates import DateMention
from agreements.intake.gazetteer import PartyMention
from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import Lexicon
from agreements.intake.lists import listed_signers
from agreements.intake.partners import PartnerReader
from agreements.intake.people import People, Person, PersonMention
from agreements.intake.places import PlaceReader
from agreements.intake.reading import (
    Basis,
    Capacity,
    NamedPerson,
    Outcome,
    Proposal,
    ProposedAgreement,
    Span,
)
from agreements.intake.signers import SignerReader
from agreements.intake.titles import TitleReader, TitleSpan
from agreements.models.agreement import AgreementKind

#: Whose ministries write in the language, and call their own ministers by their office alone.
HOME = {"nb": "NOR", "nn": "NOR", "sv": "SWE", "da": "DNK"}
#: Paragraphs after the headline in which a release says what it is about.
LEAD = 2


class AgreementReader:
    """Reads the agreements of one text."""

    def __init__(
        self,
        layout: Layout,
        words: Lexicon,
        people: People,
        parties: Sequence[PartyMention],
        dates: Sequence[DateMention],
        reader: ActReader,
        published_on: PartialDate | None,
    ) -> None:
        self.layout, self.words, self.people, self.published_on = layout, words, people, published_on
        self.text, self.reader, self.dates = layout.text, reader, dates
        self.parties = parties
        self.acts = reader.acts()
        self.partners = PartnerReader(layout, words, parties, people)
        self.signers = SignerReader(layout, words, people, self.acts, parties)
        self.places = PlaceReader(layout, words, parties, people)
        self.titles = TitleReader(layout, words, reader, dates)

    def agreements(self) -> list[ProposedAgreement]:
        """The release's own agreements; none when it only mentions others."""
        signed = self.current_acts()
        if signed:
            return self._proposals(signed, Outcome.SIGNED)
        entered = self._acts_in_force()
        if entered:
            return self._proposals(entered, Outcome.SIGNED)
        intended = [
            act for act in self.acts if act.stage is not Stage.SIGNED and act.names_agreement and not act.is_old
        ]
        if not intended:
            return []
        negotiated = any(act.stage is Stage.NEGOTIATED for act in intended)
        return self._proposals(intended, Outcome.NEGOTIATED if negotiated else Outcome.ANNOUNCED)

    def current_acts(self) -> list[Act]:
        """Signatures that are the release's news, the most telling sentence first. Empty when there are none."""
        done = [act for act in self.acts if act.stage is Stage.SIGNED and not act.is_old]
        named = [act for act in done if act.names_agreement]
        body = [act for act in done if not act.sentence.is_headline]
        return (body or done) if named else []

    def _acts_in_force(self) -> list[Act]:
        """Old signatures of an agreement that, as headline or first paragraph say, takes effect or is approved."""
        top = [s for s in self.layout.sentences if s.is_headline or s.paragraph <= self._first_paragraph() + 1]
        is_news = any(
            self.words.pattern("in_force").search(self.layout.of(s)) and self.reader.agreement_nouns(s) for s in top
        )
        return [act for act in self.acts if act.stage is Stage.SIGNED and act.day] if is_news else []

    def _proposals(self, acts: Sequence[Act], outcome: Outcome) -> list[ProposedAgreement]:
        mentions = self._signer_mentions(acts) if outcome is Outcome.SIGNED else []
        codes = self._parties(acts, mentions)
        if len(codes) < 2:
            return []
        first, *others = self._pairs(codes)
        proposal = self._proposal(acts, outcome, mentions, first)
        return [proposal, *(self._for_pair(proposal, acts, mentions, pair) for pair in others)]

    def _signer_mentions(self, acts: Sequence[Act]) -> list[PersonMention]:
        found: dict[int, PersonMention] = {}
        for act in acts:
            for mention in self.signers.mentions(act):
                found.setdefault(mention.person, mention)
        return list(found.values()) or self._listed()

    def _listed(self) -> list[PersonMention]:
        """Those who stand in a list of signatories, with the party that it says they signed for."""
        listed = listed_signers(self.layout, self.words, self.parties, self.people)
        for mention, code in listed:
            person = self.people.persons[mention.person]
            person.party = person.party or code
        return [mention for mention, _code in listed]

    # Parties

    def _parties(self, acts: Sequence[Act], signers: Sequence[PersonMention]) -> list[str]:
        """Codes of the parties, in the order in which the text gives reason for them."""
        sentences = list(dict.fromkeys(act.sentence for act in acts))
        stated = self.partners.in_sentences(sentences)
        of_signers = [code for m in signers if (code := self.people.persons[m.person].party)]
        codes = list(dict.fromkeys([*stated, *of_signers]))
        if len(codes) > 2:
            codes = self._narrowed(codes, stated, of_signers)
        headline = [s for s in self.layout.sentences if s.is_headline]
        first = [
            s for s in self.layout.sentences if not s.is_headline and s.paragraph <= self._first_paragraph() + LEAD
        ]
        lead = [s for s in first if self.reader.agreement_nouns(s)]
        for source in (self.partners.in_sentences(headline), self.partners.in_sentences(lead)):
            codes = _filled(codes, source)
        # Companies make agreements as well: a country that is merely mentioned is no party when none is stated.
        for source in (self._home(), self._owners(headline)) if codes else ():
            codes = _filled(codes, source)
        return codes

    def _narrowed(self, codes: list[str], stated: list[str], of_signers: list[str]) -> list[str]:
        """Which of more than two are meant: those who signed, or those that the headline names as well."""
        if self._several():
            return codes
        headline = self.partners.in_sentences(s for s in self.layout.sentences if s.is_headline)
        for choice in (of_signers, [code for code in stated if code in headline], headline):
            distinct = list(dict.fromkeys(choice))
            if len(distinct) == 2:
                return distinct
        return codes

    def _home(self) -> list[str]:
        home = HOME.get(self.words.language)
        return [home] if home else []

    def _owners(self, sentences: Sequence[Sentence]) -> list[str]:
        """Parties by frequency, named in any way: "samarbeid i Kina", "Chinas utslipp"."""
        inside = Counter(p.code for p in self.parties for s in sentences if s.start <= p.start < s.end)
        return [code for code, _count in inside.most_common()]

    def _first_paragraph(self) -> int:
        return next((s.paragraph for s in self.layout.sentences if s.is_headline), -1)

    def _several(self) -> bool:
        """Whether the text speaks of several agreements at once."""
        return any(
            self.words.pattern("several").search(self.layout.of(s)) for s in self.layout.sentences if not s.is_speech
        )

    def _pairs(self, codes: list[str]) -> list[list[str]]:
        """One pair for each agreement: the party they have in common with each of the others."""
        if len(codes) <= 2 or not self._several():
            return [codes]
        home = HOME.get(self.words.language)
        common = home if home in codes else codes[0]
        return [[common, code] for code in codes if code != common]

    # One agreement

    def _proposal(
        self, acts: Sequence[Act], outcome: Outcome, signers: Sequence[PersonMention], codes: list[str]
    ) -> ProposedAgreement:
        title = self.titles.best(acts)
        first = acts[0]
        is_signed = outcome is Outcome.SIGNED
        place = self.places.of(acts) if is_signed else None
        return ProposedAgreement(
            outcome,
            Span(first.start, first.end),
            AgreementKind(title.kind) if title and title.kind else AgreementKind.OTHER,
            any(act.is_renewal for act in acts),
            tuple(self._party(code, acts) for code in codes),
            self._title(title),
            self._signed_on(acts) if is_signed else None,
            Proposal(place.name, Span(place.start, place.end)) if place else None,
            tuple(self._signatories(signers, codes)),
        )

    def _for_pair(
        self, proposal: ProposedAgreement, acts: Sequence[Act], signers: Sequence[PersonMention], codes: list[str]
    ) -> ProposedAgreement:
        """The like agreement with another party, of which the release tells in the same words."""
        parties = tuple(self._party(code, acts) for code in codes)
        return replace(proposal, parties=parties, signatories=tuple(self._signatories(signers, codes)))

    def _title(self, title: TitleSpan | None) -> Proposal[str] | None:
        if title is None:
            return None
        return Proposal(" ".join(self.text[title.start : title.end].split()), Span(title.start, title.end))

    def _party(self, code: str, acts: Sequence[Act]) -> Proposal[str]:
        """The party with the words that name it: in a sentence of the acts, else the first anywhere."""
        sentences = [act.sentence for act in acts]
        named = [p for p in self.parties if p.code == code]
        own = [p for p in named if any(s.start <= p.start < s.end for s in sentences)] or named
        if not own:
            return Proposal(code, Span(acts[0].start, acts[0].end), Basis.INFERRED)
        return Proposal(code, Span(own[0].start, own[0].end))

    def _signed_on(self, acts: Sequence[Act]) -> Proposal[PartialDate] | None:
        """The most precise date that goes with an act; else "today" of the sentence before, in the same paragraph."""
        days = [act.day for act in acts if act.day and act.day.value and not act.is_old] or [
            act.day for act in acts if act.day and act.day.value
        ]
        days.sort(key=lambda day: -len(str(day.value)))
        if not days:
            days = [day for act in acts for day in self._told_before(act)]
        if not days or days[0].value is None:
            return None
        day = days[0]
        basis = Basis.RELATIVE if day.is_relative else Basis.DATELINE if self._is_dateline(day) else Basis.STATED
        return Proposal(days[0].value, Span(day.start, day.end), basis)

    def _told_before(self, act: Act) -> list[DateMention]:
        earlier = [
            s for s in self.layout.sentences if s.paragraph == act.sentence.paragraph and s.end <= act.sentence.start
        ]
        if not earlier or act.day:
            return []
        return [d for d in self.dates if d.is_relative and d.value and earlier[-1].start <= d.start < earlier[-1].end]

    def _is_dateline(self, day: DateMention) -> bool:
        """Whether a dash parts the date from the sentence it stands before."""
        return self.text[day.end : day.end + 4].strip()[:1] in {"–", "—", "-"}

    # Signatories

    def _signatories(self, mentions: Sequence[PersonMention], codes: list[str]) -> list[NamedPerson]:
        """Those who signed for one of the parties, with whom each signed for."""
        served = self._served(mentions, codes)
        return [
            named_person(self.people.persons[m.person], Span(m.start, m.end), party)
            for m, party in zip(mentions, served, strict=True)
            if party is None or party.value in codes
        ]

    def _served(self, mentions: Sequence[PersonMention], codes: list[str]) -> list[Proposal[str] | None]:
        """Whom each signed for: as stated, else by elimination, else the ministry's own country."""
        persons = [self.people.persons[m.person] for m in mentions]
        stated = [person.party for person in persons]
        served = list(stated)
        home = HOME.get(self.words.language)
        unknown = [index for index, party in enumerate(served) if party is None]
        for index in unknown:
            others = {party for place, party in enumerate(served) if party and place != index}
            left = [code for code in codes if code not in others]
            own = home in codes and not self._is_republican(persons[index])
            is_last = all(party for place, party in enumerate(served) if place != index)
            if len(codes) == 2 and len(left) == 1 and is_last:
                served[index] = left[0]
            elif own and home not in others:
                served[index] = home
            elif home in codes and not own and len(codes) == 2:
                served[index] = next(code for code in codes if code != home)
        return [
            Proposal(code, self._party_span(code, person), Basis.STATED if code == was else Basis.INFERRED)
            if code
            else None
            for code, was, person in zip(served, stated, persons, strict=True)
        ]

    def _is_republican(self, person: Person) -> bool:
        """Whether the office is one that the Scandinavian kingdoms do not have."""
        return bool(person.office and self.words.pattern("republican").fullmatch(person.office))

    def _party_span(self, code: str, person: Person) -> Span:
        near = [p for p in self.parties if p.code == code]
        best = min(near, key=lambda p: abs(p.start - person.start), default=None)
        return Span(best.start, best.end) if best else Span(person.start, person.end)


def _filled(codes: list[str], more: Sequence[str]) -> list[str]:
    """The codes, with others until there are two."""
    return codes if len(codes) >= 2 else list(dict.fromkeys([*codes, *more]))[:2]


def named_person(person: Person, evidence: Span, party: Proposal[str] | None) -> NamedPerson:
    """The person as a proposal."""
    office = Proposal(person.office, Span(*person.office_span)) if person.office and person.office_span else None
    capacity = Capacity(person.qualifier) if person.qualifier else None
    return NamedPerson(person.name, evidence, office, capacity, party)
