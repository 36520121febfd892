"""Records that all tests of a module read: made once, rolled back after the last of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.test import TestCase
from pytest_django import DjangoDbBlocker

from agreements.catalogue.changes import gathered

T = TypeVar("T")


@contextmanager
def records_for_a_module(django_db_blocker: DjangoDbBlocker, make: Callable[[], T]) -> Iterator[T]:
    """Make records in a transaction that lasts as long as the context; what a test changes is rolled back after it.

    For module fixtures of tests with `@pytest.mark.django_db` (or `db`), not with `transaction=True` or `live_server`:
    those empty the database.
    """

    class World(TestCase):
        pass

    with django_db_blocker.unblock():
        World.setUpClass()
        try:
            with gathered():
                made = make()
            yield made
        finally:
            World.tearDownClass()
            World.doClassCleanups()
