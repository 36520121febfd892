"""Reports of errors in the admin: what readers say is wrong, and who has dealt with it."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agreements.admin.filters import OnWorkList
from agreements.models import ErrorReport

if TYPE_CHECKING:
    _ReportAdmin = admin.ModelAdmin[ErrorReport]
else:
    _ReportAdmin = admin.ModelAdmin  # type parameters are for the type checker alone


class WaitingFilter(admin.SimpleListFilter):
    """Reports that wait; those that are dealt with; or all of them."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices beside "all"."""
        return [("waiting", _("To be dealt with")), ("handled", _("Dealt with"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> QuerySet[ErrorReport]:
        """The reports in the chosen state."""
        if self.value() in ("waiting", "handled"):
            return queryset.filter(handled_at__isnull=self.value() == "waiting")
        return queryset


@admin.register(ErrorReport)
class ErrorReportAdmin(_ReportAdmin):
    """What readers have reported. It is read, dealt with or deleted; it is never written here."""

    list_display = ["text_in_short", "record_link", "reported_at", "email", "handled_at", "handled_by"]
    list_filter = [OnWorkList, WaitingFilter]
    search_fields = ["text"]
    list_select_related = ["content_type", "handled_by"]
    readonly_fields = ["record_link", "text", "email", "language", "reported_at", "handled_at", "handled_by"]
    fields = tuple(readonly_fields)
    actions = ["mark_as_handled"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        """With the records that the reports are about."""
        return super().get_queryset(request).prefetch_related("record")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports come from readers."""
        return False

    @admin.display(description=_("what is wrong"))
    def text_in_short(self, obj: ErrorReport) -> str:
        """The beginning of the report."""
        return obj.text if len(obj.text) <= 120 else f"{obj.text[:119]}…"

    @admin.display(description=_("record"))
    def record_link(self, obj: ErrorReport) -> str:
        """The record, as a link to its form; its number where it is gone or has no form."""
        record: Any = obj.record
        if record is None:
            return f"{obj.content_type} {obj.object_id}"
        try:
            meta = record._meta
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])
        except NoReverseMatch:
            return str(record)
        return format_html('<a href="{}">{}</a>', address, record)

    @admin.action(description=_("Mark as dealt with, and forget the e-mail address"), permissions=["change"])
    def mark_as_handled(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        """Say that the chosen reports are dealt with."""
        count = ErrorReport.objects.filter(pk__in=queryset).handle(request.user)  # type: ignore[arg-type]
        text = ngettext("%(n)s report is dealt with.", "%(n)s reports are dealt with.", count) % {"n": count}
        self.message_user(request, text, messages.SUCCESS)
