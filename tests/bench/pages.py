"""Whole pages over HTTP: ours, Datasette's, and one that costs nothing but server and middleware."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.client import Connection, Timing, latency, throughput
from tests.bench.report import Cell, Line
from tests.bench.scenarios import Question, Scenario
from tests.bench.serving import datasette, site

LIST = "/en/agreements/"
ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)
#: Connections at once when requests a second are counted.
CONNECTIONS = 8
#: Questions asked before anything is timed; those that are timed are others, as far as there are others.
WARM_UP = 8
#: Questions of a scenario of which the totals are added up, to see that all engines find the same.
COMPARED = 5
DEEP_PAGE = 3000


@dataclass(frozen=True)
class Effort:
    """How much is measured for one figure: at most so many requests, and about so many seconds."""

    requests: int
    seconds: float


@dataclass(frozen=True)
class Side:
    """One that is asked: its name, where it has a question, and how its page says the number of records found."""

    name: str
    address: Callable[[Question], str]
    total: re.Pattern[bytes]


OUR_TOTAL = re.compile(rb'class="toolbar__count"[^>]*>\s*(?:<[^>]*>\s*)*([\d,.]+)')
THEIR_TOTAL = re.compile(rb"<h3>\s*([\d,]+)\s+rows?")
PEER = Side("Datasette", Question.theirs, THEIR_TOTAL)
PEER_WITHOUT_FACETS = Side("Datasette, no facets", lambda question: question.theirs(facets=False), THEIR_TOTAL)
BARE = "bare view"


def our_side(engine: str) -> Side:
    """This archive on a database engine."""
    return Side(f"archive, {engine}", lambda question: question.ours, OUR_TOTAL)


@dataclass(frozen=True)
class Served:
    """What was measured of our server: the scenarios, the bare view, and what else is required."""

    cells: list[Cell]
    bare: Cell
    lines: list[Line]


def measure_site(side: Side, database: str, folder: Path, asked: Sequence[Scenario], effort: Effort) -> Served:
    """Ask our server everything."""
    with site(database, folder) as port:
        throughput([port], [LIST], CONNECTIONS, 2)  # until every process has its index
        _, head, page = Connection(port).get(LIST)
        address = f"/en/bare/{len(page)}/"
        throughput([port], [address], CONNECTIONS, 0.5)
        timing = latency(port, [address], effort.requests, effort.seconds)
        bare = Cell(BARE, side.name, timing, throughput([port], [address], CONNECTIONS, effort.seconds), None)
        cells = [_cell(side, [port], scenario, effort) for scenario in asked]
        lines = [_unchanged(port, head, bare, effort), *_deep(port, cells[0], effort)]
    return Served(cells, bare, lines)


def measure_peer(folder: Path, asked: Sequence[Scenario], effort: Effort) -> list[Cell]:
    """Ask Datasette the same, with and without facets."""
    with datasette(folder) as ports:
        sides = (PEER, PEER_WITHOUT_FACETS)
        return [_cell(side, ports, scenario, effort) for side in sides for scenario in asked]


def _cell(side: Side, ports: Sequence[int], scenario: Scenario, effort: Effort) -> Cell:
    addresses = [side.address(question) for question in scenario.questions]
    first = addresses[:COMPARED]
    total = sum(_found(side, ports[0], address) for address in first)
    skip = min(WARM_UP, len(addresses) // 2)
    latency(ports[0], addresses, max(skip, 3), effort.seconds / 2)
    timing = latency(ports[0], addresses, effort.requests, effort.seconds, skip)
    return Cell(scenario.name, side.name, timing, throughput(ports, addresses, CONNECTIONS, effort.seconds), total)


def _found(side: Side, port: int, address: str) -> int:
    """The number of records that the page says it found; 0 when it shows no number."""
    status, _, page = Connection(port).get(address)
    said = side.total.search(page)
    if status != 200:
        raise RuntimeError(f"{side.name} answers {status} to {address}")
    return int(re.sub(rb"\D", b"", said[1])) if said else 0


def _unchanged(port: int, head: bytes, bare: Cell, effort: Effort) -> Line:
    """A list that has not changed since the reader last saw it."""
    etag = ETAG.search(head)
    if etag is None:
        return Line("unchanged page (304), requests/s of the bare view's", 0.8, 0, note="the list has no ETag")
    known = f"If-None-Match: {etag[1].decode()}\r\n"
    status, _, _ = Connection(port).get(LIST, known)
    per_second = throughput([port], [LIST], CONNECTIONS, effort.seconds, known)
    share = per_second / bare.per_second if status == 304 else 0
    return Line("unchanged page (304), requests/s of the bare view's", 0.8, share, note=f"answered {status}")


def _deep(port: int, first: Cell, effort: Effort) -> list[Line]:
    """A page far down the list; nothing where the list is not so long."""
    if first.total is None or first.total < DEEP_PAGE * 25:
        return []
    timings: list[Timing] = []
    for page in (1, DEEP_PAGE):
        address = f"{LIST}?page={page}"
        latency(port, [address], 4, 1)
        timings.append(latency(port, [address], effort.requests, effort.seconds))
    share = timings[1].p50 / timings[0].p50
    return [Line(f"page {DEEP_PAGE:,} of the list, time of page 1's", 1.2, share, at_least=False)]
