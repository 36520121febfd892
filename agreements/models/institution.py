"""Institutions: the ministries and agencies that act for parties."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField, in_order
from agreements.models.base import SluggedModel, history, localized
from agreements.models.party import Party


class Institution(SluggedModel):
    """A ministry or agency under one name; a new name or remit is a new institution that succeeds the old one."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="institutions", verbose_name=_("party"))
    name_en = models.CharField(_("name in English"), max_length=250)
    name_no = models.CharField(_("name in Norwegian"), max_length=250, blank=True)
    native_name = models.CharField(_("name in its own language"), max_length=250, blank=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    existed_from = PartialDateField(_("existed from"))
    existed_until = PartialDateField(_("existed until"), help_text=_("Empty: it exists, or the end is not recorded."))
    successors = models.ManyToManyField(
        "self",
        through="InstitutionSuccession",
        through_fields=("predecessor", "successor"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
    )
    history = history()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=in_order("existed_from", "existed_until"),
                name="institution_ends_after_it_begins",
                violation_error_message=_("An institution cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localized(self, "name")

    def slug_source(self) -> str:
        """Party and name: many countries have a Ministry of the Environment."""
        return f"{self.party.code} {self.name_en}"


class InstitutionSuccession(models.Model):
    """One institution took over from another (MEP → MEE, 2018)."""

    predecessor = models.ForeignKey(
        Institution, models.CASCADE, related_name="succeeded_by", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(Institution, models.CASCADE, related_name="succeeds", verbose_name=_("successor"))
    succeeded_on = PartialDateField(_("date"))
    history = history()

    class Meta:
        verbose_name = _("succession of institutions")
        verbose_name_plural = _("successions of institutions")
        ordering = ["succeeded_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="institution_succession_once",
                violation_error_message=_("This succession is already recorded."),
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="institution_does_not_succeed_itself",
                violation_error_message=_("An institution cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
