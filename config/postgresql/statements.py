"""Ways to ask PostgreSQL that psycopg has and Django does not use."""

from typing import Any

import psycopg
from psycopg import pq
from psycopg.generators import execute


class PreparedCursor(psycopg.Cursor[Any]):
    """Sends statements that the server reads and plans once a connection, and takes answers in binary.

    For those that every request asks, whose plan does not depend on their parameters: to plan one takes longer than to
    answer it. https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
    """

    def execute(self, query: Any, params: Any = None, **_: Any) -> "PreparedCursor":
        """Execute a statement, with %s for each parameter."""
        super().execute(query, params, prepare=True, binary=True)
        return self


class Asked:
    """A statement that is on its way: whoever sent it goes on, and takes the answer when it is needed.

    Until then the connection can do nothing else. The answer holds whole numbers alone (bigint).
    https://www.postgresql.org/docs/current/libpq-async.html
    """

    def __init__(self, wrapper: Any, sql: str) -> None:
        """``wrapper``: Django's connection, which must be open and have nothing to do."""
        self._connection = wrapper.connection
        self._errors = wrapper.wrap_database_errors
        self._is_on_its_way = True
        self._result: Any = None
        with self._errors:
            self._connection.pgconn.send_query_params(sql.encode(), None, result_format=pq.Format.BINARY)
            self._connection.pgconn.flush()

    def receive(self) -> None:
        """Wait for the answer, whatever it is."""
        if self._is_on_its_way:
            self._is_on_its_way = False
            with self._errors:
                self._result = self._connection.wait(execute(self._connection.pgconn))[-1]

    def rows(self) -> list[tuple[int, ...]]:
        """The rows, once they are there. Raise Django's DatabaseError, as a cursor does."""
        self.receive()
        with self._errors:
            if self._result is None:
                raise psycopg.OperationalError("The connection was lost before the answer came.")
            if self._result.status != pq.ExecStatus.TUPLES_OK:
                raise psycopg.errors.error_from_result(self._result)
        return _numbers(self._result)


def _numbers(result: Any) -> list[tuple[int, ...]]:
    return [
        tuple(int.from_bytes(result.get_value(row, column), signed=True) for column in range(result.nfields))
        for row in range(result.ntuples)
    ]
