"""What was measured, as Markdown: the machine, one table of scenarios, and one line for each requirement."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from tests.bench.client import Timing


@dataclass(frozen=True)
class Cell:
    """One scenario on one engine. ``total``: records found; None where there is no such thing."""

    scenario: str
    engine: str
    timing: Timing
    per_second: float
    total: int | None


@dataclass(frozen=True)
class Line:
    """One requirement and what was measured for it; ``at_least`` False: the figure must not be above ``required``.

    ``required`` None: measured, though nothing is required at this size.
    """

    name: str
    required: float | None
    measured: float
    unit: str = "×"
    at_least: bool = True
    note: str = ""

    @property
    def verdict(self) -> str:
        """``holds``, or short by how much of what is required; '' where nothing is."""
        if self.required is None:
            return ""
        share = self.measured / self.required if self.at_least else self.required / (self.measured or inf)
        return "holds" if share >= 1 else f"short by {1 - share:.0%}"


def machine(postgresql: str | None) -> str:
    """What it ran on, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} cores",
        f"{memory:.0f} GB of memory",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"PostgreSQL {postgresql}" if postgresql else "no PostgreSQL",
    ]
    return ", ".join(parts)


def scenario_table(cells: Sequence[Cell], peer: str, bare: Cell) -> str:
    """A row for each scenario on each engine: p50 against the peer's, requests a second against the bare view's."""
    theirs = {cell.scenario: cell.timing.p50 for cell in cells if cell.engine == peer}
    rows = [
        (
            cell.scenario,
            cell.engine,
            milliseconds(cell.timing.p50),
            milliseconds(cell.timing.p95),
            f"{cell.per_second:,.1f}",
            f"{theirs[cell.scenario] / cell.timing.p50:,.1f}" if cell.scenario in theirs else "",
            f"{cell.per_second / bare.per_second:.3f}",
            "" if cell.total is None else f"{cell.total:,}",
            str(cell.timing.count),
        )
        for cell in cells
    ]
    heads = ("scenario", "engine", "p50 ms", "p95 ms", "requests/s", f"× {peer}", "of bare", "found", "n")
    return table(heads, rows)


def lines_table(lines: Iterable[Line]) -> str:
    """A row for each requirement."""
    rows = [
        (
            line.name,
            "–" if line.required is None else f"{'≥' if line.at_least else '≤'} {line.required:g} {line.unit}".strip(),
            f"{figure(line.measured)} {line.unit}".strip(),
            line.verdict,
            line.note,
        )
        for line in lines
    ]
    return table(("what", "required", "measured", "verdict", ""), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns stand straight in plain text too."""
    cells = [list(heads), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    text = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    text.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in text) + "\n"


def milliseconds(value: float) -> str:
    """Three significant figures, no exponent."""
    return figure(value)


def figure(value: float) -> str:
    """Three significant figures, no exponent; whole numbers from a hundred on."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
