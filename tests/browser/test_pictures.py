"""Pictures in a real browser: large enough to read, reached by keyboard, replaced where they would be too small."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, of_looks

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
#: The size in pixels of the smallest text in the pictures that are to be seen.
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll("svg.drawn text")].map(text => {
  const frame = text.ownerSVGElement, wide = frame.getBoundingClientRect().width;
  return wide ? parseFloat(getComputedStyle(text).fontSize) * wide / frame.viewBox.baseVal.width : Infinity;
}))"""
PAGES = (
    "between/nor/chn/",
    "parties/nor/",
    "themes/climate-change/",
    "explore/?picture=stream",
    "explore/?picture=bars",
)


@of_looks
@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_text_in_pictures_is_never_smaller_than_eleven_pixels(visit: Open, width: int) -> None:
    reader = visit(width)
    for page in PAGES:
        reader.open(f"/nb/{page}")
        assert reader.page.evaluate(SMALLEST_TEXT) >= 11, page
    reader.open("/nb/between/nor/chn/")
    reader.page.locator("h3 a", has_text="fornyet").click()
    assert reader.page.evaluate(SMALLEST_TEXT) >= 11


def test_where_a_heat_map_is_too_wide_its_table_stands(visit: Open) -> None:
    phone, desk = visit(390), visit(1280)
    for reader in (phone, desk):
        reader.open("/en/explore/?picture=heat&party=nor")
    expect(phone.page.locator("svg.heat")).to_be_hidden()
    expect(phone.page.locator("#explored-table")).to_be_visible()
    expect(desk.page.locator("svg.heat")).to_be_visible()
    expect(desk.page.locator("#explored-table")).to_be_hidden()
    desk.page.get_by_role("link", name="The same as a table").click()
    expect(desk.page.locator("#explored-table")).to_be_visible()


def test_the_timeline_is_drawn_for_the_width(visit: Open) -> None:
    for width, wide in ((390, False), (1280, True)):
        reader = visit(width)
        reader.open("/en/between/nor/chn/")
        expect(reader.page.locator(".picture__wide").first).to_be_visible(visible=wide)
        expect(reader.page.locator(".picture__narrow").first).to_be_visible(visible=not wide)


def test_by_keyboard_past_the_map_or_into_it(visit: Open) -> None:
    reader = visit(1280)
    reader.open("/en/explore/?picture=map&party=nor")
    skip = reader.page.get_by_role("link", name="Skip the picture")
    skip.focus()
    expect(skip).to_be_in_viewport()
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator("svg.world a:focus")).to_have_count(1)
    skip.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#explored-after")).to_be_focused()


def test_a_part_of_a_picture_leads_to_its_list(visit: Open) -> None:
    reader = visit(1280, java_script_enabled=False)
    reader.open("/en/explore/?picture=bars&split=kind&party=chn")
    reader.page.get_by_role("link", name="Memorandum of understanding: 3").first.click()
    assert reader.path == "/en/agreements/?party=chn&kind=memorandum"
    expect(reader.page.locator(".toolbar__count")).to_have_text("3 agreements")
    assert reader.faults == []


def test_a_picture_is_made_without_a_script(visit: Open) -> None:
    reader = visit(390, java_script_enabled=False)
    reader.open("/en/explore/")
    reader.page.get_by_label("Picture", exact=True).select_option("bars")
    reader.page.get_by_role("button", name="Draw").click()
    reader.page.get_by_label("Divided by").select_option("signatory")
    reader.page.get_by_role("button", name="Draw").click()
    assert reader.path == "/en/explore/?picture=bars&split=signatory"
    expect(reader.page.get_by_role("link", name="Jonas Gahr Støre: 5").first).to_be_visible()
