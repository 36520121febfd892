"""Merging in the admin: two records side by side, a choice per field, a preview, and then the merger.

Everything works by addresses and plain forms. Who may change both records may merge them; where readers see one of
them, that is for publishers.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.labels import label
from agreements.merging.duplicates import likely_duplicates
from agreements.merging.merge import MergeRefusedError, merge
from agreements.merging.plan import GONE, KEPT, Plan
from agreements.merging.pointers import pointers_to
from agreements.merging.rules import MERGEABLE, is_public

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin  # type parameters are for the type checker alone

#: Records offered when the other one is looked for.
OFFERED = 20
#: A likely pair is shown beside a record from this score on.
WORTH_SHOWING = 30


@dataclass(frozen=True)
class Lookalike:
    """A record that may be the same as another, as a page shows it."""

    pk: int
    label: str
    address: str
    reasons: tuple[str, ...]


def lookalikes_of(record: models.Model, **options: int) -> list[Lookalike]:
    """The records that this one looks like, the likeliest first, with the addresses of their pages in the admin."""
    return [
        Lookalike(other.pk, label(other), admin_address(other), likeness.reasons)
        for other, likeness in likely_duplicates(record, **options)
    ]


def admin_address(record: models.Model) -> str:
    """The address of a record's page in the admin."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def merge_address(model: type[models.Model], *ids: int) -> str:
    """The address of the page that merges the records, or that looks for the other one."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_merge")
    return f"{address}?{urlencode({'id': ids}, doseq=True)}"


class MergeAdmin(_ModelAdmin):
    """The action "Merge…" and its pages, for the kinds of record that can be merged."""

    def get_urls(self) -> list[URLPattern]:
        if self.model not in MERGEABLE:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("merge/", self.admin_site.admin_view(self.merge_view), name=name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """With "Merge…" where the kind of record can be merged."""
        actions = super().get_actions(request)
        if self.model not in MERGEABLE:
            actions.pop("merge_records", None)
        return actions

    @admin.action(description=gettext_lazy("Merge the two selected…"), permissions=["change"])
    def merge_records(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(ids) != 2:
            self.message_user(request, _("Select the two records that are one."), messages.WARNING)
            return None
        return HttpResponseRedirect(merge_address(self.model, *ids))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """With a link to the merger, for who may."""
        record = context.get("original")
        if record is not None and self.model in MERGEABLE and self.may_merge(request, record):
            context["merge_url"] = merge_address(self.model, record.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def may_merge(self, request: HttpRequest, *records: models.Model) -> bool:
        """Whether the user may merge the records: who may change them, and publishers alone where one is public."""
        if not all(self.has_change_permission(request, record) for record in records):
            return False
        return request.user.has_perm("agreements.publish_record") or not any(map(is_public, records))

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Merge two records (``?id=1&id=2``, ``&keep=2``); with one id, look for the other."""
        given = {int(value) for value in request.GET.getlist("id") if value.isdecimal() and len(value) < 19}
        records = list(self.get_queryset(request).filter(pk__in=given).order_by("pk"))
        if not records or len(records) > 2:
            self.message_user(request, _("Select the two records that are one."), messages.WARNING)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        if not self.may_merge(request, *records):
            raise PermissionDenied
        if len(records) == 1:
            return self._look_for_the_other(request, records[0])
        plan = self._plan(request, records)
        step = request.POST.get("step", "")
        if step == "merge":
            return self._merge(request, plan)
        return self._show(request, plan, preview=step == "preview")

    def _plan(self, request: HttpRequest, records: list[Any]) -> Plan:
        """The plan as chosen: by default the record stays that is public, or to which more points."""
        keep = request.POST.get("keep") or request.GET.get("keep") or ""
        ordered = sorted(records, key=lambda one: (not is_public(one), -_pointed_to(one), one.pk))
        kept = next((one for one in records if str(one.pk) == keep), ordered[0])
        gone = next(one for one in records if one.pk != kept.pk)
        chosen = {
            name.removeprefix("choice-"): str(value)
            for name, value in request.POST.items()
            if name.startswith("choice-") and value in (KEPT, GONE)
        }
        return Plan(kept, gone, chosen)

    def _show(self, request: HttpRequest, plan: Plan, preview: bool) -> HttpResponse:
        context = self._context(
            request,
            title=_("Preview of the merger") if preview else _("Merge two records"),
            plan=plan,
            kept_label=label(plan.kept),
            gone_label=label(plan.gone),
            swap=f"{merge_address(self.model, plan.kept.pk, plan.gone.pk)}&keep={plan.gone.pk}",
        )
        name = "merge_preview" if preview and not plan.refusals else "merge"
        return TemplateResponse(request, f"admin/agreements/{name}.html", context)

    def _merge(self, request: HttpRequest, plan: Plan) -> HttpResponse:
        gone = str(plan.gone)
        try:
            merger = merge(plan, request.user, request.POST.get("fingerprint", ""))
        except MergeRefusedError as error:
            self.message_user(request, _("Nothing was merged. %(why)s") % {"why": error}, messages.ERROR)
            return self._show(request, self._plan(request, [plan.kept, plan.gone]), preview=False)
        words = {"gone": gone, "kept": merger.kept_name}
        text = _("“%(gone)s” is merged into “%(kept)s”. It can be undone from the history.") % words
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(admin_address(plan.kept))

    def _look_for_the_other(self, request: HttpRequest, record: Any) -> HttpResponse:
        """Offer the records that look like this one, and those that are searched for."""
        words = request.GET.get("q", "").strip()
        found: list[Any] = []
        if words:
            others = self.get_queryset(request).exclude(pk=record.pk)
            found = list(self.get_search_results(request, others, words)[0][:OFFERED])
        context = self._context(
            request,
            title=_("Merge: which other record is it?"),
            record=record,
            record_label=label(record),
            record_address=admin_address(record),
            words=words,
            likely=[
                (one, merge_address(self.model, record.pk, one.pk))
                for one in lookalikes_of(record, least=WORTH_SHOWING)[:OFFERED]
            ],
            found=[(label(one), merge_address(self.model, record.pk, one.pk)) for one in found],
        )
        return TemplateResponse(request, "admin/agreements/merge_choose.html", context)

    def _context(self, request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}


def _pointed_to(record: models.Model) -> int:
    return sum(pointer.rows(record).count() for pointer in pointers_to(type(record)))
