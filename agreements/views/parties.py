"""Parties: the set, one party, and the pair that a bilateral archive owes its readers."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.catalogue import Answer, Choice, Question, ask, having
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.rows import in_order
from agreements.figures import figure
from agreements.filters import PartyFilter
from agreements.models import Agreement, Event, FormerAddress, Institution, Kind, Party, Project, Signatory
from agreements.pictures.table import Figure
from agreements.templatetags.archive import set_url
from agreements.views.addresses import pair_address
from agreements.views.drawn_once import drawn_once
from agreements.views.lifelines import pair_figure
from agreements.views.mapped import Options, map_figure
from agreements.views.narrowing import explorable, parameters_of
from agreements.views.paging import PAGE_SIZE
from agreements.views.permanent import led_on_or_404
from agreements.views.pictured import Subject, heat_figure
from agreements.views.rows import agreement_rows
from agreements.views.sets import SetView
from agreements.views.stories import pair_story, party_story

SHOWN = 10
#: Agreements of a pair from which on their themes are drawn.
ENOUGH = 5


class PartySet(SetView):
    """The set of parties."""

    name = "party_list"
    heading = gettext_lazy("Parties")
    lead = gettext_lazy(
        "States, former states, territories and international organisations that stand on one side of an agreement."
    )
    rows_template = "agreements/_party_rows.html"
    filterset_class = PartyFilter

    def records(self) -> QuerySet[Party]:
        """Parties of published agreements."""
        return Party.objects.published()

    def counted(self, total: int) -> str:
        """The number of parties in words."""
        return ngettext("%(n)s party", "%(n)s parties", total) % {"n": figure(total)}

    def whole(self, ids: Sequence[int], answer: Answer) -> Iterator[Party]:
        """With ``agreement_count``."""
        for party in in_order(self.records(), ids):
            party.agreement_count = answer.snapshot.parties.count(party.pk)
            yield party


def party(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of one party."""
    record = Party.objects.published().filter(code=code).first()
    if record is None:
        return led_on_or_404(request, Party, code)
    agreements = ask(having(Kind.AGREEMENT, party=record.pk))
    projects = ask(having(Kind.PROJECT, party=record.pk))
    signatories = ask(having(Kind.SIGNATORY, party=record.pk))
    subject = Subject(agreements, parameters_of(party=record.code))
    partners = partners_of(record.pk, agreements)
    context = {
        "party": record,
        "story": party_story(agreements, [str(partner["party"]) for partner in partners]),
        "map": drawn_once(f"map-of-{record.code}", agreements, lambda: _party_map(record, subject)),
        "themes_through_time": drawn_once(f"themes-of-{record.code}", agreements, lambda: _themes_of(subject)),
        "partners": partners,
        "agreements": agreement_rows(agreements.part(0, SHOWN), agreements.snapshot),
        "agreement_count": agreements.total,
        "agreements_url": set_url("agreements", party=record.code),
        "institutions": Institution.objects.filter(party=record),
        "themes": themes_of(agreements, party=record.code),
        "signatories": list(in_order(Signatory.objects.all(), signatories.ids.tolist())),
        "predecessors": Party.objects.published().filter(successors=record),
        "successors": Party.objects.published().filter(predecessors=record),
        "projects": list(in_order(Project.objects.published(), projects.ids.tolist())),
    }
    return render(request, "agreements/party.html", context)


def code_of_today(code: str) -> str:
    """The code itself, or that of the party which took over its address when two were merged."""
    if Party.objects.filter(code=code).exists():
        return code
    leads_to = FormerAddress.leads_to(Party, code)
    return Party.objects.filter(pk__in=filter(None, [leads_to])).values_list("code", flat=True).first() or code


def projects_under(agreements: Answer) -> list[Project]:
    """The published projects that stand under one of the agreements, newest first."""
    if not agreements.total:
        return []
    under = Choice(frozenset(agreements.found))
    found = ask(Question(Kind.PROJECT, choices={"agreement": under}))
    return list(in_order(Project.objects.published(), found.ids.tolist()))


def partners_of(party: int, agreements: Answer) -> list[dict[str, Any]]:
    """The other sides of the party's agreements, most frequent first, with the address of each pair."""
    names = agreements.snapshot.names[Kind.PARTY]
    counts = [pair for pair in agreements.found_counts("party").items() if pair[0] != party]
    counts.sort(key=lambda pair: (-pair[1], pair[0]))
    code = names[party].code
    return [{"party": names[pk], "count": count, "url": pair_address(code, names[pk].code)} for pk, count in counts]


def themes_of(agreements: Answer, limit: int = SHOWN, **narrowed: Any) -> list[dict[str, Any]]:
    """The most frequent themes of the agreements, narrower ones counted in, each with its narrowed list."""
    names = agreements.snapshot.names[Kind.THEME]
    return [
        {"theme": names[pk], "count": count, "url": set_url("agreements", theme=names[pk].code, **narrowed)}
        for pk, count in agreements.top("theme", limit)
    ]


def pair(request: HttpRequest, one: str, other: str) -> HttpResponseBase:
    """The page of two parties; the other order of the same two is redirected here. 404 for a party with itself."""
    if one == other:
        raise Http404(_("A pair is two different parties."))
    codes = pair_codes(one, other)
    found_codes = tuple(code_of_today(code) for code in codes)
    if found_codes != codes and len(set(found_codes)) == 2:
        return redirect("pair", *pair_codes(*found_codes), permanent=True)
    first, second = (get_object_or_404(Party.objects.published(), code=code) for code in codes)
    if (one, other) != codes:
        return redirect("pair", *codes, permanent=True)
    both = Choice(frozenset([first.pk, second.pk]), every=True)
    found = ask(Question(Kind.AGREEMENT, choices={"party": both}))
    agreements = list(in_order(Agreement.objects.published().with_legal_status(), found.ids.tolist()))
    projects = projects_under(found)
    events = list(Event.objects.published().between(first, second))
    years = sorted(agreement.signed_on.year for agreement in agreements if agreement.signed_on)
    people = found.found_counts("signatory")
    of_both: dict[str, Any] = {"party": [first.code, second.code], "party_match": "all"}
    subject = Subject(found, parameters_of(**of_both))
    context = {
        "one": first,
        "other": second,
        "agreements": agreement_rows(found.part(0, PAGE_SIZE), found.snapshot),
        "agreement_count": found.total,
        "story": pair_story(agreements),
        "themes_through_time": _pair_themes(found, subject),
        "projects": projects,
        "timeline": pair_figure(first, second, agreements, projects, events, of_both),
        "signatories": Signatory.objects.filter(pk__in=people),
        "themes": themes_of(found, **of_both),
        "years": (years[0], years[-1]) if years else None,
        "agreements_url": set_url("agreements", **of_both),
    }
    return render(request, "agreements/pair.html", context)


def _pair_themes(found: Answer, subject: Subject) -> Figure | None:
    """The themes of a pair through time, where there are enough agreements for a picture to say more than the list."""
    if found.total < ENOUGH:
        return None
    codes = "-".join(subject.parameters.getlist("party"))
    return drawn_once(f"themes-of-{codes}", found, lambda: _themes_of(subject))


def _themes_of(subject: Subject) -> Figure | None:
    return explorable(heat_figure(subject), "heat", subject.parameters)


def _party_map(party: Party, subject: Subject) -> Figure | None:
    return explorable(map_figure(subject, Options(about=party, to_pairs=True)), "map", subject.parameters)
