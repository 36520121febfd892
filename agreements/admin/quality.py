"""What a record's pages show of its quality: how complete it is, item by item, and who last checked it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, ngettext

from agreements.admin.base import ArchiveAdmin
from agreements.quality.completeness import Completeness, ItemAnswer, completeness_of


@dataclass(frozen=True)
class PlacedAnswer:
    """An item of completeness with the id of the field or the rows where it is entered; '' when there is none."""

    answer: ItemAnswer
    anchor: str


def anchors(context: Any) -> dict[str, str]:
    """The ids on a form's page: of its fields by their names, of its rows by theirs and by that of their model."""
    found = {name: f"id_{name}" for name in context["adminform"].form.fields}
    for rows in context["inline_admin_formsets"]:
        for name in (rows.formset.prefix, rows.opts.model._meta.model_name):
            found[str(name)] = f"{rows.formset.prefix}-group"
    return found


class QualityAdmin(ArchiveAdmin):
    """Pages of a record that is complete in part, and verified on a day by somebody."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whoever types the day on which the record was verified is the one who verified it."""
        if "verified_on" in form.changed_data:
            obj.verified_by = request.user if obj.verified_on else None
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell the template how complete the stored record is, and where what it lacks is entered."""
        record = context.get("original")
        found: Completeness | None = completeness_of(record) if record else None
        if found:
            places = anchors(context)
            placed = [PlacedAnswer(one, places.get(one.item.place, "")) for one in found.items]
            context["completeness"] = {
                "percent": found.percent,
                "items": placed,
                "missing": [one for one in placed if one.answer.is_missing],
            }
        return super().render_change_form(request, context, *args, **kwargs)

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
