"""What a process makes when it starts: no reader waits for the archive, nor for the rows that lists begin with."""

import logging
import threading
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.catalogue import snapshot
from agreements.views import readiness
from agreements.views.readiness import get_ready
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db(transaction=True)


def start() -> None:
    """As the server does: in a thread, whose connection it closes."""
    thread = threading.Thread(target=get_ready)
    thread.start()
    thread.join()


def rows_kept() -> dict[str, set[int]]:
    """The agreements of which rows are kept as one text, by language."""
    held: Any = snapshot.held()
    kept = {key[1]: made for key, made in held.of_agreements._made.items() if key[0] == "drawn row"}
    return {language: {pk for pk, (_html, left) in made.items() if not left} for language, made in kept.items()}


@pytest.fixture
def three() -> list[int]:
    """Three published agreements, the newest first, beside a draft."""
    made = [make_agreement(f"Air {year}", published=True, signed_on=str(year)).pk for year in (2017, 2007, 1997)]
    make_agreement("Draft", signed_on="2020")
    return made


def test_the_first_reader_waits_for_nothing(
    three: list[int], client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    start()
    for address in ("/en/agreements/", "/nb/agreements/?year=2007"):
        with django_assert_num_queries(1):  # the archive's version
            assert client.get(address).status_code == 200
    assert rows_kept() == {"en": set(three), "nb": set(three)}


def test_of_a_large_archive_the_newest_rows_are_made(three: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "MOST_RECORDS", 2)
    start()
    assert rows_kept() == {"en": set(three[:2]), "nb": set(three[:2])}


def test_a_database_that_cannot_be_read_is_left_to_the_first_reader(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(readiness, "current", fail)
    with caplog.at_level(logging.WARNING):
        start()
    assert "could not be read at start-up" in caplog.text
