"""The front page: numbers, examples, what is new, what has changed and what was signed on this day."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from agreements.catalogue import current
from agreements.figures import figure
from agreements.models import Agreement
from agreements.views.tour import on_this_day
from tests.factories import make_agreement, make_signature, relate

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)


def titles(day: dt.date) -> tuple[str, list[str]] | None:
    found = on_this_day(current(), day)
    return found and (found.heading, [row.title for row in found.rows])


def test_on_this_day_the_newest_first_and_no_draft() -> None:
    for title, signed_on in (
        ("Old", "1998-11-26"),
        ("New", "2020-11-26"),
        ("Day after", "1998-11-27"),
        ("Month", "1998-11"),
    ):
        make_agreement(title, published=True, signed_on=signed_on)
    make_agreement("Draft", signed_on="2010-11-26")

    assert titles(TODAY) == ("Signed on 26 November", ["New", "Old"])
    with override("nb"):
        assert titles(TODAY) == ("Undertegnet 26. november", ["New", "Old"])


def test_where_nothing_was_signed_that_day_it_is_the_month() -> None:
    make_agreement("Day after", published=True, signed_on="1998-11-27")
    make_agreement("Month", published=True, signed_on="2001-11")
    make_agreement("Another month", published=True, signed_on="2001-10-26")
    make_agreement("Undated", published=True)

    assert titles(TODAY) == ("Signed in November", ["Month", "Day after"])
    assert titles(dt.date(2026, 2, 1)) is None


def test_the_examples_lead_where_they_say(client: Client) -> None:
    first = make_agreement("First", published=True, signed_on="1995")
    founding = make_agreement("Renewed", published=True, signed_on="2017", reference="nor-chn-2017")
    relate(founding, "renews", first)
    make_agreement("With Sweden", parties=("nor", "swe"), published=True)
    person = make_signature(founding, "Vidar Helgesen").signatory
    make_signature(first, person)
    make_signature(first, "Somebody Else", "chn")

    response: Any = client.get("/en/")
    line, signer, two = response.context["tour"]

    assert (line.name, line.text) == ("Renewed", "One of 2 agreements that have renewed one another since 1995.")
    assert (signer.name, signer.text) == ("Vidar Helgesen", "Signed 2 agreements: see in which offices.")
    assert (two.name, two.text) == ("Norway – China", "2 agreements, and what came of them.")
    for stop in (line, signer, two):
        assert client.get(stop.url).status_code == 200


def test_what_changed_last_stands_first(client: Client) -> None:
    for title in ("One", "Two"):
        make_agreement(title, published=True)
    Agreement.objects.get(title_en="One").save()
    make_agreement("Draft")

    response: Any = client.get("/en/")
    assert [agreement.title for agreement in response.context["changed"]] == ["One", "Two"]


def test_an_empty_archive_has_a_front_page(client: Client) -> None:
    response: Any = client.get("/nb/")
    assert response.status_code == 200
    assert response.context["tour"] == []
    assert response.context["on_this_day"] is None


@pytest.mark.parametrize(
    ("number", "english", "norwegian"),
    [(0, "0", "0"), (999, "999", "999"), (2306, "2,306", "2\xa0306"), (1234567, "1,234,567", "1\xa0234\xa0567")],
)
def test_numbers_stand_in_the_manner_of_the_language(number: int, english: str, norwegian: str) -> None:
    with override("en"):
        assert figure(number) == english
    with override("nb"):
        assert figure(number) == norwegian
