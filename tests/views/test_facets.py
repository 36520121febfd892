"""The facets beside a list, and the page of all values of one."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from agreements.filters import AgreementFilter
from agreements.views.facets import SHOWN, FacetPanel
from tests.client import facet_lines, shows
from tests.factories import make_agreement, make_theme, make_withdrawn_agreement
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db

MANY = 12


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_world):
        yield


def make_world() -> None:
    """Themes of one to twelve agreements, the first of the most; a theme of a draft and a withdrawn one alone."""
    themes = [make_theme(f"Theme {number:02}", label_no=f"Tema {number:02}") for number in range(MANY)]
    for number in range(MANY):
        party = "swe" if number % 3 else "chn"
        make_agreement(
            f"Agreement {number}", ("nor", party), published=True, themes=themes[: number + 1],
            signed_on=f"{1950 + 5 * number}",
        )  # fmt: skip
    make_agreement("Draft", ("nor", "fin"), themes=["Secret"])
    make_withdrawn_agreement(title="Withdrawn", parties=("nor", "idn"), themes=["Secret"])


def facets(client: Client, query: str) -> dict[str, FacetPanel]:
    return {panel.name: panel for panel in shows(client.get(f"/en/agreements/{query}"))["facets"]}


def values(panel: FacetPanel) -> list[tuple[str, int]]:
    return [(line.label, line.number) for line in facet_lines(panel.lines)]


def test_the_most_frequent_values_stand_beside_the_list(world: None, client: Client) -> None:
    theme = facets(client, "")["theme"]
    assert values(theme) == [(f"Theme {number:02}", MANY - number) for number in range(SHOWN)]
    assert theme.all_url == "/en/agreements/by/theme/"
    assert values(facets(client, "")["party"]) == [("Norway", 12), ("Sweden", 8), ("China", 4)]
    assert facets(client, "")["party"].all_url == ""


def test_every_facet_with_a_value_is_shown_in_order(world: None, client: Client) -> None:
    shown = list(facets(client, ""))
    assert shown == [name for name in AgreementFilter.facets if name in shown]
    assert set(AgreementFilter.facets) - set(shown) == {"signatory", "institution", "language"}, "nothing to choose"


def test_years_and_decades_stand_latest_first(world: None, client: Client) -> None:
    labels = [label for label, _ in values(facets(client, "")["decade"])]
    assert labels == sorted(labels, reverse=True)
    assert labels[0] == "2000s"


def test_counts_are_under_the_other_filters(world: None, client: Client) -> None:
    shown = facets(client, "?party=chn&decade=1990&decade=2000")
    assert values(shown["party"]) == [("Norway", 4), ("Sweden", 3)], "of the decades alone, without China"
    assert values(shown["theme"])[0] == ("Theme 00", 1)
    assert [chosen.label for chosen in shown["decade"].chosen] == ["1990s", "2000s"]
    for panel in shown.values():
        for choice in facet_lines(panel.lines):
            assert shows(client.get(choice.url))["result_count"] == choice.number, choice


def test_with_every_value_asked_for_counts_are_of_one_more(world: None, client: Client) -> None:
    party = facets(client, "?party=nor&party_match=all")["party"]
    assert (party.every, party.can_match_all) == (True, True)
    assert values(party) == [("Sweden", 8), ("China", 4)]
    assert facet_lines(party.lines)[0].url == "/en/agreements/?party=nor&party=swe&party_match=all"
    assert party.match_url == "/en/agreements/?party=nor"
    assert "party" in facets(client, "?party=swe&party=chn&party_match=all"), "to take one away again"


def test_a_value_is_added_left_out_and_taken_away(world: None, client: Client) -> None:
    theme = facets(client, "?theme=theme-03&kind=agreement&page=1")["theme"]
    path = "/en/agreements/?kind=agreement"
    assert facet_lines(theme.lines)[0].url == f"{path}&theme=theme-00"
    assert facet_lines(theme.lines)[0].more_url == f"{path}&theme=theme-03&theme=theme-00"
    assert theme.match_url == f"{path}&theme=theme-03&theme_match=all"
    (chosen,) = theme.chosen
    assert (chosen.label, chosen.excluded) == ("Theme 03", False)
    assert (chosen.remove_url, chosen.flip_url) == (path, f"{path}&theme_not=theme-03")
    (left_out,) = facets(client, "?theme_not=theme-03")["theme"].chosen
    assert (left_out.excluded, left_out.flip_url) == (True, "/en/agreements/?theme=theme-03")


def test_the_page_of_all_values(world: None, client: Client) -> None:
    response = client.get("/en/agreements/by/theme/?party=swe")
    panel = response.context["facet"]
    assert len(facet_lines(panel.lines)) == MANY
    assert [count for _, count in values(panel)] == sorted((count for _, count in values(panel)), reverse=True)
    text = response.content.decode()
    assert "Secret" not in text
    links = [unescape(link) for link in re.findall(r'href="([^"]*theme=theme-[^"]*)"', text)]
    assert links == [choice.url for choice in facet_lines(panel.lines)]
    for choice in facet_lines(panel.lines):
        assert shows(client.get(choice.url))["result_count"] == choice.number, choice


@pytest.mark.parametrize(
    ("address", "labels"),
    [
        ("/en/agreements/by/theme/?find=theme+07", ["Theme 07"]),
        ("/en/agreements/by/theme/?find=THEME+1", ["Theme 10", "Theme 11"]),
        ("/nb/agreements/by/theme/?find=tema+1", ["Tema 10", "Tema 11"]),
        ("/en/agreements/by/theme/?find=tema", []),
        ("/en/agreements/by/theme/?find=secret", []),
        ("/en/agreements/by/party/?find=c", ["China"]),
        ("/en/agreements/by/status/?find=not", ["Not recorded"]),
        ("/en/agreements/by/year/?find=19&theme=theme-11", []),
        ("/en/agreements/by/year/?find=20&theme=theme-11", ["2005"]),
    ],
)
def test_a_value_is_found_by_its_label(world: None, client: Client, address: str, labels: list[str]) -> None:
    response = client.get(address)
    assert [choice.label for choice in facet_lines(response.context["facet"].lines)] == labels
    if not labels:
        assert "No other value fits here." in response.content.decode() or address.startswith("/nb/")


@pytest.mark.parametrize(
    "address", ["/en/agreements/by/zebra/", "/en/themes/by/theme/", "/en/parties/by/theme/", "/en/projects/by/year/"]
)
def test_what_is_no_facet_of_the_set_is_404(world: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/en/projects/by/theme/", "/en/signatories/by/party/", "/en/parties/by/kind/"])
def test_the_other_sets_have_such_pages(world: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
