"""Events in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin import filters
from agreements.admin.editorial import EditorialAdmin
from agreements.admin.evidence import EvidenceInline, sources_of
from agreements.admin.forms import EditorialForm
from agreements.models import Event


class EventForm(EditorialForm):
    """An event."""

    constraint_fields: ClassVar[dict[str, str]] = {"event_ends_after_it_begins": "ended_on"}


@admin.register(Event)
class EventAdmin(EditorialAdmin):
    """Visits, meetings, ratifications and the like."""

    form = EventForm
    list_display = ["name", "kind", "started_on", "ended_on", "parties_shown", "editorial_status", "sources_count"]
    list_filter = [
        "editorial_status",
        filters.NeedsReview,
        filters.HasSource,
        "kind",
        filters.EventParty,
        filters.DecadeOfStart,
        filters.ProjectAgreement,
        filters.CitedSource,
    ]
    search_fields = ["title_en", "title_no", "reference", "place", "participants__name", "participants__aliases__name"]
    autocomplete_fields = ["agreements", "parties", "participants"]
    inlines = [EvidenceInline]
    counts = {"sources_count": sources_of(Event)}
    fieldsets = [
        (
            _("What happened"),
            {"fields": ["title_en", "title_no", "norwegian_form", "kind", ("started_on", "ended_on"), "place"]},
        ),
        (_("Who and what it concerns"), {"fields": ["parties", "participants", "agreements"]}),
        (_("Content"), {"fields": ["summary_en", "summary_no"]}),
        (_("Editorial"), {"fields": ["reference", "verified_on", "review_note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("parties")

    @admin.display(description=_("title"), ordering="title_en")
    def name(self, obj: Any) -> str:
        return str(obj)

    @admin.display(description=_("parties"))
    def parties_shown(self, obj: Any) -> str:
        return ", ".join(str(party) for party in obj.parties.all())

    @admin.display(description=_("sources"), ordering="sources_count")
    def sources_count(self, obj: Any) -> int:
        return int(obj.sources_count)
