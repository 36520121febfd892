"""The rows of the whole database, to be put there again: what took seconds to make is back in a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Table:
    """The columns of a table, and its rows as they lie there."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


Tables = Mapping[str, Table]


def taken() -> Tables:
    """Every row of every table, search documents, history and the log of changes included."""
    return {name: _read(name) for name in connection.introspection.table_names()}


def changed(before: Tables, after: Tables) -> Tables:
    """The tables that hold other rows than before."""
    return {name: table for name, table in after.items() if table != before[name]}


def put_back(tables: Tables) -> None:
    """Let the tables hold these rows and no others.

    New rows are numbered after them: SQLite looks for the largest number, and PostgreSQL counted past them when they
    were made, which no roll back takes back.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, table in tables.items():
            columns, places = ", ".join(map(quote, table.columns)), ", ".join(["%s"] * len(table.columns))
            cursor.execute(f"DELETE FROM {quote(name)}")
            # Foreign keys are asked about at the end of the transaction, so any order of the tables will do.
            cursor.executemany(f"INSERT INTO {quote(name)} ({columns}) VALUES ({places})", table.rows)


def _read(name: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
        return Table(tuple(column[0] for column in cursor.description), cursor.fetchall())
