"""What rows of lists show of published agreements: one query for those that are not yet kept with the snapshot.

A small archive is read whole the first time, in 25 to 50 ms for 3,000 agreements; after that, only what changed.
"""
# ruff: noqa: S608 - SQL is put together from names of our own; ids come as parameters.

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from agreements.catalogue.arrays import among_ids
from agreements.catalogue.kept import MOST_RECORDS
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.statements import rows_of
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
    found = {pk: one for pk in ids if (one := kept.get(pk))}
    if missing := [pk for pk in ids if pk not in found]:
        is_first, everything = not kept, snapshot.agreements.ids
        read = _read(list(everything) if is_first and len(everything) <= MOST_RECORDS else missing)
        kept.update(read)
        found |= {pk: read[pk] for pk in missing if pk in read}
    return found


_AGREEMENTS = Agreement._meta.db_table
_COLUMNS = Shown._fields[:-2]


def _listed(table: str, column: str) -> str:
    """SQL: the numbers in a column of an agreement's rows, in their order, as one text: a row for each takes longer."""
    rows = f"SELECT {column} FROM {table} WHERE agreement_id = {_AGREEMENTS}.id ORDER BY id"
    return f"(SELECT {{joined}}(CAST({column} AS text), ',') FROM ({rows}) AS listed)"


#: In SQL, because building the query costs twice what it does.
_SHOWN = f"""
SELECT editorial_status, {", ".join(_COLUMNS)}, {_listed(Signature._meta.db_table, "signatory_id")},
{_listed(Agreement.themes.through._meta.db_table, "theme_id")}
FROM {_AGREEMENTS} WHERE id {{is_among}}
"""
_JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}


def _read(ids: Sequence[int]) -> dict[int, Shown]:
    vendor = connection.vendor
    is_among, asked = among_ids(vendor, list(ids))
    rows = rows_of(_SHOWN.format(is_among=is_among, joined=_JOINED[vendor]), [asked])
    # The status is asked here: asked there, SQLite goes through all that are published.
    return {
        columns[0]: Shown._make((*columns, _numbers(signatories), _numbers(themes)))
        for status, *columns, signatories, themes in rows
        if status == EditorialStatus.PUBLISHED
    }


def _numbers(listed: str | None) -> list[int]:
    return [int(number) for number in listed.split(",")] if listed else []
