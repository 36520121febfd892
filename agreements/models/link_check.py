"""What became of the addresses that sources and texts name, when they were last asked."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.fetch import Trouble

#: Different days in a row on which an address must fail before it counts as broken.
BROKEN_AFTER = 2


class LinkOutcome(models.TextChoices):
    """What an address answered."""

    ANSWERS = "answers", _("answers")
    # A page came, at once or after redirects.
    REFUSES = "refuses", _("refuses programs")
    # The server wants a person or a log-in (401, 403, 405, 429 …), which says nothing of the page.
    FAILS = "fails", _("fails")
    # No such page, an error of the server, or no answer.


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Questions about addresses that were asked."""

    def broken(self) -> Self:
        """Addresses that failed on two different days, with no better answer in between."""
        return self.filter(failed_days__gte=BROKEN_AFTER)

    def doubtful(self) -> Self:
        """Addresses that failed on one day so far: a site may be down for an afternoon, so they are asked again."""
        return self.filter(failed_days__gt=0, failed_days__lt=BROKEN_AFTER)


class LinkCheck(models.Model):
    """The latest check of one address; two rows are two addresses, whoever names them.

    ``status``: of HTTP; NULL when no answer came. ``problem``: why none came; '' when one did.
    ``failed_days``: how many different days in a row it failed; 0: its last answer was no failure. No history: it says
    how the web was, not what an editor did.
    """

    address = models.CharField(_("address"), max_length=1000, unique=True)
    checked_at = models.DateTimeField(_("checked"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=LinkOutcome)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Trouble, blank=True)
    failed_days = models.PositiveSmallIntegerField(_("days in a row on which it failed"), default=0)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of an address")
        verbose_name_plural = _("checks of addresses")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=LinkOutcome.values), name="link_check_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=LinkOutcome.FAILS, failed_days__gt=0)
                | (~models.Q(outcome=LinkOutcome.FAILS) & models.Q(failed_days=0)),
                name="link_check_counts_failures_alone",
                violation_error_message=_("Days are counted of an address that fails, and of no other."),
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_broken(self) -> bool:
        """Whether it has failed often enough to be mended."""
        return self.failed_days >= BROKEN_AFTER

    def note(self, outcome: LinkOutcome, at: dt.datetime, status: int | None = None, problem: str = "") -> None:
        """Enter what was answered at a time, without saving. A second failure on the same day is no second day."""
        fails = outcome == LinkOutcome.FAILS
        same_day = self.failed_days > 0 and timezone.localdate(self.checked_at) == timezone.localdate(at)
        self.failed_days = self.failed_days + (not same_day) if fails else 0
        self.outcome, self.status, self.problem, self.checked_at = outcome, status, problem, at

    def in_words(self) -> str:
        """What came of it, for an editor: ``404 (failed on 2 days in a row)``."""
        said = self.get_problem_display() or str(self.status)
        if not self.failed_days:
            return said
        days = ngettext("failed on %(count)d day", "failed on %(count)d days in a row", self.failed_days)
        return f"{said} ({days % {'count': self.failed_days}})"
