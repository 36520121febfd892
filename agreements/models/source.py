"""Sources and evidence: where each statement of the archive comes from."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField
from agreements.models.base import history

SHA256 = RegexValidator(r"^[0-9a-f]{64}$", _("64 hexadecimal digits."))


class Source(models.Model):
    """A page, a register or a document that states something; two rows differ by publisher, title or address."""

    publisher = models.CharField(_("publisher"), max_length=200)
    title = models.CharField(_("title"), max_length=500)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47, such as nb."))
    published_on = PartialDateField(_("published"))
    retrieved_on = models.DateField(_("retrieved"), null=True, blank=True)
    sha256 = models.CharField(
        _("checksum of the archived copy"),
        max_length=64,
        blank=True,
        validators=[SHA256],
        help_text=_("SHA-256; empty: no copy kept."),
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    history = history()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["publisher", "title", "url"],
                name="source_once",
                violation_error_message=_("This source is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"


class Evidence(models.Model):
    """A source's support for one fact of one record. ``field`` empty: for the record as a whole.

    A record "has a source" when it has at least one piece of evidence.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")
    field = models.CharField(
        _("field"),
        max_length=60,
        blank=True,
        help_text=_("The fact it supports, such as signed_on. Empty: the whole record."),
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence", verbose_name=_("source"))
    locator = models.CharField(
        _("where in the source"), max_length=200, blank=True, help_text=_("Page, paragraph, number.")
    )
    note = models.CharField(_("quotation or paraphrase"), max_length=500, blank=True)
    history = history()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="evidence_of_a_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "source", "locator"],
                name="evidence_once",
                violation_error_message=_("This evidence is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}{f', {self.locator}' if self.locator else ''}"

    def clean(self) -> None:
        """Raise ValidationError when the record has no such field."""
        super().clean()
        model = self.content_type.model_class() if self.content_type_id else None
        if self.field and model is not None:
            try:
                model._meta.get_field(self.field)
            except FieldDoesNotExist as error:
                raise ValidationError({"field": _("This kind of record has no field of that name.")}) from error
