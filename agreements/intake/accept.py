"""Writes what an editor accepted of a press release: drafts with a source, and a piece of evidence for every fact.

All of it or nothing. Nothing is published here, and no value that a record holds is overwritten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.catalogue.changes import gathered
from agreements.choices import EditorialStatus, NorwegianForm
from agreements.imports.parties.table import table
from agreements.intake.decision import AgreementFacts, Decision, Fact, PersonFacts, ProjectFacts, SourceFacts
from agreements.intake.quotation import Quoter
from agreements.intake.reading import Span
from agreements.models import (
    Agreement,
    AgreementParty,
    AlternativeTitle,
    Evidence,
    Institution,
    Instrument,
    Party,
    PartyName,
    PressRelease,
    Project,
    Relation,
    RelationKind,
    ReleaseStatus,
    Signatory,
    Signature,
    Source,
)

M = TypeVar("M", bound=models.Model)

#: Readers see these records, so that publishers alone change them.
PUBLIC = (EditorialStatus.PUBLISHED, EditorialStatus.WITHDRAWN)
NORWEGIAN = ("nb", "nn")
#: Characters of evidence's locator and note, and of an office.
LONGEST_NOTE, LONGEST_OFFICE = 500, 200


@dataclass
class Accepted:
    """What was written. ``made``: new records in the order in which they were made; ``agreements``: all decided on."""

    source: Source
    agreements: list[Agreement] = field(default_factory=list)
    made: list[models.Model] = field(default_factory=list)


def accept(release: PressRelease, decision: Decision, user: Any) -> Accepted:
    """Write the decision in one transaction; the history names the user.

    Raises ValidationError, in words for the editor, when a rule of the archive forbids something, when a record that it
    is tied to says otherwise, or is public and the user no publisher. Then nothing is written.
    """
    if not decision.agreements:
        raise ValidationError(
            _("Nothing is chosen to be written. Choose an agreement, or set the press release aside.")
        )
    with gathered():
        stored = PressRelease.objects.select_for_update().get(pk=release.pk)
        if not stored.is_open:
            raise ValidationError(_("Somebody else has decided on this press release in the meantime."))
        writer = _Writer(stored, user)
        accepted = writer.write(decision)
        stored.source = accepted.source
        stored.decide(ReleaseStatus.ACCEPTED, user)
        stored.agreements.set(accepted.agreements)
    return accepted


@contextmanager
def about(what: str) -> Iterator[None]:
    """Let an error say which proposal it is about."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError([f"{what}: {message}" for message in error.messages]) from error


def _named(record: models.Model, error: ValidationError) -> Iterator[str]:
    """Messages of a record that is refused, each with the field it is about."""
    for name, messages in error.message_dict.items():
        field = "" if name == NON_FIELD_ERRORS else f"{_words_for(record, name)}: "
        yield from (f"{field}{message}" for message in messages)


def _words_for(record: models.Model, name: str) -> str:
    return capfirst(str(getattr(record._meta.get_field(name), "verbose_name", name)))


class _Writer:
    """Writes one decision."""

    def __init__(self, release: PressRelease, user: Any) -> None:
        self.release, self.user = release, user
        self.quoter = Quoter(release.text)
        self.parties: dict[str, Party] = {}
        self.made: list[models.Model] = []

    def write(self, decision: Decision) -> Accepted:
        """Write the source and every agreement."""
        with about(_("Source")):
            self.source = self._source(decision.source)
        agreements = []
        for facts in decision.agreements:
            with about(str(facts.existing) if facts.existing else _first_title(facts)):
                agreements.append(self._agreement(facts))
        return Accepted(self.source, agreements, self.made)

    def _saved(self, record: M) -> M:
        """The record, checked by all its rules and saved by the user. Raises ValidationError."""
        is_new = record.pk is None
        record._history_user = self.user  # type: ignore[attr-defined]  # read by simple_history
        try:
            record.full_clean()
        except ValidationError as error:
            raise ValidationError(list(_named(record, error))) from error
        record.save()
        if is_new:
            self.made.append(record)
        return record

    # Source and evidence

    def _source(self, facts: SourceFacts) -> Source:
        """The source: the one that is recorded already, or a new one."""
        key = {"publisher": facts.publisher, "title": facts.title, "url": facts.url}
        held = Source.objects.filter(**key).first()
        source = held or Source(**key)
        if not source.sha256:
            source.sha256, source.retrieved_on = self.release.sha256, facts.retrieved_on
        source.language = source.language or facts.language
        source.published_on = source.published_on or facts.published_on
        return self._saved(source)

    def _prove(self, record: models.Model, name: str, span: Span) -> None:
        """One piece of evidence for a fact of the record, whatever else the same paragraph states."""
        kind = ContentType.objects.get_for_model(record)
        others = Evidence.objects.filter(content_type=kind, object_id=record.pk, field=name, source=self.source)
        taken = set(others.values_list("locator", flat=True))
        locator = next(place for place in self.quoter.locators(span) if place not in taken)
        note = self.quoter.quotation(span)[:LONGEST_NOTE]
        self._saved(
            Evidence(content_type=kind, object_id=record.pk, field=name, source=self.source, locator=locator, note=note)
        )

    # Agreements

    def _agreement(self, facts: AgreementFacts) -> Agreement:
        agreement = self._own(facts)
        for number, fact in enumerate(facts.parties, start=1):
            self._side(agreement, fact, number)
        for language, title in facts.titles:
            self._title(agreement, language, title)
        for person in facts.people:
            with about(person.name):
                self._signature(agreement, person, facts.language)
        self._links(agreement, facts)
        for project in facts.projects:
            with about(project.title):
                self._project(agreement, project, facts.language)
        if facts.renews:
            self._renewal(agreement, facts.renews)
        return agreement

    def _own(self, facts: AgreementFacts) -> Agreement:
        """The agreement with its own columns, and their evidence."""
        agreement = Agreement()
        if facts.existing:
            agreement = Agreement.objects.select_for_update().get(pk=facts.existing.pk)
        columns = [
            (name, fact) for name, fact in (("signed_on", facts.signed_on), ("place_of_signature", facts.place)) if fact
        ]
        if agreement.pk:
            self._refuse_public(agreement)
        else:
            self._name(agreement, facts)
        for name, fact in columns:
            self._fill(agreement, name, fact.value)
        self._saved(agreement)
        self._prove(agreement, "", facts.evidence)
        if facts.kind and agreement.kind == facts.kind.value:
            self._prove(agreement, "kind", facts.kind.evidence)
        for name, fact in columns:
            self._prove(agreement, name, fact.evidence)
        return agreement

    def _name(self, agreement: Agreement, facts: AgreementFacts) -> None:
        """Kind and titles of a new agreement."""
        if facts.kind:
            agreement.kind = facts.kind.value
        for language, title in facts.titles:
            if language in NORWEGIAN:
                agreement.title_no, agreement.norwegian_form = title.value, NorwegianForm(language)
            elif language == "en":
                agreement.title_en = title.value

    def _fill(self, agreement: Agreement, name: str, value: Any) -> None:
        """Give a column its value. Raise ValidationError when the record holds another."""
        held = getattr(agreement, name)
        if held and held != value:
            words = {"fact": _words_for(agreement, name), "held": held, "said": value}
            raise ValidationError(
                _("%(fact)s: the record says “%(held)s”, the release “%(said)s”. Leave it out or mend the record.")
                % words
            )
        setattr(agreement, name, value)

    def _renewal(self, agreement: Agreement, earlier: Fact[Agreement]) -> None:
        link = {"from_agreement": agreement, "kind": RelationKind.RENEWS, "to_agreement": earlier.value}
        if not Relation.objects.filter(**link).exists():
            self._saved(Relation(**link))
        self._prove(agreement, "relations", earlier.evidence)

    def _refuse_public(self, agreement: Agreement) -> None:
        """Raise ValidationError when readers see the agreement and the user may not change what they see."""
        if agreement.editorial_status in PUBLIC and not self.user.has_perm("agreements.publish_record"):
            raise ValidationError(_("This record is public, and what readers see is changed by publishers."))

    def _title(self, agreement: Agreement, language: str, title: Fact[str]) -> None:
        """A title's evidence; a title that is not the record's own becomes an alternative one."""
        own = "title_no" if language in NORWEGIAN else "title_en" if language == "en" else ""
        if own and getattr(agreement, own) == title.value:
            self._prove(agreement, own, title.evidence)
            return
        if not agreement.alternative_titles.filter(title=title.value).exists():
            self._saved(AlternativeTitle(agreement=agreement, title=title.value, language=language))
        self._prove(agreement, "alternative_titles", title.evidence)

    def _side(self, agreement: Agreement, fact: Fact[str], number: int) -> None:
        party = self._party(fact.value)
        sides = {side.position: side.party_id for side in agreement.participations.all()}
        if party.pk not in sides.values():
            position = number if number not in sides else next((n for n in (1, 2) if n not in sides), 0)
            if not position:
                raise ValidationError(_("The record already has two other parties."))
            self._saved(AgreementParty(agreement=agreement, party=party, position=position))
        self._prove(agreement, "participations", fact.evidence)

    def _party(self, code: str) -> Party:
        """The party with the code: the record there is, or a new one by what is known of states and organisations."""
        if code not in self.parties:
            self.parties[code] = Party.objects.filter(code=code).first() or self._new_party(code)
        return self.parties[code]

    def _new_party(self, code: str) -> Party:
        known = table().parties.get(code)
        if known is None:
            raise ValidationError(_("The archive does not know a party “%(code)s”. Add it first.") % {"code": code})
        columns = ("code", "kind", "name_en", "name_no", "official_name_en", "official_name_no",
                   "existed_from", "existed_until")  # fmt: skip
        party = self._saved(Party(**{column: getattr(known, column) for column in columns}))
        for name, language in known.other_names:
            self._saved(PartyName(party=party, name=name, language=language))
        return party

    def _links(self, agreement: Agreement, facts: AgreementFacts) -> None:
        agreement.themes.add(*(theme.value for theme in facts.themes))
        agreement.instruments.add(*(self._instrument(instrument.value) for instrument in facts.instruments))
        for name, proved in (("themes", facts.themes), ("instruments", facts.instruments)):
            for fact in proved:
                self._prove(agreement, name, fact.evidence)

    def _instrument(self, instrument: Instrument | str) -> Instrument:
        if isinstance(instrument, Instrument):
            return instrument
        return Instrument.objects.filter(name_en=instrument).first() or self._saved(Instrument(name_en=instrument))

    # People and projects

    def _signature(self, agreement: Agreement, facts: PersonFacts, language: str) -> None:
        party = self._party(facts.party)
        signature = Signature(
            agreement=agreement,
            party=party,
            signatory=facts.existing or self._person(facts, party),
            institution=self._institution(facts.institution, party),
            qualifier=facts.qualifier,
        )
        if facts.office:
            column = "office_no" if language in NORWEGIAN else "office_en"
            setattr(signature, column, facts.office.value[:LONGEST_OFFICE])
        known = Signature.objects.filter(agreement=agreement, party=party, signatory=signature.signatory)
        if not known.exists():
            self._saved(signature)
        self._prove(agreement, "signatures", facts.evidence)
        if facts.office:
            self._prove(agreement, "signatures", facts.office.evidence)

    def _person(self, facts: PersonFacts, party: Party) -> Signatory:
        return self._saved(Signatory(name=facts.name, sort_name=facts.sort_name, party=party))

    def _institution(self, institution: Institution | str | None, party: Party) -> Institution | None:
        if not isinstance(institution, str):
            return institution
        held = Institution.objects.filter(party=party, name_en=institution).first()
        return held or self._saved(Institution(party=party, name_en=institution))

    def _project(self, agreement: Agreement, facts: ProjectFacts, language: str) -> None:
        """A project under the agreement. One that there is already keeps what it says; the link is what is proved."""
        project = facts.existing
        if project is None:
            column = "title_no" if language in NORWEGIAN else "title_en"
            form = {"norwegian_form": NorwegianForm(language)} if language in NORWEGIAN else {}
            project = self._saved(Project(**{column: facts.title, "status": facts.status, **form}))
            self._prove(project, "", facts.evidence)
        project._history_user = self.user  # type: ignore[attr-defined]  # read by simple_history
        project.agreements.add(agreement)
        self._prove(agreement, "projects", facts.evidence)


def _first_title(facts: AgreementFacts) -> str:
    return facts.titles[0][1].value if facts.titles else _("Agreement")
