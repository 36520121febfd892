"""Where an agreement stands in law on a day: as SQL for sets, and as one sentence that says why for a record.

The two are written side by side, step by step, and a property test holds them together. They read partial dates alike:

* it is in force from the first day it may have taken effect until it has certainly ended;
* "took effect" is the entry into force, or the signature where signature is the condition;
* a later, published agreement that supersedes or terminates it does so from the first day it may have taken effect,
  or from its signature where that day is not recorded, or always where neither is.

The steps are tried in this order: terminated, superseded, expired, in force, not yet in force, not recorded.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.choices import EditorialStatus, LegalStatus
from agreements.dates import PartialDate
from agreements.models.agreement import Agreement, EntryIntoForceCondition, Renewal
from agreements.models.relation import Relation, RelationKind


def _day(day: PartialDate | dt.date | None) -> dt.date:
    """The day itself: today in the site's time zone for None, the last day of a month or year."""
    if day is None:
        return timezone.localdate()
    return day.latest if isinstance(day, PartialDate) else day


def _ended_by(kind: RelationKind, day: dt.date) -> Exists:
    """SQL: a later published agreement of this kind of relation has taken effect."""
    reached = (
        Q(from_agreement__entry_into_force_on__on_or_before=day)
        | Q(from_agreement__entry_into_force_on__isnull=True, from_agreement__signed_on__on_or_before=day)
        | Q(from_agreement__entry_into_force_on__isnull=True, from_agreement__signed_on__isnull=True)
    )
    return Exists(
        Relation.objects.filter(
            reached,
            to_agreement=OuterRef("pk"),
            kind=kind,
            from_agreement__editorial_status=EditorialStatus.PUBLISHED,
        )
    )


def legal_status_expression(day: PartialDate | dt.date | None = None) -> models.Case:
    """SQL that yields the LegalStatus of each agreement on the day (today when None)."""
    on = _day(day)
    by_signature = Q(entry_into_force_on__isnull=True, entry_into_force_condition=EntryIntoForceCondition.SIGNATURE)
    no_effect_date = Q(entry_into_force_on__isnull=True) & ~Q(
        entry_into_force_condition=EntryIntoForceCondition.SIGNATURE, signed_on__isnull=False
    )
    steps = [
        (Q(terminated_on__reached=on), LegalStatus.TERMINATED),
        (Q(_ended_by(RelationKind.TERMINATES, on)), LegalStatus.TERMINATED),
        (Q(_ended_by(RelationKind.SUPERSEDES, on)), LegalStatus.SUPERSEDED),
        (Q(expires_on__wholly_before=on), LegalStatus.EXPIRED),
        (Q(entry_into_force_on__on_or_before=on), LegalStatus.IN_FORCE),
        (by_signature & Q(signed_on__on_or_before=on), LegalStatus.IN_FORCE),
        (Q(entry_into_force_on__isnull=False), LegalStatus.NOT_YET_IN_FORCE),
        (by_signature & Q(signed_on__isnull=False), LegalStatus.NOT_YET_IN_FORCE),
        (
            no_effect_date & Q(signed_on__isnull=False) & ~Q(signed_on__on_or_before=on),
            LegalStatus.NOT_YET_IN_FORCE,
        ),
    ]
    return models.Case(
        *(When(condition, then=models.Value(status.value)) for condition, status in steps),
        default=models.Value(LegalStatus.NOT_RECORDED.value),
        output_field=models.CharField(),
    )


@dataclass(frozen=True)
class LegalStanding:
    """The legal status of one agreement on one day, and the sentence that says why."""

    status: LegalStatus
    reason: str


def legal_standing(agreement: Agreement, day: PartialDate | dt.date | None = None) -> LegalStanding:
    """The status of the agreement on the day (today when None) with its reason, in the reader's language."""
    on = _day(day)
    ended = _end(agreement, on)
    if ended:
        return ended
    effective = agreement.effective_on
    if effective:
        return _from_effect(agreement, effective, on)
    signed = agreement.signed_on
    if signed and signed.earliest > on:
        reason = _("It is not signed until %(date)s.") % {"date": signed.in_words()}
        return LegalStanding(LegalStatus.NOT_YET_IN_FORCE, reason)
    if agreement.entry_into_force_condition == EntryIntoForceCondition.NOT_APPLICABLE:
        reason = _("It is a political text that does not enter into force, and nothing recorded has ended it.")
    else:
        reason = _("No date of entry into force is recorded.")
    return LegalStanding(LegalStatus.NOT_RECORDED, reason)


def _end(agreement: Agreement, on: dt.date) -> LegalStanding | None:
    """The standing when something has ended the agreement by the day, else None."""
    terminated, expires = agreement.terminated_on, agreement.expires_on
    if terminated and has_been_reached(terminated, on):
        reason = _("It was terminated: %(date)s.") % {"date": terminated.in_words()}
        return LegalStanding(LegalStatus.TERMINATED, reason)
    for kind, status, sentence in (
        (
            RelationKind.TERMINATES,
            LegalStatus.TERMINATED,
            _("It was terminated by a later agreement, “%(title)s”."),
        ),
        (
            RelationKind.SUPERSEDES,
            LegalStatus.SUPERSEDED,
            _("A later agreement took its place: “%(title)s”."),
        ),
    ):
        later = _later_agreement(agreement, kind, on)
        if later:
            return LegalStanding(status, sentence % {"title": later.title})
    if expires and expires.latest < on:
        reason = _("Its term ran out: %(date)s.") % {"date": expires.in_words()}
        return LegalStanding(LegalStatus.EXPIRED, reason)
    return None


def has_been_reached(end: PartialDate, on: dt.date) -> bool:
    """Whether an end is certain to have come: its day, or the day after the month or year it is known to."""
    return end.latest <= on if end.day is not None else end.latest < on


def _later_agreement(agreement: Agreement, kind: RelationKind, on: dt.date) -> Agreement | None:
    """The first published agreement of this relation that has taken effect by the day."""
    relations = agreement.inverse_relations.filter(
        kind=kind, from_agreement__editorial_status=EditorialStatus.PUBLISHED
    )
    oldest_first = models.F("from_agreement__signed_on").asc(nulls_last=True)
    for relation in relations.select_related("from_agreement").order_by(oldest_first, "pk"):
        later = relation.from_agreement
        began = later.entry_into_force_on or later.signed_on
        if began is None or began.earliest <= on:
            return later
    return None


def _from_effect(agreement: Agreement, effective: PartialDate, on: dt.date) -> LegalStanding:
    """The standing of an agreement that nothing has ended and whose day of effect is known."""
    words = {"date": effective.in_words()}
    if effective.earliest > on:
        provisional = agreement.provisionally_applied_from
        if provisional and provisional.earliest <= on:
            reason = _("It enters into force %(date)s and is applied provisionally until then.") % words
        else:
            reason = _("It enters into force %(date)s.") % words
        return LegalStanding(LegalStatus.NOT_YET_IN_FORCE, reason)
    if agreement.entry_into_force_on is None:
        begun = _("It took effect on signature, %(date)s") % words
    else:
        begun = _("It entered into force %(date)s") % words
    if agreement.terminated_on:
        rest = _("and its termination takes effect %(date)s.") % {"date": agreement.terminated_on.in_words()}
    elif agreement.renewal == Renewal.TACIT:
        rest = _("and continues unless a party objects.")
    elif agreement.expires_on:
        rest = _("and is valid until %(date)s.") % {"date": agreement.expires_on.in_words()}
    else:
        rest = _("and nothing recorded has ended it.")
    return LegalStanding(LegalStatus.IN_FORCE, f"{begun}, {rest}")
