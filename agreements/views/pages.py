"""Pages that are neither a set nor a record: home, about, glossary."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.catalogue import Answer, Question, ask, having
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.versions import current_version
from agreements.models import Agreement, Kind
from agreements.views.coverage import SHOWN, coverage_rows
from agreements.views.glossary import glossary_terms
from agreements.views.mapped import archive_map
from agreements.views.parties import partners_of, themes_of
from agreements.views.rows import agreement_rows
from agreements.views.tour import on_this_day, tour
from agreements.views.unchanged import entity_tag, remembered

NEWEST = 6
CHANGED = 4
PARTNERS = 12
THEMES = 16


def home(request: HttpRequest) -> HttpResponseBase:
    """The front page. It follows from the version and the day, as the page of a set does."""
    return remembered(entity_tag(request, current_version()), lambda: _home(request))


def _home(request: HttpRequest) -> HttpResponse:
    agreements = ask(Question(Kind.AGREEMENT))
    partners = _home_partners(agreements)[:PARTNERS]
    context = {
        "counts": _counts(agreements.snapshot),
        "newest": agreement_rows(agreements.part(0, NEWEST), agreements.snapshot),
        "themes": themes_of(agreements, THEMES),
        "changed": Agreement.objects.published().changed_lately()[:CHANGED],
        "on_this_day": on_this_day(agreements.snapshot, timezone.localdate()),
        "partners": partners,
        "search_url": reverse("agreement_list"),
        "map": archive_map(),
        "tour": tour(agreements.snapshot, partners[0]["party"] if partners else None),
    }
    return render(request, "agreements/home.html", context)


def _counts(snapshot: Snapshot) -> dict[str, int]:
    """How many published records of each kind there are."""
    sets = {
        "agreements": Kind.AGREEMENT,
        "signatories": Kind.SIGNATORY,
        "parties": Kind.PARTY,
        "themes": Kind.THEME,
        "projects": Kind.PROJECT,
    }
    return {name: len(snapshot.of(kind).ids) for name, kind in sets.items()}


def _home_partners(agreements: Answer) -> list[dict[str, Any]]:
    """The partners of the home party; none while the archive does not know it."""
    home_party = agreements.snapshot.ids_by_code[Kind.PARTY].get(settings.HOME_PARTY)
    return partners_of(home_party, agreements.to(having(Kind.AGREEMENT, party=home_party))) if home_party else []


def about(request: HttpRequest) -> HttpResponseBase:
    """What the archive is, where its facts come from, and what it lacks."""
    tag = entity_tag(request, current_version())
    return remembered(tag, lambda: render(request, "agreements/about.html", _about()))


def _about() -> dict[str, Any]:
    rows = coverage_rows()
    return {"coverage": rows[: SHOWN + 1], "coverage_rest": rows[SHOWN + 1 :]}


def accessibility(request: HttpRequest) -> HttpResponseBase:
    """How far everybody can use the site, and whom to tell when somebody cannot."""
    return render(request, "agreements/accessibility.html", {"contact_email": settings.CONTACT_EMAIL})


def glossary(request: HttpRequest) -> HttpResponseBase:
    """Words of treaty law, explained."""
    return render(request, "agreements/glossary.html", {"terms": glossary_terms()})
