"""The forms a set is given out in: CSV (RFC 4180), JSON (RFC 8259) and Atom (RFC 4287).

Every form holds the whole set, the same records in the same order. CSV and JSON are written while they are read from
the database; a feed begins with the day of its latest change, so that all of it is read first.
"""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language

from agreements.catalogue.history import with_latest_changes
from agreements.exports.columns import COLUMNS, Cell
from agreements.exports.formulas import disarmed

#: Excel reads a file as UTF-8 only when it begins with this.
BYTE_ORDER_MARK = "\ufeff"


def as_cell(value: Cell) -> str | int:
    """A value as a spreadsheet may read it: lists joined, nothing as '', formulas disarmed by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = "; ".join(value) if isinstance(value, list) else value
    return disarmed(text)


class _Echo:
    """A file that gives back what is written to it, so that csv.writer yields its lines."""

    def write(self, line: str) -> str:
        return line


def _address(request: HttpRequest, record: Any) -> str:
    return request.build_absolute_uri(record.get_absolute_url())


def csv_lines(request: HttpRequest, model: type[Model], records: Iterable[Any]) -> Iterator[str]:
    """The set as CSV: a header, then a line a record. The last column is the record's address."""
    columns = COLUMNS[model]
    write = csv.writer(_Echo()).writerow  # the writer returns what _Echo.write returns
    yield BYTE_ORDER_MARK + str(write([column.name for column in columns] + ["url"]))
    for record in records:
        cells = [as_cell(column.value(record)) for column in columns]
        yield str(write([*cells, _address(request, record)]))


def json_parts(
    request: HttpRequest, model: type[Model], records: Iterable[Any], *, is_reworded: bool = False
) -> Iterator[str]:
    """The set as one JSON object: ``url`` of the page, ``items`` with a member a column and ``url``.

    ``is_reworded`` tells of a search that nothing has the words as they were asked, and these have others for them.
    """
    columns = COLUMNS[model]
    yield f'{{"url": {json.dumps(_page_address(request))}, "is_reworded": {json.dumps(is_reworded)}, "items": ['
    for number, record in enumerate(records):
        item = {column.name: column.value(record) for column in columns} | {"url": _address(request, record)}
        yield (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)
    yield "\n]}\n"


def _page_address(request: HttpRequest) -> str:
    """The address of the page that shows this set: the same, without the suffix."""
    path, _, suffix = request.get_full_path().partition("?")
    page = path.rpartition(".")[0] + "/"
    return request.build_absolute_uri(f"{page}?{suffix}" if suffix else page)


def _csv(
    request: HttpRequest, model: type[Model], records: Iterable[Any], name: str, is_reworded: bool
) -> HttpResponseBase:
    return _streamed(csv_lines(request, model, records), "text/csv; charset=utf-8", f"{name}.csv")


def _json(
    request: HttpRequest, model: type[Model], records: Iterable[Any], name: str, is_reworded: bool
) -> HttpResponseBase:
    return _streamed(json_parts(request, model, records, is_reworded=is_reworded), "application/json", f"{name}.json")


def _streamed(parts: Iterable[str], content_type: str, filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _atom(
    request: HttpRequest, model: type[Model], records: Iterable[Any], name: str, is_reworded: bool
) -> HttpResponseBase:
    feed = Atom1Feed(
        title=f"{settings.SITE_NAME}: {capfirst(model._meta.verbose_name_plural)}",
        link=_page_address(request),
        feed_url=request.build_absolute_uri(),
        description="",
        language=get_language(),
    )
    for record, changed_at in with_latest_changes(records):
        address = _address(request, record)
        feed.add_item(
            title=str(record),
            link=address,
            description=escape(getattr(record, "summary", "") or str(record)),  # the library says that it is HTML
            unique_id=address,
            updateddate=changed_at or getattr(record, "changed_at", None) or dt.datetime.now(dt.UTC),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


#: Suffix of an address → the writer of that form.
FORMATS: dict[str, Callable[[HttpRequest, type[Model], Iterable[Any], str, bool], HttpResponseBase]] = {
    "csv": _csv,
    "json": _json,
    "atom": _atom,
}
