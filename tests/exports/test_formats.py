"""The same set in other forms: the same items in the same order, and nothing a spreadsheet would run."""

import json
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from agreements.filters import ArchiveFilterSet
from agreements.urls import SETS
from tests.client import body, csv_rows
from tests.factories import make_agreement, make_project, make_signature
from tests.worlds import records_for_a_module

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_world):
        yield


def make_world() -> None:
    """Thirty agreements, so that the page holds fewer than the set, and a draft of everything."""
    for number in range(30):
        agreement = make_agreement(
            f"Agreement {number:02}", ("nor", "chn" if number % 2 else "swe"), published=True,
            themes=["Air" if number % 3 else "Water"], signed_on=f"{1990 + number % 7}", title_no="Avtale",
        )  # fmt: skip
        make_signature(agreement, f"Person {number:02}", "nor")
        make_project(f"Project {number:02}", [agreement], published=True)
    draft = make_agreement("Draft", themes=["Secret"])
    make_signature(draft, "Secret Person", "nor")


def content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return body(response)


def in_words(filterset: ArchiveFilterSet, language: str) -> list[str]:
    """What the records found are called, in order."""
    assert not filterset.form.errors
    records: dict[int, Any] = filterset.kind.model._default_manager.in_bulk()
    with override(language):
        return [str(records[pk]) for pk in filterset.answer.ids.tolist()]


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    ("name", "query"),
    [
        *((name, "") for name in SETS),
        ("agreements", "?q=agreement+-29"),
        ("agreements", "?order=date&theme=air"),
        ("agreements", "?party=chn&order=-title"),
        ("signatories", "?party=nor&order=-agreements"),
        ("parties", "?order=-agreements"),
        ("themes", "?q=air"),
        ("projects", "?party=chn&order=title"),
    ],
)
def test_all_forms_hold_the_items_of_the_pages_in_their_order(
    world: None, client: Client, name: str, query: str, language: str
) -> None:
    shown = in_words(SETS[name].filterset_class(QueryDict(query.removeprefix("?"))), language)
    rows = csv_rows(content(client, f"/{language}/{name}.csv{query}"))
    data = json.loads(content(client, f"/{language}/{name}.json{query}"))
    feed = ElementTree.fromstring(content(client, f"/{language}/{name}.atom{query}"))  # noqa: S314 - our own
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    links = [entry.find(f"{ATOM}link").attrib["href"] for entry in feed.iter(f"{ATOM}entry")]  # type: ignore[union-attr]
    assert titles == shown
    assert titles
    assert [row["url"] for row in rows] == [item["url"] for item in data["items"]] == links
    assert data["url"] == f"http://testserver/{language}/{name}/{query}"


@pytest.mark.parametrize("suffix", ["csv", "json", "atom"])
def test_a_bad_value_gives_nothing_and_says_so(world: None, client: Client, suffix: str) -> None:
    response = client.get(f"/en/agreements.{suffix}?party=atlantis")
    assert response.status_code == 400
    assert "Agreement 0" not in body(response)


def test_what_is_written_like_html_stays_text_in_a_feed(client: Client) -> None:
    """A feed says of its summaries that they are HTML (RFC 4287 § 3.1.1.2)."""
    make_agreement("Agreement on 1 < 2 & 3", published=True, summary_en="The <lake> & its fish.")
    (entry,) = ElementTree.fromstring(content(client, "/en/agreements.atom?q=lake")).iter(f"{ATOM}entry")  # noqa: S314 - our own
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert (summary.attrib, unescape(summary.text or "")) == ({"type": "html"}, "The <lake> & its fish.")
    assert "<" not in (summary.text or "")
    assert entry.findtext(f"{ATOM}title") == "Agreement on 1 < 2 & 3"
