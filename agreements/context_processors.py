"""What every template may use."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language, get_language_info

from agreements.dates import PartialDate


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its home party, the day of a print, and ``languages``: this very page in every language.

    ``asked_url`` is the page's address with its query, ``canonical_url`` without. ``origin`` (RFC 6454) stands before
    an address of the site where others are told of it; '' on the page that refuses a request for a host that is not
    ours.
    """
    try:
        origin = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        origin = ""
    whole, path, language = request.get_full_path(), iri_to_uri(request.path), get_language()
    return {
        "site_name": settings.SITE_NAME,
        "home_party": settings.HOME_PARTY,
        "languages": _languages(whole, path, origin, language),
        "today": _in_words(timezone.localdate(), language),
        "origin": origin,
        "canonical_url": f"{origin}{path}",
        "asked_url": f"{origin}{whole}",
    }


def _languages(whole: str, path: str, origin: str, here: str | None) -> list[dict[str, Any]]:
    """The page's address in each language, with its query, and the language's own name.

    ``whole``, ``path``: the address with its query and without; ``here``: the language of now. ``absolute_url`` is
    without the query, as ``canonical_url``: it is for those who keep addresses.
    """
    return [
        {
            "code": code,
            "name": _own_name(code),
            "url": in_language(whole, code),
            "absolute_url": f"{origin}{in_language(path, code)}",
            "current": code == here,
        }
        for code, _name in settings.LANGUAGES
    ]


def in_language(address: str, code: str) -> str:
    """The same page under another language; an address that is under none stays as it is.

    Languages stand first in the address and nothing after them is translated, so no address has to be resolved.
    """
    _, language, *rest = address.split("/", 2)
    return "/".join(["", code, *rest]) if language in _codes() else address


@lru_cache(maxsize=8)
def _in_words(day: dt.date, language: str | None) -> str:
    return PartialDate.of(day).in_words(language)


@lru_cache
def _own_name(code: str) -> str:
    return str(get_language_info(code)["name_local"]).partition(" (")[0].capitalize()


@lru_cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _name in settings.LANGUAGES)
