"""The work lists: what waits for an editor. The number on the front page and the list behind it are one condition.

To add a list, add one ``WorkList`` to a group in ``GROUPS``. The front page then counts it, and the lists of its models
in the admin can be narrowed to it (``?worklist=<code>``; a page that is no ``ArchiveAdmin`` has to name ``OnWorkList``
among its filters). Its condition must join no other table: ask of rows ``Q(pk__in=…)``, or numbers would count a record
once for each row.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.choices import EditorialStatus, LegalStatus, NorwegianForm
from agreements.models import Agreement, AgreementText, ErrorReport, Event, LinkCheck, Project, Source
from agreements.quality.completeness import item
from agreements.quality.renewals import due_for_renewal

#: The records with an editorial life.
EDITORIAL: tuple[type[Model], ...] = (Agreement, Project, Event)
#: No account has this id, so no draft is theirs.
NOBODY = 0


@dataclass(frozen=True)
class Asking:
    """Who asks, and on which day. ``user``: the id of the account, or NOBODY."""

    user: int
    today: dt.date

    @classmethod
    def now(cls, user: int) -> "Asking":
        """Today, where the archive is."""
        return cls(user, timezone.localdate())

    @property
    def in_a_year(self) -> dt.date:
        """Twelve months from now."""
        return _years_from(self.today, 1)


def _years_from(day: dt.date, years: int) -> dt.date:
    """The same day of another year; the 28th for a 29 February that it lacks."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True)
class WorkList:
    """Records that wait for one sort of work. ``condition``: which ones of a model, for whoever asks.

    ``empty``: what to say where there are none.
    """

    code: str
    label: str | Promise
    explanation: str | Promise
    empty: str | Promise
    models: tuple[type[Model], ...]
    condition: Callable[[Any, Asking], Q]

    def narrow(self, records: QuerySet[Any], asking: Asking) -> QuerySet[Any]:
        """Those of the records that are on the list."""
        return records.filter(self.condition(records.model, asking))


@dataclass(frozen=True)
class Group:
    """Work lists under one heading."""

    code: str
    heading: str | Promise
    lists: tuple[WorkList, ...]


_KEPT = ~Q(editorial_status=EditorialStatus.WITHDRAWN)
_PUBLISHED = Q(editorial_status=EditorialStatus.PUBLISHED)


def _my_drafts(model: Any, asking: Asking) -> Q:
    written = model.history.filter(history_user=asking.user).order_by().values("id")
    return Q(editorial_status=EditorialStatus.DRAFT, pk__in=written)


def _in_review(model: Any, asking: Asking) -> Q:
    return Q(editorial_status=EditorialStatus.IN_REVIEW)


def _second_look(model: Any, asking: Asking) -> Q:
    """What needs review for another reason than that it waits for it."""
    needing = model._default_manager.needs_review().order_by().values("pk")
    return Q(pk__in=needing) & ~Q(editorial_status=EditorialStatus.IN_REVIEW, review_note="")


def _expiring(model: Any, asking: Asking) -> Q:
    ended = [LegalStatus.EXPIRED, LegalStatus.TERMINATED, LegalStatus.SUPERSEDED]
    within = Q(expires_on__on_or_after=asking.today) & Q(expires_on__on_or_before=asking.in_a_year)
    going_on = Agreement.objects.filter(within).with_legal_status(asking.today).exclude(legal_status__in=ended)
    return _KEPT & Q(pk__in=going_on.order_by().values("pk"))


def _tacit_renewal(model: Any, asking: Asking) -> Q:
    ended = [LegalStatus.TERMINATED, LegalStatus.SUPERSEDED]
    due = Agreement.objects.filter(pk__in=due_for_renewal(asking.today, asking.in_a_year))
    going_on = due.with_legal_status(asking.today).exclude(legal_status__in=ended)
    return _KEPT & Q(pk__in=going_on.order_by().values("pk"))


def _without(code: str) -> Callable[[Any, Asking], Q]:
    """Agreements in which an item of completeness is not recorded."""
    return lambda model, asking: _KEPT & ~item(model, code).answered


def _naming(addresses: QuerySet[LinkCheck]) -> Callable[[Any, Asking], Q]:
    """Sources that give one of the addresses, and agreements with a text that does."""

    def condition(model: Any, asking: Asking) -> Q:
        given = Q(url__in=addresses.order_by().values("address"))
        if model is Source:
            return given
        return _KEPT & Q(pk__in=AgreementText.objects.filter(given).order_by().values("agreement"))

    return condition


def _verified_long_ago(model: Any, asking: Asking) -> Q:
    return _PUBLISHED & Q(verified_on__lt=_years_from(asking.today, -settings.VERIFY_AFTER_YEARS))


def _never_verified(model: Any, asking: Asking) -> Q:
    return _PUBLISHED & Q(verified_on__isnull=True)


def _long_ago() -> str:
    years: int = settings.VERIFY_AFTER_YEARS
    words = ngettext("Verified more than %(years)d year ago", "Verified more than %(years)d years ago", years)
    return words % {"years": years}


def _written_in(form: NorwegianForm) -> Callable[[Any, Asking], Q]:
    """Published records that have Norwegian text, in one of its forms."""
    return lambda model, asking: _PUBLISHED & Q(norwegian_form=form) & ~Q(title_no="", summary_no="")


def _reported(model: Any, asking: Asking) -> Q:
    return Q(pk__in=model._default_manager.waiting().order_by().values("pk"))


MY_DRAFTS = WorkList(
    "my-drafts",
    _("My drafts"),
    _("Drafts that you began or changed."),
    _("You have no drafts."),
    EDITORIAL,
    _my_drafts,
)
IN_REVIEW = WorkList(
    "in-review",
    _("Waiting for review"),
    _("Complete in the eyes of whoever wrote them; a publisher decides."),
    _("Nothing waits for review."),
    EDITORIAL,
    _in_review,
)
SECOND_LOOK = WorkList(
    "second-look",
    _("Needs a second look"),
    _("A note for review says what is doubtful, or a published record has lost a party or its last source."),
    _("Nothing needs a second look."),
    EDITORIAL,
    _second_look,
)
ERROR_REPORTS = WorkList(
    "error-reports",
    _("Errors that readers report"),
    _("Notes from the public pages that nobody has dealt with."),
    _("No report waits."),
    (ErrorReport,),
    _reported,
)
EXPIRING = WorkList(
    "expiring",
    _("Expire within 12 months"),
    _("Their term ends, and they do not continue by themselves."),
    _("Nothing expires within 12 months."),
    (Agreement,),
    _expiring,
)
TACIT_RENEWAL = WorkList(
    "tacit-renewal",
    _("Due for tacit renewal within 12 months"),
    _("A term ends, and a new one begins unless a party objects."),
    _("No tacit renewal is due within 12 months."),
    (Agreement,),
    _tacit_renewal,
)
#: By what is missing; the front page shows them for each party.
MISSING = {
    "text": WorkList(
        "without-text",
        _("Without a text"),
        _("No text is held or linked."),
        _("Every agreement has a text."),
        (Agreement,),
        _without("text"),
    ),
    "date": WorkList(
        "without-date",
        _("Without a date"),
        _("No date of signature is recorded."),
        _("Every agreement has a date of signature."),
        (Agreement,),
        _without("signed_on"),
    ),
    "source": WorkList(
        "without-source",
        _("Without a source"),
        _("No source is named, so it cannot be published."),
        _("Every agreement has a source."),
        (Agreement,),
        _without("source"),
    ),
    "signatory": WorkList(
        "without-signatory",
        _("Without a signatory"),
        _("Nobody is recorded as having signed."),
        _("Every agreement has a signatory."),
        (Agreement,),
        _without("signatory"),
    ),
}
BROKEN_LINKS = WorkList(
    "broken-links",
    _("Broken links"),
    _("An address of a source or a text failed on two different days, with no better answer in between."),
    _("No link is known to be broken."),
    (Source, Agreement),
    _naming(LinkCheck.objects.broken()),
)
DOUBTFUL_LINKS = WorkList(
    "doubtful-links",
    _("Links to be checked again"),
    _("They failed on one day so far; the next check on another day decides."),
    _("No link has to be checked again."),
    (Source, Agreement),
    _naming(LinkCheck.objects.doubtful()),
)
VERIFIED_LONG_AGO = WorkList(
    "verified-long-ago",
    lazy(_long_ago, str)(),
    _("Somebody checked them against their sources, but sources change."),
    _("Every record that was ever verified was so lately."),
    EDITORIAL,
    _verified_long_ago,
)
NEVER_VERIFIED = WorkList(
    "never-verified",
    _("Never verified"),
    _("Published, and nobody has checked them against their sources since they were entered or imported."),
    _("Every published record has been verified."),
    EDITORIAL,
    _never_verified,
)
#: Not work, but lists whose numbers the front page gives: published records by the form of their Norwegian.
WRITTEN_IN = {
    form: WorkList(
        f"written-in-{form}",
        form.label,
        _("Published records with a title or summary in this form of Norwegian."),
        _("Nothing is written in this form."),
        EDITORIAL,
        _written_in(form),
    )
    for form in NorwegianForm
}

#: What the front page shows, in its order. Lists by party and by year have tables of their own there.
GROUPS = (
    Group("waiting", _("In progress"), (MY_DRAFTS, IN_REVIEW, SECOND_LOOK, ERROR_REPORTS)),
    Group("coming", _("Coming up"), (EXPIRING, TACIT_RENEWAL)),
    Group("upkeep", _("Upkeep"), (BROKEN_LINKS, DOUBTFUL_LINKS, VERIFIED_LONG_AGO, NEVER_VERIFIED)),
)


def work_lists() -> dict[str, WorkList]:
    """Every work list by its code."""
    listed = [one for group in GROUPS for one in group.lists]
    return {one.code: one for one in [*listed, *MISSING.values(), *WRITTEN_IN.values()]}


def work_lists_of(model: type[Model]) -> dict[str, WorkList]:
    """Those that hold records of a model."""
    return {code: one for code, one in work_lists().items() if model in one.models}


def numbers(lists: Iterable[WorkList], model: type[Model], asking: Asking) -> dict[str, int]:
    """How many records of a model are on each of the lists, by code; one query, whatever their number."""
    mine = [one for one in lists if model in one.models]
    counts = {f"list_{place}": Count("pk", filter=one.condition(model, asking)) for place, one in enumerate(mine)}
    found: dict[str, int] = model._base_manager.aggregate(**counts) if counts else {}
    return {one.code: found[f"list_{place}"] for place, one in enumerate(mine)}
