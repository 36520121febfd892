"""Projects: the cooperation carried out or proposed under agreements."""

from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField, in_order
from agreements.models.agreement import Agreement
from agreements.models.base import (
    EditorialQuerySet,
    EditorialRecord,
    editorial_constraints,
    history,
    localized,
    make_slug,
)
from agreements.models.institution import Institution
from agreements.models.source import Evidence
from agreements.models.theme import Theme


class ProjectStatus(models.TextChoices):
    """How far the cooperation has come, as the latest source says."""

    PROPOSED = "proposed", _("Proposed")
    # Named as a wish or plan; nothing is known to have begun.
    ACTIVE = "active", _("Under way")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class ProjectQuerySet(EditorialQuerySet):
    """Questions about projects."""

    def by_date(self) -> Self:
        """Latest start first, those without a date last."""
        return self.order_by(models.F("started_on").desc(nulls_last=True), "-pk")


class Project(EditorialRecord):
    """Cooperation carried out or proposed under one or more agreements. Its parties are those of the agreements.

    ``budget_amount`` is in whole units of ``budget_currency`` (ISO 4217); NULL: not recorded.
    """

    reference = models.SlugField(_("reference"), max_length=60, unique=True, null=True, blank=True)
    agreements = models.ManyToManyField(Agreement, related_name="projects", verbose_name=_("agreements"))
    status = models.CharField(_("status"), max_length=12, choices=ProjectStatus, default=ProjectStatus.NOT_RECORDED)
    started_on = PartialDateField(_("from"))
    ended_on = PartialDateField(_("until"))
    budget_amount = models.DecimalField(
        _("budget"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters (ISO 4217), such as NOK."))],
    )
    results_en = models.TextField(_("results in English"), blank=True)
    results_no = models.TextField(_("results in Norwegian"), blank=True)
    themes = models.ManyToManyField(Theme, related_name="projects", blank=True, verbose_name=_("themes"))
    institutions = models.ManyToManyField(
        Institution, related_name="projects", blank=True, verbose_name=_("institutions")
    )
    evidence = GenericRelation(Evidence, verbose_name=_("evidence"))
    history = history(m2m_fields=[agreements, themes, institutions])

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = [models.F("started_on").desc(nulls_last=True), "-pk"]
        constraints = [
            *editorial_constraints("project"),
            models.CheckConstraint(
                condition=models.Q(budget_amount__isnull=True, budget_currency="")
                | (models.Q(budget_amount__isnull=False) & ~models.Q(budget_currency="")),
                name="project_budget_has_a_currency",
                violation_error_message=_("A budget needs a currency, and a currency needs a budget."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget_amount__isnull=True) | models.Q(budget_amount__gte=0),
                name="project_budget_is_not_negative",
                violation_error_message=_("A budget cannot be less than nothing."),
            ),
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="project_ends_after_it_begins",
                violation_error_message=_("A project cannot end before it begins."),
            ),
        ]

    @property
    def results(self) -> str:
        """What came of it, in the reader's language."""
        return localized(self, "results")

    @property
    def slug(self) -> str:
        """The readable part of the address, the same in both languages."""
        return make_slug(self.title_en or self.title_no)

    def get_absolute_url(self) -> str:
        """The permanent address."""
        return reverse("project", args=[self.pk, self.slug])
