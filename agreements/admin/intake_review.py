"""The review of one press release: its proposals as rows to take, change, tie or leave, and the decision they make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.admin.intake_forms import (
    NEW,
    NOTHING,
    AgreementForm,
    ChoiceRow,
    DateRow,
    KindRow,
    PersonRow,
    ProjectRow,
    ReviewForm,
    Row,
    SourceForm,
    TextRow,
)
from agreements.admin.intake_records import Offer, Pair, Records
from agreements.intake.decision import AgreementFacts, Decision, Fact, PersonFacts, ProjectFacts, SourceFacts
from agreements.intake.likely import likely_agreements, likely_projects
from agreements.intake.marking import Mark
from agreements.intake.reading import (
    Basis,
    Capacity,
    NamedPerson,
    Outcome,
    ProjectStage,
    Proposal,
    ProposedAgreement,
    ProposedProject,
    Span,
)
from agreements.intake.stored import reading_of
from agreements.models import AgreementKind, PressRelease, ProjectStatus, Qualifier

QUALIFIERS = {
    None: Qualifier.IN_OFFICE,
    Capacity.INCOMING: Qualifier.INCOMING,
    Capacity.ACTING: Qualifier.ACTING,
    Capacity.AMBASSADOR: Qualifier.AMBASSADOR,
    Capacity.DEPUTY: Qualifier.OTHER,
    Capacity.FORMER: Qualifier.OTHER,
}
#: Links to likely records, each with why.
Likely = Sequence[tuple[str, str]]
NOWHERE = Span(0, 0)
#: Parties whose people are commonly named with the family name first.
FAMILY_NAME_FIRST = {"chn", "kor", "prk", "vnm", "twn", "sgp", "hun", "khm"}


@dataclass
class Line:
    """A row with what stands around it: a heading, where its words are marked, and a note on how they were read."""

    form: Row
    heading: str
    marks: list[tuple[str, int]]
    note: str = ""
    likely: Likely = ()
    span: Span = NOWHERE


@dataclass
class AgreementPart:
    """An agreement of the release with its lines, by what they are about."""

    proposal: ProposedAgreement
    form: AgreementForm
    mark: int
    likely: Likely
    pair: Pair
    codes: list[str]
    title: Line | None = None
    kind: Line | None = None
    signed_on: Line | None = None
    place: Line | None = None
    parties: list[Line] = field(default_factory=list)
    people: list[Line] = field(default_factory=list)
    themes: list[Line] = field(default_factory=list)

    @property
    def facts(self) -> list[Line]:
        """The lines of the agreement's own columns."""
        return [line for line in (self.title, self.kind, self.signed_on, self.place) if line]

    @property
    def lines(self) -> list[Line]:
        """All lines."""
        return [*self.facts, *self.parties, *self.people, *self.themes]

    @property
    def is_left(self) -> bool:
        """Whether the editor leaves the agreement out; of a valid form."""
        return bool(self.form.cleaned_data.get("record") == NOTHING)

    @property
    def outcome_note(self) -> str:
        """What the text says of the agreement, where that is not that it was signed."""
        return {
            Outcome.SIGNED: "",
            Outcome.NEGOTIATED: _("The text says that it is negotiated, not that it was signed."),
            Outcome.ANNOUNCED: _("The text announces it and does not say that it was signed."),
        }[self.proposal.outcome]

    @property
    def not_stated(self) -> list[str]:
        """What readers would like to know and the text does not say."""
        found = {
            _("a title"): self.title,
            _("the day of signature"): self.signed_on,
            _("the place of signature"): self.place,
            _("a second party"): len(self.parties) > 1,
            _("who signed"): self.people,
        }
        return [words for words, value in found.items() if not value]


class Review:
    """Everything on the page of one release. ``data``: what was sent; None: as kept, or else as proposed."""

    def __init__(self, release: PressRelease, data: Any = None) -> None:
        self.release, self.data = release, data
        self.reading = reading_of(release.reading)
        self.language = self.reading.language or ""
        self.kept = MultiValueDict(release.choices) if release.choices and data is None else None
        self.records = Records()
        self.marks: list[Mark] = []
        self.source = self._form(SourceForm, "source", self._source_initial())
        self.agreements = [self._agreement(number, one) for number, one in enumerate(self.reading.agreements)]
        self.projects = [self._project(number, one) for number, one in enumerate(self._own(self.reading.projects))]
        self.instruments = [
            self._choice(f"i{number}", one.value, one, self.records.instrument(one.value))
            for number, one in enumerate(self._own(self.reading.instruments))
        ]
        self.people_named = [(one.name, one.office.value if one.office else "", self._mark(one.evidence))
                             for one in self.reading.people]  # fmt: skip
        self.context = [(one.value, self._mark(one.evidence)) for one in self.reading.context]

    # What is shown

    def _own(self, proposals: Sequence[Any]) -> Sequence[Any]:
        """Projects and instruments belong to an agreement; without one they are nobody's."""
        return proposals if self.reading.agreements else ()

    def _form(self, form: type[Any], prefix: str, initial: dict[str, Any]) -> Any:
        return form(self.data, kept=self.kept, prefix=prefix, initial=initial)

    def _mark(self, span: Span) -> int:
        """The number of the mark of these words; words marked before keep their number."""
        known = next((mark.number for mark in self.marks if mark.span == span), 0)
        if not known:
            known = len(self.marks) + 1
            self.marks.append(Mark(known, span))
        return known

    def _source_initial(self) -> dict[str, Any]:
        names = ("publisher", "title", "url", "language", "published_on", "retrieved_on")
        return {name: getattr(self.release, name) for name in names}

    def _line(self, form: Row, heading: str, proposal: Proposal[Any], likely: Likely = ()) -> Line:
        note = "" if proposal.basis is Basis.STATED else how_read(proposal.basis, self._words(proposal.evidence))
        return Line(form, heading, [("", self._mark(proposal.evidence))], note, likely, proposal.evidence)

    def _words(self, span: Span) -> str:
        return " ".join(self.release.text[span.start : span.end].split())

    def _agreement(self, number: int, proposal: ProposedAgreement) -> AgreementPart:
        prefix = f"a{number}"
        codes = [code(party.value) for party in proposal.parties]
        pair = Pair(self.records, codes[:2])
        title = proposal.title.value if proposal.title else ""
        likely = likely_agreements(proposal, self.release.published_on, pair.agreements)
        offer = pair.agreement(likely, proposal.is_signed)
        form = self._form(AgreementForm, prefix, {"record": offer.initial})
        form.choose("record", offer.choices)
        form.choose("renews", pair.earlier())
        part = AgreementPart(proposal, form, self._mark(proposal.evidence), offer.likely, pair, codes)
        if proposal.title:
            part.title = self._text(
                f"{prefix}-title",
                _("Title in %(language)s") % {"language": self._language_name()},
                proposal.title,
                sentence_case(title),
            )
            kind = self._form(KindRow, f"{prefix}-kind", {"take": True, "value": proposal.kind})
            part.kind = self._line(kind, _("Kind"), proposal.title)
        if proposal.signed_on:
            day = self._form(DateRow, f"{prefix}-signed", {"take": True, "value": proposal.signed_on.value})
            part.signed_on = self._line(day, _("Signed"), proposal.signed_on)
        if proposal.place:
            part.place = self._text(f"{prefix}-place", _("Place of signature"), proposal.place, proposal.place.value)
        part.parties = [self._party(f"{prefix}-party{n}", n, one) for n, one in enumerate(proposal.parties)]
        part.people = [self._person(f"{prefix}-person{n}", one, codes) for n, one in enumerate(proposal.signatories)]
        part.themes = [self._theme(f"{prefix}-theme{n}", one) for n, one in enumerate(proposal.themes)]
        return part

    def _language_name(self) -> str:
        names = Locale.parse(get_language() or "en", sep="-").languages
        return str(names.get(self.language, self.language))

    @property
    def language_note(self) -> str:
        """What to write in another language than the text's; '' where the archive has fields for that."""
        if not self.reading.agreements or self.language in ("nb", "nn", "en"):
            return ""
        return _(
            "The text is in %(language)s. Offices and titles of projects stand in its words: write them in English."
        ) % {"language": self._language_name()}

    def _text(self, prefix: str, heading: str, proposal: Proposal[str], value: str) -> Line:
        return self._line(self._form(TextRow, prefix, {"take": True, "value": value}), heading, proposal)

    def _choice(self, prefix: str, heading: str, proposal: Proposal[str], offer: Offer) -> Line:
        form = self._form(ChoiceRow, prefix, {"take": True, "value": offer.initial})
        form.choose("value", offer.choices)
        return self._line(form, heading, proposal, offer.likely)

    def _theme(self, prefix: str, proposal: Proposal[str]) -> Line:
        offer = self.records.theme(proposal.value)
        return self._choice(prefix, str(self.records.themes.get(offer.initial, proposal.value)), proposal, offer)

    def _party(self, prefix: str, number: int, proposal: Proposal[str]) -> Line:
        proposed = code(proposal.value)
        form = self._form(ChoiceRow, prefix, {"take": number < 2, "value": proposed})
        form.choose("value", self.records.party_choices([proposed]))
        return self._line(form, self.records.party_name(proposed), proposal)

    def _person(self, prefix: str, person: NamedPerson, codes: list[str]) -> Line:
        party = code(person.party.value) if person.party else None
        offer = self.records.person(person.name, party)
        initial = {
            "take": True,
            "record": offer.initial,
            "name": person.name,
            "sort_name": for_sorting(person.name, party),
            "party": party or "",
            "office": person.office.value if person.office else "",
            "qualifier": QUALIFIERS[person.capacity],
        }
        form = self._form(PersonRow, prefix, initial)
        form.choose("record", offer.choices)
        form.choose("party", self.records.party_choices(codes))
        form.choose("institution", self.records.institution_choices(codes))
        marks = [("", self._mark(person.evidence))]
        if person.office:
            marks.append((_("office"), self._mark(person.office.evidence)))
        note = ""
        if person.party:
            marks.append((_("party"), self._mark(person.party.evidence)))
            if person.party.basis is Basis.INFERRED:
                note = _("The text does not say in words for which party; it follows from the rest.")
        return Line(form, person.name, marks, note, offer.likely, person.evidence)

    def _project(self, number: int, project: ProposedProject) -> Line:
        pair = self.agreements[0].pair
        offer = pair.project(likely_projects(project.title.value, pair.projects))
        status = ProjectStatus.PROPOSED if project.stage is ProjectStage.PROPOSED else ProjectStatus.ACTIVE
        title = sentence_case(project.title.value)
        form = self._form(
            ProjectRow, f"r{number}", {"take": True, "record": offer.initial, "title": title, "status": status}
        )
        form.choose("record", offer.choices)
        return self._line(form, project.title.value, project.title, offer.likely)

    # What was sent

    def _forms(self) -> Iterator[ReviewForm]:
        """The forms that count: those of an agreement that is left out do not."""
        yield self.source
        for part in self.agreements:
            yield part.form
            if part.form.is_valid() and not part.is_left:
                yield from (line.form for line in part.lines)
        if any(part.form.is_valid() and not part.is_left for part in self.agreements):
            yield from (line.form for line in (*self.projects, *self.instruments))

    def is_valid(self) -> bool:
        """Whether every form that counts is valid; all are asked, so that all speak."""
        return all([form.is_valid() for form in self._forms()])  # noqa: C419 - every form is to speak

    def sent(self) -> dict[str, list[str]]:
        """The fields of the page as they were sent, to be kept."""
        return {name: values for name, values in self.data.lists() if "-" in name}

    def decision(self) -> Decision:
        """What the editor decided; of a valid review."""
        parts = [part for part in self.agreements if not part.is_left]
        facts = [self._facts(part, is_first=number == 0) for number, part in enumerate(parts)]
        return Decision(SourceFacts(**self.source.cleaned_data), tuple(facts))

    def _facts(self, part: AgreementPart, *, is_first: bool) -> AgreementFacts:
        chosen = part.form.cleaned_data
        existing = {str(one.pk): one for one in part.pair.agreements}
        renews = existing.get(chosen["renews"])
        language = self.language
        return AgreementFacts(
            existing=existing.get(chosen["record"]),
            evidence=part.proposal.evidence,
            kind=as_fact(part.kind, AgreementKind),
            titles=((language, title),) if (title := as_fact(part.title)) else (),
            parties=tuple(fact for line in part.parties if (fact := as_fact(line))),
            signed_on=as_fact(part.signed_on),
            place=as_fact(part.place),
            people=tuple(self._person_facts(line, one)
                         for line, one in zip(part.people, part.proposal.signatories, strict=True)
                         if line.form.is_taken),
            themes=tuple(fact for line in part.themes if (fact := as_fact(line, self.records.themes.__getitem__))),
            instruments=tuple(self._instrument_facts()),
            projects=tuple(self._project_facts()) if is_first else (),
            renews=Fact(renews, part.proposal.evidence) if renews else None,
            language=language,
        )  # fmt: skip

    def _person_facts(self, line: Line, person: NamedPerson) -> PersonFacts:
        chosen = line.form.cleaned_data
        place = person.office.evidence if person.office else person.evidence
        institution = chosen["new_institution"] or self.records.institutions.get(chosen["institution"])
        return PersonFacts(
            name=chosen["name"],
            sort_name=chosen["sort_name"],
            existing=self.records.people.get(chosen["record"]),
            party=chosen["party"],
            office=Fact(chosen["office"], place) if chosen["office"] else None,
            qualifier=Qualifier(chosen["qualifier"]),
            institution=institution,
            evidence=line.span,
        )

    def _instrument_facts(self) -> Iterator[Fact[Any]]:
        for line in self.instruments:
            if line.form.is_taken:
                value = line.form.cleaned_data["value"]
                yield Fact(line.heading if value == NEW else self.records.instruments[value], line.span)

    def _project_facts(self) -> Iterator[ProjectFacts]:
        existing = {str(one.pk): one for part in self.agreements for one in part.pair.projects}
        for line in self.projects:
            if line.form.is_taken:
                chosen = line.form.cleaned_data
                status = ProjectStatus(chosen["status"])
                yield ProjectFacts(chosen["title"], existing.get(chosen["record"]), status, line.span)


def as_fact(line: Line | None, of: Any = None) -> Fact[Any] | None:
    """The value of a line that is taken, made what it stands for by ``of``; None when it is not."""
    if line is None or not line.form.is_taken:
        return None
    value = line.form.cleaned_data["value"]
    return Fact(of(value) if of else value, line.span)


def code(proposed: str) -> str:
    """A party's code as the archive writes it."""
    return proposed.casefold()


def sentence_case(words: str) -> str:
    """The words as a title: with a capital at the beginning."""
    return words[:1].upper() + words[1:]


def for_sorting(name: str, party: str | None) -> str:
    """The name with the family name first, as far as the party's custom tells."""
    first, _space, last = name.rpartition(" ")
    return name if not first or party is None or party in FAMILY_NAME_FIRST else f"{last}, {first}"


def how_read(basis: Basis, words: str) -> str:
    """How the text carries a value that it does not state in so many words."""
    return {
        Basis.RELATIVE: _("Counted from the day of publication: “%(words)s”.") % {"words": words},
        Basis.DATELINE: _("The date before the sentence that reports the signature."),
        Basis.INFERRED: _("Not in words; it follows from the rest of the text."),
    }.get(basis, "")
