"""What every page of the admin shares: history, labelled choices, a search that stays quick, counts that are links."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import smart_split, unescape_string_literal

from agreements.admin.duplicates import CarefulAdmin
from agreements.admin.filters import OnWorkList
from agreements.admin.forms import RecordForm, RowForm, RowFormSet
from agreements.admin.history import HistoryAdmin
from agreements.admin.labels import LabelledChoiceField, LabelledMultipleChoiceField, label, with_label_parts
from agreements.admin.merging import MergeAdmin
from agreements.admin.paging import FewAtATime
from agreements.admin.search import FULL_TEXT, found_by_words
from agreements.admin.sheets import SheetPages
from agreements.catalogue.changes import gathered
from agreements.dates import PartialDateField
from agreements.quality.worklists import work_lists_of

if TYPE_CHECKING:
    _Tabular = admin.TabularInline[Any, Any]
    _Stacked = admin.StackedInline[Any, Any]
    _Choices = admin.options.BaseModelAdmin[Any]
else:
    _Tabular = admin.TabularInline  # type parameters are for the type checker alone
    _Stacked = admin.StackedInline
    _Choices = object


class ArchiveFields(_Choices):
    """Related records are chosen by labels that tell them apart, partial dates typed in their own text box."""

    formfield_overrides = {PartialDateField: {}}  # not the admin's box for any text
    empty_value_display = "–"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["form_class"] = LabelledChoiceField
        kwargs.setdefault("queryset", with_label_parts(db_field.related_model._default_manager.all()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["form_class"] = LabelledMultipleChoiceField
        kwargs.setdefault("queryset", with_label_parts(db_field.related_model._default_manager.all()))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a choice stands a button that adds a record and one that opens the chosen; none that deletes it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class ArchiveAdmin(SheetPages, ArchiveFields, CarefulAdmin, MergeAdmin, HistoryAdmin):
    """A record's pages. ``search_fields`` may follow to-many relations: each is searched in a subquery of its own."""

    form = RecordForm
    change_form_template = "admin/agreements/record_change_form.html"
    list_per_page = 50
    paginator = FewAtATime
    actions = ["export_selected", "merge_records"]
    #: Annotations that the columns show, by name.
    counts: ClassVar[dict[str, Any]] = {}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The records with their counts and with what their labels read, in a number of queries that does not grow."""
        records: models.QuerySet[Any] = super().get_queryset(request)
        counted: models.QuerySet[Any] = with_label_parts(records).annotate(**self.counts)
        return counted

    def get_list_filter(self, request: HttpRequest) -> Any:
        """The filters; where there are work lists of such records, that of the work lists first."""
        filters = super().get_list_filter(request)
        return [OnWorkList, *filters] if work_lists_of(self.model) else filters

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; locked while a form is saved, so that two people's forms are saved one after the other."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST":
            obj = self.model._base_manager.select_for_update().filter(pk=obj.pk).first()
        return obj

    def label_of(self, obj: models.Model) -> str:
        """What the record is called in the suggestions of an autocomplete field."""
        return label(obj)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Records in which every word is found in some field; a quoted phrase is one word. Never yields duplicates.

        Where ``search_fields`` says so, the archive's full text answers instead.
        """
        if self.search_fields is FULL_TEXT:
            return found_by_words(queryset, search_term) if search_term.strip() else queryset, False
        for word in smart_split(search_term):
            if word.startswith(('"', "'")) and len(word) > 1 and word[0] == word[-1]:
                word = unescape_string_literal(word)
            found = models.Q()
            for field in self.get_search_fields(request):
                condition = models.Q(**{f"{field}__icontains": word})
                if "__" in field:
                    condition = models.Q(pk__in=self.model._base_manager.filter(condition).order_by().values("pk"))
                found |= condition
            queryset = queryset.filter(found)
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        with self._one_change(request):
            return super().changelist_view(request, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        with self._one_change(request):
            return super().delete_view(request, object_id, extra_context)

    def _one_change(self, request: HttpRequest) -> AbstractContextManager[None]:
        """What a form writes, the record with all its rows, is one change to those who read the archive."""
        return gathered() if request.method == "POST" else nullcontext()

    def view_on_site(self, obj: Any) -> str | None:
        """The record's public address; None for what the public does not see."""
        if not hasattr(obj, "get_absolute_url") or not hasattr(type(obj)._default_manager, "published"):
            return None
        if not type(obj)._default_manager.published().filter(pk=obj.pk).exists():
            return None
        try:
            return str(obj.get_absolute_url())
        except NoReverseMatch:
            return None


class TabularRows(ArchiveFields, _Tabular):
    """Rows of a record, a line each."""

    form = RowForm
    formset = RowFormSet
    extra = 0


class StackedRows(ArchiveFields, _Stacked):
    """Rows of a record with more fields than a line holds."""

    form = RowForm
    formset = RowFormSet
    extra = 0


def count_of(rows: type[models.Model], via: str, counted: str = "pk", **conditions: object) -> Coalesce:
    """SQL: how many different ``counted`` there are among the rows whose ``via`` is the record at hand."""
    counts = (
        rows._base_manager.filter(**{via: models.OuterRef("pk"), **conditions})
        .order_by()
        .values(via)
        .annotate(number=models.Count(counted, distinct=True))
    )
    return Coalesce(models.Subquery(counts.values("number")), 0, output_field=models.IntegerField())


def link_to_list(model: type[models.Model], text: object, **parameters: object) -> str:
    """A link to a record's list in the admin, filtered by the parameters."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(parameters), text)


def link_to_record(record: models.Model, text: object = None) -> str:
    """A link to a record's page in the admin."""
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', address, text or record)
