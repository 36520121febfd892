"""The site's addresses, and a page that costs nothing but the middleware and the server."""

from functools import cache

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site_patterns


@cache
def _constant(size: int) -> bytes:
    return b"x" * size


def bare(request: HttpRequest, size: int) -> HttpResponse:
    """A constant answer of so many bytes."""
    return HttpResponse(_constant(size))


urlpatterns = [*i18n_patterns(path("bare/<int:size>/", bare)), *site_patterns]
