"""The production server (`make serve`): `python -m config.server`.

HOST, PORT and WEB_CONCURRENCY (the number of worker processes) come from the environment; `--no-access-log` leaves out
the line that each request has in the log.
"""

import multiprocessing
import os
import socket
import sys
import threading
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian import Granian
from granian.constants import Interfaces

#: Requests that a process answers at once: while one gives away a long export, another is answered.
THREADS = 2
#: Seconds after which a thread that has nothing to do ends, with its connection to the database; no more can be chosen.
IDLE = 600


def application() -> Any:
    """The site, for a worker process.

    It reads the archive into memory in the background: the first reader need not wait, and record pages never do.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    site = get_wsgi_application()

    from agreements.catalogue import warm_up  # which Django must be set up for

    threading.Thread(target=warm_up, daemon=True).start()
    return site


def main() -> None:
    """Serve until told to stop. Exit with a message where something else serves already."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    _refuse_to_share(host, port)
    Granian(
        "config.server:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=int(os.environ.get("WEB_CONCURRENCY") or min(multiprocessing.cpu_count(), 4)),
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=IDLE,
        websockets=False,
        log_access="--no-access-log" not in sys.argv,
        respawn_failed_workers=True,
    ).serve()


def _refuse_to_share(host: str, port: int) -> None:
    """Workers share their port with whoever asks, so that a second server would silently take half of the requests."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        sys.exit(f"Cannot serve on {host}:{port}: {error.strerror}. Choose others with HOST and PORT.")


if __name__ == "__main__":
    main()
