"""Parties: states of today, former states, territories and international organisations."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.choices import EditorialStatus
from agreements.dates import PartialDateField, in_order
from agreements.models.base import history, localized


class PartyKind(models.TextChoices):
    """What sort of subject of international law a party is."""

    STATE = "state", _("State")
    # A state of today, with its ISO 3166-1 alpha-3 code.
    FORMER_STATE = "former_state", _("Former state")
    # A state that ended; its agreements may bind its successors.
    TERRITORY = "territory", _("Territory")
    # Part of a state that makes agreements of its own, such as the Faroe Islands.
    ORGANISATION = "organisation", _("International organisation")
    # The European Union, the FAO and the like.


class PartyQuerySet(models.QuerySet["Party"]):
    """Questions about parties."""

    def published(self) -> Self:
        """Parties that stand on at least one published agreement."""
        # Asked of each: as a list, it would be made of all that are published, for one as for all of them.
        standing = {
            "pk": models.OuterRef("pk"),
            "participations__agreement__editorial_status": EditorialStatus.PUBLISHED,
        }
        return self.filter(models.Exists(Party._base_manager.filter(**standing)))


class Party(models.Model):
    """A state or organisation that can stand on one side of an agreement; two rows differ by their code.

    ``existed_until`` NULL with kind STATE means that it exists today.
    """

    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[a-z]{2,8}$", _("Two to eight small letters, such as nor or sun."))],
        help_text=_(
            "ISO 3166 alpha-3 in small letters where there is one (nor, chn, sun); it is the address of the party."
        ),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind, default=PartyKind.STATE)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_no = models.CharField(_("name in Norwegian"), max_length=200)
    official_name_en = models.CharField(_("official name in English"), max_length=200, blank=True)
    official_name_no = models.CharField(_("official name in Norwegian"), max_length=200, blank=True)
    existed_from = PartialDateField(_("existed from"))
    existed_until = PartialDateField(_("existed until"))
    successors = models.ManyToManyField(
        "self",
        through="PartySuccession",
        through_fields=("predecessor", "successor"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
    )
    history = history()

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=in_order("existed_from", "existed_until"),
                name="party_ends_after_it_begins",
                violation_error_message=_("A party cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The party's page."""
        return reverse("party", args=[self.code])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localized(self, "name")


class PartyName(models.Model):
    """Another name a party has or had, as sources write it ("Norwegian", "U.S.S.R.", "挪威")."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="names", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47, such as en or zh-Hans."))
    history = history()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["party", "name", "language"], name="party_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PartySuccession(models.Model):
    """One party took the place of another, wholly or in part (the Soviet Union → Russia)."""

    predecessor = models.ForeignKey(Party, models.CASCADE, related_name="succeeded_by", verbose_name=_("predecessor"))
    successor = models.ForeignKey(Party, models.CASCADE, related_name="succeeds", verbose_name=_("successor"))
    succeeded_on = PartialDateField(_("date"))
    history = history()

    class Meta:
        verbose_name = _("succession of parties")
        verbose_name_plural = _("successions of parties")
        ordering = ["succeeded_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="party_succession_once",
                violation_error_message=_("This succession is already recorded."),
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="party_does_not_succeed_itself",
                violation_error_message=_("A party cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
