"""`manage.py demo`: from an empty folder to a browsable archive in one process (`make demo`)."""

import socket
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.demo.loader import load_demo

HOST: Final = "127.0.0.1"
WORTH_OPENING: Final = (
    ("/en/", "the archive"),
    ("/en/between/nor/chn/", "everything between Norway and China"),
    ("/admin/", "where editors keep the records"),
)


class Command(BaseCommand):
    """Bring the database up to date, load the demonstration archive, make its accounts, and serve.

    One process for all of it, because every start of Django costs a second. It may be run again at any time.
    Raises CommandError unless DEBUG is on, or when the port is taken.
    """

    help = "Prepare the demonstration archive and serve it (only when DEBUG is on)."
    requires_system_checks: list[str] = []  # the server it ends in runs them

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port."""
        parser.add_argument("--port", type=int, default=8000, help="Port on 127.0.0.1 to serve on (8000).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it all, in the order that each step needs."""
        port: int = options["port"]
        if not settings.DEBUG:
            raise CommandError("The demonstration runs in development only: set DEBUG=true (`make demo` does).")
        _refuse_taken(port)
        self.stdout.write("Loading the demonstration archive …")
        call_command("migrate", interactive=False, verbosity=0)
        load_demo()
        self._make_accounts()
        self.stdout.write("\nOpen (Ctrl-C stops the server):")
        for path, what in WORTH_OPENING:
            self.stdout.write(f"  http://{HOST}:{port}{path:22} {what}")
        call_command("runserver", f"{HOST}:{port}", use_reloader=False)

    def _make_accounts(self) -> None:
        try:
            call_command("make_demo_users", stdout=self.stdout)
        except CommandError as refusal:  # a developer's own database: browse on without them
            self.stdout.write(str(refusal))


def _refuse_taken(port: int) -> None:
    """Say at once, rather than after a minute of loading, that another program listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT={port + 1}")
