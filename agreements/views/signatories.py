"""Signatories: the set and one person."""

from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from agreements.catalogue.rows import agreement_rows, signatory_rows
from agreements.filters import SignatoryFilter
from agreements.models import Agreement, Signatory
from agreements.templatetags.archive import set_url
from agreements.views.permanent import at_permanent_address
from agreements.views.sets import SetView


class SignatorySet(SetView):
    """The set of signatories."""

    name = "signatory_list"
    template_name = "agreements/signatory_list.html"
    filterset_class = SignatoryFilter

    def records(self) -> QuerySet[Signatory]:
        """People who signed a published agreement, with their counts."""
        return signatory_rows(Signatory.objects.published())


@at_permanent_address(Signatory)
def signatory(request: HttpRequest, record: Signatory) -> HttpResponseBase:
    """The page of one person."""
    public = Agreement.objects.published()
    signed = public.filter(signatures__signatory=record)
    signatures = (
        record.signatures.filter(agreement__in=public)
        .select_related("party", "institution")
        .prefetch_related(Prefetch("agreement", agreement_rows(public)))
        .order_by(F("agreement__signed_on").desc(nulls_last=True), "-agreement_id")
    )
    beside = Q(signatures__agreement__in=signed)
    together = Count("signatures__agreement", filter=beside, distinct=True)
    others: QuerySet[Any] = Signatory.objects.exclude(pk=record.pk).annotate(together=together)
    context = {
        "signatory": record,
        "aliases": record.aliases.all(),
        "terms": record.terms.select_related("institution"),
        "signatures": signatures,
        "co_signatories": [
            {"signatory": other, "count": other.together}
            for other in others.filter(together__gt=0).order_by("-together", "sort_name")
        ],
        "agreements_url": set_url("agreements", signatory=record.pk),
    }
    return render(request, "agreements/signatory.html", context)
