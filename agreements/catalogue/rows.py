"""What a row of a list shows beside the record itself, fetched in a fixed number of queries."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from agreements.catalogue.counts import with_agreement_count
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    Event,
    Evidence,
    Party,
    Project,
    Signatory,
    Signature,
)


def agreement_rows(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """With parties, themes, signatures, registrations and today's ``legal_status``."""
    return agreements.with_legal_status().prefetch_related(  # type: ignore[attr-defined, no-any-return]
        Prefetch("participations", AgreementParty.objects.select_related("party")),
        Prefetch("signatures", Signature.objects.select_related("signatory", "party")),
        "themes",
        "registrations",
    )


def with_all_rows(agreement: Agreement) -> Agreement:
    """The agreement with all its page shows read at once: its rows, ``public_projects`` and ``public_events``."""
    prefetch_related_objects(
        [agreement],
        Prefetch("participations", AgreementParty.objects.select_related("party", "institution")),
        Prefetch("signatures", Signature.objects.select_related("party", "signatory", "institution")),
        "themes",
        "instruments",
        Prefetch("texts", AgreementText.objects.defer("extracted_text")),
        "registrations",
        "alternative_titles",
        Prefetch("evidence", Evidence.objects.select_related("source")),
        Prefetch("projects", Project.objects.published().by_date(), to_attr="public_projects"),
        Prefetch("events", Event.objects.published(), to_attr="public_events"),
    )
    return agreement


def project_rows(projects: QuerySet[Project]) -> QuerySet[Project]:
    """With themes and ``public_agreements``: the published agreements it stands under, with their parties."""
    under = Agreement.objects.published().prefetch_related(
        Prefetch("participations", AgreementParty.objects.select_related("party"))
    )
    return projects.prefetch_related("themes", Prefetch("agreements", under, to_attr="public_agreements"))


def signatory_rows(signatories: QuerySet[Signatory]) -> QuerySet[Signatory]:
    """With the party served, other forms of the name and ``agreement_count``."""
    counted = with_agreement_count(signatories, "signatures__signatory")
    return counted.select_related("party").prefetch_related("aliases", "terms")


def party_rows(parties: QuerySet[Party]) -> QuerySet[Party]:
    """With ``agreement_count``."""
    return with_agreement_count(parties, "participations__party")
