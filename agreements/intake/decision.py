"""What an editor decided about a press release: the facts to write, each with the words of the text that state it."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from agreements.dates import PartialDate
from agreements.intake.reading import Span
from agreements.models import (
    Agreement,
    AgreementKind,
    Institution,
    Instrument,
    Project,
    ProjectStatus,
    Qualifier,
    Signatory,
    Theme,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Fact(Generic[T]):
    """A value to write and the words that state it."""

    value: T
    evidence: Span


@dataclass(frozen=True)
class SourceFacts:
    """The source that the release becomes. ``url``, ``language`` '' and ``published_on`` None: not known."""

    publisher: str
    title: str
    url: str
    language: str
    published_on: PartialDate | None
    retrieved_on: dt.date


@dataclass(frozen=True)
class PersonFacts:
    """Somebody who signed.

    ``existing`` None: a new person of that name. ``party``: a code in small letters. ``institution``: a record, or the
    English name of a new one, or None. ``office``: its words; None where the text gives none, or they were refused.
    """

    name: str
    sort_name: str
    existing: Signatory | None
    party: str
    office: Fact[str] | None
    qualifier: Qualifier
    institution: Institution | str | None
    evidence: Span


@dataclass(frozen=True)
class ProjectFacts:
    """A project. ``existing`` None: a new one with that title."""

    title: str
    existing: Project | None
    status: ProjectStatus
    evidence: Span


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement with what belongs to it. ``existing`` None: a new draft.

    ``titles`` are by language (BCP 47): Norwegian and English ones become the record's own, others alternative titles.
    ``parties``: codes in small letters. An instrument is a record or the name of a new one.
    """

    existing: Agreement | None
    evidence: Span
    kind: Fact[AgreementKind] | None = None
    titles: tuple[tuple[str, Fact[str]], ...] = ()
    parties: tuple[Fact[str], ...] = ()
    signed_on: Fact[PartialDate] | None = None
    place: Fact[str] | None = None
    people: tuple[PersonFacts, ...] = ()
    themes: tuple[Fact[Theme], ...] = ()
    instruments: tuple[Fact[Instrument | str], ...] = ()
    projects: tuple[ProjectFacts, ...] = ()
    renews: Fact[Agreement] | None = None
    #: The language of the offices' and projects' words.
    language: str = "en"


@dataclass(frozen=True)
class Decision:
    """The source and the agreements to write."""

    source: SourceFacts
    agreements: tuple[AgreementFacts, ...]
