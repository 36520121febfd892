"""A site with the demonstration archive in it, and a Chromium to look at it with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from agreements.demo.loader import load_demo
from tests.conftest import chromium

QUIET: Final = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HEIGHT: Final = 900


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
        self.page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
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

    def _note_foreign(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.faults.append(f"asks another host: {request.url}")


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a running site with the demonstration archive.

    The server has connections of its own, so the records are committed. What was in the database before (what
    migrations put there) is put back at the end.
    """
    with django_db_blocker.unblock():
        before = connection.creation.serialize_db_to_string()
        load_demo()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(before)


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """The system's Chromium.

    Started after the site and stopped before it: Playwright keeps an event loop running in this thread, and meanwhile
    Django neither finds the connections made before nor lets us use the database.
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
        contexts.append(context)
        return Visit(context.new_page(), site)

    yield make
    for context in contexts:
        context.close()
