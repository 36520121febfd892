"""Timelines of what two parties did together, of one agreement and of one person: from records to lanes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.models import (
    AgreementParty,
    Event,
    Party,
    Project,
    ProjectStatus,
    Relation,
    Signatory,
    Signature,
    TermOfOffice,
)
from agreements.models.relation import CHAIN_KINDS
from agreements.pictures import timeline_drawing
from agreements.pictures.table import Cell, Figure, Table
from agreements.pictures.timeline import NARROW, WIDE, Gap, Lane, Mark, gaps, lay_out
from agreements.templatetags.archive import set_url

#: With more agreements than this, a timeline shows how many there were each year instead of each one.
MOST_NAMED = 24
#: Statuses of agreements that have ended: they are drawn as rings.
ENDED = {LegalStatus.EXPIRED, LegalStatus.TERMINATED, LegalStatus.SUPERSEDED}


def pair_figure(
    one: Party,
    other: Party,
    agreements: Sequence[Any],
    projects: Sequence[Project],
    events: Sequence[Event],
    of_both: dict[str, Any],
) -> Figure | None:
    """What two parties did together; None where nothing has a date. Agreements come ``with_legal_status``."""
    dated = [agreement for agreement in agreements if agreement.signed_on]
    moments = [agreement.signed_on for agreement in dated] + [event.started_on for event in events]
    if not moments:
        return None
    today = timezone.localdate()
    since = min(moments)
    url = set_url("agreements", **of_both)
    lanes = [
        by_year(agreements, of_both) if len(dated) > MOST_NAMED else agreement_lane(agreements, url, (one, other)),
        event_lane(events),
        *terms_lanes((one, other), agreements, events, since),
        project_lane(projects),
    ]
    silences = gaps(moments, today)
    caption = _("What %(one)s and %(other)s did together, year by year.") % {"one": one, "other": other}
    return figure(caption, lanes, silences, today, [*_silent(silences), *_undated(agreements, projects), *_key(lanes)])


def figure(
    caption: str, lanes: Sequence[Lane], silences: Sequence[Gap], today: dt.date, notes: Sequence[str]
) -> Figure | None:
    """The lanes drawn for a desk and for a telephone, with their table; None where no mark has a date."""
    filled = [lane for lane in lanes if lane.marks]
    if not filled:
        return None
    wide, narrow = (
        timeline_drawing.drawn(lay_out(filled, silences, frame, today), caption) for frame in (WIDE, NARROW)
    )
    return Figure(caption, wide, table_of(filled), narrow, notes=notes)


def table_of(lanes: Sequence[Lane]) -> Table:
    """Every mark as a row, oldest first."""
    rows = sorted(
        ((str(mark.start), lane.name, mark) for lane in lanes for mark in lane.marks),
        key=lambda row: (row[0], row[2].key),
    )
    return Table(
        [_("When"), _("What"), _("Row of the picture")],
        [[Cell(_period(mark)), Cell(mark.title, mark.url, mark.note), Cell(name)] for _start, name, mark in rows],
    )


def _period(mark: Mark) -> str:
    start = mark.start.in_words()
    if mark.end and mark.end != mark.start:
        return f"{start} – {mark.end.in_words()}"
    return _("since %(date)s") % {"date": start} if mark.is_open else start


def agreement_figure(agreement: Any, status: str, chain: Sequence[Any]) -> Figure | None:
    """The life of one agreement: its own dates, the line of renewals it stands in, what came of it.

    The agreement comes from ``catalogue.rows.with_all_rows``. ``status``: the legal one today; ``chain``: empty for one
    that renews nothing. None where fewer than two things have a date, for then the facts say all.
    """
    today = timezone.localdate()
    lanes = [
        _life_lane(agreement, status),
        agreement_lane(chain, "", [side.party for side in agreement.participations.all()]),
        event_lane(agreement.public_events),
        project_lane(agreement.public_projects),
    ]
    if sum(len(lane.marks) for lane in lanes) < 2:
        return None
    caption = _("The life of the agreement, year by year.")
    return figure(caption, lanes, [], today, [*_undated(chain, agreement.public_projects), *_key(lanes)])


def _life_lane(agreement: Any, status: str) -> Lane:
    """When the agreement was signed, entered into force and ended; in between a bar."""
    force = agreement.entry_into_force_on
    end = agreement.terminated_on or agreement.expires_on
    is_open = status == LegalStatus.IN_FORCE and end is None
    dated = [
        ("1-signed", agreement.signed_on, _("Signed")),
        ("2-applied", agreement.provisionally_applied_from, _("Applied provisionally")),
        ("4-term", agreement.expires_on, _("Term ends")),
        ("5-terminated", agreement.terminated_on, _("Terminated")),
    ]
    marks = [
        Mark(key, date, f"{date.year} {words}", f"{words} {date.in_words()}") for key, date, words in dated if date
    ]
    if force:
        words = _("In force from %(date)s") % {"date": force.in_words()}
        marks.append(Mark("3-force", force, words, words, end=end or (None if is_open else force), is_open=is_open))
    return Lane(_("This agreement"), marks, "diamond")


def signatory_figure(
    person: Signatory, terms: Iterable[TermOfOffice], signed: Sequence[Any], url: str
) -> Figure | None:
    """The offices and the signatures of one person; None where no office is dated."""
    offices = [term_mark(term, term.office) for term in terms if term.started_on]
    signed_on = [agreement for agreement in signed if agreement.signed_on]
    if not offices or not signed_on:
        return None
    lane = agreement_lane(signed, url)
    lanes = [
        Lane(_("Offices held"), offices, "bar"),
        by_year(signed, {"signatory": person.slug}) if len(signed_on) > MOST_NAMED else lane,
    ]
    caption = _("The offices of %(person)s, and what was signed in them.") % {"person": person}
    return figure(caption, lanes, [], timezone.localdate(), _undated(signed, []))


# Lanes


def agreement_lane(agreements: Iterable[Any], url: str, pair: Sequence[Party] = ()) -> Lane:
    """Agreements by their day of signature, joined where one renews another."""
    dated = {agreement.pk: agreement for agreement in agreements if agreement.signed_on}
    follows = followed({agreement.pk for agreement in agreements}, dated.keys())
    marks = [
        Mark(
            key=f"agreement-{pk:09}",
            start=agreement.signed_on,
            label=f"{agreement.signed_on.year} {without_pair(agreement.title, pair)}",
            title=_titled(agreement),
            url=agreement.get_absolute_url(),
            is_strong=getattr(agreement, "legal_status", None) not in ENDED,
            follows=[(f"agreement-{earlier:09}", broken) for earlier, broken in follows.get(pk, ())],
        )
        for pk, agreement in dated.items()
    ]
    return Lane(_("Agreements"), marks, "dot", url)


def _titled(agreement: Any) -> str:
    status = getattr(agreement, "legal_status", None)
    if not status or status == LegalStatus.NOT_RECORDED:
        return str(agreement.title)
    return f"{agreement.title} ({LegalStatus(status).label.lower()})"


def followed(agreements: set[int], dated: Iterable[int]) -> dict[int, list[tuple[int, bool]]]:
    """For each dated agreement those that it renews, and whether that leads over one without a date."""
    earlier: dict[int, list[int]] = {}
    links = Relation.objects.filter(kind__in=CHAIN_KINDS, from_agreement__in=agreements, to_agreement__in=agreements)
    for later, renewed in links.values_list("from_agreement_id", "to_agreement_id"):
        earlier.setdefault(later, []).append(renewed)
    places = set(dated)

    def reached(pk: int) -> list[tuple[int, bool]]:
        found, seen, waiting = [], {pk}, [(renewed, False) for renewed in earlier.get(pk, [])]
        while waiting:
            renewed, is_broken = waiting.pop()
            if renewed in seen:
                continue
            seen.add(renewed)
            if renewed in places:
                found.append((renewed, is_broken))
            else:
                waiting += [(further, True) for further in earlier.get(renewed, [])]
        return found

    return {pk: reached(pk) for pk in places if pk in earlier}


def without_pair(title: str, pair: Sequence[Party]) -> str:
    """The title without “between Norway and China”, which goes without saying on the page of the two."""
    if len(pair) != 2:
        return title
    for first, second in (pair, pair[::-1]):
        for words in (
            f" between {first.name_en} and {second.name_en}",
            f" mellom {first.name_no} og {second.name_no}",
        ):
            title = title.replace(words, "")
    return title


def by_year(agreements: Iterable[Any], narrowed: dict[str, Any]) -> Lane:
    """How many agreements were signed each year, each year a link to them."""
    counts: dict[int, int] = {}
    for agreement in agreements:
        if agreement.signed_on:
            counts[agreement.signed_on.year] = counts.get(agreement.signed_on.year, 0) + 1
    marks = [
        Mark(
            key=f"year-{year}",
            start=PartialDate(year),
            label=str(count),
            title=ngettext("%(n)s agreement of %(year)s", "%(n)s agreements of %(year)s", count)
            % {"n": count, "year": year},
            url=set_url("agreements", **narrowed, year=year),
            count=count,
        )
        for year, count in sorted(counts.items())
    ]
    return Lane(_("Agreements by year"), marks, "columns", set_url("agreements", **narrowed))


def event_lane(events: Iterable[Event]) -> Lane:
    """Visits, meetings and other events as moments."""
    marks = [
        Mark(
            key=f"event-{event.pk:09}",
            start=event.started_on,
            label=f"{event.started_on.year} {event.title}",
            title=f"{event.get_kind_display()}: {event.title}",
            note=event.summary,
        )
        for event in events
        if event.started_on
    ]
    return Lane(_("Visits and meetings"), marks, "diamond")


def terms_lanes(
    parties: Sequence[Party], agreements: Iterable[Any], events: Iterable[Event], since: PartialDate
) -> list[Lane]:
    """Each party's ministers: those of the institutions that act in the agreements, and who signed or took part.

    Who did so between the two stands out. Terms that ended before ``since`` are left out.
    """
    signed, acting = _acting(agreements, events)
    people = Signatory.objects.published().filter(party__in=parties)
    terms = TermOfOffice.objects.filter(signatory__in=people).exclude(started_on=None).select_related("signatory")
    marks: dict[int | None, list[Mark]] = {party.pk: [] for party in parties}
    for term in terms:
        is_of_both = term.signatory_id in signed or term.institution_id in acting
        if is_of_both and not (term.ended_on and term.ended_on < since):
            mark = term_mark(term, term.signatory.name, is_strong=term.signatory_id in signed)
            marks[term.signatory.party_id].append(mark)
    return [Lane(_("In office for %(party)s") % {"party": party}, marks[party.pk], "bar") for party in parties]


def _acting(agreements: Iterable[Any], events: Iterable[Event]) -> tuple[set[int | None], set[int | None]]:
    """Who signed the agreements or took part in the events, and the institutions that act in the agreements."""
    ids = [agreement.pk for agreement in agreements]
    signatures = list(Signature.objects.filter(agreement__in=ids).values_list("signatory", "institution"))
    sides = AgreementParty.objects.filter(agreement__in=ids).values_list("institution", flat=True)
    met = Event.objects.filter(pk__in=[event.pk for event in events]).values_list("participants", flat=True)
    acting: set[int | None] = {*(institution for _person, institution in signatures), *sides}
    acting.discard(None)
    return {person for person, _institution in signatures} | set(met), acting


def term_mark(term: TermOfOffice, label: str, *, is_strong: bool = True) -> Mark:
    """A term of office as a bar."""
    assert term.started_on is not None  # noqa: S101 - who calls it has looked
    return Mark(
        key=f"term-{term.pk:09}",
        start=term.started_on,
        end=term.ended_on,
        is_open=term.ended_on is None,
        label=label,
        title=f"{term.signatory.name}, {term.office}",
        url=term.signatory.get_absolute_url(),
        is_strong=is_strong,
    )


def project_lane(projects: Iterable[Project]) -> Lane:
    """Projects by their period; the end of one that is under way is open."""
    marks = [
        Mark(
            key=f"project-{project.pk:09}",
            start=project.started_on,
            end=project.ended_on or (None if project.status == ProjectStatus.ACTIVE else project.started_on),
            is_open=project.ended_on is None and project.status == ProjectStatus.ACTIVE,
            label=project.title,
            title=f"{project.title} ({project.get_status_display().lower()})",
            url=project.get_absolute_url(),
            is_strong=project.status != ProjectStatus.PROPOSED,
        )
        for project in projects
        if project.started_on
    ]
    return Lane(_("Projects"), marks, "bar")


# What a picture cannot show


def _silent(silences: Sequence[Gap]) -> list[str]:
    if not silences:
        return []
    periods = "; ".join(f"{gap.first}–{gap.last}" for gap in silences)
    return [_("No agreement, visit or meeting is recorded in the shaded years: %(periods)s.") % {"periods": periods}]


def _undated(agreements: Iterable[Any], projects: Iterable[Project]) -> list[str]:
    notes = []
    if titles := [str(agreement.title) for agreement in agreements if not agreement.signed_on]:
        notes.append(
            ngettext("Without a recorded date, and so not shown: %(titles)s.",
                     "Without recorded dates, and so not shown: %(titles)s.", len(titles))
            % {"titles": "; ".join(titles)}
        )  # fmt: skip
    if count := sum(project.started_on is None for project in projects):
        notes.append(
            ngettext("%(n)s project whose start is not recorded stands in the list below alone.",
                     "%(n)s projects whose start is not recorded stand in the list below alone.", count)
            % {"n": count}
        )  # fmt: skip
    return notes


def _key(lanes: Sequence[Lane]) -> list[str]:
    notes = []
    marks = [mark for lane in lanes for mark in lane.marks]
    dots = [mark for lane in lanes if lane.shape == "dot" for mark in lane.marks]
    if any(mark.follows for mark in dots):
        notes.append(_("A line joins what is renewed to what renews it; it is broken over one without a date."))
    if not all(mark.is_strong for mark in dots):
        notes.append(_("A ring is an agreement that has ended."))
    if any(mark.key.startswith("term-") for mark in marks):
        notes.append(_("Dark bars: signed or met the other side. Pale bars: in office in the same ministries."))
    return notes
