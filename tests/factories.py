"""Small functions that make named records for tests, each valid and saved.

What a test is about it says itself; the rest has quiet defaults. Parties and themes may be given by code and label, and
are made when they are new.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.utils import timezone

from agreements.catalogue.changes import gathered
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    Event,
    EventKind,
    Evidence,
    Institution,
    Instrument,
    LinkCheck,
    LinkOutcome,
    Party,
    Project,
    Relation,
    RelationKind,
    Signatory,
    Signature,
    Source,
    Theme,
)

R = TypeVar("R", Agreement, Project, Event)

#: English and Norwegian names of the parties that tests like to use.
PARTIES = {
    "nor": ("Norway", "Norge"),
    "chn": ("China", "Kina"),
    "swe": ("Sweden", "Sverige"),
    "fin": ("Finland", "Finland"),
    "rus": ("Russia", "Russland"),
    "sun": ("Soviet Union", "Sovjetunionen"),
    "idn": ("Indonesia", "Indonesia"),
}


def make_party(code: str = "nor", **fields: Any) -> Party:
    """The party with the code: the one there is, or a new state."""
    name_en, name_no = PARTIES.get(code, (code.upper(), code.upper()))
    party, _ = Party.objects.get_or_create(code=code, defaults={"name_en": name_en, "name_no": name_no, **fields})
    return party


def make_theme(label: str = "Air", **fields: Any) -> Theme:
    """The theme with the English label: the one there is, or a new one (``broader`` makes it a narrower one)."""
    theme, _ = Theme.objects.get_or_create(label_en=label, defaults={"label_no": f"{label} (no)", **fields})
    return theme


def make_institution(
    name: str = "Ministry of the Environment", party: Party | str = "nor", **fields: Any
) -> Institution:
    """A ministry of the party."""
    return Institution.objects.create(name_en=name, party=_party(party), **fields)


def make_instrument(name: str = "Paris Agreement", **fields: Any) -> Instrument:
    """A multilateral instrument."""
    return Instrument.objects.create(name_en=name, **fields)


def make_source(title: str = "Press release", **fields: Any) -> Source:
    """The source with the title: the one there is, or a new one."""
    source, _ = Source.objects.get_or_create(
        title=title, defaults={"publisher": "A ministry", "url": "https://example.org/source", **fields}
    )
    return source


def make_link_check(address: str = "https://example.org/source", failed_days: int = 0, **fields: Any) -> LinkCheck:
    """The check of an address: it answered, or failed on so many days in a row."""
    outcome, status = (LinkOutcome.FAILS, 404) if failed_days else (LinkOutcome.ANSWERS, 200)
    usual = {"outcome": outcome, "status": status, "checked_at": timezone.now()}
    return LinkCheck.objects.create(address=address, failed_days=failed_days, **{**usual, **fields})


def make_evidence(record: Agreement | Project | Event, field: str = "", **fields: Any) -> Evidence:
    """Evidence for a record, as a whole or for one field of it."""
    return Evidence.objects.create(record=record, field=field, **{"source": make_source(), **fields})


def make_signatory(name: str = "Vidar Helgesen", **fields: Any) -> Signatory:
    """A person."""
    return Signatory.objects.create(name=name, **fields)


@gathered()
def make_agreement(
    title: str = "Agreement on air",
    parties: Sequence[Party | str] = ("nor", "chn"),
    published: bool = False,
    themes: Sequence[Theme | str] = (),
    **fields: Any,
) -> Agreement:
    """An agreement between the parties: a draft without a source, or a published one with a source."""
    agreement = Agreement.objects.create(title_en=title, **fields)
    for position, party in enumerate(parties, start=1):
        AgreementParty.objects.create(agreement=agreement, party=_party(party), position=position)
    agreement.themes.set(_theme(theme) for theme in themes)
    return _published(agreement) if published else agreement


@gathered()
def make_withdrawn_agreement(reason: str = "Entered twice.", **options: Any) -> Agreement:
    """An agreement that was published and then withdrawn; options as for ``make_agreement``."""
    agreement = make_agreement(published=True, **options)
    agreement.editorial_status, agreement.withdrawn_reason = "withdrawn", reason
    agreement.save()
    return agreement


def make_signature(
    agreement: Agreement, signatory: Signatory | str, party: Party | str = "nor", **fields: Any
) -> Signature:
    """The signature of a person, given or newly made by name, for a party."""
    person = make_signatory(signatory) if isinstance(signatory, str) else signatory
    return Signature.objects.create(agreement=agreement, signatory=person, party=_party(party), **fields)


def make_text(agreement: Agreement, language: str = "en", **fields: Any) -> AgreementText:
    """A text of the agreement that can be read elsewhere."""
    return AgreementText.objects.create(
        agreement=agreement, language=language, **{"url": "https://example.org/text", **fields}
    )


@gathered()
def make_project(
    title: str = "Mercury project",
    agreements: Sequence[Agreement] = (),
    published: bool = False,
    themes: Sequence[Theme | str] = (),
    **fields: Any,
) -> Project:
    """A project under the agreements: a draft without a source, or a published one with a source."""
    project = Project.objects.create(title_en=title, **fields)
    project.agreements.set(agreements)
    project.themes.set(_theme(theme) for theme in themes)
    return _published(project) if published else project


def make_event(
    title: str = "Visit",
    parties: Sequence[Party | str] = ("nor", "chn"),
    agreements: Sequence[Agreement] = (),
    published: bool = False,
    **fields: Any,
) -> Event:
    """A visit: a draft without a source, or a published event with a source. ``started_on`` is 2017-06 by default."""
    event = Event.objects.create(title_en=title, **{"kind": EventKind.VISIT, "started_on": "2017-06", **fields})
    event.parties.set(_party(party) for party in parties)
    event.agreements.set(agreements)
    return _published(event) if published else event


def relate(later: Agreement, kind: RelationKind | str, earlier: Agreement) -> Relation:
    """Record that ``later`` does ``kind`` to ``earlier``."""
    return Relation.objects.create(from_agreement=later, kind=kind, to_agreement=earlier)


def _party(party: Party | str) -> Party:
    return make_party(party) if isinstance(party, str) else party


def _theme(theme: Theme | str) -> Theme:
    return make_theme(theme) if isinstance(theme, str) else theme


def _published(record: R) -> R:
    make_evidence(record)
    record.publish()
    return record
