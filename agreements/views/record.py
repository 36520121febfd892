"""Parts that record pages share: relations read both ways, sources with what they support, how to cite."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.choices import EditorialStatus
from agreements.models import Agreement, Event, Evidence, Project, Relation, Source


@dataclass(frozen=True)
class RelatedAgreement:
    """What this agreement does to the other, or the other to it."""

    verb: str
    agreement: Agreement


@dataclass
class SourceUse:
    """One source of a record: where in it, which fields it supports ('' for the whole record) and notes."""

    source: Source
    number: int
    locators: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def relations_of(agreement: Agreement) -> list[RelatedAgreement]:
    """Relations to and from other published agreements."""
    public = EditorialStatus.PUBLISHED
    with_public = Q(from_agreement=agreement, to_agreement__editorial_status=public) | Q(
        to_agreement=agreement, from_agreement__editorial_status=public
    )
    # Said again without the others, so that the relations are looked up by this one.
    its_own = Relation.objects.filter(Q(from_agreement=agreement) | Q(to_agreement=agreement))
    relations = its_own.filter(with_public).select_related("from_agreement", "to_agreement")
    return [
        RelatedAgreement(capfirst(relation.get_kind_display()), relation.to_agreement)
        if relation.from_agreement_id == agreement.pk
        else RelatedAgreement(capfirst(relation.inverse_verb), relation.from_agreement)
        for relation in relations
    ]


def sources_of(record: Agreement | Project | Event) -> list[SourceUse]:
    """The record's sources, each once, in the order in which they were recorded."""
    uses: dict[int, SourceUse] = {}
    evidence: Evidence
    for evidence in record.evidence.all():
        use = uses.setdefault(evidence.source_id, SourceUse(evidence.source, len(uses) + 1))
        for values, value in (
            (use.locators, evidence.locator),
            (use.fields, _field_label(record, evidence.field)),
            (use.notes, evidence.note),
        ):
            if value and value not in values:
                values.append(value)
    return list(uses.values())


@dataclass(frozen=True)
class Mark:
    """A source's support for one fact: its number in the list of sources, where in it (locator), and what it says."""

    number: int
    source: Source
    locator: str
    note: str


def marks_of(record: Agreement | Project, sources: list[SourceUse]) -> dict[str, list[Mark]]:
    """By field of the record, the sources that speak for it, each at each place once."""
    numbers = {use.source.pk: use.number for use in sources}
    marks: dict[str, list[Mark]] = {}
    for one in record.evidence.all():
        if one.field:
            mark = Mark(numbers[one.source_id], one.source, one.locator, one.note)
            marks.setdefault(one.field, []).append(mark)
    return marks


def _field_label(record: Any, name: str) -> str:
    if not name:
        return ""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:  # a field that has been renamed since
        return name
    # What other tables say of the record, its signatures for one, goes by their name.
    return str(getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name_plural)


def citation(request: HttpRequest, agreement: Agreement) -> str:
    """How to cite the record: title, parties, date, place, archive, reference, address."""
    parties = "–".join(side.party.name for side in agreement.participations.all())
    signed = agreement.signed_on
    date = _("signed %(date)s") % {"date": signed.in_words()} if signed else _("date of signature not recorded")
    where = f"{date}, {agreement.place_of_signature}" if agreement.place_of_signature else date
    reference = agreement.reference or f"#{agreement.pk}"
    address = request.build_absolute_uri(agreement.get_absolute_url())
    return f"{agreement.title} ({parties}), {where}. {settings.SITE_NAME} {reference}. {address}"
