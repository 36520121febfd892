"""Previous and next: where a record stands in the set that the reader came from.

The set is in the address, as the question of the list (``?of=theme%3Dmercury``); without it, it is all agreements.
"""

from dataclasses import dataclass
from urllib.parse import quote_plus

import numpy as np
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from agreements.catalogue.shown import shown
from agreements.catalogue.snapshot import Snapshot
from agreements.filters import AgreementFilter
from agreements.views.addresses import agreement_address
from agreements.views.paging import PAGE_SIZE
from agreements.views.parameters import address, asked, without
from agreements.views.rows import Link

#: Longest question that is read from an address.
LONGEST = 2000


@dataclass(frozen=True)
class Place:
    """A record's place (from 1) in a set of ``total``. ``previous`` and ``following`` None: it is the first, the last.

    ``set_url``: the page of the list that holds it; ``is_narrowed``: whether the set is less than everything.
    """

    number: int
    total: int
    previous: Link | None
    following: Link | None
    set_url: str
    is_narrowed: bool


def asked_from(question: str) -> str:
    """What is added to the addresses of a list's records so that they know the list; '' for the whole set.

    ``question``: the query of the list's address, without the page.
    """
    return f"?of={quote_plus(question)}" if question and len(question) <= LONGEST else ""


def place_of(request: HttpRequest, pk: int) -> Place | None:
    """The place of an agreement in the set that the address names; None where it does not stand in that set."""
    question = request.GET.get("of", "")
    if len(question) > LONGEST or "%00" in question or "\0" in question:  # see agreements.middleware
        return None
    query = without(asked(QueryDict(question)), "page")
    answer = AgreementFilter(query).answer
    ids = answer.ids
    found = np.flatnonzero(ids == pk)
    if not found.size:
        return None
    place = int(found[0])
    around = [int(ids[other]) if 0 <= other < len(ids) else 0 for other in (place - 1, place + 1)]
    previous, following = _links(around, answer.snapshot, asked_from(query.urlencode()))
    page = place // PAGE_SIZE + 1
    if page > 1:
        query["page"] = str(page)
    return Place(place + 1, len(ids), previous, following, address(reverse("agreement_list"), query), bool(question))


def _links(ids: list[int], snapshot: Snapshot, of: str) -> list[Link | None]:
    known = shown([pk for pk in ids if pk], snapshot)
    titles = [known[pk].any_title if pk in known else "" for pk in ids]
    return [
        Link(title, agreement_address(pk, title) + of) if title else None for pk, title in zip(ids, titles, strict=True)
    ]
