"""What is made of the archive of this moment is never of an older one, though PostgreSQL is not waited for first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, QueryDict
from django.test import Client
from psycopg.pq import TransactionStatus

from agreements.catalogue import current, snapshot
from agreements.catalogue.matching import Match
from agreements.catalogue.snapshot import Snapshot, of_this_moment
from agreements.filters import AgreementFilter, State
from agreements.models import Agreement, Kind
from tests.client import body
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def air() -> Agreement:
    """A published agreement, in an archive that this process holds."""
    made = make_agreement("Air", published=True)
    current()
    return made


def is_idle() -> bool:
    """Whether no answer was left lying in the connection."""
    raw: Any = connection.connection
    return connection.vendor != "postgresql" or raw.pgconn.transaction_status == TransactionStatus.IDLE


class Maker:
    """Tells of the snapshots it was given how many agreements they have."""

    def __init__(self) -> None:
        self.given: list[Snapshot] = []

    def __call__(self, given: Snapshot) -> int:
        """The number of agreements."""
        self.given.append(given)
        return len(given.agreements.ids)


@pytest.mark.usefixtures("air")
def test_of_an_archive_that_is_as_it_was_it_is_made_once() -> None:
    before, make = snapshot.held(), Maker()
    assert of_this_moment(make) == 1
    assert make.given == [before]
    assert is_idle()


@pytest.mark.usefixtures("air")
def test_after_an_edit_it_is_made_of_what_is_there_now() -> None:
    before, make = snapshot.held(), Maker()
    make_agreement("Water", published=True)
    assert of_this_moment(make) == 2
    # PostgreSQL was asked meanwhile; SQLite answers before anything is made
    assert make.given == ([before] if connection.vendor == "postgresql" else []) + [snapshot.held()]


@pytest.mark.usefixtures("air")
def test_what_cannot_be_made_of_an_older_archive_is_made_of_this_one() -> None:
    def second(given: Snapshot) -> int:
        if len(given.agreements.ids) < 2:
            raise Http404("There is no second agreement.")
        return 2

    with pytest.raises(Http404):
        of_this_moment(second)
    assert is_idle()
    make_agreement("Water", published=True)
    assert of_this_moment(second) == 2


@pytest.mark.usefixtures("air")
def test_whoever_makes_it_may_ask_the_database() -> None:
    assert of_this_moment(lambda given: (len(given.agreements.ids), Agreement.objects.count())) == (1, 1)
    make_agreement("Water", published=True)
    assert of_this_moment(lambda given: (len(given.agreements.ids), Agreement.objects.count())) == (2, 2)


def asked(words: str, make: Callable[[State], int]) -> int:
    """What is made of the agreements that the words find."""
    return AgreementFilter.of_this_moment(QueryDict(f"q={words}"), make)


def found(state: State) -> int:
    """How many agreements the words match."""
    assert state.match is not None
    return len(state.match().found)


@pytest.mark.usefixtures("air")
def test_words_are_looked_for_in_the_archive_as_it_is() -> None:
    made: list[Snapshot] = []
    finished: list[Snapshot] = []

    def count(state: State) -> int:
        made.append(state.snapshot)
        number = found(state)
        finished.append(state.snapshot)
        return number

    assert (asked("air", count), asked("water", count)) == (1, 0)
    assert made == [snapshot.held()] * 2
    make_agreement("Water and air", published=True)
    before = made[-1]
    assert asked("air", count) == 2
    # PostgreSQL was asked meanwhile; SQLite answers before anything is made
    assert made[2:] == ([before] if connection.vendor == "postgresql" else []) + [snapshot.held()]
    assert finished[2:] == [snapshot.held()], "nothing is made of two states, and remembered as of one"
    assert asked("water", count) == 1
    assert is_idle()


@pytest.mark.usefixtures("air")
def test_what_looks_at_no_match_is_of_this_moment_too() -> None:
    def agreements(state: State) -> int:
        return len(state.snapshot.agreements.ids)

    def second(state: State) -> int:
        if agreements(state) < 2:
            raise Http404("There is no second agreement.")
        return 2

    assert asked("air", agreements) == 1
    with pytest.raises(Http404):
        asked("air", second)
    assert is_idle()
    make_agreement("Water", published=True)
    assert (asked("air", agreements), asked("air", second)) == (2, 2)
    assert is_idle()


@pytest.mark.usefixtures("air")
@pytest.mark.parametrize("words", ["air", "air*", '"clean air"', "-water", "theme:air or air", "lufta", "air " * 300])
def test_words_of_every_kind_find_the_same_though_nobody_waited(words: str) -> None:
    make_agreement("Clean air", published=True)
    current()
    match = Match.ahead(words, Kind.AGREEMENT)
    assert connection.vendor != "postgresql" or match is not None
    if match:
        assert match.settled().found == Match.now(words, Kind.AGREEMENT).found
    assert is_idle()


def test_a_process_without_an_archive_reads_it(air: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_held", None)
    assert of_this_moment(lambda given: set(given.agreements.ids)) == {air.pk}


def test_lists_exports_and_their_tags_are_of_this_moment(air: Agreement, client: Client) -> None:
    addresses = (
        "/en/agreements/",
        "/en/agreements/?q=air",
        "/en/agreements.csv?q=air",
        "/en/agreements.csv",
        "/en/agreements/?page=1",
        "/en/agreements/by/kind/",
    )
    before = {address: client.get(address) for address in addresses}
    air.title_en = "Clean air"
    air.save()
    for address, old in before.items():
        new: Any = client.get(address)
        assert new["ETag"] != old["ETag"]
        if "by" not in address:
            assert "Clean air" in body(new).replace("<mark>", "").replace("</mark>", "")
    assert client.get("/en/agreements/?page=2").status_code == 404
    for number in range(25):
        make_agreement(f"Water {number}", published=True)
    assert client.get("/en/agreements/?page=2").status_code == 200


@pytest.mark.usefixtures("air")
def test_after_an_edit_was_read_the_server_knows_all_that_it_was_prepared_for() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite prepares everything by itself
    prepared = "SELECT array_agg(name ORDER BY name) FROM pg_prepared_statements"
    known: list[Any] = []
    for title in ("Water", "Soil"):
        make_agreement(title, published=True)
        current()
        with connection.cursor() as cursor:
            cursor.execute(prepared)
            known += cursor.fetchone()
    assert known[0]
    assert known[0] == known[1], "none is prepared anew"
