"""A number on a page is the length of the list that it leads to."""

import pytest
from django.test import Client

from agreements.models import Party
from tests.client import shows
from tests.factories import make_agreement, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    pollution = make_theme("Pollution")
    mercury = make_theme("Mercury", broader=pollution)
    make_agreement("Both", ("nor", "chn"), published=True, themes=[pollution, mercury])
    make_agreement("Narrow", ("nor", "chn"), published=True, themes=[mercury])
    make_agreement("Other pair", ("nor", "swe"), published=True, themes=[pollution])
    make_agreement("Draft", ("nor", "chn"), themes=[mercury])


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("/en/", {"Pollution": 3, "Mercury": 2}),
        ("/en/parties/swe/", {"Pollution": 1}),
        ("/en/parties/nor/", {"Pollution": 3, "Mercury": 2}),
        ("/en/between/nor/chn/", {"Pollution": 2, "Mercury": 2}),
    ],
)
def test_themes(world: None, client: Client, address: str, numbers: dict[str, int]) -> None:
    themes = client.get(address).context["themes"]
    assert {str(row["theme"]): row["count"] for row in themes} == numbers
    for row in themes:
        assert shows(client.get(row["url"]))["result_count"] == row["count"], row


def test_the_tree_of_themes(world: None, client: Client) -> None:
    (pollution,) = shows(client.get("/en/themes/"))["rows"]
    (mercury,) = pollution["children"]
    assert (pollution["count"], mercury["count"]) == (3, 2)
    page = client.get(pollution["theme"].get_absolute_url()).context
    assert (page["agreement_count"], len(page["agreements"])) == (3, 3)
    assert shows(client.get(page["agreements_url"]))["result_count"] == 3


def test_partners(world: None, client: Client) -> None:
    partners = client.get(Party.objects.get(code="nor").get_absolute_url()).context["partners"]
    assert [(row["party"].code, row["count"], row["url"]) for row in partners] == [
        ("chn", 2, "/en/between/nor/chn/"),
        ("swe", 1, "/en/between/nor/swe/"),
    ]
    for row in partners:
        assert client.get(row["url"]).context["agreement_count"] == row["count"]


def test_front_page(world: None, client: Client) -> None:
    counts = client.get("/en/").context["counts"]
    for name, count in counts.items():
        assert shows(client.get(f"/en/{name}/"))["result_count"] == count, name
