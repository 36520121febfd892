"""A set page that is still as it was is neither made nor sent again."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.test import Client, override_settings

from tests.client import body
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db

#: As in production; other tests want every page made.
REMEMBERING = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"{name} of these tests"}
    for name in ("default", "pages")
}


def tag_of(client: Client, address: str) -> str:
    return str(client.get(address)["ETag"])


@pytest.mark.parametrize("address", ["/en/agreements/", "/nb/parties/?q=nor", "/en/agreements.csv", "/en/themes.atom"])
def test_a_page_that_is_as_it_was_is_not_sent_again(client: Client, address: str) -> None:
    make_agreement(published=True)
    tag = tag_of(client, address)

    again = client.get(address, headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_a_page_is_sent_again_after_a_change(client: Client) -> None:
    agreement = make_agreement("Air", published=True)
    tag = tag_of(client, "/en/agreements/")
    agreement.title_en = "Clean air"
    agreement.save()

    again = client.get("/en/agreements/", headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert again["ETag"] != tag
    assert "Clean air" in again.content.decode()


def test_a_page_is_sent_again_on_another_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_agreement(published=True)
    tag = tag_of(client, "/en/agreements/")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2031, 5, 4))

    assert client.get("/en/agreements/", headers={"If-None-Match": tag}).status_code == 200


def test_a_record_page_is_never_answered_by_the_tag_of_a_set(client: Client) -> None:
    agreement = make_agreement(published=True)
    tag = tag_of(client, "/en/agreements/")

    page = client.get(agreement.get_absolute_url(), headers={"If-None-Match": tag})

    assert page.status_code == 200


def test_a_missing_page_has_no_such_tag(client: Client) -> None:
    assert not client.get("/en/agreements/?page=9")["ETag"].startswith("W/")


@override_settings(CACHES=REMEMBERING)
def test_a_page_is_remembered_until_something_changes(client: Client, django_assert_num_queries: object) -> None:
    caches["pages"].clear()
    agreement = make_agreement("Air", published=True)
    first = body(client.get("/en/agreements/"))

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert body(client.get("/en/agreements/")) == first
    assert body(client.get("/nb/agreements/")) != first
    agreement.title_en = "Clean air"
    agreement.save()
    assert "Clean air" in body(client.get("/en/agreements/"))


@override_settings(CACHES=REMEMBERING, ALLOWED_HOSTS=["one.example", "two.example"])
def test_a_page_is_remembered_for_its_host(client: Client) -> None:
    caches["pages"].clear()
    make_agreement(published=True)
    hosts = ("one.example", "two.example")
    pages = [body(client.get("/en/agreements/", headers={"host": host})) for host in hosts]
    assert ["http://one.example/en/agreements/" in page for page in pages] == [True, False]
