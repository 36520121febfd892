"""Press releases that editors take in: the text as it was read, what was read in it, and what was decided."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField
from agreements.models.agreement import Agreement
from agreements.models.base import history
from agreements.models.source import SHA256, Source


class ReleaseStatus(models.TextChoices):
    """Whether an editor has decided what is to become of a press release."""

    OPEN = "open", _("Open")
    # Nothing was written yet.
    ACCEPTED = "accepted", _("Accepted")
    # Drafts were made of it.
    SET_ASIDE = "set_aside", _("Set aside")
    # An editor decided that it gives no record.


class PressReleaseQuerySet(models.QuerySet["PressRelease"]):
    """Questions about press releases."""

    def open(self) -> "PressReleaseQuerySet":
        """Those that wait for a decision."""
        return self.filter(status=ReleaseStatus.OPEN)


class PressRelease(models.Model):
    """One press release as it was taken in; two rows differ by their checksum. Staff alone see it.

    ``sha256`` is that of the file or page as received, of the text in UTF-8 where it was pasted. ``reading``: what was
    read in the text (see agreements/intake/stored.py). ``choices``: the review form as it was last kept, by field; {}:
    as proposed. ``decided_at`` NULL: it is open. The text is not part of the history: it never changes.
    """

    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47, such as nb."))
    published_on = PartialDateField(_("published"))
    retrieved_on = models.DateField(_("retrieved"))
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    sha256 = models.CharField(_("checksum of the file"), max_length=64, validators=[SHA256])
    text = models.TextField(_("text"))
    reading = models.JSONField(_("reading"), default=dict, blank=True)
    choices = models.JSONField(_("choices"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=ReleaseStatus, default=ReleaseStatus.OPEN)
    taken_in_at = models.DateTimeField(_("taken in"), default=timezone.now, editable=False)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken in by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )
    source = models.ForeignKey(
        Source, models.SET_NULL, related_name="press_releases", null=True, blank=True, verbose_name=_("source")
    )
    agreements = models.ManyToManyField(
        Agreement, related_name="press_releases", blank=True, verbose_name=_("agreements")
    )
    history = history(excluded_fields=["text", "reading", "choices"])

    objects = PressReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        ordering = ["-taken_in_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                name="press_release_once",
                violation_error_message=_("This press release was taken in before."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=ReleaseStatus.OPEN, decided_at__isnull=True)
                | models.Q(status__in=[ReleaseStatus.ACCEPTED, ReleaseStatus.SET_ASIDE], decided_at__isnull=False),
                name="press_release_decided_has_a_day",
                violation_error_message=_("A press release is open, or the day of the decision is recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name or str(_("Press release without a title"))

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.status == ReleaseStatus.OPEN

    def decide(self, status: ReleaseStatus, user: Any) -> None:
        """Close it with the user's decision, or open it again."""
        self.status = status
        self.decided_at = None if status == ReleaseStatus.OPEN else timezone.now()
        self.decided_by = None if status == ReleaseStatus.OPEN else user
        self.save()
