"""Timelines: what happened when, in the life of an agreement, a project or two countries' cooperation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.dates import PartialDate
from agreements.models import Agreement, Event, Project


@dataclass(frozen=True)
class Moment:
    """A dated line of a timeline: what it was (``label``), its name (``text``), and more (``note``).

    ``end`` None: it lasted no longer than ``date``; ``url`` '': nothing to lead to.
    """

    date: PartialDate
    label: str
    text: str = ""
    end: PartialDate | None = None
    url: str = ""
    note: str = ""


def in_order(moments: Iterable[Moment]) -> list[Moment]:
    """Oldest first; on the same date in the order given."""
    return sorted(moments, key=lambda moment: str(moment.date))


def agreement_timeline(agreement: Any) -> list[Moment]:
    """Signature, acts of the parties, force, end, events and projects of one agreement, oldest first.

    The agreement comes from ``catalogue.rows.with_all_rows``.
    """
    dated = [
        (agreement.signed_on, _("Signed"), agreement.place_of_signature),
        (agreement.provisionally_applied_from, _("Applied provisionally"), ""),
        (agreement.entry_into_force_on, _("Entered into force"), ""),
        (agreement.valid_until, _("Term ends"), ""),
        (agreement.terminated_on, _("Terminated"), ""),
    ]
    for side in agreement.participations.all():
        words = {"party": side.party.name}
        dated += [
            (_if_other(side.signed_on, agreement.signed_on), _("Signed by %(party)s") % words, ""),
            (side.ratified_on, _("Ratified or approved by %(party)s") % words, ""),
            (side.notified_on, _("Notified by %(party)s") % words, ""),
            (_if_other(side.in_force_on, agreement.entry_into_force_on), _("In force for %(party)s") % words, ""),
            (side.withdrew_on, _("Notice given by %(party)s") % words, ""),
        ]
    moments = [Moment(date, label, text) for date, label, text in dated if date]
    moments += event_moments(agreement.public_events)
    moments += project_moments(agreement.public_projects)
    return in_order(moments)


def _if_other(date: PartialDate | None, common: PartialDate | None) -> PartialDate | None:
    """A party's own date where it differs from the agreement's."""
    return None if date == common else date


def pair_timeline(
    agreements: Iterable[Agreement], projects: Iterable[Project], events: Iterable[Event]
) -> list[Moment]:
    """Agreements by signature, events and projects of two parties, oldest first. Undated ones are left out."""
    signed = [
        Moment(agreement.signed_on, agreement.get_kind_display(), agreement.title, url=agreement.get_absolute_url())
        for agreement in agreements
        if agreement.signed_on
    ]
    return in_order([*signed, *event_moments(events), *project_moments(projects)])


def event_moments(events: Iterable[Event]) -> list[Moment]:
    """Events as they happened."""
    return [
        Moment(event.started_on, event.get_kind_display(), event.title, end=event.ended_on, note=event.summary)
        for event in events
        if event.started_on
    ]


def project_moments(projects: Iterable[Project]) -> list[Moment]:
    """Projects by their period."""
    return [
        Moment(project.started_on, _("Project"), project.title, end=project.ended_on, url=project.get_absolute_url())
        for project in projects
        if project.started_on
    ]
