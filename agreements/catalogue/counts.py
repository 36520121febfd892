"""Counts that stand beside a record, of published agreements only, as annotations."""

from collections import defaultdict
from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from agreements.choices import EditorialStatus
from agreements.models import Agreement, Theme


def with_agreement_count(records: models.QuerySet[Any], path: str) -> models.QuerySet[Any]:
    """Annotate ``agreement_count``: how many published agreements each record stands on.

    ``path`` leads from an agreement to the record, such as ``participations__party``. A subquery, so that joins of the
    caller's own filters cannot multiply it.
    """
    counted = (
        Agreement.objects.published()
        .filter(**{path: OuterRef("pk")})
        .order_by()
        .values(counted=F(path))
        .annotate(total=Count("pk", distinct=True))
        .values("total")
    )
    annotated: models.QuerySet[Any] = records.annotate(agreement_count=Coalesce(Subquery(counted), Value(0)))
    return annotated


def top_values(agreements: models.QuerySet[Agreement], path: str, limit: int | None = None) -> list[tuple[int, int]]:
    """``(id, count)`` of what ``path`` leads to on these agreements, most frequent first, equals by id.

    The agreements are taken by id, so that what they were chosen by does not narrow what is counted on them.
    """
    rows = (
        Agreement.objects.filter(pk__in=agreements.order_by().values("pk"))
        .filter(~Q(**{path: None}))
        .order_by()
        .values_list(path)
        .annotate(total=Count("pk", distinct=True))
        .order_by("-total", path)
    )
    return list(rows[:limit])


def published_projects_q() -> Q:
    """On agreements: at least one published project."""
    return Q(projects__editorial_status=EditorialStatus.PUBLISHED)


def theme_counts(agreements: models.QuerySet[Agreement]) -> dict[int, int]:
    """How many of these agreements have each theme or one narrower than it, by theme id; two queries.

    The count of a theme is that of the list its link leads to, not the sum of the counts below it.
    """
    broader = dict(Theme.objects.values_list("pk", "broader_id"))
    found: dict[int, set[int]] = defaultdict(set)
    pairs = Agreement.themes.through.objects.filter(agreement__in=agreements.order_by())
    for agreement_id, theme_id in pairs.values_list("agreement_id", "theme_id"):
        ancestor: int | None = theme_id
        while ancestor is not None:
            found[ancestor].add(agreement_id)
            ancestor = broader[ancestor]
    return {pk: len(found[pk]) for pk in broader}
