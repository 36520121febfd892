"""The page of a set: filtered by its address, in order, in pages, and in other forms by a suffix."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BoundField, Field
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from agreements.catalogue import FACETS, RELEVANCE, Answer
from agreements.catalogue.rows import in_order
from agreements.dates import PartialDate
from agreements.exports.formats import FORMATS
from agreements.filters import ArchiveFilterSet, MatchFilter, ValuesFilter, WithoutFilter
from agreements.views.facets import panel, panels
from agreements.views.help import meant, offered
from agreements.views.unchanged import entity_tag

PAGE_SIZE = 25
#: Parameters that readers type.
BOXES = ("q", "signed_from", "signed_to", "on")


@dataclass(frozen=True)
class Chip:
    """One applied filter, in words, and the address of the set without it. ``values``: the codes it takes away."""

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
        """Every record that readers may see, with all that a row, or a line of an export, shows."""
        raise NotImplementedError

    def whole(self, ids: Sequence[int], answer: Answer) -> Iterator[Any]:
        """The records with these ids, in that order, as exports show them."""
        return in_order(self.records(), ids)

    def rows(self, ids: list[int], answer: Answer) -> Iterable[Any]:
        """What the rows of a page show of the records with these ids."""
        return self.whole(ids, answer)

    def more(self, request: HttpRequest, answer: Answer) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    def get(self, request: HttpRequest, suffix: str = "", facet: str = "") -> HttpResponseBase:
        """The page, or with a suffix the whole set in that form. 404 for a page past the last."""
        if any("" in values for _name, values in request.GET.lists()):
            # a form sends its empty boxes too; an address says only what was asked
            return redirect(_address(request.path, asked(request.GET)))
        filterset = self.filterset_class(request.GET)
        if suffix:
            response = self._other_form(request, filterset, suffix)
        elif facet:
            response = self._values_of(request, filterset, facet)
        else:
            response = self._list(request, filterset)
        if response.status_code == 200:
            response["ETag"] = entity_tag(filterset.answer.snapshot.version)
            patch_cache_control(response, no_cache=True)
        return response

    def _list(self, request: HttpRequest, filterset: ArchiveFilterSet) -> HttpResponseBase:
        answer = filterset.answer
        page = self._page(request, answer)
        applied = chips(request.path, filterset)
        context = {
            "filter": filterset,
            "facets": panels(filterset, request.path),
            "page": page,
            **self._page_addresses(request),
            "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "rows": list(self.rows(list(page.object_list), answer)),
            "result_count": answer.total,
            "chips": applied,
            "clear_url": request.path,
            **form_parts(filterset),
            "orders": self._orders(request, filterset),
            "formats": self._formats(request),
            "offers": offered(request.path, request.GET, answer),
            "meant": meant(request.path, request.GET, answer),
            "loosen": [],
            **self.more(request, answer),
        }
        if not answer.total and filterset.form.is_valid():
            context["loosen"] = self._loosenings(request, applied)
        return render(request, self.template_name, context)

    def _other_form(self, request: HttpRequest, filterset: ArchiveFilterSet, suffix: str) -> HttpResponseBase:
        answer = filterset.answer
        model = filterset.kind.model
        response = FORMATS[suffix](request, model, self.whole(answer.ids.tolist(), answer), self.name)
        if not filterset.form.is_valid():
            response.status_code = 400
        return response

    def _values_of(self, request: HttpRequest, filterset: ArchiveFilterSet, facet: str) -> HttpResponseBase:
        """Every value of one facet under the other filters, and a search within them."""
        if facet not in filterset.facets:
            raise Http404(_("There is no such filter."))
        set_path = reverse(self.name)
        find = request.GET.get("find", "").strip()
        context = {
            "filter": filterset,
            "facet": panel(filterset, facet, set_path, limit=None, find=find),
            "find": find,
            "kept": [pair for pair in pairs(request.GET) if pair[0] not in ("find", "page")],
            "set_url": _address(set_path, without(request.GET, "find", "page")),
            "set_path": set_path,
            "set_name": self.name,
        }
        return render(request, "agreements/facet.html", context)

    def _page(self, request: HttpRequest, answer: Answer) -> Page[Any]:
        paginator: Paginator[int] = Paginator(_Ids(answer), PAGE_SIZE)
        number = request.GET.get("page") or "1"
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= paginator.num_pages:
            raise Http404(_("This list has no page %(number)s.") % {"number": number[:20]})
        return paginator.page(int(number))

    def _page_addresses(self, request: HttpRequest) -> dict[str, str]:
        """The address of the first page, and that of the others up to their number."""
        query = without(request.GET, "page").urlencode()
        first = f"{request.path}?{query}" if query else request.path
        return {"first_page": first, "later_page": f"?{query}&page=" if query else "?page="}

    def _orders(self, request: HttpRequest, filterset: ArchiveFilterSet) -> list[dict[str, Any]]:
        """The orders to choose from; that of the best match only where words are searched for."""
        choices = dict(filterset.form.fields["order"].choices)  # type: ignore[attr-defined]
        usual = RELEVANCE
        if not filterset.question.words:
            del choices[RELEVANCE]
            usual = next(iter(choices))
        chosen = filterset.question.order or usual
        return [
            {"label": label, "chosen": value == chosen, "url": self._ordered(request, "" if value == usual else value)}
            for value, label in choices.items()
        ]

    def _ordered(self, request: HttpRequest, order: str) -> str:
        query = without(request.GET, "page", "order")
        if order:
            query["order"] = order
        return _address(request.path, query)

    def _formats(self, request: HttpRequest) -> list[dict[str, str]]:
        query = without(request.GET, "page")
        return [
            {"label": label, "url": _address(reverse(f"{self.name}_export", args=[suffix]), query)}
            for suffix, label in (("csv", "CSV"), ("json", "JSON"), ("atom", "Atom"))
        ]

    def _loosenings(self, request: HttpRequest, applied: list[Chip]) -> list[Loosening]:
        found = []
        for chip in applied:
            query = QueryDict(chip.remove_url.partition("?")[2])
            if count := self.filterset_class(query).answer.total:
                found.append(Loosening(chip.label, chip.value, chip.remove_url, count))
        return found


def form_parts(filterset: ArchiveFilterSet) -> dict[str, Any]:
    """The form of a list: its boxes, whether a folded one is filled in, what it sends along, what is wrong."""
    form = filterset.form
    boxes = {field.name: _box(field) for field in form if field.name in BOXES}
    words = boxes.pop("q")
    errors = [
        {"id": form[name].auto_id if name in BOXES else "", "label": filterset.filters[name].label, "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    return {
        "words": words,
        "boxes": list(boxes.values()),
        "boxes_are_used": any(box["value"] or box["errors"] for box in boxes.values()),
        "kept": [pair for pair in pairs(filterset.data) if pair[0] not in {*BOXES, "page"}],
        "errors": errors,
    }


def _box(field: BoundField) -> dict[str, Any]:
    return {
        "id": field.auto_id,
        "name": field.html_name,
        "label": field.label,
        "value": field.value() or "",
        "placeholder": field.field.widget.attrs.get("placeholder", ""),
        "help_text": field.help_text,
        "errors": field.errors,
    }


class _Ids(Sequence[int]):
    """The ids of an answer, as a Paginator wants them: only the page that is asked for is put in order."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __len__(self) -> int:
        return self.answer.total

    def __getitem__(self, part: Any) -> Any:
        return self.answer.part(part.start, part.stop)


def pairs(parameters: QueryDict) -> list[tuple[str, str]]:
    """The parameters one by one."""
    return [(name, value) for name, values in parameters.lists() for value in values]


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


def chips(path: str, filterset: ArchiveFilterSet) -> list[Chip]:
    """The applied filters, one a value. Order is no filter; a value that could not be read is none yet."""
    filterset.form.is_valid()  # what can be read of a bad form stands in cleaned_data too
    cleaned = filterset.form.cleaned_data
    found: list[Chip] = []
    for name, field in filterset.form.fields.items():
        value, filter_ = cleaned.get(name), filterset.filters[name]
        if isinstance(filter_, ValuesFilter):
            found += _value_chips(path, filterset, name, value or frozenset())
        elif value and name != "order" and not isinstance(filter_, MatchFilter):
            remaining = without(filterset.data, name, "page")
            found.append(Chip(name, str(field.label), _shown(field, value), _address(path, remaining)))
    return found


def _value_chips(path: str, filterset: ArchiveFilterSet, name: str, chosen: Iterable[int]) -> Iterator[Chip]:
    """A chip for each chosen value of a facet."""
    filter_, snapshot = filterset.filters[name], filterset.answer.snapshot
    values = FACETS[filterset.kind][str(filter_.field_name)]
    label = str(filter_.label)
    for value in sorted(chosen, key=lambda value: values.label(value, snapshot)):
        rest = without(filterset.data, "page")
        kept = [code for code in rest.getlist(name) if values.find(code, snapshot) != value]
        rest.setlist(name, kept)
        if not kept:
            rest = without(rest, name, *([f"{name}_match"] if not isinstance(filter_, WithoutFilter) else []))
        shown = values.label(value, snapshot)
        if isinstance(filter_, WithoutFilter):
            shown = _("not %(value)s") % {"value": shown}
        yield Chip(name, label, shown, _address(path, rest))


def _shown(field: Field, value: Any) -> str:
    """A filter's value in words."""
    return value.in_words() if isinstance(value, PartialDate) else str(value)
