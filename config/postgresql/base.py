"""Where Django looks for the backend: see https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends."""

import selectors
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations
from psycopg import OperationalError
from psycopg.types.numeric import Int8BinaryDumper

#: More often than any statement is sent: none is prepared but those that say so.
NEVER = 2**31 - 1


class PreparedCursor(psycopg.Cursor[Any]):
    """Sends statements that the server reads and plans once a connection, and takes answers in binary.

    For those that every request asks, whose plan does not depend on their parameters: to plan one takes longer than to
    answer it. https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
    """

    def execute(self, query: Any, params: Any = None, **_: Any) -> "PreparedCursor":
        """Execute a statement, with %s for each parameter."""
        super().execute(query, params, prepare=True, binary=True)
        return self


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, with the text of statements that are prepared, for whoever looks into the log of queries."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """The statement, with its parameters; psycopg forgets that of a prepared one."""
        return super().last_executed_query(cursor, sql, params) or f"{sql} with {params}"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that can prepare statements, and knows without asking whether the server has let go of it.

    Django sends a query for that at the beginning of each request, which takes as long as any other: of the answer
    "unchanged" it was half.
    """

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django's, and ready for ``PreparedCursor``, which alone prepares."""
        connection = super().get_new_connection(conn_params)
        connection.prepare_threshold = NEVER
        # psycopg sends a number in as few bytes as it takes: to the server, each width makes another statement.
        connection.adapters.register_dumper(int, Int8BinaryDumper)
        return connection

    def prepared_cursor(self) -> Any:
        """A cursor like that of ``cursor()``, but for statements that every request asks: see ``PreparedCursor``."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor: Any = PreparedCursor(self.connection)
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)

    def is_usable(self) -> bool:
        """Whether the connection still works.

        The server says nothing unasked while all is well. Where something can be read, such as that it shuts down, it
        is asked after all.
        """
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self.connection.fileno(), selectors.EVENT_READ)
                is_quiet = not selector.select(timeout=0)
        except OperationalError:  # closed on our side
            return False
        return is_quiet or super().is_usable()
