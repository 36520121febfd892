"""A small HTTP client that costs little beside what it measures: kept-alive connections, whole answers, no parsing."""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from threading import Thread
from time import perf_counter

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
LAST_CHUNK = b"0\r\n\r\n"
#: Seconds after which a server is taken to be stuck.
PATIENCE = 900


class Connection:
    """One connection to a server on this machine, opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def get(self, address: str, headers: str = "") -> tuple[int, bytes, bytes]:
        """Status, head and body. ``headers``: whole lines with their ends. Raises OSError when nobody answers."""
        request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{headers}\r\n".encode()
        try:
            return self._answer(request)
        except (BrokenPipeError, ConnectionResetError, EOFError):  # a kept-alive connection that had run out
            self.close()
            return self._answer(request)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _answer(self, request: bytes) -> tuple[int, bytes, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        data = self._receive()
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head, _, rest = data.partition(b"\r\n\r\n")
        status = int(head[9:12])
        body = self._body(head, rest, status)
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return status, head, body

    def _body(self, head: bytes, body: bytes, status: int) -> bytes:
        if status == 304:
            return b""
        parts, size = [body], len(body)
        if length := LENGTH.search(head):
            while size < int(length[1]):
                parts.append(self._receive())
                size += len(parts[-1])
        elif CHUNKED.search(head):
            while not parts[-1].endswith(LAST_CHUNK):
                parts.append(self._receive())
        return b"".join(parts)

    def _receive(self) -> bytes:
        assert self._socket is not None
        data = self._socket.recv(1 << 18)
        if not data:
            raise EOFError
        return data


@dataclass(frozen=True)
class Timing:
    """How long answers took, in milliseconds, and how many there were."""

    p50: float
    p95: float
    count: int

    @classmethod
    def of(cls, times: Sequence[float]) -> "Timing":
        """From the milliseconds of each answer, of which there must be two."""
        cuts = quantiles(times, n=20, method="inclusive")
        return cls(cuts[9], cuts[18], len(times))


def timed(ask: Callable[[int], object], limit: int, seconds: float, at_least: int = 3) -> Timing:
    """Call ``ask(0)``, ``ask(1)`` … in turn, ``limit`` times or as long as ``seconds`` last, ``at_least`` so often."""
    return Timing.of(times_of(ask, limit, seconds, at_least))


def times_of(ask: Callable[[int], object], limit: int, seconds: float, at_least: int) -> list[float]:
    """The milliseconds of each call."""
    times: list[float] = []
    began = perf_counter()
    while len(times) < limit and (len(times) < at_least or perf_counter() - began < seconds):
        started = perf_counter()
        ask(len(times))
        times.append((perf_counter() - started) * 1000)
    return times


def latencies(
    port: int,
    addresses: Sequence[str],
    limit: int,
    seconds: float,
    skip: int = 0,
    at_least: int = 3,
    before: Sequence[str] = (),
) -> list[float]:
    """Ask for one address after the other over one connection, from number ``skip`` on, round and round.

    ``before``: addresses that are asked first, untimed, as long as ``seconds`` last: what the process that answers has
    not touched for a while is then at hand.
    """
    connection = Connection(port)

    def ask(number: int) -> None:
        expect_ok(connection, addresses[(skip + number) % len(addresses)])

    try:
        times_of(lambda number: expect_ok(connection, before[number]), len(before), seconds, at_least=1)
        return times_of(ask, limit, seconds, at_least)
    finally:
        connection.close()


def latency(port: int, addresses: Sequence[str], limit: int, seconds: float, skip: int = 0) -> Timing:
    """The same, summed up."""
    return Timing.of(latencies(port, addresses, limit, seconds, skip))


def throughput(
    ports: Sequence[int], addresses: Sequence[str], connections: int, seconds: float, headers: str = ""
) -> float:
    """Answers a second over so many connections at once, which are shared out among the ports."""
    ended: list[float] = []
    deadline = perf_counter() + seconds

    def ask(number: int) -> None:
        connection = Connection(ports[number % len(ports)])
        place = number
        while perf_counter() < deadline:
            expect_ok(connection, addresses[place % len(addresses)], headers)
            ended.append(perf_counter())
            place += connections
        connection.close()

    began = perf_counter()
    threads = [Thread(target=ask, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(ended) / (max(ended) - began)


def expect_ok(connection: Connection, address: str, headers: str = "") -> None:
    """Ask, and raise RuntimeError for any answer but 200 and 304."""
    status, _, _ = connection.get(address, headers)
    if status not in (200, 304):
        raise RuntimeError(f"{address}: {status}")
