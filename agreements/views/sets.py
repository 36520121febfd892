"""The page of a set: filtered by its address, in order, in pages, and in other forms by a suffix."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import Field
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from agreements.dates import PartialDate
from agreements.exports.formats import FORMATS
from agreements.filters import ArchiveFilterSet

PAGE_SIZE = 25


@dataclass(frozen=True)
class Chip:
    """One applied filter, in words, and the address of the set without it."""

    field: str
    label: str
    value: str
    remove_url: str


@dataclass(frozen=True)
class Loosening:
    """A filter of an empty set that, taken away, would leave ``count`` records."""

    label: str
    value: str
    url: str
    count: int


class SetView(View):
    """Base of the set pages. A subclass names the filter set, the template, and what rows need beside themselves."""

    http_method_names = ["get", "head"]
    name: ClassVar[str]
    template_name: ClassVar[str]
    filterset_class: ClassVar[type[ArchiveFilterSet]]

    def records(self) -> QuerySet[Any]:
        """Every record that readers may see, with what the filters and orders refer to."""
        raise NotImplementedError

    def rows(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """The same records with all that a row, or a line of an export, shows."""
        return records

    def more(self, request: HttpRequest, filterset: ArchiveFilterSet) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    def get(self, request: HttpRequest, suffix: str = "") -> HttpResponseBase:
        """The page, or with a suffix the whole set in that form. 404 for a page past the last."""
        if any(
            "" in values for _name, values in request.GET.lists()
        ):  # a form sends its empty boxes too; an address says only what was asked
            return redirect(_address(request.path, asked(request.GET)))
        filterset = self.filterset_class(request.GET, queryset=self.records(), request=request)
        if suffix:
            return self._other_form(request, filterset, suffix)
        page = self._page(request, filterset)
        applied = chips(request, filterset)
        context = {
            "filter": filterset,
            "page": page,
            "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "result_count": page.paginator.count,
            "chips": applied,
            "clear_url": request.path,
            "formats": self._formats(request),
            "loosen": [],
            **self.more(request, filterset),
        }
        if not page.paginator.count and filterset.form.is_valid():
            context["loosen"] = self._loosenings(request, applied)
        return render(request, self.template_name, context)

    def _other_form(self, request: HttpRequest, filterset: ArchiveFilterSet, suffix: str) -> HttpResponseBase:
        response = FORMATS[suffix](request, self.rows(filterset.qs), self.name)
        if not filterset.form.is_valid():
            response.status_code = 400
        return response

    def _page(self, request: HttpRequest, filterset: ArchiveFilterSet) -> Page[Any]:
        paginator = Paginator(self.rows(filterset.qs), PAGE_SIZE)
        number = request.GET.get("page") or "1"
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= paginator.num_pages:
            raise Http404(_("This list has no page %(number)s.") % {"number": number[:20]})
        return paginator.page(int(number))

    def _formats(self, request: HttpRequest) -> list[dict[str, str]]:
        query = without(request.GET, "page")
        return [
            {"label": label, "url": _address(reverse(f"{self.name}_export", args=[suffix]), query)}
            for suffix, label in (("csv", "CSV"), ("json", "JSON"), ("atom", "Atom"))
        ]

    def _loosenings(self, request: HttpRequest, applied: list[Chip]) -> list[Loosening]:
        found = []
        for chip in applied:
            query = without(request.GET, chip.field, "page")
            count = self.filterset_class(query, queryset=self.records(), request=request).qs.count()
            if count:
                found.append(Loosening(chip.label, chip.value, chip.remove_url, count))
        return found


def asked(parameters: QueryDict) -> QueryDict:
    """A copy of the parameters without those that have no value."""
    rest = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if given := [value for value in values if value]:
            rest.setlist(name, given)
    return rest


def without(parameters: QueryDict, *names: str) -> QueryDict:
    """A copy of the parameters without some of them."""
    rest = parameters.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def _address(path: str, parameters: QueryDict) -> str:
    return f"{path}?{parameters.urlencode()}" if parameters else path


def chips(request: HttpRequest, filterset: ArchiveFilterSet) -> list[Chip]:
    """The applied filters in the order of the form. Order is no filter; a value that could not be read is none yet."""
    filterset.form.is_valid()  # what can be read of a bad form stands in cleaned_data too
    cleaned = filterset.form.cleaned_data
    return [
        Chip(
            field=name,
            label=str(field.label),
            value=_shown(field, cleaned[name]),
            remove_url=_address(request.path, without(request.GET, name, "page")),
        )
        for name, field in filterset.form.fields.items()
        if name != "order" and cleaned.get(name) not in (None, "")
    ]


def _shown(field: Field, value: Any) -> str:
    """A filter's value in words."""
    if isinstance(value, PartialDate):
        return value.in_words()
    if isinstance(value, Model):
        return str(value)
    return str(dict(getattr(field, "choices", [])).get(value, value))
