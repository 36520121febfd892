"""Statements that every request asks."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def rows_of(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement of which there are few shapes; columns are whole numbers, texts and bytes.

    PostgreSQL prepares it, which SQLite does with all.
    """
    made: Any = connection
    with (made.prepared_cursor if made.vendor == "postgresql" else made.cursor)() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
