"""A set of agreements as it stood in law on a day that a reader asked for."""

from typing import Any, NamedTuple

from agreements.catalogue import FACETS
from agreements.catalogue.standing import STATUSES
from agreements.dates import PartialDate
from agreements.filters import ArchiveFilterSet
from agreements.models import Kind
from agreements.views.parameters import address, without


class AsOf(NamedTuple):
    """The day in words; each legal status that agreements of the set had then; the same set by today's law.

    ``signed_url``: without what was signed later; '' where that is left out already.
    """

    day: str
    statuses: list[dict[str, Any]]
    today_url: str
    signed_url: str


def as_of(path: str, filterset: ArchiveFilterSet) -> AsOf | None:
    """What to tell a reader who asked for a day; None where none was asked for."""
    question = filterset.answer.question
    if filterset.kind != Kind.AGREEMENT or question.day is None:
        return None
    rest = without(filterset.data, "page")
    numbers = filterset.answer.counts("status")
    values = FACETS[Kind.AGREEMENT]["status"]
    statuses = []
    for value in sorted(numbers):
        query = rest.copy()
        query["status"] = STATUSES[value].value
        label = values.label(value, filterset.snapshot)
        statuses.append({"label": label, "count": numbers[value], "url": address(path, query)})
    signed = rest.copy()
    signed["signed_to"] = str(PartialDate.of(question.day))
    return AsOf(
        day=PartialDate.of(question.day).in_words(),
        statuses=statuses,
        today_url=address(path, without(rest, "on")),
        signed_url="" if question.signed_to else address(path, signed),
    )
