"""Taking lists out as spreadsheets and bringing them back: the buttons of a list and the pages behind them.

What comes back is shown first, row by row, and written only when the editor says so. Meanwhile the file lies among the
archive's files; its name is known to the one who brought it, for a day.
"""

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.catalogue.changes import gathered
from agreements.sheets.bringing import CHANGED, CREATED, REFUSED, UNCHANGED, Report, bring, preview
from agreements.sheets.reading import LARGEST_FILE, MEGABYTE, UnreadableSheetError
from agreements.sheets.sets import SHEETS, sheet_called
from agreements.sheets.writing import XLSX, as_csv, as_workbook

if TYPE_CHECKING:
    _Pages = admin.ModelAdmin[Any]
else:
    _Pages = object  # the methods stand in front of those of ModelAdmin

#: Where files wait for their confirmation, among the archive's files.
WAITING = "sheets"
#: Seconds for which a file waits.
PATIENCE = 24 * 3600
#: What the pages ask for in an address besides what filters the list.
FORM, SHEET, IDS = "_form", "_sheet", "_ids"
#: Forms of a file → the character between its cells; the workbook has none.
DELIMITERS = {"xlsx": "", "csv-semicolon": ";", "csv": ","}


class ExportForm(forms.Form):
    """Which file is wanted. CSV holds one sheet, a workbook all of them."""

    def __init__(self, model: type[models.Model], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(kind.sheet_name, kind.sheet_name) for kind in SHEETS[model]]
        self.fields[FORM] = forms.ChoiceField(
            label=_("File"),
            widget=forms.RadioSelect,
            initial="xlsx",
            choices=[
                ("xlsx", _("Excel workbook with all sheets and an explanation of the columns (.xlsx)")),
                ("csv-semicolon", _("CSV with semicolons, as Norwegian Excel reads it; one sheet")),
                ("csv", _("CSV with commas, as other programs read it; one sheet")),
            ],
        )
        self.fields[SHEET] = forms.ChoiceField(
            label=_("Sheet, for CSV"), choices=names, initial=names[0][0], required=False
        )


class ImportForm(forms.Form):
    """The file that comes back."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workbook (.xlsx) or CSV that was exported here and edited."),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        """Raise ValidationError for a file too large to be read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            words = {"size": file.size // MEGABYTE, "largest": LARGEST_FILE // MEGABYTE}
            text = _("The file has %(size)d MB; the largest that can be read has %(largest)d MB.")
            raise forms.ValidationError(text % words)
        return file


class SheetPages(_Pages):
    """Export and import of a list of records."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"{name}/",
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for name, view in (("export", self.export_view), ("import", self.import_view))
        ]
        return [*own, *super().get_urls()]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether the user may add or change records of the kind; the rows say which."""
        return self.has_add_permission(request) or self.has_change_permission(request)

    # Taking out

    @admin.action(description=gettext_lazy("Export selected records…"), permissions=["view"])
    def export_selected(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        query = request.GET.copy()
        if request.POST.get("select_across") != "1":
            query[IDS] = ",".join(str(pk) for pk in queryset.order_by("pk").values_list("pk", flat=True))
        return HttpResponseRedirect(f"{self._list_address('export')}?{query.urlencode()}")

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Ask in which form the list, as it is filtered, is wanted; then give the file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            owners = self._listed(request)
        except IncorrectLookupParameters:
            self.message_user(request, _("The list cannot be filtered so."), messages.WARNING)
            return HttpResponseRedirect(self._list_address("changelist"))
        asked = {name: values for name, values in request.GET.lists() if name not in (FORM, SHEET)}
        form = ExportForm(self.model, request.GET if FORM in request.GET else None)
        if form.is_bound and form.is_valid():
            return self._file(owners, form.cleaned_data[FORM], form.cleaned_data[SHEET])
        context = {
            "title": _("Export"),
            "form": form,
            "count": owners.count(),
            "kept": [(name, value) for name, values in asked.items() for value in values],
        }
        return self._sheet_page(request, "export", context)

    def _listed(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The records of the list as its address filters it, or the selected ones. Raise IncorrectLookupParameters."""
        asked = request.GET
        filters = asked.copy()
        for name in (FORM, SHEET, IDS):
            filters.pop(name, None)
        request.GET = filters  # type: ignore[assignment]  # the list takes every parameter for a filter
        try:
            found: models.QuerySet[Any] = self.get_changelist_instance(request).queryset
        finally:
            request.GET = asked
        if IDS in asked:
            ids = [int(part) for part in asked[IDS].split(",") if part.isdecimal() and len(part) < 19]
            found = found.filter(pk__in=ids)
        return found

    def _file(self, owners: models.QuerySet[Any], form: str, sheet: str) -> HttpResponse:
        delimiter = DELIMITERS[form]
        kind = sheet_called(self.model, sheet) or SHEETS[self.model][0]
        name = kind.sheet_name if delimiter else SHEETS[self.model][0].sheet_name
        day = timezone.localdate().isoformat()
        if delimiter:
            response = HttpResponse("".join(as_csv(kind, owners, delimiter)), content_type="text/csv; charset=utf-8")
        else:
            response = HttpResponse(as_workbook(self.model, owners), content_type=XLSX)
        suffix = "csv" if delimiter else "xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{suffix}"'
        return response

    # Bringing back

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file; show what it would do; do it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "token" in request.POST:
            return self._confirmed(request)
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if form.is_bound and form.is_valid():
            file = form.cleaned_data["file"]
            raw = file.read()
            try:
                report = preview(raw, self.model, request.user)
            except UnreadableSheetError as error:
                form.add_error("file", str(error))
            else:
                return self._preview(request, raw, str(file.name), report)
        return self._sheet_page(request, "import", {"title": _("Import"), "form": form, "sheets": SHEETS[self.model]})

    def _preview(self, request: HttpRequest, raw: bytes, name: str, report: Report) -> HttpResponse:
        token = _keep(raw, name, request.user, self.model) if report.can_be_imported else ""
        context = {
            "title": _("Import"),
            "file_name": name,
            "token": token,
            "form": ImportForm(),
            "refused": report.of(REFUSED),
            "changed": report.of(CHANGED),
            "created": report.of(CREATED),
            "counts": {name: report.counts[name] for name in (CREATED, CHANGED, UNCHANGED, REFUSED)},
        }
        return self._sheet_page(request, "import_preview", context)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        """Bring back the file that waits. Whoever confirms twice does it once: the file is taken in the transaction."""
        try:
            waiting = signing.loads(request.POST["token"], salt=WAITING, max_age=PATIENCE)
        except signing.BadSignature:
            waiting = {}
        with gathered():
            raw = _take(waiting, request.user, self.model)
            report = bring(raw, self.model, request.user, reason=waiting["name"]) if raw else None
        if raw is None or report is None:
            text = _("This import is done already, or was given up. Upload the file again.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(self._list_address("import"))
        if not report.can_be_imported:
            text = _("The archive has changed in the meantime. Nothing was imported; see what the file would do now.")
            self.message_user(request, text, messages.WARNING)
            return self._preview(request, raw, waiting["name"], report)
        added, changed = report.counts[CREATED], report.counts[CHANGED]
        parts = [
            ngettext("%(count)d row is added", "%(count)d rows are added", added) % {"count": added},
            ngettext("%(count)d is changed", "%(count)d are changed", changed) % {"count": changed},
        ]
        self.message_user(request, _("Imported: %(what)s.") % {"what": ", ".join(parts)}, messages.SUCCESS)
        return HttpResponseRedirect(self._list_address("changelist"))

    # Both

    def _sheet_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "subtitle": capfirst(self.opts.verbose_name_plural),
        }
        return TemplateResponse(request, f"admin/agreements/sheet_{name}.html", common | context)

    def _list_address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


# Files that wait


def _keep(raw: bytes, name: str, user: Any, model: type[models.Model]) -> str:
    """Keep a file until it is confirmed, and forget those that nobody confirmed. Returns the token that leads to it."""
    _forget_the_old()
    stored = default_storage.save(f"{WAITING}/{secrets.token_urlsafe(16)}", ContentFile(raw))
    waiting = {"stored": stored, "name": name[:100], "user": user.pk, "model": model._meta.model_name}
    return signing.dumps(waiting, salt=WAITING)


def _take(waiting: dict[str, Any], user: Any, model: type[models.Model]) -> bytes | None:
    """The file that a token leads to, which no longer waits. None: it does not, or it is another's."""
    if waiting.get("user") != user.pk or waiting.get("model") != model._meta.model_name:
        return None
    stored = waiting["stored"]
    if not default_storage.exists(stored):
        return None
    with default_storage.open(stored) as file:
        raw: bytes = file.read()
    default_storage.delete(stored)
    return raw


def _forget_the_old() -> None:
    if not default_storage.exists(WAITING):
        return
    oldest = timezone.now() - dt.timedelta(seconds=PATIENCE)
    for name in default_storage.listdir(WAITING)[1]:
        if default_storage.get_modified_time(f"{WAITING}/{name}") < oldest:
            default_storage.delete(f"{WAITING}/{name}")
