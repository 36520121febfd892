"""Whole pages that are the same at all their addresses but for what differs: drawn once, with gaps."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agreements.hot import filled, gap, once


def framed(
    name: str,
    request: HttpRequest,
    around: Mapping[str, Any],
    shown: Mapping[str, Any],
    *key: Hashable,
    **inside: object,
) -> SafeString:
    """The page of a Django template.

    ``around``: what the context processor ``site`` says of the address. ``inside``: what else differs. All that the
    template shows beside, ``shown`` among it, must follow from the name of the address, the language and the key.
    """
    languages = around["languages"]
    gaps = inside | {part: around[part] for part in ("origin", "canonical_url", "asked_url", "today")}
    here = address_name(request)

    def make() -> str:
        marked = {part: gap(part) for part in gaps}
        context = {**around, **shown, **marked, "languages": languages_with_gaps(languages, "url", "absolute_url")}
        # without the context processors of pages that know an account
        return render_to_string(name, context | {"request": request})

    html = once(make, name, here, *key)
    for language in languages:
        gaps |= {f"{part}_{language['code']}": language[part] for part in ("url", "absolute_url")}
    return filled(html, gaps)


def address_name(request: HttpRequest | None) -> str | None:
    """The name of the address that was asked for; None where it has none."""
    found: str | None = getattr(getattr(request, "resolver_match", None), "url_name", None)
    return found


def languages_with_gaps(languages: Iterable[Mapping[str, Any]], *parts: str) -> list[dict[str, Any]]:
    """The languages of ``site`` with gaps in the place of their addresses."""
    return [{**language, **{part: gap(f"{part}_{language['code']}") for part in parts}} for language in languages]
