"""`python -m tests.bench [SIZE …]`: makes archives of these sizes, measures, and prints what was found as Markdown."""

import argparse
from math import exp, fsum, log

from tests.bench.pages import PEER, PEER_WITHOUT_FACETS, Effort, Served, measure_peer, measure_site, our_side
from tests.bench.prepared import KEPT, prepared, sqlite_address
from tests.bench.report import Cell, Line, lines_table, machine, scenario_table
from tests.bench.scenarios import scenarios

SIZES = (3_000, 100_000)
#: Required of archives up to so many agreements: geometric mean to Datasette, to its list without facets, requests a
#: second of the bare view's.
REQUIRED = {3_000: (15, 2.5, 0.12), 100_000: (150, 2, 0.08)}
WORST = 5


def main() -> None:
    """Read the command line, measure, print and keep the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE", help="agreements in an archive")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=200, help="requests for a figure, at most (%(default)s)")
    parser.add_argument("--seconds", type=float, default=6, help="seconds for a figure, about (%(default)s)")
    options = parser.parse_args()
    report = [f"Measured on: {machine(None)}.\n"]
    for size in options.sizes:
        report += measure(size, options.seed, Effort(options.requests, options.seconds))
    text = "\n".join(report)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / "report.md").write_text(text)
    print(text)


def measure(size: int, seed: int, effort: Effort) -> list[str]:
    """Everything about an archive of one size, as Markdown."""
    folder = prepared(size, seed)
    asked = scenarios(folder, seed)
    side = our_side("SQLite")
    served = measure_site(side, sqlite_address(folder), folder, asked, effort)
    theirs = measure_peer(folder, asked, effort)
    return [
        f"## {size:,} agreements\n",
        scenario_table([*served.cells, *theirs], PEER.name, served.bare),
        lines_table([*_against_peer(size, served, theirs), *served.lines]),
    ]


def _against_peer(size: int, served: Served, theirs: list[Cell]) -> list[Line]:
    mean, without, share = next(required for limit, required in sorted(REQUIRED.items(), reverse=True) if limit <= size)
    whole, bare_list = (_ratios(served.cells, theirs, name) for name in (PEER.name, PEER_WITHOUT_FACETS.name))
    lists = served.cells[0].per_second / served.bare.per_second
    return [
        Line("page with all facets against Datasette's, geometric mean", mean, _mean(whole)),
        Line("the same, the worst scenario", WORST, min(whole)),
        Line("page with all facets against Datasette's without, geometric mean", without, _mean(bare_list)),
        Line("list page, requests/s of the bare view's", share, lists),
    ]


def _ratios(ours: list[Cell], theirs: list[Cell], name: str) -> list[float]:
    """How many times as fast we are, scenario by scenario."""
    other = {cell.scenario: cell.timing.p50 for cell in theirs if cell.engine == name}
    return [other[cell.scenario] / cell.timing.p50 for cell in ours]


def _mean(ratios: list[float]) -> float:
    """The geometric mean."""
    return exp(fsum(map(log, ratios)) / len(ratios))


if __name__ == "__main__":
    main()
