"""Signatories: the people who signed, their names in any script and the offices they held."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.choices import EditorialStatus
from agreements.dates import PartialDateField, in_order
from agreements.models.base import SluggedModel, also_update, history, localized
from agreements.models.institution import Institution
from agreements.models.party import Party


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    """Questions about signatories."""

    def published(self) -> Self:
        """People who signed at least one published agreement."""
        # Asked of each: as a list, it would be made of all that are published, for one as for all of them.
        standing = {"pk": models.OuterRef("pk"), "signatures__agreement__editorial_status": EditorialStatus.PUBLISHED}
        return self.filter(models.Exists(Signatory._base_manager.filter(**standing)))


class Signatory(SluggedModel):
    """A person who signed an agreement, nearly always a minister; two rows are two people, even of one name.

    In treaty law the word is used of the state; here it is the person, which is what readers search for.
    """

    name = models.CharField(
        _("name"), max_length=200, help_text=_("As the person is commonly named, in Latin letters.")
    )
    sort_name = models.CharField(
        _("name for sorting"),
        max_length=200,
        blank=True,
        help_text=_("Family name first, such as “Helgesen, Vidar”."),
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        related_name="signatories",
        null=True,
        blank=True,
        verbose_name=_("party served"),
    )
    born_on = PartialDateField(_("born"))
    died_on = PartialDateField(_("died"))
    wikidata_id = models.CharField(_("Wikidata identifier"), max_length=16, blank=True)
    history = history()

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wikidata_id"],
                condition=~models.Q(wikidata_id=""),
                name="signatory_wikidata_id_once",
                violation_error_message=_("Another signatory has this Wikidata identifier."),
            ),
            models.CheckConstraint(
                condition=in_order("born_on", "died_on"),
                name="signatory_dies_after_birth",
                violation_error_message=_("A person cannot die before being born."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill an empty name for sorting with the name itself."""
        if not self.sort_name:
            self.sort_name = self.name
            also_update(kwargs, "sort_name")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("signatory", args=[self.pk, self.slug])


class SignatoryAlias(models.Model):
    """Another way a person's name is written, in any script (Li Ganjie: 李干杰)."""

    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="aliases", verbose_name=_("signatory"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("BCP 47, such as zh-Hans."))
    history = history()

    class Meta:
        verbose_name = _("other form of the name")
        verbose_name_plural = _("other forms of the name")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["signatory", "name"], name="signatory_alias_once")]

    def __str__(self) -> str:
        return self.name


class TermOfOffice(models.Model):
    """A period in which a person held an office. ``ended_on`` NULL: still held, or the end is not recorded."""

    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="terms", verbose_name=_("signatory"))
    office_en = models.CharField(_("office in English"), max_length=200)
    office_no = models.CharField(_("office in Norwegian"), max_length=200, blank=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("institution"),
    )
    started_on = PartialDateField(_("from"))
    ended_on = PartialDateField(_("until"))
    history = history()

    class Meta:
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = ["started_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="term_of_office_ends_after_it_begins",
                violation_error_message=_("A term of office cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.office

    @property
    def office(self) -> str:
        """The title of the office in the reader's language."""
        return localized(self, "office")
