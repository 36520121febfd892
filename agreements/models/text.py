"""Texts of agreements: one per language, authentic or translated."""

import hashlib
from typing import Any

from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.base import history
from agreements.models.source import SHA256


class TextStatus(models.TextChoices):
    """What standing a text has (VCLT article 33)."""

    AUTHENTIC = "authentic", _("Authentic")
    # Signed, or named as authentic by the agreement.
    OFFICIAL_TRANSLATION = "official", _("Official translation")
    # Made or adopted by a party.
    TRANSLATION = "translation", _("Translation")
    # Anybody else's.
    NOT_RECORDED = "not_recorded", _("Not recorded")


class AgreementText(models.Model):
    """One text of an agreement in one language. It may be held as a file, linked by address, or only known to exist.

    ``sha256`` is that of the file, kept in step when the record is saved; '' when no file is held. ``extracted_text``
    is plain text for searching; '' when none was extracted.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="texts", verbose_name=_("agreement"))
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        help_text=_("BCP 47, such as nb or zh-Hans; empty: not recorded."),
    )
    status = models.CharField(_("standing"), max_length=12, choices=TextStatus, default=TextStatus.NOT_RECORDED)
    prevails = models.BooleanField(
        _("prevails"), default=False, help_text=_("This text decides where the authentic texts differ.")
    )
    file = models.FileField(
        _("file"),
        upload_to="texts/%Y/",
        blank=True,
        validators=[FileExtensionValidator(["pdf", "txt", "html", "docx", "odt"])],
    )
    url = models.URLField(
        _("address"), max_length=1000, blank=True, help_text=_("Where the text can be read elsewhere.")
    )
    extracted_text = models.TextField(_("plain text"), blank=True)
    sha256 = models.CharField(_("checksum of the file"), max_length=64, blank=True, editable=False, validators=[SHA256])
    history = history()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["-prevails", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(prevails=True),
                name="agreement_one_prevailing_text",
                violation_error_message=_("Only one text of an agreement can prevail."),
            ),
            models.CheckConstraint(
                condition=models.Q(prevails=False) | models.Q(status=TextStatus.AUTHENTIC),
                name="agreement_prevailing_text_is_authentic",
                violation_error_message=_("Only an authentic text can prevail."),
            ),
        ]

    def __str__(self) -> str:
        language = self.language or _("language not recorded")  # no call of gettext is found inside an f-string
        return f"{self.get_status_display()}: {language}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the checksum in step with the file."""
        if self.file and not self.file._committed:  # type: ignore[attr-defined]
            digest = hashlib.sha256()
            for chunk in self.file.chunks():
                digest.update(chunk)
            self.sha256 = digest.hexdigest()
        elif not self.file:
            self.sha256 = ""
        super().save(*args, **kwargs)
