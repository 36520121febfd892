"""Suggestions as the script at the search boxes gets them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from agreements.models import Party, Signatory
from tests.factories import make_agreement, make_party, make_project, make_signatory, make_signature
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_world):
        yield


def make_world() -> None:
    make_party("sun", kind="former_state")
    agreement = make_agreement("Agreement on air", published=True, themes=["Air"], signed_on="2017-06")
    make_agreement("Air over the Arctic", ("sun", "nor"), published=True)
    li = make_signatory("Li Ganjie")
    li.aliases.create(name="李干杰", language="zh-Hans")
    make_signature(agreement, li, "chn")
    make_project("Air <station>", [agreement], published=True, started_on="2018")


def groups(client: Client, text: str, language: str = "en") -> dict[str, list[dict[str, Any]]]:
    """The suggestions by the label of their group."""
    response = client.get(f"/{language}/suggest/", {"q": text})
    assert response.status_code == 200
    return {group["label"]: group["items"] for group in response.json()["groups"]}


def test_each_suggestion_has_a_page_a_name_in_parts_and_a_note(client: Client) -> None:
    found = groups(client, "air")
    assert list(found) == ["Themes", "Agreements", "Projects"]
    assert found["Themes"] == [
        {"url": "/en/themes/air/", "name": {"parts": ["", "Air"], "lang": ""}, "other": None, "note": "1 agreement"}
    ]
    [project] = found["Projects"]
    assert project["name"] == {"parts": ["", "Air", " <station>"], "lang": "en"}
    assert project["note"] == "2018 · Norway – China"
    first, second = found["Agreements"]
    assert (first["name"]["parts"], first["note"]) == (["", "Air", " over the Arctic"], "Norway – Soviet Union")
    assert (second["name"]["parts"], second["note"]) == (["Agreement on ", "Air".lower()], "2017 · Norway – China")
    for items in found.values():
        for item in items:
            assert client.get(item["url"]).status_code == 200


def test_a_name_in_another_script_stands_beside_the_one_it_found(client: Client) -> None:
    [person] = groups(client, "李干")["People"]
    li = Signatory.objects.get()
    assert person == {
        "url": f"/en/signatories/{li.pk}-li-ganjie/",
        "name": {"parts": ["Li Ganjie"], "lang": ""},
        "other": {"parts": ["", "李干", "杰"], "lang": "zh-Hans"},
        "note": "China · 1 agreement",
    }


def test_a_former_state_says_so(client: Client) -> None:
    [party] = groups(client, "sov")["Countries and organisations"]
    assert (party["url"], party["note"]) == ("/en/parties/sun/", "Former state · 1 agreement")
    assert Party.objects.get(code="sun").kind == "former_state"


def test_norwegian_pages_have_norwegian_suggestions(client: Client) -> None:
    [party] = client.get("/nb/suggest/", {"q": "norg"}).json()["groups"][0]["items"]
    assert (party["url"], party["name"]["parts"]) == ("/nb/parties/nor/", ["", "Norge"])


def test_what_the_script_says_comes_along(client: Client) -> None:
    answer = client.get("/en/suggest/", {"q": " air  "}).json()
    assert (answer["search"], answer["status"]) == ("Search for “air”", "4 suggestions")
    assert client.get("/en/suggest/", {"q": "sov"}).json()["status"] == "1 suggestion"


@pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?q=-", "?other=1", "?q=%22", "?q=*"])
def test_nothing_typed_suggests_nothing(client: Client, query: str) -> None:
    response = client.get(f"/en/suggest/{query}")
    assert (response.status_code, response.json()["groups"]) == (200, [])


@pytest.mark.parametrize(
    "query",
    ["x" * 10_000, "李" * 10_000, "%ED%A0%80", "%FF%FE", "%E2%80%AE", "%25s", "%5C", "%27%22|&!:*", "a+" * 5000],
)
def test_whatever_is_typed_there_is_an_answer(client: Client, query: str) -> None:
    assert client.get(f"/en/suggest/?q={query}").status_code == 200


def test_a_nul_is_refused_and_so_is_posting(client: Client) -> None:
    assert client.get("/en/suggest/?q=%00").status_code == 400
    assert client.post("/en/suggest/").status_code == 405


def test_a_browser_may_keep_it_for_a_short_time_and_then_ask_whether_it_changed(client: Client) -> None:
    response = client.get("/en/suggest/?q=air")
    assert response["Cache-Control"] == "max-age=60"
    assert client.get("/en/suggest/?q=air", headers={"If-None-Match": response["ETag"]}).status_code == 304
    make_agreement("Air again", published=True)
    assert client.get("/en/suggest/?q=air", headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_every_page_has_the_script_and_the_address(client: Client) -> None:
    for page in ("/en/", "/nb/agreements/", "/en/no-such-page/"):
        text = client.get(page).content.decode()
        assert f'data-suggest-src="/{page[1:3]}/suggest/"' in text, page
        assert 'js/suggest.js" defer' in text, page
