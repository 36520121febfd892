"""How much SQLite does for something: what a clock would say is another thing each time."""

from collections.abc import Callable

from django.db import connection


def steps(do: Callable[[], object]) -> int:
    """Instructions of SQLite's machine (https://sqlite.org/opcode.html) that it takes."""
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += 1

    connection.connection.set_progress_handler(count, 1)
    try:
        do()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return taken
