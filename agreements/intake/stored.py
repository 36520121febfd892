"""A reading as it is kept with a press release between one visit of its editor and the next."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

from agreements.dates import PartialDate
from agreements.intake.reading import (
    Basis,
    Capacity,
    NamedPerson,
    Outcome,
    ProjectStage,
    Proposal,
    ProposedAgreement,
    ProposedProject,
    Reading,
    Span,
)
from agreements.models.agreement import AgreementKind

#: A value of JSON that stands for an object.
Plain = Mapping[str, Any]


def as_stored(reading: Reading) -> dict[str, Any]:
    """The reading as values of JSON; ``reading_of`` makes the same reading of them."""
    return cast(dict[str, Any], _plain(reading))


def reading_of(stored: Plain) -> Reading:
    """The reading that was stored. {} gives one in which nothing was read."""
    return Reading(
        stored.get("language"),
        _proposal(stored.get("title")),
        _date(stored.get("published_on")),
        tuple(_agreement(agreement) for agreement in stored.get("agreements", ())),
        _proposals(stored.get("context", ())),
        tuple(_project(project) for project in stored.get("projects", ())),
        _people(stored.get("people", ())),
        _proposals(stored.get("instruments", ())),
        tuple(stored.get("remarks", ())),
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, PartialDate):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _agreement(stored: Plain) -> ProposedAgreement:
    return ProposedAgreement(
        Outcome(stored["outcome"]),
        Span(**stored["evidence"]),
        AgreementKind(stored["kind"]),
        stored["is_renewal"],
        _proposals(stored["parties"]),
        _proposal(stored["title"]),
        _date(stored["signed_on"]),
        _proposal(stored["place"]),
        _people(stored["signatories"]),
        _proposals(stored["themes"]),
    )


def _people(stored: Iterable[Plain]) -> tuple[NamedPerson, ...]:
    return tuple(
        NamedPerson(
            person["name"],
            Span(**person["evidence"]),
            _proposal(person["office"]),
            Capacity(person["capacity"]) if person["capacity"] else None,
            _proposal(person["party"]),
        )
        for person in stored
    )


def _project(stored: Plain) -> ProposedProject:
    title = _proposals([stored["title"]])[0]
    return ProposedProject(title, ProjectStage(stored["stage"]))


def _proposals(stored: Iterable[Plain]) -> tuple[Proposal[str], ...]:
    return tuple(Proposal(one["value"], Span(**one["evidence"]), Basis(one["basis"])) for one in stored)


def _proposal(stored: Plain | None) -> Proposal[str] | None:
    return _proposals([stored])[0] if stored else None


def _date(stored: Plain | None) -> Proposal[PartialDate] | None:
    if not stored:
        return None
    return Proposal(PartialDate.parse(stored["value"]), Span(**stored["evidence"]), Basis(stored["basis"]))
