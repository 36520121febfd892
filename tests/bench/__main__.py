"""`python -m tests.bench [SIZE …]`: makes archives of these sizes, measures, and prints what was found as Markdown.

On SQLite, and on PostgreSQL where one answers (TEST_DATABASE_URL says where). Archives are kept under var/bench, and so
is the report.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import geometric_mean

import psycopg

from tests import postgres
from tests.bench.imports import empty_database, measure_import
from tests.bench.pages import PEER, PEER_WITHOUT_FACETS, Effort, Served, measure_growth, measure_pages, our_side
from tests.bench.prepared import KEPT, prepared, sqlite_address
from tests.bench.report import Cell, Line, lines_table, machine, scenario_table
from tests.bench.scenarios import scenarios
from tests.bench.serving import environment, run

SIZES = (3_000, 100_000)
#: The engines as the command line names them, and as tables do.
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WORST = 5


def main() -> None:
    """Read the command line, measure, print and keep the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE", help="agreements in an archive")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--engines",
        nargs="+",
        choices=NAMES,
        default=tuple(NAMES),
        help="databases of the archive (both, where they answer)",
    )
    parser.add_argument("--requests", type=int, default=200, help="requests for a figure, at most (%(default)s)")
    parser.add_argument("--seconds", type=float, default=6, help="seconds for a figure, about (%(default)s)")
    options = parser.parse_args()
    engines = [NAMES[engine] for engine in options.engines]
    if "PostgreSQL" in engines and (why := postgres.why_unavailable()):
        engines.remove("PostgreSQL")
        if not engines:
            parser.error(f"PostgreSQL cannot be measured: {why}")
    effort = Effort(options.requests, options.seconds)
    sizes = [Size(size, options.seed, effort, engines) for size in sorted(options.sizes)]
    for size in sizes:
        size.measure(sizes[0])
    parts = [f"Measured on {machine(_postgresql())}.\n", *(size.report() for size in sizes)]
    if growth := [line for size in sizes for line in size.growth]:
        parts += ["## From one size to the other\n", lines_table(growth)]
    text = "\n".join(parts)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / "report.md").write_text(text)
    print(text)


def _postgresql() -> str | None:
    """The version of PostgreSQL that answers; None when none does."""
    if postgres.why_unavailable():
        return None
    with psycopg.connect(postgres.ADDRESS, dbname="postgres") as connection:
        return connection.info.parameter_status("server_version")


class Size:
    """All that is measured of an archive of one size, on each of the engines. ``served``: by the name of the engine.

    ``growth``: how the time of a list page grows from the smallest archive to this.
    """

    def __init__(self, size: int, seed: int, effort: Effort, engines: Sequence[str]) -> None:
        self.size, self.seed, self.effort, self.engines = size, seed, effort, engines
        self.served: dict[str, Served] = {}
        self.inside: list[Line] = []
        self.growth: list[Line] = []

    def measure(self, smallest: "Size") -> None:
        """Make what is missing, and measure it all."""
        for name in self.engines:
            with self._database(name) as database:
                self._measure_engine(name, database)
                if smallest is not self:
                    self._measure_growth(name, database, smallest)

    @contextmanager
    def _database(self, name: str) -> Iterator[str]:
        """The address of the archive on an engine."""
        folder = prepared(self.size, self.seed)
        if name == "SQLite":
            yield sqlite_address(folder)
            return
        with postgres.database(f"bench_{self.size}") as address:
            run("-m", "tests.bench.prepare", str(self.size), str(self.seed), env=environment(address, folder))
            yield address

    def _measure_growth(self, name: str, database: str, smallest: "Size") -> None:
        with smallest._database(name) as other:
            ratio = measure_growth(other, database, prepared(self.size, self.seed), self.effort)
        said = f"list page of {self.size:,} agreements, {name}, time of that of {smallest.size:,}"
        self.growth.append(Line(said, 1.5, ratio, at_least=False))

    def _measure_engine(self, name: str, database: str) -> None:
        folder = prepared(self.size, self.seed)
        asked = scenarios(folder, self.seed)
        self.served[name] = measure_pages(our_side(name), database, folder, asked, self.effort)
        self.inside += measure_import(name, self.size, self.seed, folder)
        with empty_database(name, folder) as copy:
            env = environment(copy, folder)
            run("-m", "tests.bench.copies", str(folder / "archive.sqlite3"), env=env)
            found = run("-m", "tests.bench.inside", str(folder), str(self.size), str(self.seed), env=env)
        self.inside += [Line(**line) for line in json.loads(found)]

    def report(self) -> str:
        """The tables, as Markdown."""
        lines = [
            line
            for name, served in self.served.items()
            for line in [*_against_peer(self.size, name, served), *served.lines]
        ]
        return "\n".join(
            [
                f"## {self.size:,} agreements\n",
                *(
                    scenario_table([*served.cells, served.bare, *served.theirs], PEER.name, served.bare)
                    for served in self.served.values()
                ),
                lines_table([*lines, *self.inside]),
            ]
        )


def _against_peer(size: int, name: str, served: Served) -> list[Line]:
    """What the pages of ``served`` must reach."""
    small = size < 100_000
    whole, plain_list = (_ratios(served.cells, served.theirs, side.name) for side in (PEER, PEER_WITHOUT_FACETS))
    lists = served.cells[0].per_second / served.bare.per_second
    return [
        Line(
            f"{name}: page against Datasette's with facets, geometric mean", 15 if small else 150, geometric_mean(whole)
        ),
        Line(f"{name}: the same, the worst scenario", WORST, min(whole)),
        Line(f"{name}: page against Datasette's without facets", 2.5 if small else 2, geometric_mean(plain_list)),
        Line(f"{name}: list page, requests/s of the bare view's", 0.12 if small else 0.08, lists),
    ]


def _ratios(ours: list[Cell], theirs: list[Cell], name: str) -> list[float]:
    """How many times as fast we are, scenario by scenario."""
    other = {cell.scenario: cell.timing.p50 for cell in theirs if cell.engine == name}
    return [other[cell.scenario] / cell.timing.p50 for cell in ours]


if __name__ == "__main__":
    main()
