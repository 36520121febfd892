"""Parties: the set, one party, and the pair that a bilateral archive owes its readers."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.catalogue.counts import theme_counts, top_values
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.rows import agreement_rows, party_rows
from agreements.filters import PartyFilter
from agreements.models import Agreement, Event, Institution, Party, Project, Signatory, Theme
from agreements.templatetags.archive import set_url
from agreements.views.sets import PAGE_SIZE, SetView
from agreements.views.timeline import pair_timeline

SHOWN = 10


class PartySet(SetView):
    """The set of parties."""

    name = "party_list"
    template_name = "agreements/party_list.html"
    filterset_class = PartyFilter

    def records(self) -> QuerySet[Party]:
        """Parties of published agreements, with their counts."""
        return party_rows(Party.objects.published())


def party(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of one party."""
    record = get_object_or_404(Party.objects.published(), code=code)
    agreements = Agreement.objects.published().filter(participations__party=record)
    context = {
        "party": record,
        "partners": partners_of(record, agreements),
        "agreements": agreement_rows(agreements.by_date())[:SHOWN],
        "agreement_count": agreements.count(),
        "agreements_url": set_url("agreements", party=record.code),
        "institutions": Institution.objects.filter(party=record),
        "themes": themes_of(agreements, party=record.code),
        "signatories": Signatory.objects.filter(
            pk__in=agreements.filter(signatures__party=record).values("signatures__signatory")
        ),
        "predecessors": Party.objects.published().filter(successors=record),
        "successors": Party.objects.published().filter(predecessors=record),
        "projects": Project.objects.published().filter(agreements__in=agreements).distinct().by_date(),
    }
    return render(request, "agreements/party.html", context)


def partners_of(record: Party, agreements: QuerySet[Agreement]) -> list[dict[str, Any]]:
    """The other sides of the party's agreements, most frequent first, with the address of each pair."""
    counts = [row for row in top_values(agreements, "parties") if row[0] != record.pk]
    partners = Party.objects.in_bulk([pk for pk, _count in counts])
    return [{"party": partners[pk], "count": count, "url": pair_address(record, partners[pk])} for pk, count in counts]


def themes_of(agreements: QuerySet[Agreement], limit: int = SHOWN, **narrowed: Any) -> list[dict[str, Any]]:
    """The most frequent themes of the agreements, narrower ones counted in, each with its narrowed list."""
    counts = theme_counts(agreements)
    top = sorted((pk for pk, count in counts.items() if count), key=lambda pk: (-counts[pk], pk))[:limit]
    themes = Theme.objects.in_bulk(top)
    return [
        {"theme": themes[pk], "count": counts[pk], "url": set_url("agreements", theme=themes[pk].slug, **narrowed)}
        for pk in top
    ]


def pair_address(one: Party, other: Party) -> str:
    """The address of the page of two parties."""
    return reverse("pair", args=pair_codes(one.code, other.code))


def pair(request: HttpRequest, one: str, other: str) -> HttpResponseBase:
    """The page of two parties; the other order of the same two is redirected here. 404 for a party with itself."""
    if one == other:
        raise Http404(_("A pair is two different parties."))
    codes = pair_codes(one, other)
    first, second = (get_object_or_404(Party.objects.published(), code=code) for code in codes)
    if (one, other) != codes:
        return redirect("pair", *codes, permanent=True)
    found = Agreement.objects.published().between(first, second)
    agreements = list(found.by_date())
    projects = Project.objects.published().filter(agreements__in=found).distinct().by_date()
    events = Event.objects.published().between(first, second)
    years = sorted(agreement.signed_on.year for agreement in agreements if agreement.signed_on)
    context = {
        "one": first,
        "other": second,
        "agreements": agreement_rows(found.by_date())[:PAGE_SIZE],
        "agreement_count": len(agreements),
        "projects": projects,
        "events": events,
        "timeline": pair_timeline(agreements, projects, events),
        "signatories": Signatory.objects.filter(signatures__agreement__in=found).distinct(),
        "themes": themes_of(found, party=first.code, partner=second.code),
        "years": (years[0], years[-1]) if years else None,
        "agreements_url": set_url("agreements", party=first.code, partner=second.code),
    }
    return render(request, "agreements/pair.html", context)
