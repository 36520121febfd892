"""The page of a set: filtered by its address, in order, in pages, and in other forms by a suffix."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from agreements.catalogue import RELEVANCE, Answer
from agreements.catalogue.rows import in_order
from agreements.context_processors import site
from agreements.exports.formats import FORMATS
from agreements.filters import ArchiveFilterSet, State
from agreements.hot import draw, shaped
from agreements.views.addresses import export_address, page_address
from agreements.views.as_of import as_of
from agreements.views.boxes import DATES, WORDS, boxes, mistakes
from agreements.views.chips import chips, loosenings
from agreements.views.facets import drawn as drawn_facets
from agreements.views.facets import panel, panels
from agreements.views.framed import framed
from agreements.views.help import meant, offered
from agreements.views.paging import page_of, pagination
from agreements.views.parameters import address, asked, encoded_parts, joined, pairs, query_without, without
from agreements.views.structured import script_of_site
from agreements.views.unchanged import entity_tag, remembered, tagged


class SetPage(HttpResponse):
    """A set page, with what it shows: under the name that it has in Django's TemplateResponse."""

    def __init__(self, html: str, context_data: Mapping[str, Any]) -> None:
        super().__init__(html)
        self.context_data = context_data


class SetView(View):
    """Base of the set pages. A subclass names the filter set, and draws rows from what they need beside themselves."""

    http_method_names = ["get", "head"]
    name: ClassVar[str]
    filterset_class: ClassVar[type[ArchiveFilterSet]]
    heading: ClassVar[str | Promise]
    lead: ClassVar[str | Promise]
    rows_template: ClassVar[str]
    #: Other pages about the same records: the name of the address, and what it is called.
    beyond: ClassVar[Mapping[str, str | Promise]] = {}
    is_paged: ClassVar[bool] = True

    def records(self) -> QuerySet[Any]:
        """Every record that readers may see, with all that a row, or a line of an export, shows."""
        raise NotImplementedError

    def whole(self, ids: Sequence[int], answer: Answer) -> Iterator[Any]:
        """The records with these ids, in that order, as exports show them."""
        return in_order(self.records(), ids)

    def rows(self, ids: list[int], answer: Answer) -> Iterable[Any]:
        """What the rows of a page show of the records with these ids."""
        return self.whole(ids, answer)

    def drawn(self, rows: list[Any], answer: Answer, query: str) -> SafeString:
        """The rows as HTML. ``query``: what the address asks, but for the page."""
        return render_to_string(self.rows_template, {"rows": rows})

    def counted(self, total: int) -> str:
        """The number of records in words."""
        raise NotImplementedError

    def get(self, request: HttpRequest, suffix: str = "", facet: str = "") -> HttpResponseBase:
        """The page, or with a suffix the whole set in that form. 404 for a page past the last."""
        if any("" in values for _name, values in request.GET.lists()):
            # a form sends its empty boxes too; an address says only what was asked
            return redirect(address(request.path, asked(request.GET)))
        return self.filterset_class.of_this_moment(
            request.GET, lambda state: self._at(state, request, suffix=suffix, facet=facet)
        )

    def _at(self, state: State, request: HttpRequest, *, suffix: str, facet: str) -> HttpResponseBase:
        # The tag is that of the version before rows are read: a page may be newer than its tag, never older.
        tag = entity_tag(request, state.snapshot.version)
        if suffix:
            return tagged(self._other_form(request, self.filterset_class(request.GET, state), suffix), tag)
        return remembered(tag, lambda: self._page_of(request, self.filterset_class(request.GET, state), facet))

    def _page_of(self, request: HttpRequest, filterset: ArchiveFilterSet, facet: str) -> HttpResponse:
        return self._values_of(request, filterset, facet) if facet else self._list(request, filterset)

    def _list(self, request: HttpRequest, filterset: ArchiveFilterSet) -> HttpResponse:
        # First what does not follow from the answer: meanwhile, the database looks the words up.
        path, around, encoded = request.path, site(request), encoded_parts(request.GET)
        fixed = self._fixed(get_language())
        query = query_without(encoded, "page")
        asked_for = _asked_for(request, filterset)
        answer = filterset.answer
        # of what cannot be read there is one page, which says so
        page = page_of(answer, "" if answer.question.impossible else request.GET.get("page", ""))
        rows = list(self.rows(list(page.object_list), answer))
        shown = {
            "path": path,
            "heading": fixed.heading,
            "lead": fixed.lead,
            "counted": self.counted(answer.total),
            **asked_for,
            **self._narrowing(request, filterset, encoded, asked_for),
            "orders": _orders(path, encoded, filterset) if answer.total > 1 else [],
            "formats": _links(fixed.formats, query),
            "beyond": _links(fixed.beyond, query_without(encoded, "page", "order")),
        }
        content = {
            **shown,
            "offers": [way.written() for way in shown["offers"]],
            "meant": shown["meant"] and shown["meant"].written(),
            "as_of": shaped("as_of", {"as_of": shown["as_of"]}) if shown["as_of"] else "",
            "panels": drawn_facets(shown["facets"]),
            "results": self.drawn(rows, answer, query) if rows else draw("empty", shown),
            "pagination": pagination(page, *_page_addresses(path, encoded)) if self.is_paged else "",
        }
        del content["facets"], content["loosen"]
        is_asked = bool(request.GET)
        page_html = framed(
            "agreements/set_frame.html",
            request,
            around,
            {"heading": fixed.heading, "lead": fixed.lead, "is_asked": is_asked},
            is_asked,
            content=shaped("set", content),
            structured="" if is_asked or self.name != "agreement_list" else script_of_site("dataset", request),
            feed_url=joined(fixed.formats["Atom"], query),
        )
        return SetPage(page_html, shown | {"rows": rows, "result_count": answer.total})

    @classmethod
    @lru_cache
    def _fixed(cls, language: str | None) -> "_Fixed":
        formats = {label: export_address(cls.name, suffix) for suffix, label in FORMAT_LABELS.items()}
        beyond = {str(label): page_address(name) for name, label in cls.beyond.items()}
        return _Fixed(str(cls.heading), str(cls.lead), formats, beyond)

    def _narrowing(
        self,
        request: HttpRequest,
        filterset: ArchiveFilterSet,
        encoded: Mapping[str, str],
        asked_for: Mapping[str, Any],
    ) -> dict[str, Any]:
        """What narrows the list further, and what helps to narrow it otherwise."""
        answer, path = filterset.answer, request.path
        is_loosened = not answer.total and not asked_for["mistakes"]
        return {
            "facets": panels(filterset, path, encoded),
            "offers": offered(path, request.GET, answer),
            "meant": meant(path, request.GET, answer),
            "is_reworded": answer.is_reworded,
            "loosen": loosenings(filterset, asked_for["chips"]) if is_loosened else [],
            "as_of": as_of(path, filterset),
        }

    def _other_form(self, request: HttpRequest, filterset: ArchiveFilterSet, suffix: str) -> HttpResponseBase:
        answer = filterset.answer
        model = filterset.kind.model
        records = self.whole(answer.ids.tolist(), answer)
        response = FORMATS[suffix](request, model, records, self.name, answer.is_reworded)
        if mistakes(request.path, filterset):
            response.status_code = 400
        return response

    def _values_of(self, request: HttpRequest, filterset: ArchiveFilterSet, facet: str) -> HttpResponse:
        """Every value of one facet under the other filters, and a search within them."""
        if facet not in filterset.facets:
            raise Http404(_("There is no such filter."))
        set_path = reverse(self.name)
        find = request.GET.get("find", "").strip()
        context = {
            "facet": panel(filterset, facet, set_path, find),
            "find": find,
            "kept": [pair for pair in pairs(request.GET) if pair[0] not in ("find", "page")],
            "set_url": address(set_path, without(request.GET, "find", "page")),
        }
        return render(request, "agreements/facet.html", context)


#: Suffixes of addresses, and what the forms are called that they give.
FORMAT_LABELS = {"csv": "CSV", "json": "JSON", "atom": "Atom"}


class _Fixed(NamedTuple):
    """What a set page says in one language whatever is asked.

    ``formats``, ``beyond``: by label, the address of all records in that form, and on that page.
    """

    heading: str
    lead: str
    formats: Mapping[str, str]
    beyond: Mapping[str, str]


def _links(addresses: Mapping[str, str], query: str) -> list[dict[str, str]]:
    return [{"label": label, "url": joined(url, query)} for label, url in addresses.items()]


def _asked_for(request: HttpRequest, filterset: ArchiveFilterSet) -> dict[str, Any]:
    """The filters in use, in words and as they stand in the form, and what is wrong with them."""
    words, *dates = boxes(filterset, [WORDS, *DATES])
    return {
        "words": words,
        "boxes": dates,
        "kept": [pair for pair in pairs(request.GET) if pair[0] not in {WORDS, *DATES, "page"}],
        "mistakes": mistakes(request.path, filterset),
        "chips": chips(request.path, filterset),
    }


def _page_addresses(path: str, encoded: Mapping[str, str]) -> tuple[str, str]:
    """The address of the first page, and that of the others up to their number."""
    query = query_without(encoded, "page")
    return joined(path, query), f"?{query}&page=" if query else "?page="


@lru_cache
def _order_labels(filterset: type[ArchiveFilterSet], has_words: bool, language: str | None) -> dict[str, str]:
    best = {RELEVANCE: _("Best match first")} if has_words else {}
    return best | {value: str(label) for value, label in filterset.orders.items()}


def _orders(path: str, encoded: Mapping[str, str], filterset: ArchiveFilterSet) -> list[dict[str, Any]]:
    """The orders to choose from; that of the best match only where words are searched for."""
    question = filterset.answer.question
    choices = _order_labels(type(filterset), bool(question.words), get_language())
    usual = next(iter(choices))
    rest = query_without(encoded, "page", "order")
    orders = []
    for value, label in choices.items():
        order = "" if value == usual else f"order={value}"
        chosen = value == (question.order or usual)
        orders.append({"label": label, "chosen": chosen, "url": joined(path, "&".join(filter(None, (rest, order))))})
    return orders
