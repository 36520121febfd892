"""Template tags of the archive: dates in words, languages of texts, addresses of sets."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.values import language_name
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.figures import figure
from agreements.hot import draw, draw_once, filled
from agreements.models import AgreementParty, Party
from agreements.views.framed import address_name, languages_with_gaps
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
    languages, here = context.get("languages") or [], address_name(context.get("request"))
    drawn = draw_once(
        name,
        lambda: {"site_name": context["site_name"], "here": here, "languages": languages_with_gaps(languages, "url")},
        here if name == "masthead" else "",
    )
    return filled(drawn, {f"url_{language['code']}": language["url"] for language in languages})


def _flat(context: Context) -> dict[str, Any]:
    """All that the context holds, by name."""
    return {str(key): value for key, value in context.flatten().items()}


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
