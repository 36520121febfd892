"""Signatories: the set and one person."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext

from agreements.catalogue import Answer, ask, having
from agreements.catalogue.rows import in_order, whole_signatories
from agreements.choices import EditorialStatus
from agreements.figures import figure
from agreements.filters import SignatoryFilter
from agreements.models import Agreement, Kind, Qualifier, Signatory, Signature
from agreements.pictures.table import Figure
from agreements.templatetags.archive import lang, set_url
from agreements.views.addresses import record_address
from agreements.views.drawn_once import drawn_once
from agreements.views.lifelines import signatory_figure
from agreements.views.narrowing import explorable, parameters_of
from agreements.views.permanent import at_permanent_address
from agreements.views.pictured import Subject, network_figure
from agreements.views.rows import Office, agreement_rows
from agreements.views.sets import SetView
from agreements.views.stories import signatory_story

#: People who signed with somebody, from whom on they are drawn.
ENOUGH = 3


class SignatorySet(SetView):
    """The set of signatories."""

    name = "signatory_list"
    heading = gettext_lazy("Signatories")
    lead = gettext_lazy("The people who signed, nearly always ministers, in the office they held that day.")
    rows_template = "agreements/_signatory_rows.html"
    filterset_class = SignatoryFilter

    def records(self) -> QuerySet[Signatory]:
        """People who signed a published agreement."""
        return whole_signatories(Signatory.objects.published())

    def counted(self, total: int) -> str:
        """The number of signatories in words."""
        return ngettext("%(n)s signatory", "%(n)s signatories", total) % {"n": figure(total)}

    def whole(self, ids: Sequence[int], answer: Answer) -> Iterator[Signatory]:
        """With ``agreement_count``."""
        for person in in_order(self.records(), ids):
            person.agreement_count = answer.snapshot.signatories.count(person.pk)
            yield person


@at_permanent_address(Signatory)
def signatory(request: HttpRequest, record: Signatory) -> HttpResponseBase:
    """The page of one person."""
    answer = ask(having(Kind.AGREEMENT, signatory=record.pk))
    signed_as = {
        signature.agreement_id: signature
        for signature in record.signatures.filter(agreement__editorial_status=EditorialStatus.PUBLISHED)
        .select_related("party", "institution")
        .order_by("-pk")
    }
    terms = list(record.terms.select_related("institution", "signatory"))
    url = set_url("agreements", signatory=record.slug)
    whole = list(in_order(Agreement.objects.published().with_legal_status(), answer.ids.tolist()))
    subject = Subject(answer, parameters_of(signatory=record.slug))
    co = co_signatories(answer, record.pk)
    context = {
        "signatory": record,
        "story": signatory_story(answer, record.party_id),
        "network": _circle(subject) if len(co) >= ENOUGH else None,
        "lifeline": signatory_figure(record, terms, whole, url),
        "aliases": record.aliases.all(),
        "terms": terms,
        "signed": [
            row._replace(signed_as=_office(signed_as[row.id]))
            for row in agreement_rows(answer.ids.tolist(), answer.snapshot)
            if row.id in signed_as
        ],
        "agreement_count": answer.total,
        "co_signatories": co,
        "agreements_url": url,
    }
    return render(request, "agreements/signatory.html", context)


def _circle(subject: Subject) -> Figure | None:
    """The person among those who signed the same agreements."""
    code = subject.parameters["signatory"]
    figure = drawn_once(f"circle-of-{code}", subject.answer, lambda: network_figure(subject, "signatory"))
    return explorable(figure, "network", subject.parameters, split="signatory")


def _office(signature: Signature) -> Office:
    plain = signature.qualifier in (Qualifier.IN_OFFICE, Qualifier.OTHER)
    qualifier = "" if plain else capfirst(signature.get_qualifier_display())
    return Office(signature.office, lang(signature, "office"), qualifier)


def co_signatories(signed: Answer, person: int) -> list[dict[str, Any]]:
    """Those who signed the same agreements, most often first, then by name."""
    names = signed.snapshot.names[Kind.SIGNATORY]
    together = [(pk, count) for pk, count in signed.found_counts("signatory").items() if pk != person]
    together.sort(key=lambda pair: (-pair[1], names[pair[0]].sort, pair[0]))
    return [
        {"name": names[pk].en, "url": record_address("signatory", pk, names[pk].code), "count": count}
        for pk, count in together
    ]
