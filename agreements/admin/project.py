"""Projects in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.admin import filters
from agreements.admin.base import count_of, link_to_list
from agreements.admin.editorial import EditorialAdmin
from agreements.admin.evidence import EvidenceInline, sources_of
from agreements.admin.forms import EditorialForm
from agreements.admin.search import FULL_TEXT
from agreements.models import Agreement, Project


class ProjectForm(EditorialForm):
    """A project. A draft may lack its agreement: it can then be entered from the page of one not yet saved."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "project_budget_has_a_currency": "budget_currency",
        "project_ends_after_it_begins": "ended_on",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agreements" in self.fields:
            self.fields["agreements"].required = self.instance.is_published  # type: ignore[attr-defined]


@admin.register(Project)
class ProjectAdmin(EditorialAdmin):
    """Cooperation carried out or proposed under agreements."""

    form = ProjectForm
    list_display = ["name", "status", "started_on", "ended_on", "editorial_status", "agreements_count", "sources_count"]
    list_filter = [
        "editorial_status",
        filters.NeedsReview,
        filters.HasSource,
        "status",
        filters.ProjectParty,
        filters.AgreementTheme,
        filters.ProjectAgreement,
        filters.CitedSource,
    ]
    search_fields = FULL_TEXT
    autocomplete_fields = ["agreements", "themes", "institutions"]
    inlines = [EvidenceInline]
    counts = {
        "agreements_count": count_of(Project.agreements.through, "project"),
        "sources_count": sources_of(Project),
    }
    fieldsets = [
        (_("Title"), {"fields": ["title_en", "title_no", "norwegian_form", "reference"]}),
        (_("Cooperation"), {"fields": ["agreements", "institutions", "themes", "status", ("started_on", "ended_on")]}),
        (_("Budget"), {"fields": [("budget_amount", "budget_currency")]}),
        (_("Content and results"), {"fields": ["summary_en", "summary_no", "results_en", "results_no"]}),
        (_("Editorial"), {"fields": ["verified_on", "review_note"]}),
    ]

    def missing_to_publish(self, obj: Any) -> list[str]:
        """A project is of at least one agreement; a draft may still lack it."""
        missing = super().missing_to_publish(obj)
        return missing if obj.agreements.exists() else [*missing, gettext("an agreement")]

    @admin.display(description=_("title"), ordering="title_en")
    def name(self, obj: Any) -> str:
        return str(obj)

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, project=obj.pk)

    @admin.display(description=_("sources"), ordering="sources_count")
    def sources_count(self, obj: Any) -> int:
        return int(obj.sources_count)
