"""What the database knows of its tables, by which it plans its queries."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model


def refresh_statistics() -> None:
    """Let the database count its rows anew after many were written; until it does, it takes tables to be small.

    PostgreSQL would do so by itself within minutes, of a sample. SQLite counts all, which takes 0.3 s for 100,000
    agreements: from a sample it would take what half of the records have, such as a status, for something rare.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def refresh_keys(models: Iterable[type[Model]]) -> None:
    """The same for the rows of some tables alone, and for no more of them than the keys by which rows are looked up.

    PostgreSQL would take as long to look at all their columns as to read them for the index.
    """
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in models:
            table = name(model._meta.db_table)
            fields = model._meta.concrete_fields
            keys = [str(field.column) for field in fields if field.primary_key or field.is_relation]
            counts_columns = connection.vendor == "postgresql"
            cursor.execute(f"ANALYZE {table} ({', '.join(map(name, keys))})" if counts_columns else f"ANALYZE {table}")


def refresh_own_statistics() -> None:
    """As ``refresh_statistics``, of a database that does not do so by itself, as SQLite."""
    if connection.vendor == "sqlite":
        refresh_statistics()
