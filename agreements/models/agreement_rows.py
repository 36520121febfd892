"""The rows that belong to one agreement: its two parties, its other titles, its entries in registers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField
from agreements.models.agreement import Agreement
from agreements.models.base import history
from agreements.models.institution import Institution
from agreements.models.party import Party


class PartyBasis(models.TextChoices):
    """How we know that a party is a party."""

    SOURCE = "source", _("Stated by the source")
    TITLE = "title", _("Taken from the title")
    # An importer read it from the title; the register itself does not say.


class AgreementParty(models.Model):
    """One of the two sides of an agreement, with the institution that acts and the dates of its own.

    Dates are those of this party's acts; NULL: not recorded.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="participations", verbose_name=_("agreement"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="participations", verbose_name=_("party"))
    position = models.PositiveSmallIntegerField(_("position"), choices=[(1, "1"), (2, "2")])
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name=_("institution"),
        help_text=_("The ministry or agency that acts for the party."),
    )
    basis = models.CharField(_("basis"), max_length=6, choices=PartyBasis, default=PartyBasis.SOURCE)
    signed_on = PartialDateField(_("signed"))
    ratified_on = PartialDateField(_("ratified or approved"))
    notified_on = PartialDateField(_("notified"))
    in_force_on = PartialDateField(_("in force for the party"))
    withdrew_on = PartialDateField(_("gave notice"))
    history = history()

    class Meta:
        verbose_name = _("party to the agreement")
        verbose_name_plural = _("parties to the agreement")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="agreement_parties_differ",
                violation_error_message=_("The two parties must be different."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="agreement_position_once",
                violation_error_message=_("Each side of an agreement is one party."),
            ),
            models.CheckConstraint(
                condition=models.Q(position__in=[1, 2]),
                name="agreement_has_two_sides",
                violation_error_message=_("An agreement has two sides, 1 and 2."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    def clean(self) -> None:
        """Raise ValidationError when the institution belongs to another party, or the party it was has signatures.

        Removing a row does not come here: forms check the signatures against the parties that remain.
        """
        super().clean()
        if self.institution and self.party_id and self.institution.party_id != self.party_id:
            raise ValidationError({"institution": _("This institution belongs to another party.")})
        before = AgreementParty.objects.filter(pk=self.pk).exclude(party=self.party_id).first() if self.pk else None
        if before and self.agreement.declared_party_ids is None and before.has_signatures():
            raise ValidationError({"party": _("Somebody signed for %(party)s here.") % {"party": before.party}})

    def has_signatures(self) -> bool:
        """Whether somebody signed the agreement for this party."""
        return self.agreement.signatures.filter(party_id=self.party_id).exists()


class AlternativeTitle(models.Model):
    """Another title of an agreement: in a third language, short, or as another register gives it."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="alternative_titles", verbose_name=_("agreement")
    )
    title = models.CharField(_("title"), max_length=1000)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47; empty: not recorded."))
    history = history()

    class Meta:
        verbose_name = _("alternative title")
        verbose_name_plural = _("alternative titles")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "title"], name="alternative_title_once")]

    def __str__(self) -> str:
        return self.title


class Register(models.TextChoices):
    """Public registers in which agreements are entered."""

    UNTS = "unts", _("United Nations Treaty Series")
    LOVDATA = "lovdata", _("Lovdata, Norwegian treaty register")
    IEADB = "ieadb", _("International Environmental Agreements Database")
    ECOLEX = "ecolex", _("ECOLEX")
    FCDO = "fcdo", _("UK Treaties Online (FCDO)")
    SO = "so", _("Sweden's international agreements (SÖ)")
    OTHER = "other", _("Another register")


class Registration(models.Model):
    """An agreement's entry in a register: the register, its number and the address of the entry."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="registrations", verbose_name=_("agreement"))
    register = models.CharField(_("register"), max_length=8, choices=Register)
    number = models.CharField(_("number"), max_length=60)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    history = history()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "register", "number"],
                name="registration_once",
                violation_error_message=_("This registration is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(register="ieadb"),
                name="registration_ieadb_number_once",
                violation_error_message=_("Another agreement has this IEADB number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.number}"
