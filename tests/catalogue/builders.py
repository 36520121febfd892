"""Builds an index in several ways, in a process of its own: that of a test runner has threads, and is not forked."""

import io
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable

from agreements.bulk import batches
from agreements.catalogue.fulltext import beside
from agreements.catalogue.fulltext.builder import Builder, StoredDocument
from agreements.management.commands.index import Progress
from agreements.models import Kind, document_id

MANY = 3_000


def each_way() -> None:
    """Print as JSON what became of each."""
    outcomes = {
        "of many documents": outcome(MANY, documents(MANY)),
        "with the progress of the command": with_progress(lambda: outcome(MANY, documents(MANY))),
        "of few documents": outcome(10, documents(10)),
        "with another thread": with_another_thread(lambda: outcome(MANY, documents(MANY))),
        "of what is no document": outcome(MANY, [(1, "no columns", 2, None)]),  # type: ignore[list-item]
        "ended from outside": outcome(MANY, documents(MANY), end_the_other),
    }
    sys.stdout.write(json.dumps(outcomes))


def documents(count: int) -> list[StoredDocument]:
    """Documents of every kind, of words that come again, in different company."""

    def words(pk: int, how_many: int) -> str:
        return " ".join(f"word{pk * step % count}" for step in range(1, how_many))

    return [
        (document_id(kind, pk), words(pk, 3), words(pk, pk % 9), words(pk, 20 + pk % 40))
        for kind in Kind
        for pk in range(1, count // len(Kind) + 2)
    ]


def outcome(many: int, stored: list[StoredDocument], between: Callable[[], object] = lambda: None) -> str:
    """Which builder was taken, and whether it gave the rows that one in this process gives, or what it raised."""
    with beside.builder(many) as index:
        try:
            for batch in batches(stored, 100):
                index.add(batch)
            between()
            found = list(index.rows())
        except Exception as error:
            return f"{type(index).__name__}, {type(error).__name__}"
    alone = Builder()
    alone.add(stored)
    return f"{type(index).__name__}, {'the same' if found == list(alone.rows()) else 'other'} rows"


def end_the_other() -> None:
    """End the process beside this one, as an administrator would."""
    (process,) = multiprocessing.active_children()
    os.kill(process.pid or 0, signal.SIGKILL)


def killed() -> None:
    """Print the number of the process beside this one, and be killed at work."""
    with beside.builder(MANY) as index:
        index.add(documents(10))
        (process,) = multiprocessing.active_children()
        sys.stdout.write(str(process.pid))
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def with_progress(do: Callable[[], str]) -> str:
    """Do it while the command that makes the index shows how far it is."""
    with Progress(total=1, file=io.StringIO()):
        return do()


def with_another_thread(do: Callable[[], str]) -> str:
    """Do it while another thread lives."""
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        return do()
    finally:
        over.set()
        other.join()
