"""Themes: the controlled vocabulary, in the words of SKOS (W3C 2009)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.base import SluggedModel, history, localized


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Questions about the tree of themes."""

    def published(self) -> Self:
        """The whole vocabulary is public."""
        return self.all()

    def with_narrower(self, themes: Iterable["Theme"]) -> Self:
        """The given themes and everything narrower, at any depth, in one query over the small table of themes."""
        children: dict[int | None, list[int]] = defaultdict(list)
        for pk, broader_id in Theme._base_manager.values_list("pk", "broader_id"):
            children[broader_id].append(pk)
        found: set[int] = set()
        waiting = [theme.pk for theme in themes]
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting.extend(children[pk])
        return self.filter(pk__in=found)


class Theme(SluggedModel):
    """A term of the vocabulary; two rows differ in meaning, not only in wording. ``broader`` NULL: a top term."""

    label_en = models.CharField(_("label in English"), max_length=120, unique=True)
    label_no = models.CharField(_("label in Norwegian"), max_length=120, unique=True)
    broader = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="narrower",
        null=True,
        blank=True,
        verbose_name=_("broader theme"),
    )
    scope_note_en = models.TextField(
        _("scope note in English"), blank=True, help_text=_("What the theme covers and what it does not.")
    )
    scope_note_no = models.TextField(_("scope note in Norwegian"), blank=True)
    history = history()

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["label_en"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(broader=models.F("pk")),
                name="theme_is_not_its_own_broader_theme",
                violation_error_message=_("A theme cannot be broader than itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return localized(self, "label")

    @property
    def scope_note(self) -> str:
        """The scope note in the reader's language."""
        return localized(self, "scope_note")

    def slug_source(self) -> str:
        """The English label, so that addresses stay the same in both languages."""
        return self.label_en

    def get_absolute_url(self) -> str:
        """The theme's page."""
        return reverse("theme", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError when the broader theme is one of those under this one."""
        super().clean()
        below = Theme.objects.with_narrower([self]).exclude(pk=self.pk) if self.pk else Theme.objects.none()
        if self.broader_id and below.filter(pk=self.broader_id).exists():
            raise ValidationError(
                {"broader": _("The broader theme lies under this one; themes cannot go in a circle.")}
            )


class ThemeAltLabel(models.Model):
    """Another word for a theme, found by search and by importers (skos:altLabel)."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="alt_labels", verbose_name=_("theme"))
    label = models.CharField(_("label"), max_length=120)
    language = models.CharField(_("language"), max_length=12, help_text=_("BCP 47, such as en, nb or nn."))
    history = history()

    class Meta:
        verbose_name = _("alternative label")
        verbose_name_plural = _("alternative labels")
        ordering = ["language", "label"]
        constraints = [models.UniqueConstraint(fields=["theme", "label", "language"], name="theme_alt_label_once")]

    def __str__(self) -> str:
        return self.label


class MatchKind(models.TextChoices):
    """How a term of another vocabulary relates to the theme (SKOS mapping properties)."""

    EXACT = "exact", _("the same meaning")
    CLOSE = "close", _("nearly the same meaning")
    BROAD = "broad", _("a broader meaning there")
    NARROW = "narrow", _("a narrower meaning there")


class ThemeMatch(models.Model):
    """A link from a theme to a term of another vocabulary; importers find themes by it."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="matches", verbose_name=_("theme"))
    vocabulary = models.CharField(_("vocabulary"), max_length=40, help_text=_("Such as GEMET, ECOLEX or IEADB."))
    term = models.CharField(_("term"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=MatchKind, default=MatchKind.CLOSE)
    history = history()

    class Meta:
        verbose_name = _("match in another vocabulary")
        verbose_name_plural = _("matches in other vocabularies")
        ordering = ["vocabulary", "term"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "term"],
                condition=models.Q(kind=MatchKind.EXACT),
                name="theme_exact_match_once",
                violation_error_message=_("Another theme already has exactly this meaning in that vocabulary."),
            ),
            models.UniqueConstraint(fields=["theme", "vocabulary", "term"], name="theme_match_once"),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary}: {self.term}"
