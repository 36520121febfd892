"""Starts the servers that are measured, waits until they answer, and stops them again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.client import Connection
from tests.bench.peer import DATABASE, SETTINGS

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
#: Seconds that a server may take to start, its index included.
STARTING = 120


def environment(database: str, folder: Path) -> dict[str, str]:
    """The environment of a production site on the database, with the benchmark's one address more."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DEBUG": "false",
        "SECRET_KEY": "a key for measurements only, long enough for the checks to accept it",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database,
        "STATIC_DIR": str(folder / "static"),
        "BEHIND_TLS_PROXY": "false",
        "SECURE_COOKIES": "false",
        "HOME_PARTY": "nor",
    }


@contextmanager
def site(database: str, folder: Path) -> Iterator[int]:
    """The archive on the project's own production server; yields the port."""
    env = environment(database, folder)
    run("manage.py", "collectstatic", "--no-input", "--verbosity", "0", env=env)
    port = free_port()
    command = [sys.executable, "-m", "config.server"]
    env |= {"PORT": str(port), "WEB_CONCURRENCY": str(WORKERS)}
    log = folder / f"site-{port}.log"
    with _running(command, env, log):
        _wait_for(port, "/en/about/", log)
        yield port


@contextmanager
def datasette(folder: Path) -> Iterator[list[int]]:
    """As many processes of Datasette as our server has; yields their ports."""
    program = Path(sys.executable).with_name("datasette")
    database = folder / f"{DATABASE}.db"
    counts = folder / "counts.json"
    run(str(program), "inspect", str(database), "--inspect-file", str(counts), env=dict(os.environ), python=False)
    command = [str(program), "serve", "--immutable", str(database), "--inspect-file", str(counts)]
    command += ["--metadata", str(folder / "metadata.json")]
    for name, value in SETTINGS.items():
        command += ["--setting", name, value]
    with ExitStack() as stack:
        ports = [free_port() for _ in range(WORKERS)]
        for port in ports:
            log = folder / f"datasette-{port}.log"
            stack.enter_context(_running([*command, "--port", str(port)], dict(os.environ), log))
            _wait_for(port, "/-/versions.json", log)
        yield ports


def run(*command: str, env: dict[str, str], python: bool = True) -> str:
    """Run a program to its end and return what it printed. Raises RuntimeError with its last words when it fails."""
    words = [sys.executable, *command] if python else list(command)
    done = subprocess.run(words, cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], env: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, address: str, log: Path) -> None:
    """Return as soon as the address answers. Raises RuntimeError with the server's log when it does not."""
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        try:
            status, _, _ = Connection(port).get(address)
        except (OSError, EOFError):
            time.sleep(0.1)
            continue
        if status == 200:
            return
        break
    raise RuntimeError(f"No answer on port {port}.\n{log.read_text()[-2000:]}")
