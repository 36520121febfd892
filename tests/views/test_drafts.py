"""Drafts appear nowhere public: every public surface is walked, following every link."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from agreements.choices import EditorialStatus
from agreements.models import Agreement, AlternativeTitle, Registration, RelationKind
from tests.client import body
from tests.factories import (
    make_agreement,
    make_event,
    make_evidence,
    make_project,
    make_signature,
    make_source,
    make_text,
    relate,
)

SECRET = "Hush"
LINK = re.compile(r'(?:href|src|action)="([^"]+)"|<(?:loc|id|uri)>([^<]+)</')

pytestmark = pytest.mark.django_db


def make_world() -> None:
    """One public agreement, and beside it drafts of everything that touch it, all with the secret word."""
    public = make_agreement("Public agreement", ("nor", "chn"), published=True, themes=["Air"], signed_on="2017-06")
    make_signature(public, "Vidar Helgesen", "nor")
    make_project("Public project", [public], published=True, themes=["Air"])
    for status in (EditorialStatus.DRAFT, EditorialStatus.IN_REVIEW):
        draft = make_agreement(
            f"{SECRET} {status}", ("nor", "chn"), themes=["Air"], summary_en=SECRET, place_of_signature=SECRET,
            signed_on="2020", reference=f"{SECRET.lower()}-{status}".replace("_", "-"), date_exception=SECRET,
        )  # fmt: skip
        elsewhere = make_agreement(f"{SECRET} pair {status}", ("nor", "hsh"), themes=["Air"], signed_on="2020")
        Agreement.objects.filter(pk__in=[draft.pk, elsewhere.pk]).update(editorial_status=status)
        make_signature(draft, f"{SECRET} Person", "nor")
        make_text(draft, url="https://example.org/hush")
        AlternativeTitle.objects.create(agreement=draft, title=SECRET)
        Registration.objects.create(agreement=draft, register="unts", number=SECRET)
        make_evidence(draft, source=make_source(f"{SECRET} source"))
        relate(draft, RelationKind.RENEWS, public)
        relate(draft, RelationKind.SUPERSEDES, public)
        for record in (
            make_project(f"{SECRET} project {status}", [public, draft], themes=["Air"]),
            make_event(f"{SECRET} event {status}", agreements=[public, draft]),
        ):
            type(record).objects.filter(pk=record.pk).update(editorial_status=status)


def walk(client: Client) -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links from the front pages, the sitemap and the other forms, with its text."""
    waiting = ["/en/", "/nb/", "/sitemap.xml", "/robots.txt", "/"]
    waiting += [f"/en/{name}.{form}" for name in ("agreements", "signatories", "parties", "themes", "projects")
                for form in ("csv", "json", "atom")]  # fmt: skip
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        text = unescape(body(response))
        yield address, text
        for link in (found[0] or found[1] for found in LINK.findall(text)):
            path = link.removeprefix("http://testserver")
            inside = path.startswith("/") and not path.startswith(("/static/", "/admin/"))
            if inside and path.split("#")[0] not in seen and path.count("=") < 2:
                seen.add(path.split("#")[0])
                waiting.append(path.split("#")[0])


def test_no_public_surface_shows_a_draft(client: Client) -> None:
    make_world()
    pages = dict(walk(client))
    leaks = [address for address, text in pages.items() if SECRET.lower() in (address + text).lower()]
    assert leaks == []
    assert any("Public agreement" in text for text in pages.values())
    assert len(pages) > 40


def test_the_text_of_a_draft_cannot_be_fetched(client: Client) -> None:
    draft = make_agreement("Draft")
    assert client.get(f"/en/agreements/texts/{make_text(draft).pk}/").status_code == 404
