"""Whole pages over HTTP: ours, Datasette's, and one that costs nothing but server and middleware."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.client import Connection, Timing, latencies, latency, throughput
from tests.bench.report import Cell, Line
from tests.bench.scenarios import Question, Scenario
from tests.bench.serving import datasette, site

LIST = "/en/agreements/"
ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)
#: Connections at once when requests a second are counted.
CONNECTIONS = 8
#: Questions of a scenario of which the totals are added up, to see that all engines find the same.
COMPARED = 5
#: Turns in which the sides are asked, one after the other: so many short ones, where answers come fast enough.
FEWEST_TURNS, MOST_TURNS = 5, 20
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


#: A side, and the ports of the processes that serve it.
Asked = tuple[Side, Sequence[int]]


@dataclass(frozen=True)
class Served:
    """What was measured: the scenarios of our server and of Datasette, the bare view, and what else is required."""

    cells: list[Cell]
    theirs: list[Cell]
    bare: Cell
    lines: list[Line]


def measure_pages(side: Side, database: str, folder: Path, asked: Sequence[Scenario], effort: Effort) -> Served:
    """Ask our server and Datasette the same, in turns: a machine that is slower for a while is slower for both."""
    with site(database, folder) as port, datasette(folder) as ports:
        throughput([port], [LIST], CONNECTIONS, 2)  # until every process has its index
        _, head, page = Connection(port).get(LIST)
        address = f"/en/bare/{len(page)}/"
        throughput([port], [address], CONNECTIONS, 0.5)
        timing = latency(port, [address], effort.requests, effort.seconds)
        bare = Cell(BARE, side.name, timing, throughput([port], [address], CONNECTIONS, effort.seconds), None)
        sides: list[Asked] = [(side, [port]), (PEER, ports), (PEER_WITHOUT_FACETS, ports)]
        cells = [cell for scenario in asked for cell in _cells(sides, scenario, effort)]
        ours = [cell for cell in cells if cell.engine == side.name]
        lines = [_unchanged(port, head, address, effort), *_deep(port, ours[0], effort)]
    theirs = [cell for name in (PEER.name, PEER_WITHOUT_FACETS.name) for cell in cells if cell.engine == name]
    return Served(ours, theirs, bare, lines)


def _cells(sides: Sequence[Asked], scenario: Scenario, effort: Effort) -> Iterator[Cell]:
    """What each side needs for a scenario."""
    # Half of the questions are asked before anything is timed, so that every thread of every process has a connection;
    # those that are timed are the others, as far as there are others.
    skip = len(scenario.questions) // 2
    asked = [
        Asking(ports[0], [side.address(question) for question in scenario.questions], skip) for side, ports in sides
    ]
    totals: list[int] = []
    for (side, ports), asking in zip(sides, asked, strict=True):
        totals.append(sum(_found(side, ports[0], address) for address in asking.addresses[:COMPARED]))
        throughput(ports, asking.before, CONNECTIONS, effort.seconds / 2)
    times = in_turns(asked, effort)
    for (side, ports), asking, known, total in zip(sides, asked, times, totals, strict=True):
        per_second = throughput(ports, asking.addresses, CONNECTIONS, effort.seconds)
        yield Cell(scenario.name, side.name, Timing.of(known), per_second, total)


@dataclass(frozen=True)
class Asking:
    """Addresses of a server, of which the first ``skip`` are asked before anything is timed; of none, the first one."""

    port: int
    addresses: Sequence[str]
    skip: int = 0

    @property
    def before(self) -> Sequence[str]:
        """What is asked first."""
        return self.addresses[: max(self.skip, 1)]


def in_turns(asked: Sequence[Asking], effort: Effort) -> list[list[float]]:
    """The milliseconds of each answer. The shorter the turns, the more alike is what the machine does for each."""
    times: list[list[float]] = [[] for _ in asked]
    limit, seconds = -(-effort.requests // MOST_TURNS), effort.seconds / MOST_TURNS
    deadline = perf_counter() + 2 * effort.seconds * len(asked)
    for turn in range(MOST_TURNS):
        if turn >= FEWEST_TURNS and perf_counter() > deadline:
            break
        for known, asking in zip(times, asked, strict=True):
            skip = asking.skip + len(known)
            known += latencies(asking.port, asking.addresses, limit, seconds, skip, 1, asking.before)
    return times


def _found(side: Side, port: int, address: str) -> int:
    """The number of records that the page says it found; 0 when it shows no number."""
    status, _, page = Connection(port).get(address)
    said = side.total.search(page)
    if status != 200:
        raise RuntimeError(f"{side.name} answers {status} to {address}")
    return int(re.sub(rb"\D", b"", said[1])) if said else 0


def _unchanged(port: int, head: bytes, bare: str, effort: Effort) -> Line:
    """A list that has not changed since the reader last saw it, in turns with the bare view."""
    name = "unchanged page (304), requests/s of the bare view's"
    etag = ETAG.search(head)
    if etag is None:
        return Line(name, 0.8, 0, note="the list has no ETag")
    known = f"If-None-Match: {etag[1].decode()}\r\n"
    status, _, _ = Connection(port).get(LIST, known)
    unchanged = made = 0.0
    for _ in range(FEWEST_TURNS):
        unchanged += throughput([port], [LIST], CONNECTIONS, effort.seconds / FEWEST_TURNS, known)
        made += throughput([port], [bare], CONNECTIONS, effort.seconds / FEWEST_TURNS)
    return Line(name, 0.8, unchanged / made if status == 304 else 0, note=f"answered {status}")


def _deep(port: int, first: Cell, effort: Effort) -> list[Line]:
    """A page far down the list; nothing where the list is not so long."""
    if first.total is None or first.total < DEEP_PAGE * 25:
        return []
    times = in_turns([Asking(port, [f"{LIST}?page={page}"]) for page in (1, DEEP_PAGE)], effort)
    return [Line(f"page {DEEP_PAGE:,} of the list, time of page 1's", 1.2, _ratio(times), at_least=False)]


def measure_growth(smaller: str, larger: str, folder: Path, effort: Effort) -> float:
    """How many times as long a list page takes of the larger of two archives, which are served at the same time."""
    with site(smaller, folder) as first, site(larger, folder) as second:
        for port in (first, second):
            throughput([port], [LIST], CONNECTIONS, 2)  # until every process has its index
        return _ratio(in_turns([Asking(first, [LIST]), Asking(second, [LIST])], effort))


def _ratio(times: Sequence[Sequence[float]]) -> float:
    """How many times as long the second took as the first."""
    first, second = map(median, times)
    return second / first
