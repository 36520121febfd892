"""Signatures: who signed an agreement, for which party, in which office that day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField
from agreements.models.agreement import Agreement
from agreements.models.base import history, localized
from agreements.models.institution import Institution
from agreements.models.party import Party
from agreements.models.signatory import Signatory


class Qualifier(models.TextChoices):
    """In what capacity the person signed."""

    IN_OFFICE = "in_office", _("in office")
    # Held the office on the day.
    INCOMING = "incoming", _("incoming")
    # Named to the office, not yet in it.
    ACTING = "acting", _("acting")
    # Held it for the time being.
    AMBASSADOR = "ambassador", _("ambassador")
    # By full powers (VCLT article 7).
    OTHER = "other", _("other")
    # An official or a deputy; the office says which.


class Signature(models.Model):
    """One person's signature of one agreement for one party.

    The office is that of the day, as the source gives it, and stays as it is when the person moves on or the ministry
    is renamed. ``signed_on`` NULL: on the day of the agreement, or not recorded.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures", verbose_name=_("agreement"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures", verbose_name=_("for the party"))
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="signatures", verbose_name=_("signatory"))
    office_en = models.CharField(_("office in English"), max_length=200, blank=True, help_text=_("As held that day."))
    office_no = models.CharField(_("office in Norwegian"), max_length=200, blank=True, help_text=_("As held that day."))
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="signatures",
        null=True,
        blank=True,
        verbose_name=_("institution"),
    )
    qualifier = models.CharField(_("capacity"), max_length=10, choices=Qualifier, default=Qualifier.IN_OFFICE)
    signed_on = PartialDateField(_("signed"), help_text=_("Only if it differs from the agreement's day."))
    history = history()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party", "signatory"],
                name="signature_once",
                violation_error_message=_("This person's signature for the party is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signatory} ({self.party})"

    @property
    def office(self) -> str:
        """The office as held that day, in the reader's language where it is written."""
        return localized(self, "office")

    def clean(self) -> None:
        """Raise ValidationError when the person signs for one who is no party, or from another party's ministry."""
        super().clean()
        agreement = getattr(self, "agreement", None)
        known = agreement is not None and (agreement.pk or agreement.declared_party_ids is not None)
        if known and self.party_id and self.party_id not in self.agreement.party_ids():
            raise ValidationError({"party": _("A signature's party must be one of the two parties of the agreement.")})
        if self.institution and self.party_id and self.institution.party_id != self.party_id:
            raise ValidationError({"institution": _("This institution belongs to another party.")})
