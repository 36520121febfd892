"""The style page: every named part of the pages in all its states, made of made-up records. In development alone."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.figures import figure
from agreements.hot import macro
from agreements.models import Source
from agreements.views.boxes import Box, Mistake
from agreements.views.chips import Chip, Loosening
from agreements.views.facets import Chosen, FacetPanel, drawn
from agreements.views.facts import Fact, Item
from agreements.views.help import Way
from agreements.views.neighbours import Place
from agreements.views.paging import pagination
from agreements.views.record import Mark
from agreements.views.rows import AgreementRow, Link, Office
from agreements.views.timeline import Moment

TITLE = "Agreement on cooperation against mercury between Norway and China"
LONG = " ".join(["Exchange of notes constituting an agreement on the regulation of the taking of fish"] * 4)
NOWHERE = "#"

#: The custom properties that our own style sheets build on, with what each is for.
COLOURS = (
    ("accent-base-default", "What can be pressed"),
    ("accent-text-subtle", "Links"),
    ("accent-background-tinted", "Quiet grounds"),
    ("warm-base-default", "The other side; the place one is at"),
    ("warm-text-subtle", "Words above a heading"),
    ("neutral-text-default", "Text"),
    ("neutral-text-subtle", "Text beside it"),
    ("neutral-border-subtle", "Lines"),
)


@dataclass(frozen=True)
class Step:
    """A link of a chain as the template reads it."""

    pk: int
    title: str
    signed_on: PartialDate | None
    title_en: str = "given"
    title_no: str = ""
    norwegian_form: str = "nb"

    def get_absolute_url(self) -> str:
        """Nowhere."""
        return NOWHERE


class ExampleForm(forms.Form):
    """A form with a description and a fault."""

    name = forms.CharField(
        label="Name", help_text="As it is written in the source.", widget=forms.TextInput(attrs={"class": "ds-input"})
    )
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"class": "ds-input"}))


def style(request: HttpRequest) -> HttpResponseBase:
    """The page. Raise Http404 on a site that is not in development."""
    if not settings.DEBUG:
        raise Http404
    form = ExampleForm({"name": "Vidar Helgesen", "email": "nobody"})
    return render(request, "agreements/style.html", {"form": form, **_parts(), **_filters(request.path)})


def _parts() -> dict[str, Any]:
    source = Source(publisher="A ministry", title="Press release", url="https://example.org/", language="en")
    marks = {"signed_on": [Mark(1, source, "page 2", "Signed on 26 June.")]}
    steps = [
        Step(1, TITLE, PartialDate.parse("1995-11")),
        Step(2, TITLE, None),
        Step(3, TITLE, PartialDate.parse("2017-06-26")),
    ]
    return {
        "colours": COLOURS,
        "statuses": [status.value for status in LegalStatus],
        "rows": _rows(),
        "facts": [
            Fact("Signed", [Item("26 June 2017", NOWHERE)], about=("signed_on",)),
            Fact("Entry into force", term="entry-into-force"),
            Fact("Parties", [Item("Norway", NOWHERE), Item("China", NOWHERE)], "Two, always."),
            Fact("Also titled", [Item("Avtale mot kvikksølv", lang="nb")]),
        ],
        "marks": marks,
        "chain": steps,
        "current": steps[2],
        "timeline": [
            Moment(PartialDate.parse("1995-11"), "Signed", "Beijing"),
            Moment(PartialDate.parse("2006"), "Project", TITLE, end=PartialDate.parse("2009"), url=NOWHERE),
            Moment(
                PartialDate.parse("2017-06-26"), "Visit", "A minister visits China", note="The first in eight years."
            ),
        ],
        "place": Place(2, 2306, Link("The one before", NOWHERE), Link("The one after", NOWHERE), NOWHERE, True),
    }


def _rows() -> list[AgreementRow]:
    two, people = Link("Norway – China", NOWHERE), (Link("Vidar Helgesen", NOWHERE), Link("Li Ganjie", NOWHERE))
    themes = (Link("Mercury", NOWHERE), Link("Pollution", NOWHERE))

    def row(pk: int, status: LegalStatus, **more: Any) -> AgreementRow:
        given = {"title": TITLE, "date": "26 June 2017", "iso": "2017-06-26", "signatories": people, "themes": themes}
        return AgreementRow(
            id=pk, lang="en", url=NOWHERE, kind="Agreement", status=status, parties=two, **{**given, **more}
        )

    return [
        *(row(place, status) for place, status in enumerate(LegalStatus)),
        row(10, LegalStatus.NOT_RECORDED, title=LONG, date=None, iso="", signatories=(), themes=()),
        row(11, LegalStatus.IN_FORCE, signed_as=Office("Minister of Climate and Environment", "en", "Incoming")),
        row(12, LegalStatus.IN_FORCE, signed_as=Office("", "en", "")),
    ]


def _lines(values: list[tuple[str, int]], more_url: str = "") -> SafeString:
    choice = macro("facet", "choice")
    return mark_safe("".join(choice(NOWHERE, label, figure(count), more_url) for label, count in values))  # noqa: S308


def _filters(path: str) -> dict[str, Any]:
    values = [("Mercury", 1204), ("Environmental administration", 38), ("Air", 1)]
    chosen = [Chosen("Pollution", False, NOWHERE, NOWHERE), Chosen("Noise", True, NOWHERE, NOWHERE)]
    facets = [
        FacetPanel("theme", "Theme", True, False, False, "", NOWHERE, _lines(values)),
        FacetPanel("party", "Party", True, False, True, NOWHERE, "", _lines(values, NOWHERE), chosen),
        FacetPanel("kind", "Kind", False, False, False, "", "", _lines(values)),
    ]
    page = Paginator(range(300), 25).page(5)
    return {
        "path": path,
        "heading": "A list",
        "lead": "What stands in it, in a sentence.",
        "counted": "300 agreements",
        "results": "",
        "formats": [{"label": "CSV", "url": NOWHERE}],
        "words": Box("q", "Search in this list", "mercury", "", []),
        "boxes": [
            Box("signed_from", "Signed from", "", "A day, a month or a year", []),
            Box("signed_to", "Signed until", "never", "", ["“never” is not a date."]),
        ],
        "kept": [],
        "mistakes": [Mistake("id_signed_to", "Signed until", "“never” is not a date.")],
        "panels": drawn(facets),
        "chips": [Chip("theme", "Theme", "Mercury", NOWHERE), Chip("q", "Words", "a long search " * 6, NOWHERE)],
        "offers": [Way("Agreements about Mercury", NOWHERE, 12)],
        "meant": Way("mercury", NOWHERE, 12),
        "orders": [
            {"label": "Newest first", "chosen": True, "url": ""},
            {"label": "Oldest first", "chosen": False, "url": NOWHERE},
        ],
        "pagination": pagination(page, NOWHERE, "?page="),
        "empties": [
            {"mistakes": [1]},
            {
                "loosen": [
                    Loosening("Words", "plastic", NOWHERE, 3, "mercury"),
                    Loosening("Theme", "Mercury", NOWHERE, 12),
                ]
            },
            {"chips": [1], "path": NOWHERE},
            {},
        ],
    }
