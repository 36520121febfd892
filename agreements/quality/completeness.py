"""How complete a record is, explained item by item.

An item is one question that a reader asks of every record of its kind. It is answered when the answer is recorded, and
also when the question does not apply: a political text never enters into force. *Not recorded* is no answer, whatever
the reason: a register that names no minister leaves the archive's readers without one all the same.

Weights are 3, 2 and 1, and the completeness is the share of the weights that are answered, in whole per cent rounded
down, so that 100 is everything.

* 3: without it the record is not one: who agreed, when, what the words are, and how we know.
* 2: what readers ask and search by next: who signed, whether it binds yet, what it is about.
* 1: what makes it better: the other language, the other side's minister, place, duration, bindingness.

Whether somebody has *verified* the record is no item: a record can be complete and unverified, or checked and thin.
How precise a date is does not count either: many sources give no more than the year.

Each item is a condition in SQL, so that what an editor reads on the record, the column of a list and the work lists are
one and the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Agreement,
    AgreementParty,
    EntryIntoForceCondition,
    Event,
    Project,
    ProjectStatus,
    Renewal,
    Signature,
)


class Answer(models.IntegerChoices):
    """How an item stands in a record."""

    MISSING = 0, _("not recorded")
    NOT_APPLICABLE = 1, _("not applicable")
    RECORDED = 2, _("recorded")


class Band(models.TextChoices):
    """Completeness in four steps, for lists."""

    COMPLETE = "complete", _("Complete")
    NEARLY = "nearly", _("75 to 99 per cent")
    HALF = "half", _("50 to 74 per cent")
    THIN = "thin", _("Below 50 per cent")


#: Per cent from which a record is in a band, and up to which.
LIMITS = {Band.COMPLETE: (100, 100), Band.NEARLY: (75, 99), Band.HALF: (50, 74), Band.THIN: (0, 49)}

Condition = Callable[[], Q]


@dataclass(frozen=True)
class Item:
    """One question asked of every record of a kind.

    ``recorded``, ``not_applicable``: conditions on the record that join no other table (None: it always applies).
    ``place``: the field or the rows of the record's form where the answer is entered.
    """

    code: str
    label: str | Promise
    weight: int
    place: str
    recorded: Condition
    not_applicable: Condition | None = None

    @property
    def answer(self) -> Case:
        """SQL: the Answer of each record."""
        steps = [When(self.recorded(), then=Value(Answer.RECORDED.value))]
        if self.not_applicable is not None:
            steps.append(When(self.not_applicable(), then=Value(Answer.NOT_APPLICABLE.value)))
        return Case(*steps, default=Value(Answer.MISSING.value), output_field=IntegerField())

    @property
    def answered(self) -> Q:
        """The condition that there is nothing left to do."""
        return self.recorded() | self.not_applicable() if self.not_applicable else self.recorded()


def _among(rows: QuerySet[Any], column: str) -> Q:
    """Records whose id stands in the column of some rows.

    Asked of each record, not of a list of all that there are: a page of a list asks for fifty.
    """
    return Q(Exists(rows.order_by().filter(**{column: OuterRef("pk")})))


def _has(field: str) -> Condition:
    return lambda: Q(**{f"{field}__isnull": False})


def _says(*fields: str) -> Condition:
    """At least one of these texts is written."""
    return lambda: ~Q(**dict.fromkeys(fields, ""))


def _linked(model: Any, field: str) -> Condition:
    """At least one link to other records."""
    return lambda: _among(getattr(model, field).through.objects.all(), model._meta.model_name)


def _has_evidence(model: Any) -> Condition:
    return lambda: _among(model._base_manager.filter(evidence__isnull=False), "pk")


def _has_two_parties() -> Q:
    """A party at each position, which are two different ones."""
    first, second = (AgreementParty.objects.filter(position=position) for position in (1, 2))
    return _among(first, "agreement") & _among(second, "agreement")


def _is_signed() -> Q:
    return _among(Signature.objects.all(), "agreement")


def _is_signed_for_both() -> Q:
    sides = Signature.objects.order_by().values("agreement").annotate(sides=Count("party", distinct=True))
    return _among(sides.filter(sides__gte=2), "agreement")


def _tells_its_effect() -> Q:
    """A date of its own, or that of signature where signature is the condition."""
    by_signature = Q(entry_into_force_condition=EntryIntoForceCondition.SIGNATURE, signed_on__isnull=False)
    return Q(entry_into_force_on__isnull=False) | by_signature


def _tells_its_duration() -> Q:
    ends = Q(valid_until__isnull=False) | Q(term_months__isnull=False) | Q(terminated_on__isnull=False)
    return ends | ~Q(renewal=Renewal.NOT_RECORDED)


def _never_enters_into_force() -> Q:
    return Q(entry_into_force_condition=EntryIntoForceCondition.NOT_APPLICABLE)


def _goes_on() -> Q:
    return Q(status__in=[ProjectStatus.PROPOSED, ProjectStatus.ACTIVE])


def _has_no_results_yet() -> Q:
    return Q(status__in=[ProjectStatus.PROPOSED, ProjectStatus.ACTIVE, ProjectStatus.CANCELLED])


_TITLE_EN = Item("title_en", _("A title in English"), 1, "title_en", _says("title_en"))
_TITLE_NO = Item("title_no", _("A title in Norwegian"), 1, "title_no", _says("title_no"))
_SUMMARY = Item("summary", _("A summary in one of the languages"), 2, "summary_en", _says("summary_en", "summary_no"))

#: The items of each kind of record, heaviest first.
ITEMS: dict[type[models.Model], Sequence[Item]] = {
    Agreement: (
        Item("parties", _("Two parties"), 3, "participations", _has_two_parties),
        Item("signed_on", _("A date of signature"), 3, "signed_on", _has("signed_on")),
        Item("text", _("A text that can be read"), 3, "texts", lambda: _among(Agreement.objects.with_text(), "pk")),
        Item("source", _("A source"), 3, "evidence", _has_evidence(Agreement)),
        Item(
            "signatory", _("Somebody who signed"), 2, "signatures", lambda: _among(Signature.objects.all(), "agreement")
        ),
        Item(
            "effect",
            _("Entry into force"),
            2,
            "entry_into_force_on",
            _tells_its_effect,
            _never_enters_into_force,
        ),
        Item("themes", _("A theme"), 2, "themes", _linked(Agreement, "themes")),
        _SUMMARY,
        Item("both_signed", _("Signatures for both parties"), 1, "signatures", _is_signed_for_both),
        _TITLE_EN,
        _TITLE_NO,
        Item("place", _("A place of signature"), 1, "place_of_signature", _says("place_of_signature")),
        Item(
            "duration",
            _("How long it lasts: a term, a renewal or an end"),
            1,
            "valid_until",
            _tells_its_duration,
            _never_enters_into_force,
        ),
        Item("binding", _("Whether it is legally binding"), 1, "is_legally_binding", _has("is_legally_binding")),
    ),
    Project: (
        Item("agreements", _("An agreement that it stands under"), 3, "agreements", _linked(Project, "agreements")),
        Item("source", _("A source"), 3, "evidence", _has_evidence(Project)),
        Item("status", _("How far it has come"), 2, "status", lambda: ~Q(status=ProjectStatus.NOT_RECORDED)),
        Item("started_on", _("When it began"), 2, "started_on", _has("started_on")),
        _SUMMARY,
        _TITLE_EN,
        _TITLE_NO,
        Item("themes", _("A theme"), 1, "themes", _linked(Project, "themes")),
        Item("institutions", _("An institution"), 1, "institutions", _linked(Project, "institutions")),
        Item("ended_on", _("When it ended"), 1, "ended_on", _has("ended_on"), _goes_on),
        Item("results", _("Results"), 1, "results_en", _says("results_en", "results_no"), _has_no_results_yet),
    ),
    Event: (
        Item("parties", _("The parties concerned"), 3, "parties", _linked(Event, "parties")),
        Item("source", _("A source"), 3, "evidence", _has_evidence(Event)),
        Item("place", _("A place"), 2, "place", _says("place")),
        _SUMMARY,
        _TITLE_EN,
        _TITLE_NO,
    ),
}


def item(model: type[models.Model], code: str) -> Item:
    """The item of a kind of record. Raise KeyError when there is none of that code."""
    return {known.code: known for known in ITEMS[model]}[code]


def completeness(model: type[models.Model]) -> Any:
    """SQL: the completeness of each record in whole per cent, 0 to 100."""
    items = ITEMS[model]
    points: Any = Value(0)
    for one in items:
        points = points + Case(When(one.answered, then=Value(one.weight)), default=Value(0))
    return models.ExpressionWrapper(points * 100 / sum(one.weight for one in items), output_field=IntegerField())


def in_band(records: QuerySet[Any], band: str) -> QuerySet[Any]:
    """Those of the records whose completeness lies in the band."""
    lowest, highest = LIMITS[Band(band)]
    shares: QuerySet[Any] = records.alias(in_band=completeness(records.model))
    return shares.filter(in_band__gte=lowest, in_band__lte=highest)


@dataclass(frozen=True)
class ItemAnswer:
    """An item as it stands in one record."""

    item: Item
    answer: Answer

    @property
    def is_missing(self) -> bool:
        """Whether there is something to do."""
        return self.answer == Answer.MISSING


@dataclass(frozen=True)
class Completeness:
    """How complete one record is: the share in per cent, and every item."""

    percent: int
    items: Sequence[ItemAnswer]


def completeness_of(record: models.Model) -> Completeness | None:
    """How complete the record is as it is stored, by one query; None for a record that is not stored."""
    model = type(record)
    answers = {f"answer_{one.code}": one.answer for one in ITEMS[model]}
    stored = model._base_manager.filter(pk=record.pk).annotate(share=completeness(model), **answers)
    found = stored.values("share", *answers).first()
    if found is None:
        return None
    return Completeness(found["share"], [ItemAnswer(one, Answer(found[f"answer_{one.code}"])) for one in ITEMS[model]])
