"""Pages that are neither a set nor a record: home, about, glossary."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from agreements.catalogue.rows import agreement_rows
from agreements.models import Agreement, Party, Project, Signatory, Theme
from agreements.views.glossary import glossary_terms
from agreements.views.parties import partners_of, themes_of

NEWEST = 8
PARTNERS = 12
THEMES = 12
FOUNDING_REFERENCE = "nor-chn-2017"


def home(request: HttpRequest) -> HttpResponseBase:
    """The front page."""
    agreements = Agreement.objects.published()
    context = {
        "counts": _counts(),
        "newest": agreement_rows(agreements.by_date())[:NEWEST],
        "themes": themes_of(agreements, THEMES),
        "partners": _home_partners(agreements)[:PARTNERS],
        "search_url": reverse("agreement_list"),
        "founding": agreements.filter(reference=FOUNDING_REFERENCE).first(),
    }
    return render(request, "agreements/home.html", context)


def _counts() -> dict[str, int]:
    """How many published records of each kind there are."""
    sets: dict[str, QuerySet[Any]] = {
        "agreements": Agreement.objects.published(),
        "signatories": Signatory.objects.published(),
        "parties": Party.objects.published(),
        "themes": Theme.objects.published(),
        "projects": Project.objects.published(),
    }
    return {name: records.count() for name, records in sets.items()}


def _home_partners(agreements: QuerySet[Agreement]) -> list[dict[str, Any]]:
    """The partners of the home party; none while the archive does not know it."""
    home_party = Party.objects.published().filter(code=settings.HOME_PARTY).first()
    return partners_of(home_party, agreements.filter(participations__party=home_party)) if home_party else []


def about(request: HttpRequest) -> HttpResponseBase:
    """What the archive is and where its facts come from."""
    return render(request, "agreements/about.html", {"counts": _counts()})


def glossary(request: HttpRequest) -> HttpResponseBase:
    """Words of treaty law, explained."""
    return render(request, "agreements/glossary.html", {"terms": glossary_terms()})
