"""Pages that are neither a set nor a record: home, about, glossary."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from agreements.catalogue import Answer, Question, ask, current, having
from agreements.catalogue.snapshot import Snapshot
from agreements.models import Agreement, Kind
from agreements.views.glossary import glossary_terms
from agreements.views.parties import partners_of, themes_of
from agreements.views.rows import agreement_rows

NEWEST = 8
PARTNERS = 12
THEMES = 12
FOUNDING_REFERENCE = "nor-chn-2017"


def home(request: HttpRequest) -> HttpResponseBase:
    """The front page."""
    agreements = ask(Question(Kind.AGREEMENT))
    context = {
        "counts": _counts(agreements.snapshot),
        "newest": agreement_rows(agreements.part(0, NEWEST), agreements.snapshot),
        "themes": themes_of(agreements, THEMES),
        "partners": _home_partners(agreements)[:PARTNERS],
        "search_url": reverse("agreement_list"),
        "founding": Agreement.objects.published().filter(reference=FOUNDING_REFERENCE).first(),
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
    """What the archive is and where its facts come from."""
    return render(request, "agreements/about.html", {"counts": _counts(current())})


def glossary(request: HttpRequest) -> HttpResponseBase:
    """Words of treaty law, explained."""
    return render(request, "agreements/glossary.html", {"terms": glossary_terms()})
