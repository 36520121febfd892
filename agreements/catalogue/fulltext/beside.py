"""The builder in a process beside this one, so that a second core makes the index while the first makes documents."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Protocol

from agreements.catalogue.fulltext.builder import Builder, StoredDocument
from agreements.catalogue.fulltext.index import IndexRow

#: Documents for which a second process is worth its start.
MANY = 1_000
#: Batches that may wait for either process.
AHEAD = 16
#: Rows that are handed over together.
BATCH = 2_000


class Builds(Protocol):
    """What a builder does, wherever it works."""

    def add(self, documents: Sequence[StoredDocument]) -> None:
        """Take in documents, each once."""

    def rows(self) -> Iterable[IndexRow]:
        """The rows of the index, in order; nothing is added after it was called."""


@contextmanager
def builder(documents: int) -> Iterator[Builds]:
    """What builds the index of about so many documents: in a process of its own where that pays and is safe."""
    if documents < MANY or not _may_fork():
        yield Builder()
        return
    with Beside() as beside:
        yield beside


def _may_fork() -> bool:
    """Whether there is a core for another process, and no thread whose locks its copy would never see given up.

    On Linux alone: macOS has libraries that do not bear it (https://bugs.python.org/issue33725), Windows no fork.
    """
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


class Beside:
    """A builder in another process, which ends with the context.

    Both methods raise what went wrong there; BrokenProcessPool where that process was ended from outside.
    """

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), _begin, (os.getpid(),))
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def add(self, documents: Sequence[StoredDocument]) -> None:
        """Take in documents, each once."""
        # Plain tuples: of named ones, the class is sent with each.
        sent = [(pk, titles, names, body) for pk, titles, names, body in documents]
        self._waiting.append(self._pool.submit(_add, sent))
        if len(self._waiting) > AHEAD:
            self._waiting.popleft().result()

    def rows(self) -> Iterator[IndexRow]:
        """The rows of the index, in order."""
        coming = deque(self._pool.submit(_next_rows) for _ in range(AHEAD))
        return self._received(coming)

    def _received(self, coming: deque[Future[list[IndexRow]]]) -> Iterator[IndexRow]:
        for added in self._waiting:
            added.result()
        while rows := coming.popleft().result():
            yield from rows
            coming.append(self._pool.submit(_next_rows))
        self._pool.submit(_tidy)  # while the last rows are being stored


# In the other process. It has a copy of the connection to the database, which it leaves alone.

_index: Builder
_rows: Iterator[IndexRow] | None = None


def _begin(first: int) -> None:
    global _index
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts means the first process, which ends this one
    threading.Thread(target=_end_with, args=(first,), daemon=True).start()
    _index = Builder()


def _end_with(first: int) -> None:
    """End this process soon after the first one, which may have been killed before it could do so."""
    while os.getppid() == first:
        time.sleep(1)
    os._exit(1)


def _add(documents: list[StoredDocument]) -> None:
    _index.add(documents)


def _next_rows() -> list[IndexRow]:
    global _rows
    if _rows is None:
        _rows = _index.rows()
    return list(islice(_rows, BATCH))


def _tidy() -> None:
    """Let go of all there is, which takes a while, before whoever waits for the end of this process does so."""
    global _index, _rows
    del _index, _rows
