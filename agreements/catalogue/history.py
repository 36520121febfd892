"""When records last changed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Max

from agreements.catalogue.rows import BATCH


def with_latest_changes(records: Iterable[Any]) -> Iterator[tuple[Any, dt.datetime | None]]:
    """Each record with the time of the newest version in its history; None: it has no history."""
    waiting = iter(records)
    while batch := list(islice(waiting, BATCH)):
        versions = batch[0].history.model.objects.filter(id__in=[record.pk for record in batch])
        latest = dict(versions.order_by().values_list("id").annotate(Max("history_date")))
        for record in batch:
            yield record, latest.get(record.pk)
