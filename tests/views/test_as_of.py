"""The archive as it stood in law on a day."""

import pytest
from django.test import Client

from tests.client import shows
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    make_agreement("Old", published=True, signed_on="1980", entry_into_force_on="1980-05", terminated_on="1995-01-01")
    make_agreement("Later", published=True, signed_on="2000-01-01", entry_into_force_on="2000-02-01")


def test_the_list_says_which_day_and_what_the_law_was(client: Client, world: None) -> None:
    page = client.get("/en/agreements/?on=1990-06-01")
    banner = shows(page)["as_of"]
    assert banner.day == "1 June 1990"
    assert [(status["label"], status["count"]) for status in banner.statuses] == [
        ("Not yet in force", 1),
        ("In force", 1),
    ]
    for status in banner.statuses:
        assert shows(client.get(status["url"]))["result_count"] == status["count"]
    assert [(row.title, row.status_label) for row in shows(page)["rows"]] == [
        ("Later", "Not yet in force"),
        ("Old", "In force"),
    ]


def test_today_nothing_needs_to_be_said(client: Client, world: None) -> None:
    page = client.get("/en/agreements/")
    assert shows(page)["as_of"] is None
    assert [(row.title, row.status_label) for row in shows(page)["rows"]] == [
        ("Later", "In force"),
        ("Old", "Terminated"),
    ]


def test_what_was_signed_later_can_be_left_out(client: Client, world: None) -> None:
    banner = shows(client.get("/en/agreements/?on=1990-06-01&party=nor"))["as_of"]
    then = client.get(banner.signed_url)
    assert [row.title for row in shows(then)["rows"]] == ["Old"]
    assert shows(then)["as_of"].signed_url == ""
    assert shows(client.get(banner.today_url))["as_of"] is None
    assert banner.today_url == "/en/agreements/?party=nor"


def test_a_day_that_cannot_be_read_has_no_banner(client: Client, world: None) -> None:
    assert shows(client.get("/en/agreements/?on=someday"))["as_of"] is None
