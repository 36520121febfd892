"""Reports of errors: what a reader says is wrong with a record."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """Questions about reports."""

    def waiting(self) -> Self:
        """Reports that nobody has dealt with."""
        return self.filter(handled_at__isnull=True)

    def handle(self, editor: models.Model) -> int:
        """Say that the editor has dealt with these, forget the senders' addresses, and return how many it were."""
        return self.waiting().update(handled_at=timezone.now(), handled_by=editor, email="")


class ErrorReport(models.Model):
    """A note from a reader to the editors about one record; nothing is kept of who sent it but the address given.

    ``handled_at`` NULL: still to be dealt with. ``email`` '': none was given, or the report has been dealt with.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")
    text = models.TextField(_("what is wrong"), max_length=4000, validators=[MinLengthValidator(3)])
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, help_text=_("Of the page it was written on."))
    reported_at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("dealt with by"),
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ["-reported_at", "-pk"]
        default_permissions = ("change", "view", "delete")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handled_by__isnull=True) | models.Q(handled_at__isnull=False),
                name="error_report_handled_by_somebody_at_some_time",
                violation_error_message=_("Who has dealt with a report did so at some time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.text[:60]}"
