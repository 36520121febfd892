"""What the database knows of its tables, by which it plans its queries."""

from django.db import connection


def refresh_statistics() -> None:
    """Let the database count its rows anew after many were written; until it does, it takes tables to be small.

    PostgreSQL would do so by itself within minutes. SQLite looks at a sample of each index.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")
