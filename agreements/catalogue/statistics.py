"""What the database knows of its tables, by which it plans its queries."""

from django.db import connection


def refresh_statistics() -> None:
    """Let PostgreSQL count its rows anew after many were written; until it does, it takes tables to be nearly empty.

    It would do so by itself within minutes. SQLite plans well without.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
