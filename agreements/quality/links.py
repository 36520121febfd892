"""Asks the addresses of sources and texts whether they still answer.

What fails once is to be checked again; it counts as broken after it failed on two different days, with no better answer
in between (``LinkCheck``), for a site may be down for an afternoon. A server that refuses programs says nothing of its
page.

Each answer is stored as it comes, and what was asked longest ago is asked first: a run that is stopped, or limited to
so many addresses, is taken up by the next.
"""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal
from urllib.parse import urlsplit

from django.utils import timezone

from agreements.choices import EditorialStatus
from agreements.fetch import Address, FetchError, fetch, is_public
from agreements.models import AgreementText, LinkCheck, LinkOutcome, Source

#: Servers that answer so want a person, a log-in or patience (RFC 9110 § 15.5, RFC 6585 § 4, RFC 7725).
REFUSALS = frozenset({401, 403, 405, 406, 407, 429, 451})
#: Bytes of an address. Many more do not fit into an index of PostgreSQL; only hundreds of Chinese letters come to that.
LONGEST = 2000
#: Sites that are asked whether there is a network, and addresses among which they are looked for.
PROBES, PROBED = 3, 100


@dataclass(frozen=True)
class Manners:
    """How the web is asked. ``seconds``: patience with one request; ``pause``: between two to the same site.

    ``may_visit``: which machines may be asked.
    """

    seconds: float = 10
    pause: float = 2
    may_visit: Callable[[Address], bool] = is_public


def named_addresses() -> set[str]:
    """Every address that a source gives, or a text of an agreement that is not withdrawn."""
    texts = AgreementText.objects.exclude(agreement__editorial_status=EditorialStatus.WITHDRAWN)
    given = {*Source.objects.values_list("url", flat=True), *texts.values_list("url", flat=True)}
    return {address for address in given if address and len(address.encode()) <= LONGEST}


def forget_unnamed() -> None:
    """Drop the checks of addresses that nothing gives any more."""
    gone = set(LinkCheck.objects.order_by().values_list("address", flat=True)) - named_addresses()
    for address in gone:
        LinkCheck.objects.filter(address=address).delete()


def due(older_than: dt.timedelta, now: dt.datetime) -> list[str]:
    """The addresses to ask, longest ago first: never asked, asked so long ago, or failed for once on an earlier day."""
    asked = {check.address: check for check in LinkCheck.objects.all()}
    oldest_first = sorted(
        named_addresses(), key=lambda address: (address in asked and asked[address].checked_at.timestamp(), address)
    )
    return [address for address in oldest_first if _is_due(asked.get(address), older_than, now)]


def _is_due(check: LinkCheck | None, older_than: dt.timedelta, now: dt.datetime) -> bool:
    if check is None or check.checked_at <= now - older_than:
        return True
    is_doubtful = bool(check.failed_days) and not check.is_broken
    return is_doubtful and timezone.localdate(check.checked_at) < timezone.localdate(now)


def network_is_there(manners: Manners) -> bool:
    """Whether one of three sites that answered last time still does; also when none is known that ever did.

    Where our own network is down every address fails, which says nothing of the web.
    """
    latest = LinkCheck.objects.filter(outcome=LinkOutcome.ANSWERS).order_by("-checked_at", "pk")[:PROBED]
    by_site = {_site(check.address): check.address for check in latest}
    known = list(by_site.values())[:PROBES]
    return not known or any(ask(address, manners)[1] is not None for address in known)


def in_turns(addresses: Iterable[str]) -> list[str]:
    """The same addresses with the sites taking turns, so that pausing for one seldom costs time."""
    by_site = defaultdict[str, list[str]](list)
    for address in addresses:
        by_site[_site(address)].append(address)
    return [address for turn in zip_longest(*by_site.values()) for address in turn if address is not None]


def _site(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""  # of no site; the request will say so


def check(addresses: Iterable[str], manners: Manners) -> Iterator[LinkCheck]:
    """Ask each address, store what it answered, and yield it."""
    turns = Turns(manners.pause)
    for address in addresses:
        turns.wait_for(_site(address))
        outcome, status, problem = ask(address, manners)
        known = LinkCheck.objects.filter(address=address).first() or LinkCheck(address=address)
        known.note(outcome, timezone.now(), status, problem)
        known.save()
        yield known


def ask(address: str, manners: Manners) -> tuple[LinkOutcome, int | None, str]:
    """What the address answers: the outcome, the HTTP status (None: no answer), and why there was none (a ``Trouble``).

    Asked by HEAD first, which costs a server nothing, and by GET when that brings no page: many answer HEAD wrongly.
    """
    outcome, status, problem = _asked(address, "HEAD", manners)
    return (outcome, status, problem) if outcome == LinkOutcome.ANSWERS else _asked(address, "GET", manners)


def _asked(address: str, method: Literal["GET", "HEAD"], manners: Manners) -> tuple[LinkOutcome, int | None, str]:
    try:
        answer = fetch(address, max_bytes=0, seconds=manners.seconds, method=method, may_visit=manners.may_visit)
    except FetchError as error:
        return LinkOutcome.FAILS, None, error.trouble
    status = answer.status
    if status < 400:
        return LinkOutcome.ANSWERS, status, ""
    return LinkOutcome.REFUSES if status in REFUSALS else LinkOutcome.FAILS, status, ""


@dataclass
class Turns:
    """Lets some seconds pass between two requests to one site."""

    pause: float
    asked_at: dict[str, float] = field(default_factory=dict)

    def wait_for(self, site: str) -> None:
        """Return when the site may be asked."""
        if site in self.asked_at:
            time.sleep(max(self.asked_at[site] + self.pause - time.monotonic(), 0))
        self.asked_at[site] = time.monotonic()
