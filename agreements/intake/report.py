"""A reading as JSON, for programs, and as lines of text, for people."""

from collections.abc import Iterator
from typing import Any

from agreements.intake.reading import NamedPerson, Proposal, ProposedAgreement, Reading, Span

#: The code reserved for the European Union in ISO 3166-1, which the archive uses; programs and people say EU.
SAID = {"EUE": "EU"}


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain values. Offsets are code points of the text as it was read; None: not stated."""
    return {
        "language": reading.language,
        "title": _value(reading.title),
        "published_on": str(reading.published_on.value) if reading.published_on else None,
        "agreements": [_agreement(agreement) for agreement in reading.agreements],
        "context": [_stated(proposal) for proposal in reading.context],
        "projects": [
            {"title": project.title.value, "status": project.stage.value, "evidence": _span(project.title.evidence)}
            for project in reading.projects
        ],
        "people_mentioned": [_person(person) for person in reading.people],
        "instruments": [proposal.value for proposal in reading.instruments],
        "remarks": list(reading.remarks),
    }


def _agreement(agreement: ProposedAgreement) -> dict[str, Any]:
    signed_on = agreement.signed_on
    return {
        "title": _value(agreement.title),
        "kind": agreement.kind.value,
        "status": "signed" if agreement.is_signed else "not_signed",
        "outcome": agreement.outcome.value,
        "is_renewal": agreement.is_renewal,
        "parties": [_code(party) for party in agreement.parties],
        "signed_on": str(signed_on.value) if signed_on else None,
        "signed_on_basis": signed_on.basis.value if signed_on else None,
        "place_of_signature": _value(agreement.place),
        "signatories": [_person(person) for person in agreement.signatories],
        "themes": [theme.value for theme in agreement.themes],
        "evidence": {
            "status": _span(agreement.evidence),
            "title": _span(agreement.title.evidence) if agreement.title else None,
            "signed_on": _span(signed_on.evidence) if signed_on else None,
            "place_of_signature": _span(agreement.place.evidence) if agreement.place else None,
            "parties": [_span(party.evidence) for party in agreement.parties],
            "themes": [_span(theme.evidence) for theme in agreement.themes],
        },
    }


def _person(person: NamedPerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "office": _value(person.office),
        "qualifier": person.capacity.value if person.capacity else None,
        "party": _code(person.party) if person.party else None,
        "party_basis": person.party.basis.value if person.party else None,
        "evidence": _span(person.evidence),
    }


def _value(proposal: Proposal[str] | None) -> str | None:
    return proposal.value if proposal else None


def _code(party: Proposal[str]) -> str:
    return SAID.get(party.value, party.value)


def _stated(proposal: Proposal[str]) -> dict[str, Any]:
    return {"title": proposal.value, "evidence": _span(proposal.evidence)}


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def as_lines(reading: Reading) -> Iterator[str]:
    """The reading for a person at a terminal."""
    yield f"language: {reading.language or 'not recognised'}"
    yield f"published: {reading.published_on.value if reading.published_on else 'not stated'}"
    for agreement in reading.agreements:
        yield ""
        title = agreement.title.value if agreement.title else "An agreement"
        yield f"{title} ({agreement.kind.label}): {agreement.outcome}"
        yield f"  parties: {', '.join(party.value for party in agreement.parties)}"
        signed_on = (
            f"{agreement.signed_on.value} ({agreement.signed_on.basis})" if agreement.signed_on else "not stated"
        )
        yield f"  signed on: {signed_on}"
        yield f"  place: {agreement.place.value if agreement.place else 'not stated'}"
        for person in agreement.signatories:
            yield f"  signed by: {_in_words(person)}"
        if agreement.themes:
            yield f"  themes: {', '.join(theme.value for theme in agreement.themes)}"
    if reading.projects or reading.people or reading.instruments or reading.context:
        yield ""
    for project in reading.projects:
        yield f"project, {project.stage}: {project.title.value}"
    for person in reading.people:
        yield f"named only: {_in_words(person)}"
    for instrument in reading.instruments:
        yield f"multilateral: {instrument.value}"
    for other in reading.context:
        yield f"context: {other.value}"
    for remark in reading.remarks:
        yield ""
        yield remark


def _in_words(person: NamedPerson) -> str:
    details = [
        person.capacity.value if person.capacity else "",
        person.office.value if person.office else "",
        f"for {person.party.value}" if person.party else "",
    ]
    return ", ".join([person.name, *filter(None, details)])
