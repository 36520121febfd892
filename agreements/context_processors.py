"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its home party, and ``languages``: this very page in every language."""
    return {
        "site_name": settings.SITE_NAME,
        "home_party": settings.HOME_PARTY,
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "canonical_url": request.build_absolute_uri(request.path),
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The page's address in each language, with its query, and the language's own name."""
    here = request.get_full_path()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].partition(" (")[0].capitalize(),
            "url": translate_url(here, code),
            "absolute_url": request.build_absolute_uri(translate_url(here, code)),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]
