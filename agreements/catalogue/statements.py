"""Statements that every request asks."""

from collections.abc import Callable, Sequence
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


def rows_ahead(sql: str, params: Sequence[int | bytes] = ()) -> Callable[[], list[tuple[Any, ...]]] | None:
    """Ask for the rows, and go on: what is returned waits for the answer. Whole numbers and bytes alone.

    None: the database answers before one could go on, as SQLite does, or the connection is in a transaction.
    """
    made: Any = connection
    asked = made.ask_ahead(sql, params) if made.vendor == "postgresql" else None
    return None if asked is None else asked.rows
