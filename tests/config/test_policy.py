"""The Content-Security-Policy is the library's, whether it was put together once or for this answer."""

from collections.abc import Callable
from typing import Any

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from pytest_django import Settings

from agreements.middleware import OnePolicyMiddleware

View = Callable[[HttpRequest], HttpResponseBase]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def refused(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", status=404)


def with_nonce(request: HttpRequest) -> HttpResponse:
    request._csp_nonce = "abc"  # type: ignore[attr-defined]  # as the library keeps one that was asked for
    return HttpResponse("x")


VIEWS: dict[str, View] = {
    "a page": plain,
    "a page that is not there": refused,
    "a page with a nonce": with_nonce,
    "an exempt page": csp_exempt()(plain),
    "a page with a source of its own": csp_update({"img-src": ["https://example.org"]})(plain),
}


def answered(middleware: type[CSPMiddleware], view: View) -> Any:
    return middleware(view)(RequestFactory().get("/"))


def directives(middleware: type[CSPMiddleware], view: View) -> set[str] | None:
    policy = answered(middleware, view).headers.get(HEADER)
    return set(policy.split("; ")) if policy else None


@pytest.mark.parametrize("name", VIEWS)
def test_every_answer_has_the_policy_that_the_library_would_give_it(name: str) -> None:
    assert directives(OnePolicyMiddleware, VIEWS[name]) == directives(CSPMiddleware, VIEWS[name])


def test_the_views_differ() -> None:
    assert directives(OnePolicyMiddleware, VIEWS["an exempt page"]) is None
    assert any(
        "example.org" in one for one in directives(OnePolicyMiddleware, VIEWS["a page with a source of its own"]) or ()
    )


@pytest.mark.parametrize("name", VIEWS)
def test_what_settings_add_is_not_lost(name: str, settings: Settings) -> None:
    settings.CONTENT_SECURITY_POLICY_REPORT_ONLY = {"DIRECTIVES": {"default-src": ["'none'"]}}
    headers = [dict(answered(one, VIEWS[name]).headers) for one in (OnePolicyMiddleware, CSPMiddleware)]
    reported = [header.get("Content-Security-Policy-Report-Only") for header in headers]
    assert reported[0] == reported[1]
    assert reported[0]


def test_pages_that_settings_leave_out_have_no_policy(settings: Settings) -> None:
    settings.CONTENT_SECURITY_POLICY = {**settings.CONTENT_SECURITY_POLICY, "EXCLUDE_URL_PREFIXES": ["/"]}
    assert directives(OnePolicyMiddleware, plain) is None
