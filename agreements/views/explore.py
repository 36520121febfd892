"""The page on which readers make a picture: which set, which picture, divided by what. Its address is all its state."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.catalogue import FACETS
from agreements.catalogue.versions import current_version
from agreements.exports.formats import BYTE_ORDER_MARK, as_cell
from agreements.figures import agreements_counted
from agreements.filters import UNKNOWN, AgreementFilter
from agreements.models import Kind, Party
from agreements.pictures.standalone import document, png
from agreements.pictures.table import Figure
from agreements.views import pictured
from agreements.views.as_of import as_of
from agreements.views.boxes import DATES, WORDS, Mistake, boxes, mistakes
from agreements.views.chips import chips
from agreements.views.mapped import LATEST, NUMBER, Options, map_figure
from agreements.views.parameters import address, asked, pairs, without
from agreements.views.pictured import Subject
from agreements.views.unchanged import entity_tag, remembered, tagged

#: What a picture can be divided by.
SPLITS = ("theme", "party", "signatory", "institution", "kind", "status")
TIED = ("party", "signatory")
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
#: Filters that the page offers itself, as lists to choose from; others stay as they came.
CHOOSERS = ("theme", "party", "kind", "status")
MOST_CHOICES = 300


@dataclass(frozen=True)
class Picture:
    """A picture to choose: what it is called, what it can be divided by (the first one usually), and who draws it."""

    label: Promise
    splits: tuple[str, ...]
    make: Callable[["Asked"], Figure | None]


@dataclass(frozen=True)
class Asked:
    """What the address asks for. ``wrong``: what could not be read; the usual is shown instead."""

    filterset: AgreementFilter
    picture: str
    split: str
    colour: str
    wrong: tuple[Mistake, ...] = ()

    @property
    def subject(self) -> Subject:
        """The set."""
        return Subject(self.filterset.answer, self.filterset.data)

    def figure(self) -> Figure | None:
        """The picture; None where the set has nothing to draw."""
        return PICTURES[self.picture].make(self)


def _map(asked: Asked) -> Figure | None:
    question = asked.filterset.answer.question
    chosen = question.choices.get("party")
    alone = next(iter(chosen.values)) if chosen and len(chosen.values) == 1 else None
    about = Party.objects.filter(pk=alone).first() if alone else None
    day = question.day or (question.signed_to.latest if question.signed_to else None)
    return map_figure(asked.subject, Options(about=about, colour=asked.colour, day=day))


PICTURES = {
    "heat": Picture(gettext_lazy("Fields through time"), SPLITS, lambda at: pictured.heat_figure(at.subject, at.split)),
    "stream": Picture(gettext_lazy("Stream"), SPLITS, lambda at: pictured.stream_figure(at.subject, at.split)),
    "columns": Picture(gettext_lazy("Columns through time"), (), lambda at: pictured.columns_figure(at.subject)),
    "bars": Picture(gettext_lazy("Bars"), SPLITS, lambda at: pictured.bars_figure(at.subject, at.split)),
    "map": Picture(gettext_lazy("Map of the parties"), (), _map),
    "network": Picture(gettext_lazy("Network"), TIED, lambda at: pictured.network_figure(at.subject, at.split)),
}
COLOURS = {NUMBER: gettext_lazy("number of agreements"), LATEST: gettext_lazy("year of the latest agreement")}


def read(request: HttpRequest) -> Asked:
    """What the address asks for."""
    filterset = AgreementFilter(request.GET)
    wrong = mistakes(request.path, filterset)

    def refuse(name: str, value: str) -> None:
        text = str(UNKNOWN) % {"value": value[:40]}
        wrong.append(Mistake("", "", text, address(request.path, without(request.GET, name, "page"))))

    def chosen(name: str, choices: Any, usual: str) -> str:
        value = request.GET.get(name, usual)
        if value in choices:
            return value
        refuse(name, value)
        return usual

    picture = chosen("picture", PICTURES, "heat")
    splits = PICTURES[picture].splits
    split = request.GET.get("split", "")
    if splits and split not in splits:
        if split and split not in SPLITS:
            refuse("split", split)
        split = splits[0]  # of another picture: the form sends it along
    colour = chosen("colour", COLOURS, NUMBER)
    return Asked(filterset, picture, split if splits else "", colour, tuple(wrong))


@require_safe
def explore(request: HttpRequest, suffix: str = "") -> HttpResponseBase:
    """The page, or with a suffix its picture as SVG or PNG, or its table as CSV. 400 where that cannot be read."""
    if any("" in values for _name, values in request.GET.lists()):
        return redirect(address(request.path, asked(request.GET)))
    tag = entity_tag(request, current_version())
    return _taken(request, suffix, tag) if suffix else remembered(tag, lambda: _page(request))


def _page(request: HttpRequest) -> HttpResponse:
    at = read(request)
    answer = at.filterset.answer
    figure = None if at.wrong else at.figure()
    query = without(request.GET, "page")
    context = {
        "figure": figure,
        "wrong": at.wrong,
        "counted": agreements_counted(answer.total),
        "set_url": at.subject.narrowing.all(),
        "as_of": as_of(request.path, at.filterset),
        "chips": chips(request.path, at.filterset),
        "pictures": _options({name: picture.label for name, picture in PICTURES.items()}, at.picture),
        "splits": _options({name: AgreementFilter.facets[name] for name in PICTURES[at.picture].splits}, at.split),
        "colours": _options(COLOURS, at.colour) if at.picture == "map" else [],
        "choosers": [_chooser(at, name) for name in CHOOSERS],
        "words": boxes(at.filterset, [WORDS])[0],
        "dates": boxes(at.filterset, DATES),
        "kept": [pair for pair in pairs(request.GET) if pair[0] in _kept(at)],
        "forms": [
            {"label": suffix.upper(), "url": address(reverse("explore_export", args=[suffix]), query)}
            for suffix in CONTENT_TYPES
        ],
    }
    return render(request, "agreements/explore.html", context)


def _options(choices: Any, chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in choices.items()]


def _kept(at: Asked) -> set[str]:
    """The filters that the page has no box for, and those of which several values are chosen."""
    own = {"picture", "split", "colour", "page", WORDS, *DATES}
    single = {name for name in CHOOSERS if len(at.filterset.data.getlist(name)) < 2}
    return set(at.filterset.data) - own - single


def _chooser(at: Asked, facet: str) -> dict[str, Any]:
    """A list of the values of a facet; one of which several are chosen already is left as it is."""
    chosen = at.filterset.data.getlist(facet)
    panel = at.subject
    snapshot = at.filterset.answer.snapshot
    values = FACETS[Kind.AGREEMENT][facet]
    numbers = at.filterset.answer.counts(facet)
    found = [
        {"value": code, "label": panel.label(facet, value), "count": count, "chosen": code in chosen}
        for value, count in numbers.items()
        if (code := values.code(value, snapshot))
    ]
    found.sort(key=lambda option: str(option["label"]).lower())
    return {
        "name": facet,
        "label": AgreementFilter.facets[facet],
        "options": found[:MOST_CHOICES] if len(chosen) < 2 else [],
    }


# The picture to take away


def _taken(request: HttpRequest, suffix: str, tag: str) -> HttpResponseBase:
    kept = caches["pages"]
    content: bytes | None = kept.get(tag)
    if content is None:
        at = read(request)
        figure = None if at.wrong else at.figure()
        if figure is None:
            reason = "\n".join(map(str, at.wrong)) or _("There is nothing to draw.")
            return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8")
        content = _content(request, figure, suffix)
        kept.set(tag, content)
    response = HttpResponse(content, content_type=CONTENT_TYPES[suffix])
    response["Content-Disposition"] = f'inline; filename="explore.{suffix}"'
    return tagged(response, tag)


def _content(request: HttpRequest, figure: Figure, suffix: str) -> bytes:
    if suffix == "csv":
        return _csv(figure).encode()
    page = request.build_absolute_uri().replace("/explore.svg", "/explore/").replace("/explore.png", "/explore/")
    origin = f"{settings.SITE_NAME}, {page}"
    drawing = document(figure, origin[:150], request.build_absolute_uri("/")[:-1])
    return png(drawing) if suffix == "png" else drawing.encode()


def _csv(figure: Figure) -> str:
    file = StringIO()
    write = csv.writer(file).writerow
    write(figure.table.head)
    for row in figure.table.rows:
        write([as_cell(cell.value) for cell in row])
    return BYTE_ORDER_MARK + file.getvalue()
