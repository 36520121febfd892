"""What is made of the archive of this moment is never of an older one, though PostgreSQL is not waited for first."""

from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from psycopg.pq import TransactionStatus

from agreements.catalogue import current, snapshot
from agreements.catalogue.snapshot import Snapshot, of_this_moment
from agreements.models import Agreement
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


def test_a_process_without_an_archive_reads_it(air: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_held", None)
    assert of_this_moment(lambda given: set(given.agreements.ids)) == {air.pk}


def test_lists_exports_and_their_tags_are_of_this_moment(air: Agreement, client: Client) -> None:
    addresses = ("/en/agreements/", "/en/agreements.csv", "/en/agreements/?page=1", "/en/agreements/by/kind/")
    before = {address: client.get(address) for address in addresses}
    air.title_en = "Clean air"
    air.save()
    for address, old in before.items():
        new: Any = client.get(address)
        assert new["ETag"] != old["ETag"]
        if "by" not in address:
            assert b"Clean air" in (b"".join(new.streaming_content) if new.streaming else new.content)
    assert client.get("/en/agreements/?page=2").status_code == 404
    for number in range(25):
        make_agreement(f"Water {number}", published=True)
    assert client.get("/en/agreements/?page=2").status_code == 200
