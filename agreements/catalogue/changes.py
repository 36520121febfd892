"""When records last changed."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery


def with_latest_change(records: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate ``latest_change``: the time of the newest version in the record's history. NULL: it has no history."""
    versions = records.model.history.filter(**{records.model._meta.pk.name: OuterRef("pk")})
    newest = versions.order_by("-history_date").values("history_date")[:1]
    annotated: QuerySet[Any] = records.annotate(latest_change=Subquery(newest))
    return annotated
