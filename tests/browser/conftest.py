"""The production server with the demonstration archive in it, and a Chromium to look at it with."""

import os
import shutil
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
#: For tests of how pages look, which takes minutes and does not depend on the database: on one of the two.
of_looks = pytest.mark.sqlite


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


@dataclass(frozen=True)
class Prepared:
    """A database with the demonstration archive, to be copied and left alone, and the static files as collected."""

    address: str
    static_dir: Path

    @contextmanager
    def copy(self, purpose: str, folder: Path) -> Iterator[str]:
        """The address of a copy of the database."""
        if ON_POSTGRES:
            with postgres.database(_name(purpose), template=self.address) as address:
                yield address
        else:
            copied = shutil.copy(self.address.removeprefix("sqlite:///"), folder / "archive.sqlite3")
            yield f"sqlite:///{copied}"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """What every server begins with, made once by the site's own commands."""
    folder = tmp_path_factory.mktemp("prepared")
    with _empty_database(folder) as address:
        made = Prepared(address, folder / "static")
        for command in ("migrate", "load_demo", "collectstatic --no-input"):
            manage(command.split(), environment_of(made.address, made.static_dir))
        yield made


@contextmanager
def _empty_database(folder: Path) -> Iterator[str]:
    if ON_POSTGRES:
        with postgres.database(_name("prepared")) as address:
            yield address
    else:
        yield f"sqlite:///{folder / 'archive.sqlite3'}"


def _name(purpose: str) -> str:
    return f"{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', '')}"


@pytest.fixture(scope="session")
def site(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the production server with the demonstration archive in it."""
    with (
        prepared.copy("browser", tmp_path_factory.mktemp("site")) as database,
        serving(environment_of(database, prepared.static_dir)) as address,
    ):
        yield address


@pytest.fixture(scope="module")
def workbench(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, whose archive may be changed, with a publisher to log in as."""
    with prepared.copy("workbench", tmp_path_factory.mktemp("workbench")) as database:
        environment = environment_of(database, prepared.static_dir)
        manage(["shell", "--command", _MAKE_PUBLISHER], environment)
        with serving(environment) as address:
            yield address


def environment_of(database: str, static_dir: Path) -> dict[str, str]:
    """The environment of a production server on this machine, on a port of its own."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_COOKIES": "false",
        "DATABASE_URL": database,
        "STATIC_DIR": str(static_dir),
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "WEB_CONCURRENCY": "1",
    }


def manage(command: list[str], environment: dict[str, str]) -> None:
    """Run a command of the site."""
    subprocess.run([sys.executable, "manage.py", *command, "--verbosity=0"], cwd=BASE_DIR, env=environment, check=True)


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The production server in a process of its own; its address."""
    port = int(environment["PORT"])
    server = subprocess.Popen(
        [sys.executable, "-m", "config.server", "--no-access-log"],
        cwd=BASE_DIR,
        env=environment,
    )
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


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
