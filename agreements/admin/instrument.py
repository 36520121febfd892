"""Instruments in the admin."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveAdmin, count_of, link_to_list
from agreements.models import Agreement, Instrument


@admin.register(Instrument)
class InstrumentAdmin(ArchiveAdmin):
    """Multilateral agreements that give context."""

    list_display = ["name_en", "short_name", "adopted_on", "agreements_count"]
    search_fields = ["name_en", "name_no", "short_name"]
    counts = {
        "agreements_count": count_of(Agreement.instruments.through, "instrument", "agreement"),
    }
    fieldsets = [
        (None, {"fields": ["name_en", "name_no", "short_name", "adopted_on", "url"]}),
        (_("Address in the archive"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, instrument=obj.pk)
