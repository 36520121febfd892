"""An import with its index, against the same rows written by nothing but the database: in turns, each time anew."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import postgres
from tests.bench.report import Line
from tests.bench.serving import environment, run

#: How a database writes rows at its best.
BEST = {"SQLite": "executemany", "PostgreSQL": "COPY"}
#: An import is measured so many times, and the middle one counts: more often one of fewer agreements than this, which
#: is over in a second, so that a neighbour's moment weighs much.
SHORT = 100_000
TURNS, TURNS_OF_SHORT = 3, 21


@dataclass(frozen=True)
class Turn:
    """Seconds of one import, and of writing its rows at best: those of records, and those that follow from them."""

    records: float
    index: float
    raw_records: float
    raw_derived: float

    @property
    def of_all(self) -> float:
        """The share of the best, counting all rows that the import writes."""
        return (self.raw_records + self.raw_derived) / (self.records + self.index)

    @property
    def of_records(self) -> float:
        """The share of the best, if that wrote the records' rows alone."""
        return self.raw_records / (self.records + self.index)


def measure_import(engine: str, size: int, seed: int, folder: Path) -> list[Line]:
    """What an import reaches. ``folder``: that of the archive on SQLite, whose rows are copied."""
    turns = [_turn(engine, size, seed, folder) for _ in range(TURNS_OF_SHORT if size < SHORT else TURNS)]
    middle = sorted(turns, key=lambda turn: turn.of_all)[len(turns) // 2]
    note = (
        f"records {middle.records:.2f} s and index {middle.index:.2f} s; "
        f"raw {middle.raw_records:.2f} s and {middle.raw_derived:.2f} s"
    )
    name = f"import with index, rows a second of {BEST[engine]}'s"
    return [
        Line(name, 0.5, middle.of_all, note=note),
        Line("the same, if that wrote no index", None, middle.of_records),
    ]


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[str]:
    """The address of a database of the engine that is there as long as the context."""
    if engine == "PostgreSQL":
        with postgres.database("bench_copy") as address:
            yield address
    else:
        with TemporaryDirectory(dir=folder) as place:
            yield f"sqlite:///{place}/archive.sqlite3"


def _turn(engine: str, size: int, seed: int, folder: Path) -> Turn:
    with empty_database(engine, folder) as address:
        env = environment(address, folder)
        made = json.loads(run("-m", "tests.bench.prepare", str(size), str(seed), env=env))
    with empty_database(engine, folder) as address:
        env = environment(address, folder)
        raw = json.loads(run("-m", "tests.bench.copies", str(folder / "archive.sqlite3"), env=env))
    return Turn(made["records"], made["index"], raw["records"], raw["derived"])
