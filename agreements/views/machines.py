"""Addresses that programs ask for, and the bare address of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead to the front page in the language that the browser prefers (RFC 9110 § 12.5.4)."""
    with override(_preferred_language(request.headers.get("Accept-Language", ""))):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _preferred_language(header: str) -> str:
    """The site's language for an Accept-Language header; either form of Norwegian gets the Norwegian pages."""
    for code, _quality in parse_accept_lang_header(header.lower()):
        language = {"nb": "nb", "nn": "nb", "no": "nb", "en": "en"}.get(code.partition("-")[0])
        if language:
            return language
    return settings.LANGUAGE_CODE


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed (RFC 9309)."""
    sitemap = request.build_absolute_uri(reverse("sitemap_index"))
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
