"""Previous and next in the set that the reader came from."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement
from agreements.views.neighbours import Place
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_year() -> dict[int, Agreement]:
    """Agreements of five years, on mercury in the odd ones, and a draft among them."""
    make_agreement("Draft", themes=["Mercury"], signed_on="2004")
    return {
        year: make_agreement(
            f"Agreement of {year}", published=True, themes=["Mercury"] if year % 2 else ["Air"], signed_on=str(year)
        )
        for year in range(2001, 2006)
    }


def place(client: Client, address: str, **query: str) -> Place | None:
    response: Any = client.get(address, query)
    found: Place | None = response.context["place"]
    return found


def names(found: Place | None) -> tuple[str | None, int, int, str | None]:
    assert found
    return (
        found.previous and found.previous.name,
        found.number,
        found.total,
        found.following and found.following.name,
    )


def test_the_rows_of_a_list_lead_on_with_its_question(client: Client, by_year: dict[int, Agreement]) -> None:
    response: Any = client.get("/en/agreements/?theme=mercury&order=date")
    links = [
        unescape(link) for link in re.findall(r'<h3[^>]*><a class="ds-link" href="([^"]+)"', response.content.decode())
    ]
    assert [link.partition("?")[2] for link in links] == ["of=theme%3Dmercury%26order%3Ddate"] * 3

    middle = client.get(links[1])
    assert names(middle.context["place"]) == ("Agreement of 2001", 2, 3, "Agreement of 2005")
    assert middle.context["place"].set_url == "/en/agreements/?theme=mercury&order=date"
    following = client.get(middle.context["place"].following.url)
    assert names(following.context["place"]) == ("Agreement of 2003", 3, 3, None)


def test_without_a_question_it_is_the_whole_set_newest_first(client: Client, by_year: dict[int, Agreement]) -> None:
    page = client.get("/en/agreements/").content.decode()
    assert "?of=" not in page
    found = place(client, by_year[2003].get_absolute_url())
    assert names(found) == ("Agreement of 2004", 3, 5, "Agreement of 2002")


def test_the_address_that_counts_is_the_records_own(client: Client, by_year: dict[int, Agreement]) -> None:
    address = by_year[2003].get_absolute_url()
    page = client.get(address, {"of": "theme=mercury"}).content.decode()
    assert f'<link rel="canonical" href="http://testserver{address}">' in page


@pytest.mark.parametrize(
    "of", ["theme=air", "theme=no-such", "q=%00", "signed_from=never", "page=9", "x" * 3000, "q=" + "a" * 1200]
)
def test_a_set_without_the_record_or_that_cannot_be_read_has_no_place_for_it(
    client: Client, by_year: dict[int, Agreement], of: str
) -> None:
    found = place(client, by_year[2003].get_absolute_url(), of=of)
    assert found is None or of == "page=9"
