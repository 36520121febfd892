"""Themes: the tree and one theme."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy, ngettext

from agreements.catalogue import Answer, ask, having
from agreements.catalogue.rows import in_order, whole_projects
from agreements.catalogue.snapshot import Snapshot
from agreements.figures import figure
from agreements.filters import ThemeFilter
from agreements.models import Kind, Project, Theme
from agreements.pictures.table import Figure
from agreements.sorting import by_name
from agreements.templatetags.archive import set_url
from agreements.views.drawn_once import drawn_once
from agreements.views.mapped import Options, map_figure
from agreements.views.narrowing import explorable, parameters_of
from agreements.views.permanent import led_on_or_404
from agreements.views.pictured import Subject, columns_figure
from agreements.views.rows import agreement_rows
from agreements.views.sets import SetView
from agreements.views.stories import theme_story

SHOWN = 10


class ThemeSet(SetView):
    """The set of themes, shown as a tree."""

    name = "theme_list"
    heading = gettext_lazy("Themes")
    lead = gettext_lazy(
        "What the agreements are about, from broad to narrow. A "
        "theme's number counts the agreements of its narrower themes too."
    )
    rows_template = "agreements/_theme_rows.html"
    is_paged = False
    filterset_class = ThemeFilter

    def records(self) -> QuerySet[Theme]:
        """The whole vocabulary, with the broader themes."""
        return Theme.objects.select_related("broader")

    def counted(self, total: int) -> str:
        """The number of themes in words."""
        return ngettext("%(n)s theme", "%(n)s themes", total) % {"n": figure(total)}

    def whole(self, ids: Sequence[int], answer: Answer) -> Iterator[Theme]:
        """With ``agreement_count``, narrower themes included."""
        for theme in in_order(self.records(), ids):
            theme.agreement_count = answer.snapshot.themes.count(theme.pk)
            yield theme

    def rows(self, ids: list[int], answer: Answer) -> list[dict[str, Any]]:
        """The tree of all that was found, whatever the page."""
        return theme_tree(set(answer.found), answer.snapshot)


def theme_tree(found: set[int], snapshot: Snapshot) -> list[dict[str, Any]]:
    """What was found, as a nested list of ``theme``, ``count`` and ``children``, with all that is broader than them."""
    children: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in sorted(Theme.objects.all(), key=by_name):
        children[theme.broader_id].append(theme)

    def branch(broader_id: int | None) -> list[dict[str, Any]]:
        nodes: Iterator[dict[str, Any]] = (
            {"theme": theme, "count": snapshot.themes.count(theme.pk), "children": branch(theme.pk)}
            for theme in children[broader_id]
        )
        return [node for node in nodes if node["children"] or node["theme"].pk in found]

    return branch(None)


def theme(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The page of one theme; its agreements and projects include those of narrower themes."""
    record = Theme.objects.filter(slug=slug).first()
    if record is None:
        return led_on_or_404(request, Theme, slug)
    agreements = ask(having(Kind.AGREEMENT, theme=record.pk))
    projects = ask(having(Kind.PROJECT, theme=record.pk))
    subject = Subject(agreements, parameters_of(theme=record.slug))
    context = {
        "theme": record,
        "story": theme_story(agreements),
        "columns": explorable(columns_figure(subject), "columns", subject.parameters),
        "map": drawn_once(f"map-about-{record.pk}", agreements, lambda: _map_of(subject)),
        "broader": broader_than(record),
        "narrower": [
            {"theme": narrower, "count": agreements.snapshot.themes.count(narrower.pk)}
            for narrower in sorted(record.narrower.all(), key=by_name)
        ],
        "alt_labels": record.alt_labels.all(),
        "matches": record.matches.all(),
        "agreements": agreement_rows(agreements.part(0, SHOWN), agreements.snapshot),
        "agreement_count": agreements.total,
        "agreements_url": set_url("agreements", theme=record.slug),
        "projects": list(in_order(whole_projects(Project.objects.published()), projects.ids.tolist())),
        "projects_url": set_url("projects", theme=record.slug),
    }
    return render(request, "agreements/theme.html", context)


def _map_of(subject: Subject) -> Figure | None:
    return explorable(map_figure(subject, Options()), "map", subject.parameters)


def broader_than(theme: Theme) -> list[Theme]:
    """The themes above this one, the broadest first, from one query over the small table of themes."""
    themes = Theme.objects.in_bulk()
    above: list[Theme] = []
    broader_id = theme.broader_id
    while broader_id is not None:
        above.insert(0, themes[broader_id])
        broader_id = themes[broader_id].broader_id
    return above
