"""Sources in the admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveAdmin, count_of, link_to_list
from agreements.models import Agreement, Event, Evidence, LinkCheck, Project, Source


def records_with(model: type[models.Model]) -> Any:
    """SQL: for how many records of one kind the source is evidence."""
    kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    return count_of(Evidence, "source", "object_id", **kind)


@admin.register(Source)
class SourceAdmin(ArchiveAdmin):
    """Pages, registers and documents that state something."""

    list_display = [
        "title",
        "publisher",
        "published_on",
        "retrieved_on",
        "agreements_count",
        "projects_count",
        "events_count",
    ]
    list_filter = ["language"]
    search_fields = ["title", "publisher", "url"]
    counts = {
        "agreements_count": records_with(Agreement),
        "projects_count": records_with(Project),
        "events_count": records_with(Event),
    }
    readonly_fields = ["link_check"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "publisher",
                    "title",
                    "url",
                    "link_check",
                    ("language", "licence"),
                    ("published_on", "retrieved_on"),
                    "sha256",
                ]
            },
        ),
    ]

    @admin.display(description=_("last check of the address"))
    def link_check(self, obj: Any) -> str | None:
        check = LinkCheck.objects.filter(address=obj.url).first() if obj.url else None
        if check is None:
            return None
        return f"{date_format(localtime(check.checked_at), 'DATE_FORMAT')}: {check.in_words()}"

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, source=obj.pk)

    @admin.display(description=_("projects"), ordering="projects_count")
    def projects_count(self, obj: Any) -> str:
        return link_to_list(Project, obj.projects_count, source=obj.pk)

    @admin.display(description=_("events"), ordering="events_count")
    def events_count(self, obj: Any) -> str:
        return link_to_list(Event, obj.events_count, source=obj.pk)
