"""`python -m tests.bench.copies FILE`: copies every row of the archive in a file into DATABASE_URL, which is empty.

As fast as the database takes rows, `executemany` into SQLite and `COPY` into PostgreSQL: what an import could be at its
best. Prints how many seconds writing took as JSON. The copy also gets the indexes that plain SQL wants.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

Model = type[models.Model]
#: Models whose rows follow from the records.
DERIVED = {"SearchDocument", "SearchTerm", "SearchWord", "ArchiveVersion", "ArchiveChange"}


def main(source: Path) -> None:
    """Copy the records, then what is derived from them, each in a transaction."""
    django.setup()
    from tests.bench.plain import FULL_TEXT, INDEXES

    call_command("migrate", verbosity=0)
    every = list(apps.get_app_config("agreements").get_models(include_auto_created=True))
    records = [model for model in every if model.__name__ not in DERIVED]
    derived = [model for model in every if model.__name__ in DERIVED]
    with closing(sqlite3.connect(source)) as kept:
        seconds = {"records": _write(kept, records), "derived": _write(kept, derived)}
    indexes = [*INDEXES, *FULL_TEXT[connection.vendor]]
    statements = [*connection.ops.sequence_reset_sql(no_style(), every), *indexes, "ANALYZE"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    print(json.dumps(seconds))


def _write(kept: sqlite3.Connection, tables: Sequence[Model]) -> float:
    """Write the rows of the tables; the seconds do not count reading them."""
    rows = [(model, *_rows(kept, model)) for model in tables]
    started = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for model, columns, values in rows:
            if values:
                _insert(cursor, model._meta.db_table, columns, values)
    return perf_counter() - started


def _rows(kept: sqlite3.Connection, model: Model) -> tuple[list[str], list[Any]]:
    fields = model._meta.concrete_fields
    columns = [str(field.column) for field in fields]
    cursor = kept.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table}")
    flags = [place for place, field in enumerate(fields) if isinstance(field, models.BooleanField)]
    return columns, list(_with_flags(cursor, flags) if flags else cursor)


def _with_flags(rows: Any, flags: list[int]) -> Iterator[list[Any]]:
    """SQLite keeps truth as 1 and 0."""
    for row in rows:
        changed = list(row)
        for place in flags:
            changed[place] = None if row[place] is None else bool(row[place])
        yield changed


def _insert(cursor: Any, table: str, columns: list[str], rows: list[Any]) -> None:
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["?"] * len(columns))
        connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
