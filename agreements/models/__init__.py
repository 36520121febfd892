"""The archive's records, a module an entity."""

from agreements.models.agreement import (
    Agreement,
    AgreementKind,
    EntryIntoForceCondition,
    Renewal,
    TerminationGround,
)
from agreements.models.agreement_rows import AgreementParty, AlternativeTitle, PartyBasis, Register, Registration
from agreements.models.event import Event, EventKind
from agreements.models.institution import Institution, InstitutionSuccession
from agreements.models.instrument import Instrument
from agreements.models.legal_status import LegalStanding, legal_standing, legal_status_expression
from agreements.models.link_check import LinkCheck, LinkOutcome
from agreements.models.merging import DistinctPair, FormerAddress, Merger
from agreements.models.party import Party, PartyKind, PartyName, PartySuccession
from agreements.models.press_release import PressRelease, ReleaseStatus
from agreements.models.project import Project, ProjectStatus
from agreements.models.relation import CHAIN_KINDS, Relation, RelationKind, chain_of
from agreements.models.report import ErrorReport
from agreements.models.search import (
    KIND_BITS,
    KIND_MASK,
    SEPARATOR,
    ArchiveChange,
    ArchiveVersion,
    Kind,
    SearchDocument,
    SearchTerm,
    SearchWord,
    document_id,
)
from agreements.models.signatory import Signatory, SignatoryAlias, TermOfOffice
from agreements.models.signature import Qualifier, Signature
from agreements.models.source import Evidence, Source
from agreements.models.text import AgreementText, TextStatus
from agreements.models.theme import MatchKind, Theme, ThemeAltLabel, ThemeMatch

__all__ = [
    "CHAIN_KINDS",
    "KIND_BITS",
    "KIND_MASK",
    "SEPARATOR",
    "Agreement",
    "AgreementKind",
    "AgreementParty",
    "AgreementText",
    "AlternativeTitle",
    "ArchiveChange",
    "ArchiveVersion",
    "DistinctPair",
    "EntryIntoForceCondition",
    "ErrorReport",
    "Event",
    "EventKind",
    "Evidence",
    "FormerAddress",
    "Institution",
    "InstitutionSuccession",
    "Instrument",
    "Kind",
    "LegalStanding",
    "LinkCheck",
    "LinkOutcome",
    "MatchKind",
    "Merger",
    "Party",
    "PartyBasis",
    "PartyKind",
    "PartyName",
    "PartySuccession",
    "PressRelease",
    "Project",
    "ProjectStatus",
    "Qualifier",
    "Register",
    "Registration",
    "Relation",
    "RelationKind",
    "ReleaseStatus",
    "Renewal",
    "SearchDocument",
    "SearchTerm",
    "SearchWord",
    "Signatory",
    "SignatoryAlias",
    "Signature",
    "Source",
    "TermOfOffice",
    "TerminationGround",
    "TextStatus",
    "Theme",
    "ThemeAltLabel",
    "ThemeMatch",
    "chain_of",
    "document_id",
    "legal_standing",
    "legal_status_expression",
]
