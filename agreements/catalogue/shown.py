"""What rows of lists show of published agreements: one query for those that are not yet kept with the snapshot."""
# ruff: noqa: S608 - SQL is put together from names of our own; ids come as parameters.

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from agreements.catalogue.snapshot import Snapshot
from agreements.choices import EditorialStatus
from agreements.models import Agreement, Signature


class Shown(NamedTuple):
    """The columns of an agreement that a row may show, as stored; ``signed_on`` None: not recorded.

    ``signatories``: ids, in the order in which they signed; ``themes``: ids, in the order in which they were given.
    """

    id: int
    title_en: str
    title_no: str
    norwegian_form: str
    kind: str
    signed_on: str | None
    summary_en: str
    summary_no: str
    place_of_signature: str
    signatories: list[int]
    themes: list[int]

    @property
    def any_title(self) -> str:
        """The English title, or the Norwegian one where there is no other."""
        return self.title_en or self.title_no


def shown(ids: Sequence[int], snapshot: Snapshot) -> dict[int, Shown]:
    """The published ones of these agreements, by id."""
    kept: dict[int, Shown] = snapshot.of_agreements.under("shown")
    found = {pk: kept[pk] for pk in ids if pk in kept}
    if missing := [pk for pk in ids if pk not in found]:
        read = {one.id: one for one in _read(missing)}
        kept.update(read)
        found |= read
    return found


_AGREEMENTS = Agreement._meta.db_table
_COLUMNS, _LISTS = Shown._fields[:-2], 2


def _listed(table: str, column: str) -> str:
    """SQL: the numbers in a column of an agreement's rows, in their order, as one text: a row for each takes longer."""
    rows = f"SELECT {column} FROM {table} WHERE agreement_id = {_AGREEMENTS}.id ORDER BY id"
    return f"(SELECT {{joined}}(CAST({column} AS text), ',') FROM ({rows}) AS listed)"


#: In SQL, because building the query costs twice what it does.
_SHOWN = f"""
SELECT editorial_status, {", ".join(_COLUMNS)}, {_listed(Signature._meta.db_table, "signatory_id")},
{_listed(Agreement.themes.through._meta.db_table, "theme_id")}
FROM {_AGREEMENTS} WHERE id IN ({{ids}})
"""
_JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}


def _read(ids: Sequence[int]) -> list[Shown]:
    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN.format(ids=places, joined=_JOINED[connection.vendor]), ids)
        # The status is asked here: asked there, SQLite goes through all that are published.
        return [
            Shown(*columns[:-_LISTS], *map(_numbers, columns[-_LISTS:]))
            for status, *columns in cursor.fetchall()
            if status == EditorialStatus.PUBLISHED
        ]


def _numbers(listed: str | None) -> list[int]:
    return [int(number) for number in listed.split(",")] if listed else []
