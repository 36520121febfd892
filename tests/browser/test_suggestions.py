"""Suggestions at the search boxes: by keyboard, by touch, and a form that does without them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, of_looks
from tests.browser.test_reading import DESK, PHONE, inaccessible, overflow

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
#: Milliseconds without a key before the server is asked, as in suggest.js.
WAIT = 120
HELGESEN = re.compile(r"/en/signatories/\d+-vidar-helgesen/$")


def asked(reader: Visit) -> list[str]:
    """The addresses of suggestions that the browser will have asked for."""
    found: list[str] = []
    reader.page.on("request", lambda request: found.append(request.url) if "/suggest/" in request.url else None)
    return found


def search_box(reader: Visit) -> Locator:
    """The search box that is in sight."""
    return reader.page.locator("header input[name=q]:visible, main input[name=q]:visible").first


def options(reader: Visit) -> Locator:
    """The suggestions in sight."""
    return reader.page.get_by_role("option")


def test_a_person_is_chosen_by_keyboard(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/en/about/")
    box = search_box(reader)
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("helg")
    expect(box).to_have_attribute("aria-expanded", "true")
    listbox = reader.page.get_by_role("listbox", name="Suggestions")
    expect(listbox).to_have_id(box.get_attribute("aria-controls") or "")
    expect(listbox.get_by_role("group", name="People").get_by_role("option")).to_have_count(1)
    expect(reader.page.locator("header [role=status]:not(:empty)")).to_have_text(re.compile(r"^\d+ suggestions?$"))
    expect(options(reader).last).to_have_text("Search for “helg”")

    assert box.get_attribute("aria-activedescendant") is None, "nothing is chosen for the reader"
    box.press("ArrowDown")
    chosen = options(reader).first
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(chosen.locator("mark")).to_have_text("Helgesen")
    box.press("Enter")
    reader.page.wait_for_url(HELGESEN)
    assert reader.faults == []


def test_the_keys_go_round_and_leave_without_a_trace(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/en/")
    box = search_box(reader)
    box.press_sequentially("merc")
    expect(box).to_have_attribute("aria-expanded", "true")
    first, last = options(reader).first, options(reader).last

    box.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    box.press("Home")
    expect(first).to_have_attribute("aria-selected", "true")
    box.press("End")
    expect(last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(reader.page.locator("[role=option][aria-selected=true]")).to_have_count(0)

    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("merc")
    box.press("Escape")
    expect(box).to_have_value("")

    box.press_sequentially("merc")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Tab")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_be_focused()
    assert reader.faults == []


def test_without_a_choice_the_form_is_sent_as_always(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/en/")
    box = search_box(reader)
    box.press_sequentially("mercury")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Enter")
    reader.page.wait_for_url("**/en/agreements/?q=mercury")

    reader.open("/en/themes/")  # in the box of a list, the last suggestion searches in that list
    box = reader.page.get_by_role("combobox", name="Search in this list")
    box.press_sequentially("merc")
    options(reader).last.click()
    reader.page.wait_for_url("**/en/themes/?q=merc")


def test_little_is_asked_of_the_server(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/nb/")
    # The page's clock stands still between the keys, however long a busy machine takes to press them.
    clock, loaded = reader.page.clock, datetime.now(UTC)
    clock.install(time=loaded)
    clock.pause_at(loaded + timedelta(hours=1))
    requests, box = asked(reader), search_box(reader)
    box.press_sequentially("k")
    clock.run_for(1000)
    assert requests == [], "one letter is too few"

    box.press_sequentially("vikksø")
    clock.run_for(WAIT - 1)
    assert requests == [], "the keys do not rest yet"
    clock.run_for(1)
    expect(options(reader).first).to_contain_text("Kvikksølv")
    assert len(requests) == 1, "asked once the keys rest"
    expect(reader.page.get_by_role("group", name="Temaer")).to_be_visible()

    box.fill("李")
    clock.run_for(WAIT)
    expect(options(reader).first).to_contain_text("Li Ganjie")
    expect(options(reader).first.locator("[lang='zh-Hans']")).to_have_text("李干杰")


def test_by_touch_on_a_phone(visit: Open) -> None:
    reader = visit(PHONE, has_touch=True, is_mobile=True)
    reader.open("/en/agreements/")
    reader.page.locator("header summary").tap()
    box = reader.page.locator("#q-menu")
    box.tap()
    before = reader.page.locator("header .menu__panel .nav-links").bounding_box()
    box.press_sequentially("helg")
    person = options(reader).filter(has_text="Vidar Helgesen")
    expect(person).to_be_visible()
    assert reader.page.locator("header .menu__panel .nav-links").bounding_box() == before, "nothing moves"
    assert list(overflow(reader)) == []
    person.tap()
    reader.page.wait_for_url(HELGESEN)
    assert reader.faults == []


@of_looks
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_open_list_is_accessible(visit: Open, width: int, color_scheme: str) -> None:
    reader = visit(width, color_scheme=color_scheme)
    reader.open("/nb/")
    search_box(reader).press_sequentially("kina")
    expect(options(reader).first).to_be_visible()
    search_box(reader).press("ArrowDown")
    assert list(inaccessible(reader)) == []
    assert list(overflow(reader)) == []
    assert reader.faults == []


def test_without_javascript_the_form_searches(visit: Open) -> None:
    reader = visit(DESK, java_script_enabled=False)
    reader.open("/en/about/")
    box = search_box(reader)
    expect(box).to_have_role("searchbox")
    box.fill("helgesen")
    box.press("Enter")
    assert reader.path == "/en/agreements/?q=helgesen"
    expect(reader.page.locator("#results")).to_contain_text("Helgesen")
