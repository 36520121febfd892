"""Whether a kept connection still works is known without a query, and what every request asks is prepared."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def ours() -> Iterator[BaseDatabaseWrapper]:
    """A connection to the database."""
    kept = connection.copy()
    kept.ensure_connection()
    yield kept
    kept.close()


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """Another one."""
    another = connection.copy()
    yield another
    another.close()


def answer(of: BaseDatabaseWrapper, query: str, *params: Any) -> Any:
    with of.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchone()[0]


def process(of: BaseDatabaseWrapper) -> Any:
    """The process of the server that a connection leads to."""
    return answer(of, "SELECT pg_backend_pid()")


def test_a_quiet_connection_is_known_to_work_without_a_query(
    ours: BaseDatabaseWrapper, other: BaseDatabaseWrapper
) -> None:
    known = process(ours)

    assert ours.is_usable()

    last = "SELECT query FROM pg_stat_activity WHERE pid = %s"
    assert answer(other, last, known) == "SELECT pg_backend_pid()"


def test_a_connection_that_the_server_ended_is_replaced_by_the_next_request(
    ours: BaseDatabaseWrapper, other: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = process(ours)
    assert answer(other, "SELECT pg_terminate_backend(%s, 5000)", known)

    assert not ours.is_usable()
    # as for each request that finds a kept connection
    monkeypatch.setattr(ours, "health_check_enabled", True)
    monkeypatch.setattr(ours, "health_check_done", False)
    assert process(ours) != known


def test_a_connection_on_which_the_server_says_something_is_asked_whether_it_works(
    ours: BaseDatabaseWrapper, other: BaseDatabaseWrapper
) -> None:
    known = process(ours)
    with ours.cursor() as cursor:
        cursor.execute("LISTEN news")
    with other.cursor() as cursor:
        cursor.execute("NOTIFY news")

    assert ours.is_usable()

    assert process(ours) == known


def test_a_connection_that_was_closed_here_does_not_work(ours: BaseDatabaseWrapper) -> None:
    ours.connection.close()

    assert not ours.is_usable()


def prepared(of: BaseDatabaseWrapper) -> list[tuple[str, list[str]]]:
    """The statements that the server has prepared for a connection, with the types of their parameters."""
    with of.cursor() as cursor:
        cursor.execute("SELECT statement, parameter_types::text[] FROM pg_prepared_statements ORDER BY prepare_time")
        rows: list[tuple[str, list[str]]] = cursor.fetchall()
    return rows


def test_what_every_request_asks_is_prepared_once(ours: Any) -> None:
    for number in (1, 70_000, 2**40):
        with ours.prepared_cursor() as cursor:
            cursor.execute("SELECT %s + 1, %s", [number, b"\x00\xff"])
            assert cursor.fetchall() == [(number + 1, b"\x00\xff")]

    assert prepared(ours) == [("SELECT $1 + 1, $2", ["bigint", "bytea"])]


def test_nothing_else_is_prepared(ours: BaseDatabaseWrapper) -> None:
    for _ in range(20):
        assert answer(ours, "SELECT %s + 1", 1) == 2

    assert prepared(ours) == []


def test_a_connection_that_the_server_ended_is_replaced_for_what_is_prepared_too(
    ours: Any, other: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ours.prepared_cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((known,),) = cursor.fetchall()
    assert answer(other, "SELECT pg_terminate_backend(%s, 5000)", known)

    monkeypatch.setattr(ours, "health_check_enabled", True)
    monkeypatch.setattr(ours, "health_check_done", False)
    with ours.prepared_cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchall() != [(known,)]


def test_what_is_prepared_can_be_read_in_the_log_of_queries(ours: Any) -> None:
    with CaptureQueriesContext(ours) as captured, ours.prepared_cursor() as cursor:
        cursor.execute("SELECT %s", [7])
    assert [query["sql"] for query in captured.captured_queries] == ["SELECT %s with [7]"]
    with pytest.raises(DataError), ours.prepared_cursor() as cursor:
        cursor.execute("SELECT 1 / %s", [0])


def test_who_asks_ahead_goes_on_meanwhile(ours: Any) -> None:
    asked = ours.ask_ahead("SELECT 1099511627776::bigint, -7::bigint FROM pg_sleep(0.3)")
    ours.connection.pgconn.consume_input()
    assert ours.connection.pgconn.is_busy(), "there is no answer yet"
    assert asked.rows() == [(2**40, -7)]
    assert asked.rows() == [(2**40, -7)]
    assert answer(ours, "SELECT 8") == 8


def test_numbers_and_bytes_are_asked_for_ahead(ours: Any) -> None:
    given = [-1, 2**62, b"", b"\0\xff", 0]
    assert ours.ask_ahead("SELECT %s, %s, %s, %s, %s", given).rows() == [tuple(given)]
    assert ours.ask_ahead("SELECT 7::bigint WHERE %s IN (%s, %s)", [b"b", b"a", b"b"]).rows() == [(7,)]
    assert ours.ask_ahead("SELECT 7::bigint WHERE %s IN (%s, %s)", [b"c", b"a", b"b"]).rows() == []


def test_what_the_server_was_made_to_forget_is_asked_anew(ours: Any) -> None:
    """Psycopg lets it forget all that is prepared, after a ROLLBACK as after changes of tables."""
    assert [ours.ask_ahead(f"SELECT {number}::bigint").rows() for number in (1, 2)] == [[(1,)], [(2,)]]
    with ours.prepared_cursor() as cursor:
        cursor.execute("SELECT %s", [7])
    with ours.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("ROLLBACK")
    assert answer(ours, "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE %s", "ahead%") == 0
    asked = [ours.ask_ahead(f"SELECT {number}::bigint").rows() for number in (3, 2, 4, 1, 3)]
    assert asked == [[(3,)], [(2,)], [(4,)], [(1,)], [(3,)]]


def test_what_was_asked_ahead_is_answered_before_anything_else_is_asked(ours: Any) -> None:
    first = ours.ask_ahead("SELECT 1::bigint")
    assert answer(ours, "SELECT 2") == 2
    second = ours.ask_ahead("SELECT 3::bigint")
    third = ours.ask_ahead("SELECT 4::bigint")
    with ours.prepared_cursor() as cursor:
        cursor.execute("SELECT %s", [5])
        assert cursor.fetchall() == [(5,)]
    assert [asked.rows() for asked in (first, second, third)] == [[(1,)], [(3,)], [(4,)]]


def test_what_goes_wrong_ahead_is_told_to_who_wants_the_answer(ours: Any, other: BaseDatabaseWrapper) -> None:
    asked = ours.ask_ahead("SELECT 1 / 0")
    with pytest.raises(DataError):
        asked.rows()
    known = process(ours)
    asked = ours.ask_ahead("SELECT 1::bigint FROM pg_sleep(60)")
    assert answer(other, "SELECT pg_terminate_backend(%s, 5000)", known)
    with pytest.raises(OperationalError):
        asked.rows()
    assert not ours.is_usable()


def test_in_a_transaction_nobody_asks_ahead(ours: Any) -> None:
    with CaptureQueriesContext(ours):
        assert ours.ask_ahead("SELECT 1::bigint") is None
    ours.in_atomic_block = True
    assert ours.ask_ahead("SELECT 1::bigint") is None
    ours.in_atomic_block = False
    assert ours.ask_ahead("SELECT 1::bigint").rows() == [(1,)]
