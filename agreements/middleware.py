"""Middleware of the archive's own."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

from agreements.catalogue.versions import current_version
from agreements.views.unchanged import entity_tag


class RefuseNulMiddleware:
    """Answer 400 to a NUL character in the address: PostgreSQL text cannot hold one, and no reader types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Raise BadRequest, which Django answers with 400, or pass the request on."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            raise BadRequest("The address contains a NUL character.")
        return self.get_response(request)


class UnchangedMiddleware:
    """Answer 304 to whoever has a page as it still is (RFC 9110 § 13.1.2), before anything is worked out.

    Only a set page is given such a tag, so that nothing more needs to be known of the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compare the tag that the browser sent, at the cost of one query by primary key, or pass the request on."""
        sent = request.META.get("HTTP_IF_NONE_MATCH", "")  # to ask for one of the headers, Django reads all
        if sent.startswith("W/") and request.method in ("GET", "HEAD"):
            tag = entity_tag(request, current_version())
            if sent == tag:
                unchanged = HttpResponseNotModified()
                unchanged["ETag"] = tag
                return unchanged
        return self.get_response(request)


class OnePolicyMiddleware(CSPMiddleware):
    """The library's header, put together once for all answers of which no view says anything else."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header; answers for which the library may make an exception are left to it."""
        if response.status_code != 200 or self._differs or _is_exception(request) or _is_exception(response):
            answered: HttpResponseBase = super().process_response(request, response)
            return answered
        response.setdefault(HEADER, self._policy)
        return response

    @property
    def _differs(self) -> bool:
        """Whether the settings ask for more than the one header on every page."""
        policy = settings.CONTENT_SECURITY_POLICY
        return hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY") or "EXCLUDE_URL_PREFIXES" in policy

    @cached_property
    def _policy(self) -> Any:
        return build_policy()


def _is_exception(said: HttpRequest | HttpResponseBase) -> bool:
    return not _CSP_ATTRIBUTES.isdisjoint(vars(said))


#: What the library's decorators, and a nonce that was asked for, leave on an answer and a request.
_CSP_ATTRIBUTES = frozenset(
    {"_csp_nonce", "_csp_exempt", *(f"_csp_{part}" for part in ("config", "update", "replace"))}
)
