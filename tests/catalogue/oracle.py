"""The same questions answered by plain queries, in the most obvious way: what the index must agree with."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from agreements.catalogue import Question
from agreements.catalogue.sources import YES, language_code
from agreements.choices import EditorialStatus, LegalStatus
from agreements.models import (
    Agreement,
    AgreementKind,
    Kind,
    Party,
    PartyKind,
    Project,
    ProjectStatus,
    Signatory,
    Signature,
    Theme,
)
from agreements.sorting import alphabetical

#: What every public agreement is.
PUBLISHED = EditorialStatus.PUBLISHED
Records = QuerySet[Any]


def answer(question: Question) -> list[int]:
    """The ids that answer a question without words, in its order."""
    if question.impossible:
        return []
    records = public(question.kind)
    for facet, choice in question.choices.items():
        having = [Q(pk__in=having_value(question, facet, value).values("pk")) for value in choice.values]
        if having:
            records = records.filter(reduce(and_ if choice.every else or_, having))
        for value in choice.without:
            records = records.exclude(pk__in=having_value(question, facet, value).values("pk"))
    if question.signed_from:
        records = records.filter(signed_on__on_or_after=question.signed_from)
    if question.signed_to:
        records = records.filter(signed_on__on_or_before=question.signed_to)
    return ordered(records, question)


def public(kind: Kind) -> Records:
    """What readers may see of a kind, in no order."""
    records: dict[Kind, Records] = {
        Kind.AGREEMENT: Agreement.objects.published(),
        Kind.PROJECT: Project.objects.published(),
        Kind.SIGNATORY: Signatory.objects.published(),
        Kind.PARTY: Party.objects.published(),
        Kind.THEME: Theme.objects.all(),
    }
    return records[kind].order_by()


def having_value(question: Question, facet: str, value: int) -> Records:
    """Records of the question's kind, public or not, that have a value of a facet."""
    records: Records = question.kind.model._default_manager.order_by()
    return CONDITIONS[question.kind][facet](records, value, question)


Condition = Callable[[Records, int, Question], Records]


def _of_agreements() -> dict[str, Condition]:
    return {
        "theme": lambda records, theme, _: records.filter(themes__in=narrower(theme)),
        "party": lambda records, party, _: records.filter(participations__party=party),
        "signatory": lambda records, person, _: records.filter(signatures__signatory=person),
        "institution": lambda records, pk, _: records.filter(
            Q(participations__institution=pk) | Q(signatures__institution=pk)
        ),
        "kind": lambda records, place, _: records.filter(kind=list(AgreementKind)[place]),
        "status": lambda records, place, question: records.with_legal_status(question.day).filter(
            legal_status=list(LegalStatus)[place]
        ),
        "decade": lambda records, decade, _: records.filter(signed_on__gte=f"{decade}", signed_on__lt=f"{decade + 10}"),
        "year": lambda records, year, _: records.filter(signed_on__gte=f"{year}", signed_on__lt=f"{year + 1}"),
        "language": lambda records, number, _: records.filter(texts__language=language_code(number)),
        "has_text": lambda records, yes, _: records.with_text() if yes == YES else records.without_text(),
        "has_projects": lambda records, yes, _: (
            records.filter(projects__editorial_status=PUBLISHED)
            if yes == YES
            else records.exclude(projects__in=Project.objects.published())
        ),
    }


CONDITIONS: dict[Kind, dict[str, Condition]] = {
    Kind.AGREEMENT: _of_agreements(),
    Kind.PROJECT: {
        "status": lambda records, place, _: records.filter(status=list(ProjectStatus)[place]),
        "theme": lambda records, theme, _: records.filter(themes__in=narrower(theme)),
        "party": lambda records, party, _: records.filter(
            agreements__in=Agreement.objects.published().filter(participations__party=party)
        ),
    },
    Kind.SIGNATORY: {
        "party": lambda records, party, _: records.filter(
            signatures__in=Signature.objects.filter(party=party, agreement__editorial_status=PUBLISHED)
        ),
        "theme": lambda records, theme, _: records.filter(
            signatures__agreement__in=Agreement.objects.published().filter(themes__in=narrower(theme))
        ),
    },
    Kind.PARTY: {"kind": lambda records, place, _: records.filter(kind=list(PartyKind)[place])},
    Kind.THEME: {},
}


def narrower(theme: int) -> QuerySet[Theme]:
    """The theme and everything under it."""
    return Theme.objects.with_narrower([Theme.objects.get(pk=theme)])


def ordered(records: Records, question: Question) -> list[int]:
    """The ids of the records in the order asked for, or in the usual one."""
    dated = {Kind.AGREEMENT: "signed_on", Kind.PROJECT: "started_on"}.get(question.kind)
    order = question.order if question.order not in ("", "relevance") else "-date" if dated else "name"
    if dated and order.endswith("date"):
        date = F(dated)
        newest, oldest = date.desc(nulls_last=True), date.asc(nulls_last=True)
        by_date: dict[str, list[Any]] = {"-date": [newest, "-pk"], "date": [oldest, "pk"]}
        return list(records.order_by(*by_date[order]).values_list("pk", flat=True))
    agreements = {Kind.SIGNATORY: "signatures__agreement", Kind.PARTY: "participations__agreement"}
    if order == "-agreements":
        path = agreements[question.kind]
        public = Q(**{f"{path}__editorial_status": PUBLISHED})
        records = records.annotate(number=Count(path, filter=public, distinct=True))
    in_turn = sorted(records.order_by("pk"), key=lambda record: alphabetical(_name(record)))
    if order == "-title":
        in_turn.reverse()
    if order == "-agreements":
        in_turn.sort(key=lambda record: -record.number)
    return [record.pk for record in in_turn]


def _name(record: Any) -> str:
    """What the reader reads of a record's name, or what it sorts by."""
    return getattr(record, "sort_name", "") or str(record)
