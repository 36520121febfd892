"""The editors' front page in a browser: on a phone and a desk, light and dark, by keyboard, without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, PUBLISHER, Visit, of_looks
from tests.browser.test_reading import inaccessible, overflow

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]


@pytest.fixture
def at_work(visit: Open, workbench: str) -> Open:
    """A maker of visits of somebody who has logged in."""

    def make(width: int = 1280, **options: Any) -> Visit:
        editor = visit(width, **options)
        editor.site = workbench
        editor.open("/admin/")
        editor.page.fill("#id_username", PUBLISHER)
        editor.page.fill("#id_password", PASSWORD)
        editor.page.press("#id_password", "Enter")
        editor.page.wait_for_selector("#user-tools")
        return editor

    return make


@of_looks
@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(390, "light", "en"), (390, "dark", "nb"), (1280, "dark", "en"), (1280, "light", "nb")],
)
def test_the_front_page_fits_and_is_accessible(at_work: Open, width: int, scheme: str, language: str) -> None:
    editor = at_work(width, color_scheme=scheme, locale=language)
    expect(editor.page.locator("h1").last).to_have_text(
        {"en": "What waits for you", "nb": "Hva som venter på deg"}[language]
    )
    assert list(overflow(editor)) == []
    assert list(inaccessible(editor)) == []
    assert editor.faults == []


def test_a_number_is_reached_by_keyboard_and_leads_to_its_list(at_work: Open) -> None:
    editor = at_work(java_script_enabled=False)
    page = editor.page
    number = page.locator("a.front-number").first
    count = number.locator("b").inner_text()

    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator("a.front-number:focus").count():
            break
    expect(number).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#changelist")).to_contain_text(f"{count} agreements")
    assert "worklist=" in editor.path
    assert editor.faults == []


def test_what_is_missing_leads_to_its_field_by_keyboard(at_work: Open) -> None:
    editor = at_work()
    page = editor.page
    editor.open("/admin/agreements/agreement/?q=renewed")
    page.locator("#result_list tbody th a").first.click()
    link = page.locator(".archive-completeness a").first
    target = str(link.get_attribute("href"))
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(target)
    expect(page.locator(target)).to_be_in_viewport()
