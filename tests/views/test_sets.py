"""What the page of a set tells its reader."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from agreements.catalogue import current
from agreements.models import Agreement
from agreements.views.rows import agreement_rows
from tests.client import shows
from tests.factories import make_agreement, make_signature
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def agreements(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_agreements):
        yield


def make_agreements() -> None:
    """More than a page of one theme, and one of another."""
    for number in range(30):
        make_agreement(f"Agreement {number:02}", published=True, themes=["Air"], signed_on=f"{1980 + number}")
    make_agreement("Water", ("nor", "swe"), published=True, themes=["Water"])


def test_twenty_five_a_page(agreements: None, client: Client) -> None:
    first, second = (shows(client.get(f"/en/agreements/?theme=air&page={page}"))["rows"] for page in (1, 2))
    assert [len(first), len(second)] == [25, 5]
    titles = [row.title for page in (first, second) for row in page]
    assert titles == [f"Agreement {number:02}" for number in reversed(range(30))]


@pytest.mark.parametrize("page", ["3", "0", "-1", "x", "1.5", "९", "9" * 400])
def test_a_page_that_is_not_there_is_404(agreements: None, client: Client, page: str) -> None:
    assert client.get("/en/agreements/", {"page": page}).status_code == 404


def test_chips_name_the_filters_and_lead_to_the_set_without_them(agreements: None, client: Client) -> None:
    context = shows(client.get("/en/agreements/?party=nor&theme=air&signed_from=1990-05&page=1&order=title"))
    assert [(chip.label, chip.value, chip.remove_url) for chip in context["chips"]] == [
        ("Theme", "Air", "/en/agreements/?party=nor&signed_from=1990-05&order=title"),
        ("Party", "Norway", "/en/agreements/?theme=air&signed_from=1990-05&order=title"),
        ("Signed from", "May 1990", "/en/agreements/?party=nor&theme=air&order=title"),
    ]


def test_every_value_has_a_chip_of_its_own(agreements: None, client: Client) -> None:
    query = "theme=air&theme=water&party=nor&party=chn&party_match=all&kind_not=treaty&order=title"
    context = shows(client.get(f"/en/agreements/?{query}"))
    path = "/en/agreements/"
    assert [(chip.label, chip.value, chip.remove_url) for chip in context["chips"]] == [
        ("Theme", "Air", f"{path}?theme=water&party=nor&party=chn&party_match=all&kind_not=treaty&order=title"),
        ("Theme", "Water", f"{path}?theme=air&party=nor&party=chn&party_match=all&kind_not=treaty&order=title"),
        ("Party", "China", f"{path}?theme=air&theme=water&party=nor&party_match=all&kind_not=treaty&order=title"),
        ("Party", "Norway", f"{path}?theme=air&theme=water&party=chn&party_match=all&kind_not=treaty&order=title"),
        (
            "Kind",
            "not Treaty or convention",
            f"{path}?theme=air&theme=water&party=nor&party=chn&party_match=all&order=title",
        ),
    ]


def test_the_last_value_takes_along_how_values_are_matched(agreements: None, client: Client) -> None:
    (chip,) = shows(client.get("/en/agreements/?party=nor&party_match=all"))["chips"]
    assert chip.remove_url == "/en/agreements/"
    (included, left_out) = shows(client.get("/en/agreements/?party=nor&party_not=swe&party_match=all"))["chips"]
    assert included.remove_url == "/en/agreements/?party_not=swe"
    assert left_out.remove_url == "/en/agreements/?party=nor&party_match=all"


def test_a_chip_keeps_what_cannot_be_read_beside_it(agreements: None, client: Client) -> None:
    context = shows(client.get("/en/agreements/?party=nor&signed_to=soon"))
    assert [(chip.label, chip.remove_url) for chip in context["chips"]] == [("Party", "/en/agreements/?signed_to=soon")]


def test_an_empty_result_says_which_filter_to_loosen(agreements: None, client: Client) -> None:
    response = client.get("/en/agreements/?party=swe&theme=air")
    loosen = [(way.label, way.value, way.count, way.url) for way in shows(response)["loosen"]]
    assert loosen == [
        ("Theme", "Air", 1, "/en/agreements/?party=swe"),
        ("Party", "Sweden", 30, "/en/agreements/?theme=air"),
    ]
    for way in loosen:
        assert way[3].replace("&", "&amp;") in response.content.decode()


def test_a_bad_value_is_a_message_at_its_field_and_an_empty_list(agreements: None, client: Client) -> None:
    response = client.get("/en/agreements/?signed_from=2017-13")
    text = response.content.decode()
    assert response.status_code == 200
    assert "“2017-13” is not a date. Write a year (2017), a month (2017-06) or a day (2017-06-26)." in text
    assert shows(response)["result_count"] == 0
    assert "Agreement 0" not in text
    assert 'value="2017-13"' in text, "what was typed is still there"


@pytest.mark.parametrize(
    ("asked", "rest"),
    [
        ("theme=nonsense&page=2", ""),
        ("theme=nonsense&party=swe&theme=air", "?party=swe&theme=air"),
        ("order=nonsense&q=air", "?q=air"),
        ("party_match=nonsense&party=swe", "?party=swe"),
    ],
)
def test_a_bad_value_that_no_field_holds_can_be_left_out(
    agreements: None, client: Client, asked: str, rest: str
) -> None:
    response = client.get(f"/en/agreements/?{asked}")
    assert shows(response)["result_count"] == 0
    (mistake,) = shows(response)["mistakes"]
    assert mistake.url == f"/en/agreements/{rest}"
    assert f'href="{mistake.url.replace("&", "&amp;")}"' in response.content.decode()
    assert shows(client.get(mistake.url))["mistakes"] == []


@pytest.mark.parametrize("query", ["q=%00", "theme=%00", "%00=1"])
def test_a_nul_is_a_bad_request(agreements: None, client: Client, query: str) -> None:
    assert client.get(f"/en/agreements/?{query}").status_code == 400


@pytest.mark.parametrize(
    "nonsense", ["' OR 1=1 --", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "%", "_", "\\", "(" * 99]
)
def test_nonsense_finds_nothing(agreements: None, client: Client, nonsense: str) -> None:
    response = client.get("/en/agreements/", {"q": nonsense})
    assert response.status_code == 200
    assert shows(response)["result_count"] == 0


def test_who_was_entered_after_the_answer_is_left_out_of_its_rows(agreements: None) -> None:
    held = current()
    water = Agreement.objects.get(title_en="Water")
    make_signature(water, "Newcomer")
    assert [row.signatories for row in agreement_rows([water.pk], held)] == [()]
    assert [link.name for row in agreement_rows([water.pk]) for link in row.signatories] == ["Newcomer"]


def test_the_language_switch_keeps_page_and_filters(agreements: None, client: Client) -> None:
    html = client.get("/en/agreements/?theme=air&page=2").content.decode()
    assert '<a href="/nb/agreements/?theme=air&amp;page=2" hreflang="nb" lang="nb">' in html


def test_an_address_says_only_what_was_asked(agreements: None, client: Client) -> None:
    response = client.get("/en/agreements/?q=&theme=air&party=&signed_from=&order=title&page=")
    assert (response.status_code, response["Location"]) == (302, "/en/agreements/?theme=air&order=title")
    assert client.get("/en/agreements/?q=&party=")["Location"] == "/en/agreements/"


def test_pages_in_one_frame_have_their_own_addresses(agreements: None, client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    hostile = '"><b>%s %(content)s'
    first = client.get("/en/agreements/", {"q": hostile}, headers={"host": "one.example"}).content.decode()
    second = client.get("/en/agreements/?theme=air", headers={"host": "two.example"}).content.decode()
    everything = client.get("/en/agreements/", headers={"host": "two.example"}).content.decode()

    assert 'value="&#34;&gt;&lt;b&gt;%s %(content)s"' in first
    assert "<b>%s" not in first
    assert '<meta property="og:url" content="http://two.example/en/agreements/">' in second
    assert 'href="/nb/agreements/?theme=air"' in second
    assert 'href="/en/agreements.atom?theme=air"' in second
    assert "one.example" not in second
    assert '<link rel="canonical" href="http://two.example/en/agreements/">' in everything
    assert '"url": "http://two.example/en/agreements/"' in everything
