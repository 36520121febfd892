"""Records that many tests read: made once, and there again for the next test or the next module."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, TypeVar

from django.test import TestCase
from pytest_django import DjangoDbBlocker

from agreements.catalogue.changes import gathered
from tests import rows

T = TypeVar("T")

#: By what makes a world: what it gave back, and the tables that it wrote into.
_made: dict[Callable[[], Any], tuple[Any, rows.Tables]] = {}


@contextmanager
def records_for_a_module(django_db_blocker: DjangoDbBlocker, make: Callable[[], T]) -> Iterator[T]:
    """Make records in a transaction that lasts as long as the context; what a test changes is rolled back after it.

    For module fixtures of tests with `@pytest.mark.django_db` (or `db`), not with `transaction=True` or `live_server`:
    those empty the database.
    """
    with _transaction_of_a_module(django_db_blocker):
        with gathered():
            made = make()
        yield made


@contextmanager
def world_of_many_modules(django_db_blocker: DjangoDbBlocker, make: Callable[[], T]) -> Iterator[T]:
    """The same for a world that several modules ask for: it is made for the first of them, see ``made_or_put_back``."""
    with _transaction_of_a_module(django_db_blocker):
        yield made_or_put_back(make)


def made_or_put_back(make: Callable[[], T]) -> T:
    """What ``make`` makes; from the second time on, the rows that it made and a copy of what it gave back.

    For worlds that take long to make, in a database that is otherwise as the migrations left it.
    """
    if make not in _made:
        before = rows.taken()
        made = make()
        _made[make] = made, rows.changed(before, rows.taken())
    else:
        made, tables = _made[make]
        rows.put_back(tables)
    return deepcopy(made)


@contextmanager
def _transaction_of_a_module(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    class World(TestCase):
        pass

    with django_db_blocker.unblock():
        World.setUpClass()
        try:
            yield
        finally:
            World.tearDownClass()
            World.doClassCleanups()
