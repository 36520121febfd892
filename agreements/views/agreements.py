"""Agreements: the set, one record, its texts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.catalogue import Answer
from agreements.catalogue.rows import whole_agreements, with_all_rows
from agreements.choices import EditorialStatus
from agreements.exports.references import REFERENCES
from agreements.figures import agreements_counted
from agreements.filters import AgreementFilter
from agreements.models import Agreement, AgreementText, chain_of, legal_standing
from agreements.sorting import by_name
from agreements.views.facts import agreement_facts, further_facts
from agreements.views.lifelines import agreement_figure
from agreements.views.narrowing import parameters_of
from agreements.views.neighbours import asked_from, place_of
from agreements.views.parameters import address
from agreements.views.permanent import at_permanent_address, suffixed
from agreements.views.record import citation, marks_of, relations_of, sources_of
from agreements.views.rows import AgreementRow, agreement_rows, drawn
from agreements.views.sets import SetView
from agreements.views.timeline import agreement_timeline
from agreements.views.why import explained


class AgreementSet(SetView):
    """The set of agreements."""

    name = "agreement_list"
    heading = gettext_lazy("Agreements")
    lead = gettext_lazy("Treaties, memoranda, declarations and exchanges of letters between two parties.")
    filterset_class = AgreementFilter
    beyond: ClassVar[Mapping[str, str | Promise]] = {
        "explore": gettext_lazy("Pictures of these"),
        "compare": gettext_lazy("Compare some of these"),
    }

    def records(self) -> QuerySet[Agreement]:
        """Published agreements with parties, themes, signatures, registrations and today's legal status."""
        return whole_agreements(Agreement.objects.published())

    def counted(self, total: int) -> str:
        """The number of agreements in words."""
        return agreements_counted(total)

    def drawn(self, rows: list[AgreementRow], answer: Answer, query: str) -> SafeString:
        """The rows as HTML; each leads to its record as one of this set."""
        return drawn(rows, answer.snapshot, answer.day, asked_from(query))

    def rows(self, ids: list[int], answer: Answer) -> list[AgreementRow]:
        """What a row shows, with the legal status on the day asked for, and the words that were searched for marked."""
        rows = agreement_rows(ids, answer.snapshot, answer.day)
        return explained(rows, answer.match) if answer.match else rows


@at_permanent_address(Agreement)
def agreement(request: HttpRequest, record: Any) -> HttpResponseBase:
    """The page of one agreement."""
    with_all_rows(record)
    standing = legal_standing(record)
    chain = list(chain_of(record).with_legal_status())
    sources = sources_of(record)
    context = {
        "agreement": record,
        "standing": standing,
        "facts": agreement_facts(record, standing),
        "further": further_facts(record),
        "participations": record.participations.all(),
        "signatures": record.signatures.all(),
        "themes": sorted(record.themes.all(), key=by_name),
        "instruments": record.instruments.all(),
        "projects": record.public_projects,
        "texts": record.texts.all(),
        "chain": chain if len(chain) > 1 else [],
        "relations": relations_of(record),
        "timeline": agreement_timeline(record),
        "compare_url": _compare_url(record),
        "lifeline": agreement_figure(record, standing.status, chain if len(chain) > 1 else []),
        "sources": sources,
        "marks": marks_of(record, sources),
        "place": place_of(request, record.pk),
        "references": [(suffix.upper(), suffixed(record.get_absolute_url(), suffix)) for suffix in REFERENCES],
        "citation": citation(request, record),
    }
    return render(request, "agreements/agreement.html", context)


@at_permanent_address(Agreement)
def agreement_reference(request: HttpRequest, record: Any, suffix: str) -> HttpResponseBase:
    """The agreement as a reference for other people's lists."""
    content_type, write = REFERENCES[suffix]
    with_all_rows(record)
    response = HttpResponse(write(record, request.build_absolute_uri(record.get_absolute_url())), content_type)
    response["Content-Disposition"] = f'attachment; filename="{record.slug}.{suffix}"'
    return response


def _compare_url(record: Any) -> str:
    """Where the agreement is put beside others of the same two."""
    codes = [side.party.code for side in record.participations.all()]
    return address(reverse("compare"), parameters_of(id=record.pk, party=codes, party_match="all"))


def agreement_text(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a text, if its agreement is published. 404 when no file is held."""
    text = get_object_or_404(AgreementText, pk=pk, agreement__editorial_status=EditorialStatus.PUBLISHED)
    if not text.file:
        raise Http404(_("No file is held of this text."))
    return FileResponse(text.file.open("rb"), as_attachment=True)
