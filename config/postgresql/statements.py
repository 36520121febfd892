"""Ways to ask PostgreSQL that psycopg has and Django does not use."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import psycopg
from psycopg import pq
from psycopg.generators import execute

#: https://www.postgresql.org/docs/current/errcodes-appendix.html
INVALID_STATEMENT_NAME = b"26000"


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
    """A prepared statement that is on its way: whoever sent it goes on, and takes the answer when it is needed.

    Until then the connection can do nothing else. Parameters and answer hold whole numbers and bytes alone.
    https://www.postgresql.org/docs/current/libpq-async.html
    """

    def __init__(self, wrapper: Any, sql: str, params: Sequence[int | bytes]) -> None:
        """``wrapper``: Django's connection, which must be open and have nothing to do. Parameters are %s in ``sql``."""
        marks = (
            f"${place}::{'bytea' if isinstance(given, bytes) else 'bigint'}" for place, given in enumerate(params, 1)
        )
        self._sql = sql % tuple(marks)
        self._params = [given if isinstance(given, bytes) else given.to_bytes(8, signed=True) for given in params]
        self._connection, self._prepared = wrapper.connection, wrapper.asked_before
        self._errors = wrapper.wrap_database_errors
        with self._errors:
            self._send()

    def _send(self) -> None:
        if self._sql not in self._prepared:
            name = b"ahead_%d" % next(_numbers)
            _checked(self._connection.pgconn.prepare(name, self._sql.encode()), pq.ExecStatus.COMMAND_OK)
            self._prepared[self._sql] = name
        binary = [pq.Format.BINARY] * len(self._params)
        name = self._prepared[self._sql]
        self._connection.pgconn.send_query_prepared(name, self._params, binary, pq.Format.BINARY)
        self._connection.pgconn.flush()
        self._is_on_its_way = True
        self._result: Any = None

    def receive(self) -> None:
        """Wait for the answer, whatever it is."""
        if self._is_on_its_way:
            self._is_on_its_way = False
            with self._errors:
                self._result = self._connection.wait(execute(self._connection.pgconn))[-1]

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows, once they are there. Raise Django's DatabaseError, as a cursor does."""
        self.receive()
        with self._errors:
            if self._is_forgotten():
                self._prepared.clear()
                self._send()
                self.receive()
            found = _checked(self._result, pq.ExecStatus.TUPLES_OK)
        read = [_READ[found.ftype(column)] for column in range(found.nfields)]
        return [
            tuple(read_one(found.get_value(row, column)) for column, read_one in enumerate(read))
            for row in range(found.ntuples)
        ]

    def _is_forgotten(self) -> bool:
        """Whether the server knows the statement no more: psycopg makes it let go of all after each ROLLBACK."""
        return bool(self._result and self._result.error_field(pq.DiagnosticField.SQLSTATE) == INVALID_STATEMENT_NAME)


#: No name is given twice, whatever the server has forgotten.
_numbers = count()


def _checked(result: Any, status: pq.ExecStatus) -> Any:
    """What came, if it is what was to come. Raise psycopg's error."""
    if result is None:
        raise psycopg.OperationalError("The connection was lost before the answer came.")
    if result.status != status:
        raise psycopg.errors.error_from_result(result)
    return result


def _number(value: bytes) -> int:
    return int.from_bytes(value, signed=True)


#: How values are read, by the number of their type: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
_READ: dict[int, Callable[[bytes], Any]] = {20: _number, 17: bytes}
