"""Themes in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveAdmin, TabularRows, count_of, link_to_list
from agreements.admin.filters import BroaderTheme
from agreements.admin.forms import RecordForm, RowForm
from agreements.admin.search import FULL_TEXT
from agreements.models import Agreement, Project, Theme, ThemeAltLabel, ThemeMatch


class ThemeForm(RecordForm):
    """A term of the vocabulary."""

    constraint_fields: ClassVar[dict[str, str]] = {"theme_is_not_its_own_broader_theme": "broader"}


class AltLabelForm(RowForm):
    """Another word for it."""

    constraint_fields: ClassVar[dict[str, str]] = {"theme_alt_label_once": "label"}


class AltLabelInline(TabularRows):
    """Other words for it."""

    model = ThemeAltLabel
    form = AltLabelForm
    fields = ["label", "language"]


class MatchForm(RowForm):
    """A term of another vocabulary."""

    constraint_fields: ClassVar[dict[str, str]] = {"theme_exact_match_once": "term", "theme_match_once": "term"}


class MatchInline(TabularRows):
    """Terms of other vocabularies."""

    model = ThemeMatch
    form = MatchForm
    fields = ["vocabulary", "term", "kind", "url"]


@admin.register(Theme)
class ThemeAdmin(ArchiveAdmin):
    """The vocabulary."""

    form = ThemeForm
    list_display = ["label_en", "label_no", "broader", "agreements_count", "projects_count"]
    list_filter = [BroaderTheme]
    search_fields = FULL_TEXT
    autocomplete_fields = ["broader"]
    fieldsets = [
        (None, {"fields": [("label_en", "label_no"), "broader", "scope_note_en", "scope_note_no"]}),
        (_("Address in the archive"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    inlines = [AltLabelInline, MatchInline]
    #: Of records with the theme itself; those with a narrower theme count there.
    counts = {
        "agreements_count": count_of(Agreement.themes.through, "theme", "agreement"),
        "projects_count": count_of(Project.themes.through, "theme", "project"),
    }

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, theme=obj.pk)

    @admin.display(description=_("projects"), ordering="projects_count")
    def projects_count(self, obj: Any) -> str:
        return link_to_list(Project, obj.projects_count, theme=obj.pk)
