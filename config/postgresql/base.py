"""Where Django looks for the backend: see https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends."""

import selectors
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg.types.numeric import Int8BinaryDumper

from config.postgresql.statements import Asked, PreparedCursor

#: More often than any statement is sent: none is prepared but those that say so.
NEVER = 2**31 - 1


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, with the text of statements that are prepared, for whoever looks into the log of queries."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """The statement, with its parameters; psycopg forgets that of a prepared one."""
        return super().last_executed_query(cursor, sql, params) or f"{sql} with {params}"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that prepares, asks ahead, and knows without asking whether the server has let go of it.

    Django sends a query for that at the beginning of each request, which takes as long as any other: of the answer
    "unchanged" it was half.
    """

    ops_class = DatabaseOperations
    _asked: Asked | None = None
    #: The statements that were asked ahead on this connection, and their names there.
    asked_before: dict[str, bytes]
    #: Tells whether there is anything to read on this connection.
    _unasked: selectors.BaseSelector

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django's, and ready for ``PreparedCursor``, which alone prepares."""
        connection = super().get_new_connection(conn_params)
        self.asked_before = {}
        self._unasked = selectors.DefaultSelector()
        self._unasked.register(connection.fileno(), selectors.EVENT_READ)
        connection.prepare_threshold = NEVER
        # psycopg sends a number in as few bytes as it takes: to the server, each width makes another statement.
        connection.adapters.register_dumper(int, Int8BinaryDumper)
        return connection

    def prepared_cursor(self) -> Any:
        """A cursor like that of ``cursor()``, but for statements that every request asks: see ``PreparedCursor``."""
        self._get_ready()
        with self.wrap_database_errors:
            cursor: Any = PreparedCursor(self.connection)
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django's, once the connection has nothing else to do."""
        self._settle()
        return super().create_cursor(name)

    def ask_ahead(self, sql: str, params: Sequence[int | bytes] = ()) -> Asked | None:
        """Send a statement and go on; see ``Asked``.

        None: it was not sent, because somebody counts the queries, or the connection is in a transaction.
        """
        self._get_ready()
        if self.in_atomic_block or self.queries_logged:
            return None
        self._asked = Asked(self, sql, params)
        return self._asked

    def _get_ready(self) -> None:
        """See to it that there is a connection, and that it has nothing to do."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        self._settle()

    def _settle(self) -> None:
        """Wait for the answer that nobody took yet."""
        if self._asked:
            asked, self._asked = self._asked, None
            asked.receive()

    def is_usable(self) -> bool:
        """Whether the connection still works.

        The server says nothing unasked while all is well. Where something can be read, such as that it shuts down, it
        is asked after all.
        """
        if self.connection.closed:  # on our side
            return False
        return not self._unasked.select(timeout=0) or super().is_usable()
