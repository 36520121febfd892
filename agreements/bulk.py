"""Rows in bulk, past the models: prepared tuples, hundreds to a statement into SQLite and ``COPY`` into PostgreSQL.

For writers of thousands of rows that are known to be right. What the database itself holds to (constraints, keys) is
held to here as well; signals, histories and what ``save()`` derives are the writer's own business. All of it belongs in
a transaction that the writer opens.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import connection, models

from agreements.dates import PartialDateField

T = TypeVar("T")
Model = type[models.Model]
Row = tuple[Any, ...]
#: Values that SQLite is sent by one statement, as many as any version takes (https://sqlite.org/limits.html).
MOST_VALUES = 999


def insert(model: Model, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows with values for these columns (a foreign key's ends in ``_id``); the others take their defaults.

    Values are what a model's attribute holds, or what the database does. Raise IntegrityError as ``save()`` does.
    """
    by_name = {str(field.attname): field for field in model._meta.concrete_fields}
    given = [by_name[column] for column in columns]
    blank = model()
    others = [field for field in by_name.values() if field not in given and not isinstance(field, models.AutoField)]
    rest = tuple(field.get_db_prep_save(field.pre_save(blank, True), connection) for field in others)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in [*given, *others])
    dates = [place for place, field in enumerate(given) if isinstance(field, PartialDateField)]
    complete = ((*row, *rest) for row in rows) if rest else rows
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    _write(into, len(given) + len(rest), _with_dates(complete, dates) if dates else complete)


def _write(into: str, width: int, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        one = f"({', '.join('?' * width)})"  # SQLite's own marks, or Django would look for its own, hundreds of them
        for batch in batches(rows, max(MOST_VALUES // width, 1)):
            sql = f"INSERT INTO {into} VALUES {', '.join([one] * len(batch))}"  # noqa: S608 - names of models
            # Once, but as many: of a single statement, Django notes all values while it debugs.
            cursor.executemany(sql, [list(chain.from_iterable(batch))])


def _with_dates(rows: Iterable[Sequence[Any]], places: Sequence[int]) -> Iterator[Row]:
    """Partial dates are stored as text."""
    for row in rows:
        values = list(row)
        for place in places:
            if values[place] is not None:
                values[place] = str(values[place])
        yield tuple(values)


def new_ids(model: Model, count: int) -> Sequence[int]:
    """So many ids for new rows, in ascending order, that nobody had and nobody else gets."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return sorted(pk for (pk,) in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = last[0] + 1 if last else 1
    return range(first, first + count)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of ``size``; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
