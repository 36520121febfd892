"""Template tags of the archive: dates in words, languages of texts, addresses of sets."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.values import language_name
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.figures import figure
from agreements.hot import draw, draw_once, filled, gap, once
from agreements.models import AgreementParty, Party
from agreements.views.glossary import explanation

register = template.Library()

#: The sets that ``set_url`` can lead to.
SETS = {
    "agreements": "agreement_list",
    "signatories": "signatory_list",
    "parties": "party_list",
    "themes": "theme_list",
    "projects": "project_list",
}


@register.simple_tag(takes_context=True)
def hot(context: Context, name: str, **parameters: Any) -> SafeString:
    """A part that pages draw often, from ``templates/hot``: Jinja2 does so ten times as fast.

    It is given the parameters, or the whole context where there are none.
    """
    return draw(name, parameters or _flat(context))


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """A part that frames every page, from ``templates/hot``, and is the same in all of them but for their addresses."""
    languages, here = context.get("languages") or [], _here(context)
    drawn = draw_once(
        name,
        lambda: {"site_name": context["site_name"], "here": here, "languages": _with_gaps(languages, "url")},
        here if name == "masthead" else "",
    )
    return filled(drawn, {f"url_{language['code']}": language["url"] for language in languages})


@register.simple_tag(takes_context=True)
def framed(context: Context, name: str, *key: Hashable, **inside: Any) -> SafeString:
    """A page from a template that is the same at all its addresses but for what differs, drawn once with gaps.

    ``inside``: what differs, beside what the context processor says of every address. All else that the template shows
    must follow from the view, the language and the key.
    """
    languages = context["languages"]
    gaps = inside | {name: context[name] for name in ("origin", "canonical_url", "asked_url", "today")}
    html = once(
        lambda: render_to_string(
            name,
            _flat(context)
            | {name: gap(name) for name in gaps}
            | {"languages": _with_gaps(languages, "url", "absolute_url")},
            context["request"],
        ),
        name,
        _here(context),
        *key,
    )
    for language in languages:
        gaps |= {f"{part}_{language['code']}": language[part] for part in ("url", "absolute_url")}
    return filled(html, gaps)


def _flat(context: Context) -> dict[str, Any]:
    """All that the context holds, by name."""
    return {str(key): value for key, value in context.flatten().items()}


def _here(context: Context) -> str | None:
    """The name of the page's address."""
    found: str | None = getattr(getattr(context.get("request"), "resolver_match", None), "url_name", None)
    return found


def _with_gaps(languages: Iterable[Mapping[str, Any]], *parts: str) -> list[dict[str, Any]]:
    """The languages with gaps in the place of their addresses."""
    return [{**language, **{part: gap(f"{part}_{language['code']}") for part in parts}} for language in languages]


@register.filter
def in_words(date: PartialDate | None) -> str:
    """A partial date in the reader's language; '' when there is none."""
    return date.in_words() if date else ""


register.filter(figure)


@register.filter
def legal_status_label(value: str) -> str:
    """The label of a legal status that a query annotated."""
    return str(LegalStatus(value).label)


@register.filter
def lang(record: Model, field: str) -> str:
    """The language (BCP 47) in which ``field`` of the record is shown: nb, nn or en."""
    norwegian: str = getattr(record, "norwegian_form", "nb")
    reads_norwegian = (get_language() or "en")[:2] == "nb"
    in_norwegian, in_english = (bool(getattr(record, f"{field}_{code}")) for code in ("no", "en"))
    if reads_norwegian:
        return norwegian if in_norwegian or not in_english else "en"
    return "en" if in_english or not in_norwegian else norwegian


register.filter("named_language", language_name)  # Django's own language_name knows its own languages alone
register.filter(explanation)


@register.filter
def in_pair_order(sides: Iterable[AgreementParty]) -> list[Party]:
    """The parties of an agreement in the order of their pair, in which ``url "pair"`` needs no redirect."""
    by_code = {side.party.code: side.party for side in sides}
    return [by_code[code] for code in pair_codes(*by_code)] if len(by_code) == 2 else list(by_code.values())


@register.filter
def about(marks: Mapping[str, list[Any]], fields: Iterable[str] | str) -> list[Any]:
    """The marks of the sources that speak for any of the fields; a single one may be given by name."""
    names = fields.split() if isinstance(fields, str) else fields
    return [mark for name in names for mark in marks.get(name, ())]


@register.simple_tag
def set_url(name: str, **parameters: Any) -> str:
    """The address of a set, narrowed by its filters: ``{% set_url "agreements" theme=theme.slug %}``."""
    query = urlencode({key: value for key, value in parameters.items() if value not in (None, "")}, doseq=True)
    return reverse(SETS[name]) + (f"?{query}" if query else "")
