"""Instruments: multilateral agreements that give context."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField
from agreements.models.base import SluggedModel, history, localized


class Instrument(SluggedModel):
    """A multilateral agreement under or beside which two countries cooperate (Paris, Minamata, Basel …)."""

    name_en = models.CharField(_("name in English"), max_length=250)
    name_no = models.CharField(_("name in Norwegian"), max_length=250, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    adopted_on = PartialDateField(_("adopted"))
    url = models.URLField(_("address"), max_length=500, blank=True)
    history = history()

    class Meta:
        verbose_name = _("multilateral instrument")
        verbose_name_plural = _("multilateral instruments")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localized(self, "name")

    def slug_source(self) -> str:
        """The English name."""
        return self.name_en
