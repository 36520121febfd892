"""Records with what their rows in lists and exports show beside themselves, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    Event,
    Evidence,
    Project,
    Signatory,
    Signature,
)

#: Records read from the database at a time.
BATCH = 500


def in_order(records: QuerySet[Any], ids: Sequence[int]) -> Iterator[Any]:
    """The records with these ids, in that order, read as they are asked for; other ids are left out."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found = records.in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


def whole_agreements(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """With parties, themes, signatures, registrations and today's ``legal_status``, as exports show them."""
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


def whole_projects(projects: QuerySet[Project]) -> QuerySet[Project]:
    """With themes and ``public_agreements``: the published agreements it stands under, with their parties."""
    under = Agreement.objects.published().prefetch_related(
        Prefetch("participations", AgreementParty.objects.select_related("party"))
    )
    return projects.prefetch_related("themes", Prefetch("agreements", under, to_attr="public_agreements"))


def whole_signatories(signatories: QuerySet[Signatory]) -> QuerySet[Signatory]:
    """With the party served, other forms of the name and terms of office."""
    return signatories.select_related("party").prefetch_related("aliases", "terms")
