"""Records with what their rows in lists and exports show beside themselves, in a fixed number of queries."""
# ruff: noqa: S608 - SQL is put together from names of our own; ids come as parameters.

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


class Sides(NamedTuple):
    """Who and what stands on an agreement, by id: signatories as they signed, themes as given."""

    signatories: list[int]
    themes: list[int]


_AGREEMENTS = Agreement._meta.db_table
_BRIEF = f"SELECT {', '.join(Brief._fields)}, editorial_status FROM {_AGREEMENTS} WHERE id IN ({{ids}})"


def _listed(table: str, column: str) -> str:
    """SQL: the numbers in a column of an agreement's rows, in their order, as one text: a row for each takes longer."""
    rows = f"SELECT {column} FROM {table} WHERE agreement_id = {_AGREEMENTS}.id ORDER BY id"
    return f"(SELECT {{joined}}(CAST({column} AS text), ',') FROM ({rows}) AS listed)"


_SHOWN = f"""
SELECT {", ".join(Brief._fields)}, {_listed(Signature._meta.db_table, "signatory_id")},
{_listed(Agreement.themes.through._meta.db_table, "theme_id")}, editorial_status
FROM {_AGREEMENTS} WHERE id IN ({{ids}})
"""
_JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}


def briefs(ids: Sequence[int]) -> dict[int, Brief]:
    """The published ones of these agreements, by id. In SQL, because building the query costs twice what it does."""
    return {brief[0]: Brief._make(brief) for brief in _published(_BRIEF, ids)}


def shown(ids: Sequence[int]) -> dict[int, tuple[Brief, Sides]]:
    """The published ones of these agreements, by id, with who signed them and what they are about; in one query."""
    return {
        brief[0]: (Brief._make(brief), Sides(_numbers(signatories), _numbers(themes)))
        for *brief, signatories, themes in _published(_SHOWN, ids)
    }


def _published(sql: str, ids: Sequence[int]) -> list[list[Any]]:
    """What is asked of those of these agreements that are published. ``sql``: their status stands last."""
    if not ids:
        return []
    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(sql.format(ids=places, joined=_JOINED[connection.vendor]), ids)
        # The status is asked here: asked there, SQLite goes through all that are published.
        return [row for *row, status in cursor.fetchall() if status == EditorialStatus.PUBLISHED]


def _numbers(listed: str | None) -> list[int]:
    return [int(number) for number in listed.split(",")] if listed else []
