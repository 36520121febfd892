"""What was read in a release: proposals for a draft record, each with the place in the text that states it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from agreements.dates import PartialDate
from agreements.models.agreement import AgreementKind

T = TypeVar("T")


class Basis(StrEnum):
    """How the text carries a value."""

    STATED = "stated"
    # In words that mean just that.
    RELATIVE = "relative"
    # "Yesterday", "i fredags": resolved against the day of publication.
    DATELINE = "dateline"
    # The date before the first sentence, which reports the event.
    INFERRED = "inferred"
    # Not in words: by elimination, or because a ministry writes of its own minister without naming the country.


@dataclass(frozen=True)
class Span:
    """The characters of the text as it was read, from ``start`` up to ``end`` (Unicode code points, from 0)."""

    start: int
    end: int


@dataclass(frozen=True)
class Proposal(Generic[T]):
    """A value, the words it was read from, and how they carry it."""

    value: T
    evidence: Span
    basis: Basis = Basis.STATED


class Outcome(StrEnum):
    """What the text says of an agreement."""

    SIGNED = "signed"
    NEGOTIATED = "negotiated"
    ANNOUNCED = "announced"


class Capacity(StrEnum):
    """What a text says of how somebody held an office."""

    INCOMING = "incoming"
    ACTING = "acting"
    FORMER = "former"
    DEPUTY = "deputy"
    AMBASSADOR = "ambassador"


class ProjectStage(StrEnum):
    """What a text says of a project."""

    EXISTING = "existing"
    CONTINUING = "continuing"
    PROPOSED = "proposed"


@dataclass(frozen=True)
class NamedPerson:
    """Somebody named in the text. ``office``, ``capacity``, ``party`` (ISO 3166-1 alpha-3, capitals) None: not stated.

    ``evidence``: the name where it stands; of a signatory, where the text says that this person signed.
    """

    name: str
    evidence: Span
    office: Proposal[str] | None = None
    capacity: Capacity | None = None
    party: Proposal[str] | None = None


@dataclass(frozen=True)
class ProposedAgreement:
    """An agreement that the release is about.

    ``title``, ``signed_on``, ``place``: None when the text does not state them. ``parties``: two when it is bilateral;
    one when the text names no other. ``is_renewal``: it renews or prolongs an earlier one.
    """

    outcome: Outcome
    evidence: Span
    kind: AgreementKind
    is_renewal: bool
    parties: tuple[Proposal[str], ...]
    title: Proposal[str] | None = None
    signed_on: Proposal[PartialDate] | None = None
    place: Proposal[str] | None = None
    signatories: tuple[NamedPerson, ...] = ()
    themes: tuple[Proposal[str], ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether the text says that it was signed."""
        return self.outcome is Outcome.SIGNED


@dataclass(frozen=True)
class ProposedProject:
    """Cooperation that the text names, in its words."""

    title: Proposal[str]
    stage: ProjectStage


@dataclass(frozen=True)
class Reading:
    """Everything read in one text. Tuples are empty where the text names nothing of the kind.

    ``language``: one of ``lexicon.LANGUAGES``, None when it could not be told (then nothing else was read).
    ``published_on``: as given, or as the text states it. ``context``: agreements that are mentioned and not the
    release's own, by the words for them. ``remarks``: sentences for the editor about what was not taken, and why.
    """

    language: str | None
    title: Proposal[str] | None = None
    published_on: Proposal[PartialDate] | None = None
    agreements: tuple[ProposedAgreement, ...] = ()
    context: tuple[Proposal[str], ...] = ()
    projects: tuple[ProposedProject, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    instruments: tuple[Proposal[str], ...] = ()
    remarks: tuple[str, ...] = ()
