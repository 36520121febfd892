"""Themes: the tree and one theme."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from agreements.catalogue.counts import theme_counts
from agreements.catalogue.rows import agreement_rows
from agreements.filters import ArchiveFilterSet, ThemeFilter
from agreements.models import Agreement, Project, Theme
from agreements.sorting import reading_order
from agreements.templatetags.archive import set_url
from agreements.views.sets import SetView

SHOWN = 10


class ThemeSet(SetView):
    """The set of themes, shown as a tree."""

    name = "theme_list"
    template_name = "agreements/theme_list.html"
    filterset_class = ThemeFilter

    def records(self) -> QuerySet[Theme]:
        """The whole vocabulary."""
        return Theme.objects.all()

    def rows(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """With the broader theme and ``agreement_count``, narrower themes included."""
        counts = theme_counts(Agreement.objects.published())
        cases = (When(pk=pk, then=Value(count)) for pk, count in counts.items())
        counted = Case(*cases, default=Value(0), output_field=IntegerField())
        rows: QuerySet[Any] = records.select_related("broader").annotate(agreement_count=counted)
        return rows

    def more(self, request: HttpRequest, filterset: ArchiveFilterSet) -> dict[str, Any]:
        """The tree of what was found, with the broader themes that lead there."""
        return {"tree": theme_tree(set(filterset.qs.values_list("pk", flat=True)))}


def theme_tree(found: set[int]) -> list[dict[str, Any]]:
    """What was found, as a nested list of ``theme``, ``count`` and ``children``, with all that is broader than them."""
    counts = theme_counts(Agreement.objects.published())
    children: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in Theme.objects.order_by(reading_order("label"), "pk"):
        children[theme.broader_id].append(theme)

    def branch(broader_id: int | None) -> list[dict[str, Any]]:
        nodes: Iterator[dict[str, Any]] = (
            {"theme": theme, "count": counts[theme.pk], "children": branch(theme.pk)} for theme in children[broader_id]
        )
        return [node for node in nodes if node["children"] or node["theme"].pk in found]

    return branch(None)


def theme(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The page of one theme; its agreements and projects include those of narrower themes."""
    record = get_object_or_404(Theme, slug=slug)
    counts = theme_counts(Agreement.objects.published())
    reach = Theme.objects.with_narrower([record])
    agreements = Agreement.objects.filter(pk__in=Agreement.objects.published().filter(themes__in=reach).values("pk"))
    projects = Project.objects.published().filter(themes__in=reach).distinct()
    context = {
        "theme": record,
        "broader": broader_than(record),
        "narrower": [
            {"theme": narrower, "count": counts[narrower.pk]}
            for narrower in record.narrower.order_by(reading_order("label"), "pk")
        ],
        "alt_labels": record.alt_labels.all(),
        "matches": record.matches.all(),
        "agreements": agreement_rows(agreements.by_date())[:SHOWN],
        "agreement_count": counts[record.pk],
        "agreements_url": set_url("agreements", theme=record.slug),
        "projects": projects.by_date(),
        "projects_url": set_url("projects", theme=record.slug),
    }
    return render(request, "agreements/theme.html", context)


def broader_than(theme: Theme) -> list[Theme]:
    """The themes above this one, the broadest first, from one query over the small table of themes."""
    themes = Theme.objects.in_bulk()
    above: list[Theme] = []
    broader_id = theme.broader_id
    while broader_id is not None:
        above.insert(0, themes[broader_id])
        broader_id = themes[broader_id].broader_id
    return above
