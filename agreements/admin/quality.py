"""What a record's pages show of its quality: how complete it is, item by item, and who last checked it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from agreements.admin.base import ArchiveAdmin


class QualityAdmin(ArchiveAdmin):
    """Pages of a record that is complete in part, and verified on a day by somebody."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever types the day on which the record was verified is the one who verified it."""
        if "verified_on" in form.changed_data:
            obj.verified_by = request.user if obj.verified_on else None
        super().save_model(request, obj, form, change)

    def verify(self, request: HttpRequest, records: Iterable[Any]) -> None:
        """Record that the user has checked the records today, and say how many they were."""
        verified = 0
        with transaction.atomic():
            for record in records:
                record.verify(request.user)
                verified += 1
        text = ngettext("%(count)d record is verified today.", "%(count)d records are verified today.", verified)
        self.message_user(request, text % {"count": verified}, messages.SUCCESS if verified else messages.WARNING)

    @admin.action(description=gettext_lazy("Mark selected records as verified today"), permissions=["change"])
    def verify_records(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Those among them that the user may change; what is public only publishers verify."""
        allowed = [
            record for record in queryset if not record.is_withdrawn and self.has_change_permission(request, record)
        ]
        if left := queryset.count() - len(allowed):
            text = ngettext(
                "%(count)d record was left as it is: you may not change it, or it is withdrawn.",
                "%(count)d records were left as they are: you may not change them, or they are withdrawn.",
                left,
            )
            self.message_user(request, text % {"count": left}, messages.WARNING)
        self.verify(request, allowed)
