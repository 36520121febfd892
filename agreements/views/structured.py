"""What pages are about, in the words of schema.org: for search engines, as JSON-LD.

Only what the page itself shows is said, so that nothing leaks that readers do not see.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.choices import LegalStatus
from agreements.models import Agreement, LegalStanding, Project, Signatory, legal_standing

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: What would end the element or begin a comment in it, written otherwise.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
#: Whether an agreement has legal force (schema.org/LegalForceStatus); not said where nothing is known.
FORCE = {
    LegalStatus.IN_FORCE: "https://schema.org/InForce",
    LegalStatus.NOT_RECORDED: "",
}
NO_FORCE = "https://schema.org/NotInForce"

Described = dict[str, Any]


def as_script(described: Described) -> SafeString:
    """The description as an element that no browser runs."""
    text = json.dumps(_known(described), ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


def _known(value: Any) -> Any:
    """Without what is not known."""
    if isinstance(value, Mapping):
        return {key: _known(part) for key, part in value.items() if part not in ("", None, [])}
    return [_known(part) for part in value] if isinstance(value, list) else value


def _address(request: HttpRequest, record: Any) -> str:
    return request.build_absolute_uri(record.get_absolute_url())


def website(request: HttpRequest, _record: None, _standing: None = None) -> Described:
    """The site, with its search."""
    search = request.build_absolute_uri(reverse("agreement_list"))
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "description": _(
            "A web archive of bilateral environmental agreements: who signed, about what, and what came of it."
        ),
        "url": request.build_absolute_uri(reverse("home")),
        "image": request.build_absolute_uri(static("img/preview.png")),
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def dataset(request: HttpRequest, _record: None, _standing: None = None) -> Described:
    """All agreements as data, in the forms in which they can be fetched."""
    types = {"csv": "text/csv", "json": "application/json", "atom": "application/atom+xml"}
    return {
        "@type": "Dataset",
        "name": _("Bilateral environmental agreements"),
        "description": _(
            "Agreements about the environment between two parties: who signed and in which office, about what, and "
            "what came of it, each statement with its source."
        ),
        "url": request.build_absolute_uri(reverse("agreement_list")),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": request.build_absolute_uri(reverse("home")),
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": request.build_absolute_uri(reverse("agreement_list_export", args=[suffix])),
            }
            for suffix, media_type in types.items()
        ],
    }


def agreement(request: HttpRequest, record: Agreement, standing: LegalStanding | None = None) -> Described:
    """An agreement as legislation between two jurisdictions, and the way to it."""
    status = (standing or legal_standing(record)).status
    described = {
        "@type": "Legislation",
        "@id": _address(request, record),
        "url": _address(request, record),
        "name": record.title,
        "abstract": record.summary,
        "legislationIdentifier": record.reference or "",
        "legislationType": str(record.get_kind_display()),
        "legislationDate": str(record.signed_on or ""),
        "temporalCoverage": str(record.entry_into_force_on or ""),
        "legislationLegalForce": FORCE.get(status, NO_FORCE),
        "legislationJurisdiction": [
            {"@type": "AdministrativeArea", "name": side.party.name, "url": _address(request, side.party)}
            for side in record.participations.all()
        ],
        "contributor": [
            {
                "@type": "Person",
                "name": str(one.signatory),
                "jobTitle": one.office,
                "url": _address(request, one.signatory),
            }
            for one in record.signatures.all()
        ],
        "about": [
            {"@type": "DefinedTerm", "name": str(theme), "url": _address(request, theme)}
            for theme in record.themes.all()
        ],
        "dateModified": record.changed_at.date().isoformat(),
        "isPartOf": {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": request.build_absolute_uri(reverse("home")),
        },
    }
    return {"@graph": [described, _way(request, _("Agreements"), "agreement_list", record.title)]}


def project(request: HttpRequest, record: Project, _standing: None = None) -> Described:
    """A project, and the way to it."""
    described = {
        "@type": "ResearchProject",
        "@id": _address(request, record),
        "url": _address(request, record),
        "name": record.title,
        "description": record.summary,
        "foundingDate": str(record.started_on or ""),
        "dissolutionDate": str(record.ended_on or ""),
    }
    return {"@graph": [described, _way(request, _("Projects"), "project_list", record.title)]}


def person(request: HttpRequest, record: Signatory, _standing: None = None) -> Described:
    """Somebody who signed, with other forms of the name and the offices held, and the way to the page."""
    described = {
        "@type": "Person",
        "@id": _address(request, record),
        "url": _address(request, record),
        "name": str(record),
        "alternateName": [str(alias) for alias in record.aliases.all()],
        "birthDate": str(record.born_on or ""),
        "deathDate": str(record.died_on or ""),
        "hasOccupation": [
            {
                "@type": "Role",
                "startDate": str(term.started_on or ""),
                "endDate": str(term.ended_on or ""),
                "hasOccupation": {"@type": "Occupation", "name": term.office},
            }
            for term in record.terms.all()
        ],
    }
    return {"@graph": [described, _way(request, _("Signatories"), "signatory_list", str(record))]}


def _way(request: HttpRequest, label: str, name: str, here: str) -> Described:
    """The breadcrumbs: the front page, the set, this record."""
    steps = [(_("Front page"), reverse("home")), (label, reverse(name)), (here, request.path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": text, "item": request.build_absolute_uri(address)}
            for place, (text, address) in enumerate(steps, start=1)
        ],
    }


KINDS: dict[str, Callable[[HttpRequest, Any, Any], Described]] = {
    "website": website,
    "dataset": dataset,
    "agreement": agreement,
    "project": project,
    "person": person,
}


def script(kind: str, request: HttpRequest, record: Any = None, standing: Any = None) -> SafeString:
    """What a page is about, of one of the kinds, as an element of the page."""
    return as_script({"@context": "https://schema.org", **KINDS[kind](request, record, standing)})


def script_of_site(kind: str, request: HttpRequest) -> SafeString:
    """The same of what follows from the site alone: kept for each origin that it is asked by, and each language."""
    key = (kind, request.build_absolute_uri("/"), get_language())
    if key not in _of_site:
        if len(_of_site) >= MOST_KEPT:
            _of_site.clear()
        _of_site[key] = script(kind, request)
    return _of_site[key]


#: Elements that are kept, at most; a site is asked by one origin or two.
MOST_KEPT = 32
_of_site: dict[tuple[str, str, str | None], SafeString] = {}
