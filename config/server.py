"""The production server (`make serve`): `python -m config.server`.

HOST, PORT and WEB_CONCURRENCY (the number of worker processes) come from the environment; `--no-access-log` leaves out
the line that each request has in the log.
"""

import gc
import multiprocessing
import os
import socket
import sys
import threading
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian import Granian
from granian.constants import Interfaces

from config.env import IncompleteEnvironment, read_environment

#: Requests that a process answers at once: while one gives away a long export, another is answered.
THREADS = 2
#: Seconds after which a thread that has nothing to do ends, with its connection to the database; no more can be chosen.
IDLE = 600
LAST_PORT = 65_535


def application() -> Any:
    """The site, for a worker process.

    It reads the archive into memory in the background: the first reader need not wait, and record pages never do.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    site = get_wsgi_application()

    threading.Thread(target=_get_ready, daemon=True).start()
    return site


def _get_ready() -> None:
    from agreements.views.readiness import get_ready  # which Django must be set up for

    get_ready()
    # What is there now stays, or goes with its last user: it need not be looked through for garbage again.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Serve until told to stop. Exit with a message where a setting is missing or something else serves already."""
    try:
        read_environment()
    except IncompleteEnvironment as error:
        sys.exit(str(error))
    host, port = os.environ.get("HOST", "127.0.0.1"), _number("PORT", 8000)
    Granian(
        "config.server:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=_address(host, port),
        port=port,
        workers=_number("WEB_CONCURRENCY", min(multiprocessing.cpu_count(), 4)),
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=IDLE,
        websockets=False,
        log_access="--no-access-log" not in sys.argv,
        respawn_failed_workers=True,
    ).serve()


def _number(name: str, usual: int) -> int:
    """A number from the environment; exit with a message where it is none."""
    given = os.environ.get(name) or str(usual)
    return int(given) if given.isdecimal() else sys.exit(f"{name} must be a whole number, not {given!r}.")


def _address(host: str, port: int) -> str:
    """The address of a host by name, such as localhost; exit with a message where it cannot be served on.

    Workers share their port with whoever asks, so that a second server would silently take half of the requests.
    """
    if port > LAST_PORT:
        sys.exit(f"PORT must be at most {LAST_PORT}, not {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        sys.exit(f"Cannot serve on {host}:{port}: {error}. Choose others with HOST and PORT.")
    return str(address[0])


if __name__ == "__main__":
    main()
