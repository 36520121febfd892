"""The editorial life of a record in the admin: drafted, sent to review, published, withdrawn.

Who may do what:

* an editor adds records, changes and deletes drafts and records in review, and sends them to review or takes them back;
* a publisher (permission ``agreements.publish_record``) also publishes, withdraws, and changes what is or was public;
* nobody deletes what was ever public: its address is permanent, so it is withdrawn, and the address says why.

So what readers see is changed by publishers alone, and an editor sees such a record without being able to change it.
The status is never typed: buttons and actions move it.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.admin.forms import ArchiveForm, EditorialForm
from agreements.admin.quality import QualityAdmin
from agreements.choices import EditorialStatus
from agreements.merging.merge import was_ever_public

PUBLIC_ONCE = (EditorialStatus.PUBLISHED, EditorialStatus.WITHDRAWN)
#: Names of the buttons beside "Save". Each saves first and then moves the record.
REVIEW, DRAFT, PUBLISH, WITHDRAW, VERIFY = "_review", "_draft", "_publish", "_withdraw", "_verify"


class WithdrawForm(ArchiveForm):
    """Why a record is withdrawn and, for an agreement, which record it turned out to be."""

    def clean_merged_into(self) -> Any:
        """Raise ValidationError for the record itself; the other rules are the model's."""
        other = self.cleaned_data["merged_into"]
        if other is not None and other.pk == self.instance.pk:
            raise ValidationError(_("A record cannot be merged into itself."))
        return other


class EditorialAdmin(QualityAdmin):
    """Pages of a record that is drafted, reviewed, published and withdrawn."""

    form = EditorialForm
    change_form_template = "admin/agreements/editorial_change_form.html"
    actions = [*QualityAdmin.actions, "send_to_review", "publish_records", "verify_records", "withdraw_records"]
    readonly_fields: ClassVar[tuple[str, ...]] = (
        "editorial_status",
        "missing",
        "withdrawn_reason",
        "verified_by",
        "added_at",
        "changed_at",
    )
    #: Derived values, by the number of the group of fields they end; a record that is being added has none yet.
    derived: ClassVar[dict[int, Sequence[str]]] = {}
    #: What a withdrawal asks about one record; about several only the reason is asked.
    withdrawal_fields: ClassVar[list[str]] = ["withdrawn_reason"]

    # Rights

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user is a publisher."""
        return request.user.has_perm("agreements.publish_record")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        public = obj is not None and obj.editorial_status in PUBLIC_ONCE
        return allowed and (not public or self.has_publish_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not was_ever_public(obj))

    # What is shown

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The groups of fields; for a record that exists with its derived values, the last with its editorial life."""
        groups = super().get_fieldsets(request, obj)
        if obj is None:
            return groups
        last = len(groups) - 1
        return [
            (title, {**options, "fields": [*options["fields"], *self._derived(number, number == last, obj)]})
            for number, (title, options) in enumerate(groups)
        ]

    def _derived(self, number: int, is_last: bool, obj: Any) -> list[str]:
        found = list(self.derived.get(number, ()))
        if is_last:
            found.append("editorial_status")
            found += self.withdrawal_fields if obj.is_withdrawn else []
            found += [] if obj.editorial_status in PUBLIC_ONCE else ["missing"]
            found += ["verified_by", "added_at", "changed_at"]
        return found

    @admin.display(description=gettext_lazy("missing before publication"))
    def missing(self, obj: Any) -> str:
        return ", ".join(self.missing_to_publish(obj)) or _("Nothing; it may be published.")

    def missing_to_publish(self, obj: Any) -> list[str]:
        """What a publisher still has to add, in words."""
        return list(obj.missing_to_publish())

    def buttons(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Names and words of the buttons that save and move the record; ``obj`` None: a record being added."""
        status = obj.editorial_status if obj else EditorialStatus.DRAFT
        found = []
        if status == EditorialStatus.DRAFT:
            found.append((REVIEW, _("Save and send to review")))
        if status == EditorialStatus.IN_REVIEW:
            found.append((DRAFT, _("Save and return to draft")))
        if self.has_publish_permission(request):
            if status == EditorialStatus.PUBLISHED:
                found.append((WITHDRAW, _("Save and withdraw…")))
            elif status == EditorialStatus.WITHDRAWN:
                found += [(PUBLISH, _("Save and publish again")), (WITHDRAW, _("Save and change the reason…"))]
            else:
                found.append((PUBLISH, _("Save and publish")))
        if obj and status != EditorialStatus.WITHDRAWN:
            found.append((VERIFY, _("Save as verified today")))
        return found

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        editable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        popup = context.get("is_popup")
        context["editorial_buttons"] = self.buttons(request, obj) if editable and not popup else []
        context["only_for_publishers"] = (
            obj is not None and not editable and super().has_change_permission(request, None)
        )
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Moving a record

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._move(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._move(request, obj) or super().response_change(request, obj)

    def _move(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Do what the pressed button says with the record just saved. None: it was an ordinary "Save"."""
        pressed = {REVIEW, DRAFT, PUBLISH, WITHDRAW, VERIFY} & request.POST.keys()
        if not pressed:
            return None
        if not pressed <= {name for name, _words in self.buttons(request, obj)}:
            raise PermissionDenied
        if WITHDRAW in pressed:
            return HttpResponseRedirect(self._withdrawal_address([obj.pk]))
        if PUBLISH in pressed:
            self._publish_with_message(request, obj)
        elif VERIFY in pressed:
            self.verify(request, [obj])
        else:
            self._set_status(obj, EditorialStatus.IN_REVIEW if REVIEW in pressed else EditorialStatus.DRAFT)
            words = _("“%(record)s” is sent to review.") if REVIEW in pressed else _("“%(record)s” is a draft again.")
            self.message_user(request, words % {"record": obj}, messages.SUCCESS)
        return HttpResponseRedirect(self._record_address(request, obj))

    def _record_address(self, request: HttpRequest, obj: Any) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        preserved: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return str(add_preserved_filters(preserved, address))

    def _set_status(self, obj: Any, status: EditorialStatus) -> None:
        obj.editorial_status = status
        obj.save()

    def _publish_with_message(self, request: HttpRequest, obj: Any) -> bool:
        """Publish the record or say what is missing. A record that is published again is no longer merged."""
        try:
            missing = self.missing_to_publish(obj)
            if missing:
                raise ValidationError(_("Missing: %(missing)s.") % {"missing": ", ".join(missing)})
            obj.withdrawn_reason = ""
            if hasattr(obj, "merged_into"):
                obj.merged_into = None
            obj.publish()
        except ValidationError as error:
            words = {"record": obj, "reasons": " ".join(error.messages)}
            text = _("“%(record)s” is saved but not published. %(reasons)s") % words
            self.message_user(request, text, messages.WARNING)
            return False
        self.message_user(request, _("“%(record)s” is published.") % {"record": obj}, messages.SUCCESS)
        return True

    # Actions on lists

    @admin.action(description=gettext_lazy("Send selected drafts to review"), permissions=["change"])
    def send_to_review(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        drafts = list(queryset.filter(editorial_status=EditorialStatus.DRAFT))
        with transaction.atomic():
            for record in drafts:
                self._set_status(record, EditorialStatus.IN_REVIEW)
        text = ngettext("%(count)d draft is sent to review.", "%(count)d drafts are sent to review.", len(drafts))
        self.message_user(request, text % {"count": len(drafts)}, messages.SUCCESS if drafts else messages.WARNING)

    @admin.action(description=gettext_lazy("Publish selected drafts and records in review"), permissions=["publish"])
    def publish_records(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        waiting = queryset.filter(editorial_status__in=[EditorialStatus.DRAFT, EditorialStatus.IN_REVIEW])
        for record in waiting:
            self._publish_with_message(request, record)

    @admin.action(description=gettext_lazy("Withdraw selected published records…"), permissions=["publish"])
    def withdraw_records(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        ids = queryset.filter(editorial_status=EditorialStatus.PUBLISHED).order_by("pk").values_list("pk", flat=True)
        return HttpResponseRedirect(self._withdrawal_address(ids))

    # Withdrawal

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        return [path("withdraw/", self.admin_site.admin_view(self.withdraw_view), name=name), *super().get_urls()]

    def _withdrawal_address(self, ids: Any) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_withdraw")
        return f"{address}?{urlencode({'id': list(ids)}, doseq=True)}"

    def withdraw_view(self, request: HttpRequest) -> HttpResponse:
        """Ask why the records (``?id=1&id=2``) are withdrawn, and withdraw them all or none. For publishers."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        ids = [int(value) for value in request.GET.getlist("id") if value.isdecimal() and len(value) < 19]
        records = list(self.model._base_manager.filter(pk__in=ids, editorial_status__in=PUBLIC_ONCE).order_by("pk"))
        changelist = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        if not records:
            self.message_user(request, _("Only published records can be withdrawn."), messages.WARNING)
            return HttpResponseRedirect(changelist)
        forms = self._withdrawal_forms(request, records)
        if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 - every form is to speak
            with transaction.atomic():
                for form in forms:
                    form.save()
            text = ngettext("%(count)d record is withdrawn.", "%(count)d records are withdrawn.", len(records))
            self.message_user(request, text % {"count": len(records)}, messages.SUCCESS)
            return HttpResponseRedirect(changelist)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw from the public"),
            "opts": self.opts,
            "form": forms[0],
            "media": self.media + forms[0].media,
            "records": records,
        }
        return TemplateResponse(request, "admin/agreements/withdraw.html", context)

    def _withdrawal_forms(self, request: HttpRequest, records: list[Any]) -> list[Any]:
        fields = self.withdrawal_fields if len(records) == 1 else ["withdrawn_reason"]
        form_class = modelform_factory(
            self.model,
            form=WithdrawForm,
            fields=fields,
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
        )
        for record in records:
            record.editorial_status = EditorialStatus.WITHDRAWN
        return [form_class(request.POST or None, instance=record) for record in records]
