"""From a press release to a published record, as an editor goes: by mouse, by keyboard alone, without JavaScript."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from config.env import BASE_DIR
from tests.browser.conftest import HEIGHT, PASSWORD, PATIENCE, PUBLISHER, Visit

pytestmark = pytest.mark.browser

OWN_RELEASE = BASE_DIR / "tests" / "intake" / "releases" / "nb-nor-vnm-2019.txt"
MOST_CLICKS = 12
MOST_SECONDS = 120


class Editor:
    """Somebody at the admin's pages who counts every click; going into a field by mouse is one."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page, self.clicks = visit, visit.page, 0

    def log_in(self) -> None:
        """What is done before the work begins is not counted."""
        self.visit.open("/admin/")
        self.page.fill("#id_username", PUBLISHER)
        self.page.fill("#id_password", PASSWORD)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_selector("#user-tools")

    def click(self, selector: str) -> None:
        """Click one thing."""
        self.clicks += 1
        self.page.click(selector)

    def write(self, selector: str, words: str) -> None:
        """Click into a field and write, or paste."""
        self.clicks += 1
        self.page.fill(selector, words)

    def take_in(self, text: str, publisher: str) -> None:
        """Paste a release and have it read."""
        self.visit.open("/admin/intake/")
        self.clicks += 1  # the link that leads there
        self.write("#id_text", text)
        self.write("#id_publisher", publisher)
        self.click("input[value=Read]")
        self.page.wait_for_selector(".intake-text")


@pytest.fixture
def editor(browser: Browser, workbench: str) -> Iterator[Callable[..., Editor]]:
    """A maker of editors who are logged in: `editor(width=390)`, with options of a browser context."""
    contexts = []

    def make(width: int = 1280, **options: Any) -> Editor:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)
        context.set_default_timeout(3 * PATIENCE)  # accepting writes some forty rows
        contexts.append(context)
        one = Editor(Visit(context.new_page(), workbench))
        one.log_in()
        return one

    yield make
    for context in contexts:
        context.close()


@pytest.mark.shared
def test_from_the_founding_release_to_a_published_record(editor: Callable[..., Editor], shared_data: Path) -> None:
    text = (shared_data / "press" / "no-nor-chn-2017.txt").read_text()
    kari = editor()
    began = time.monotonic()
    kari.take_in(text, "Klima- og miljødepartementet")
    # The demonstration archive has this agreement: the page says so and asks, and a new draft is chosen all the same.
    assert "signed by Vidar Helgesen, Li Ganjie too" in kari.page.inner_text(".intake-record")
    assert kari.page.locator('input[name="a0-record"]:checked').count() == 0
    kari.click('input[name="a0-record"][value="new"]')
    kari.click("input[name=_accept]")
    kari.page.wait_for_selector("input[name=_publish]")
    assert "Nothing; it may be published." in kari.page.inner_text("#content")
    kari.click("input[name=_publish]")
    kari.page.wait_for_selector("text=is published")
    assert "is published" in kari.page.inner_text(".messagelist")
    assert time.monotonic() - began < MOST_SECONDS
    assert kari.clicks <= MOST_CLICKS
    kari.page.click("text=View on site")
    record = kari.page.inner_text("main")
    for words in ("Avtale om fornyet samarbeid på viktige miljøområder", "Vidar Helgesen", "Li Ganjie", "Incoming"):
        assert words in record
    assert kari.visit.faults == []


def test_a_release_of_our_own_by_keyboard_and_without_scripts(editor: Callable[..., Editor]) -> None:
    ola = editor(java_script_enabled=False, width=390)
    ola.visit.open("/admin/intake/")
    ola.page.focus("#id_text")
    ola.page.keyboard.insert_text(OWN_RELEASE.read_text())
    ola.page.focus("#id_publisher")
    ola.page.keyboard.insert_text("Klima- og miljødepartementet")
    ola.page.keyboard.press("Enter")
    ola.page.wait_for_selector(".intake-text")
    assert ola.page.evaluate("document.documentElement.scrollWidth") <= 390
    link = ola.page.locator(".intake-line .intake-where a").first
    link.focus()
    ola.page.keyboard.press("Enter")
    mark = ola.page.locator("mark:target")
    assert mark.count() == 1
    ola.page.focus("input[name=_accept]")
    ola.page.keyboard.press("Enter")
    ola.page.wait_for_selector("input[name=_publish]")
    assert "Written, and nothing published" in ola.page.inner_text(".messagelist")
    assert ola.visit.faults == []


def test_a_proposal_that_is_reached_marks_its_words(editor: Callable[..., Editor]) -> None:
    kari = editor()
    text = "Norge og Chile undertegnet mandag en avtale om vern av tareskog.\n\nAvtalen gjelder i fem år.\n"
    kari.take_in(text, "Et departement")
    kari.page.focus('input[name="a0-title-value"]')
    assert kari.page.inner_text("mark.chosen") == "avtale om vern av tareskog"
    kari.page.focus('select[name="a0-party1-value"]')
    assert kari.page.inner_text("mark.chosen") == "Chile"
    assert kari.visit.faults == []
