"""Records with what their rows in lists and exports show beside themselves, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from agreements.choices import EditorialStatus
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


class Brief(NamedTuple):
    """The columns of an agreement that a row shows, as stored; ``signed_on`` None: not recorded."""

    id: int
    title_en: str
    title_no: str
    norwegian_form: str
    kind: str
    signed_on: str | None


#: A place of a query for a list of ids.
_IDS = "IN ({ids})"
_BRIEF = f"""
SELECT {", ".join(Brief._fields)}, editorial_status FROM {Agreement._meta.db_table} WHERE id {_IDS}
"""  # noqa: S608 - names of ours
_SHOWN = f"""
SELECT id, -1, 0, 0, {", ".join(Brief._fields[1:])}, editorial_status FROM {Agreement._meta.db_table} WHERE id {_IDS}
UNION ALL
SELECT agreement_id, 0, id, signatory_id, '', '', '', '', '', ''
FROM {Signature._meta.db_table} WHERE agreement_id {_IDS}
UNION ALL
SELECT agreement_id, 1, id, theme_id, '', '', '', '', '', ''
FROM {Agreement.themes.through._meta.db_table} WHERE agreement_id {_IDS}
"""  # noqa: S608 - names of ours


class Sides(NamedTuple):
    """Who and what stands on an agreement, by id: signatories as they signed, themes as given."""

    signatories: list[int]
    themes: list[int]


def briefs(ids: Sequence[int]) -> dict[int, Brief]:
    """The published ones of these agreements, by id. In SQL, because building the query costs twice what it does."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BRIEF.format(ids=_places(ids)), ids)
        # The status is asked here: asked there, SQLite goes through all that are published.
        return {row[0]: Brief._make(row) for *row, status in cursor.fetchall() if status == EditorialStatus.PUBLISHED}


def shown(ids: Sequence[int]) -> dict[int, tuple[Brief, Sides]]:
    """The published ones of these agreements, by id, with who signed them and what they are about; in one query."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN.format(ids=_places(ids)), [*ids, *ids, *ids])
        rows = cursor.fetchall()
    beside = {pk: Sides([], []) for pk in ids}
    found: dict[int, tuple[Brief, Sides]] = {}
    for pk, which, _place, other, *columns, status in sorted(rows, key=_in_turn):
        if which >= 0:
            beside[pk][which].append(other)
        elif status == EditorialStatus.PUBLISHED:
            found[pk] = (Brief(pk, *columns), beside[pk])
    return found


def _in_turn(row: tuple[Any, ...]) -> tuple[int, int, int]:
    return row[1], row[2], row[3]


def _places(ids: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(ids))
