"""The production server with the demonstration archive in it, and a Chromium to look at it with."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from config.env import BASE_DIR
from tests import postgres
from tests.conftest import chromium
from tests.settings import ON_POSTGRES

QUIET: Final = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HEIGHT: Final = 900
#: Somebody who may publish, on a workbench.
PUBLISHER: Final = "kari"
PASSWORD: Final = "a password for one test"
_MAKE_PUBLISHER = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user("{PUBLISHER}", password="{PASSWORD}", is_staff=True)
user.groups.add(Group.objects.get(name="publisher"))
"""
#: Milliseconds to wait for what should be there.
PATIENCE: Final = 20_000


@dataclass
class Visit:
    """A page in the browser, with all that went wrong on the way."""

    page: Page
    site: str
    #: Errors and warnings of the console, violations of the policy among them; requests that fail or leave the site.
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen before anything is opened."""
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self._note_failed)
        self.page.on("request", self._note_foreign)

    def open(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(f"{self.site}{path}")

    @property
    def path(self) -> str:
        """Where we are, with the question, without the fragment."""
        return self.page.url.removeprefix(self.site).partition("#")[0]

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _note_failed(self, request: Request) -> None:
        # The icon of a page is asked for after the page has loaded, and given up when we move on.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")

    def _note_foreign(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.faults.append(f"asks another host: {request.url}")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on the engine under test."""
    if not ON_POSTGRES:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'archive.sqlite3'}"
        return
    with postgres.database(f"browser_{os.environ.get('PYTEST_XDIST_WORKER', '')}") as address:
        yield address


@pytest.fixture(scope="session")
def site(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the production server with the demonstration archive in it."""
    with serving(database_url, tmp_path_factory.mktemp("static")) as (address, _environment):
        yield address


@contextmanager
def serving(database_url: str, static_dir: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The production server in a process of its own over an empty database, which gets the demonstration archive.

    Its address, and the environment it runs in.
    """
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_COOKIES": "false",
        "DATABASE_URL": database_url,
        "STATIC_DIR": str(static_dir),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    for command in ("migrate", "load_demo", "collectstatic --no-input"):
        subprocess.run(
            [sys.executable, "manage.py", *command.split(), "--verbosity=0"], cwd=BASE_DIR, env=environment, check=True
        )
    server = subprocess.Popen(
        [sys.executable, "-m", "config.server", "--no-access-log"],
        cwd=BASE_DIR,
        env=environment,
    )
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}", environment
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, whose archive may be changed, with a publisher to log in as."""
    folder = tmp_path_factory.mktemp("workbench")
    if ON_POSTGRES:
        with postgres.database(f"workbench_{os.environ.get('PYTEST_XDIST_WORKER', '')}") as address:
            yield from _served(address, folder)
    else:
        yield from _served(f"sqlite:///{folder / 'archive.sqlite3'}", folder)


def _served(address: str, folder: Path) -> Iterator[str]:
    with serving(address, folder / "static") as (site, environment):
        command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", _MAKE_PUBLISHER]
        subprocess.run(command, cwd=BASE_DIR, env=environment, check=True)
        yield site


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the server listens; fail when it has ended instead."""
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"the server ended with status {server.returncode}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium.

    Closed at the end of the module: Playwright keeps an event loop running in this thread, and meanwhile Django finds
    no database connection that was made before.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """A maker of visits: `visit(width=390)`, with options of a browser context such as `java_script_enabled=False`."""
    contexts = []

    def make(width: int = 1280, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visit(context.new_page(), site)

    yield make
    for context in contexts:
        context.close()
