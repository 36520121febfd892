"""Every address of the site carries the security headers, and public ones set no cookie.

The site is walked from its front pages and its sitemap; then every pattern of config/urls.py must have been met, so
that a new address cannot be forgotten. The admin is walked from its registry.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from pytest_django import Settings

from agreements.urls import SETS
from tests.factories import (
    make_agreement,
    make_event,
    make_project,
    make_signature,
    make_text,
    make_withdrawn_agreement,
    relate,
)

pytestmark = pytest.mark.django_db

ENTRANCES = ["/", "/en/", "/nb/", "/robots.txt", "/sitemap.xml"]
#: Addresses walked of one pattern in one language; more would ask the same code again.
ENOUGH = 3
#: Addresses in a page or a sitemap.
LINK = re.compile(r"(?:href|src|action)=\"([^\"]+)\"|og:image\" content=\"([^\"]+)\"|<loc>([^<]+)</loc>")
NOTHING_UNSAFE = re.compile(r"unsafe|\*|https?:|strict-dynamic")


@pytest.fixture(autouse=True)
def https(settings: Settings) -> None:
    """As in production: what is not asked for over HTTPS is sent there."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = True


@pytest.fixture
def world() -> list[str]:
    """One record of each kind with its page, and addresses that no page leads to."""
    agreement = make_agreement("Agreement of 2017", published=True, themes=["Climate"], signed_on="2017")
    relate(agreement, "renews", make_agreement("Agreement of 1995", published=True, signed_on="1995"))
    make_signature(agreement, "Vidar Helgesen")
    make_event(agreements=[agreement], published=True)
    project = make_project(agreements=[agreement], published=True, themes=["Climate"])
    text = make_text(agreement, file=ContentFile(b"The text", name="text.txt"))
    withdrawn = make_withdrawn_agreement()
    person = agreement.signatures.get().signatory
    return [
        agreement.get_absolute_url(),
        f"/en/agreements/{agreement.pk}/",
        f"/en/agreements/{agreement.pk}-another-slug/",
        f"/en/projects/{project.pk}/",
        f"/en/signatories/{person.pk}/",
        withdrawn.get_absolute_url(),
        reverse("agreement_text", args=[text.pk]),
        f"/en/report/agreement/{agreement.pk}/sent/",
        "/en/style/",
        "/en/agreements/?between=nor-chn&order=title",
        "/en/agreements/?theme=no-such-theme",
        "/en/agreements/?q=%00",
        *(f"/en/{name}/by/theme/" for name in SETS),
        "/en/agreements/999999-none/",
        "/en/no-such-page/",
        "/no-such-page",
    ]


def assert_secure(response: HttpResponseBase, address: str) -> None:
    """Assert the headers that every answer carries, whatever its status."""
    headers = response.headers
    directives = headers["Content-Security-Policy"].split(";")
    policy = dict(directive.strip().partition(" ")[::2] for directive in directives)
    assert policy["default-src"] == "'none'", address
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", address
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'", address
    assert not NOTHING_UNSAFE.search(headers["Content-Security-Policy"]), address
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload", address
    assert headers["X-Content-Type-Options"] == "nosniff", address
    assert headers["Referrer-Policy"] in {"same-origin", "strict-origin-when-cross-origin", "no-referrer"}, address
    assert "geolocation=()" in headers["Permissions-Policy"], address
    assert headers["X-Frame-Options"] == "DENY", address
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address


def links(response: HttpResponseBase, address: str) -> Iterator[str]:
    """Addresses on this site that an answer leads to."""
    if location := response.headers.get("Location"):
        yield location
    if response.streaming or not response.headers.get("Content-Type", "").startswith(("text/html", "application/xml")):
        return
    for groups in LINK.findall(response.content.decode()):  # type: ignore[attr-defined]
        target = urlsplit(urljoin(f"https://testserver{address}", unescape("".join(groups))))
        if target.netloc == "testserver":
            yield target.path + (f"?{target.query}" if target.query else "")


def route_of(address: str) -> str:
    """The pattern that answers an address; '' when none does."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


def walk(client: Client, entrances: list[str]) -> Iterator[tuple[str, HttpResponseBase]]:
    """Yield the public site's addresses with their answers, a few of each pattern."""
    waiting, seen, met = list(entrances), set(entrances), Counter[str]()
    for address in waiting:
        route = route_of(address)
        if address not in entrances and (met[route] >= ENOUGH or address.startswith(("/admin/", "/static/"))):
            continue
        met[route] += 1
        response = client.get(address, secure=True)
        yield address, response
        found = dict.fromkeys(links(response, address))
        waiting += [link for link in found if link not in seen]
        seen.update(found)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every pattern of the site as Django names it in ``resolve(…).route``, the admin's apart."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLPattern):
            yield route
        elif entry.app_name != "admin":
            yield from patterns(entry, route)


def test_every_public_address_is_secure_and_sets_no_cookie(client: Client, world: list[str]) -> None:
    client.raise_request_exception = False
    met: set[str] = set()

    for address, response in walk(client, ENTRANCES + world):
        assert response.status_code < 500, address
        assert_secure(response, address)
        assert not response.cookies, address
        met.add(route_of(address))

    assert set(patterns(get_resolver())) - met == set(), "addresses that the walk did not find"


def test_every_page_of_the_admin_is_secure(client: Client, world: list[str], rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User.objects.create_superuser("admin")
    client.force_login(request.user)
    addresses = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [reverse(f"{name}_changelist")]
        if model_admin.has_add_permission(request):
            addresses += [reverse(f"{name}_add")]
        if record := model._default_manager.first():
            addresses += [reverse(f"{name}_{page}", args=[record.pk]) for page in ("change", "history")]

    for address in addresses:
        response = client.get(address, secure=True)
        assert response.status_code == 200, address
        assert_secure(response, address)
        assert all(cookie["secure"] for cookie in response.cookies.values()), address


def test_the_log_in_is_secure_and_its_cookie_too(client: Client) -> None:
    response = client.get(reverse("admin:login"), secure=True)

    assert response.status_code == 200
    assert_secure(response, "log-in")
    cookie = response.cookies["csrftoken"]
    assert cookie["secure"]
    assert cookie["httponly"]


def test_static_files_are_secure(client: Client) -> None:
    response = client.get("/static/admin/css/base.css", secure=True)

    assert response.status_code == 200
    assert_secure(response, "static file")
    assert not response.cookies


@pytest.mark.parametrize("address", ["/en/", "/en/agreements.csv", "/admin/login/", "/static/admin/css/base.css"])
def test_plain_http_is_sent_to_https(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 301
    assert response.headers["Location"] == f"https://testserver{address}"


def test_a_request_for_another_host_is_refused(client: Client) -> None:
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil" not in response.content
