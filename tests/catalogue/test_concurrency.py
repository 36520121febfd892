"""Several processes on one database: two write in a burst, others read all the while and are never wrong."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import postgres
from tests.settings import ON_POSTGRES

ROOT = Path(__file__).resolve().parents[2]
#: Of each of two writers, at least: a thousand together.
EDITS = 500
#: Seconds until whoever still runs is stopped; the test takes a fraction of it.
PATIENCE = 300
Process = subprocess.Popen[str]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The name of an empty database that several processes can open."""
    if ON_POSTGRES:
        with postgres.database(f"crowd_{os.getpid()}") as address:
            yield urlsplit(address).path.strip("/")
    else:
        yield str(tmp_path / "crowd.sqlite3")


@contextmanager
def started(database: str, role: str, *arguments: object) -> Iterator[Process]:
    """A process with a role of ``crowd``; it does not outlive the context."""
    program = f"import sys, django; django.setup(); from tests.catalogue import crowd; crowd.{role}(*sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.catalogue.crowd_settings", "CROWD_DATABASE": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_it_reads(reader: Process) -> None:
    assert reader.stdout
    assert reader.stdout.readline() == "Reading.\n", finished(reader)


def finished(process: Process) -> str:
    """Wait for it; what it printed. Fail with what it complained of."""
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "Traceback" not in err, err
    return out


def test_readers_are_never_wrong_while_others_write(database: str, tmp_path: Path) -> None:
    done = tmp_path / "done"
    with started(database, "prepare", 11) as first:
        finished(first)
    with started(database, "read", done, 1) as one, started(database, "read", done, 2) as other:
        for reader in (one, other):
            wait_until_it_reads(reader)
        with (
            started(database, "write", EDITS, 3) as author,
            started(database, "write", EDITS, 4) as editor,
        ):
            for writer in (author, editor):
                edits, _ = finished(writer).split()
                assert int(edits) >= EDITS
        done.touch()
        for reader in (one, other):
            assert "versions" in finished(reader)
