"""Lists in the browser: filters in place with JavaScript, a sheet on a phone without it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_reading import DESK, PHONE, overflow

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]


def value_of(reader: Visit, facet: str, value: str) -> Locator:
    """The link that chooses a value of a facet."""
    folds = reader.page.locator("details.facet").filter(has=reader.page.locator("summary", has_text=facet))
    return folds.get_by_role("link", name=re.compile(rf"^{value} \d+$"))


def count(reader: Visit) -> Locator:
    """The number above the results."""
    return reader.page.locator(".toolbar__count")


def mark(reader: Visit) -> None:
    """Leave something in the page that a new page would not have."""
    reader.page.evaluate("window.isTheSamePage = true")


def is_same_page(reader: Visit) -> bool:
    """Whether the page is still the one that was marked."""
    return bool(reader.page.evaluate("window.isTheSamePage === true"))


def test_filtering_replaces_only_the_results_and_keeps_the_focus(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/en/agreements/?party=nor")
    before = count(reader).inner_text()
    mark(reader)

    value_of(reader, "Theme", "Climate change").focus()
    reader.page.keyboard.press("Enter")

    expect(count(reader)).not_to_have_text(before)
    assert reader.path == "/en/agreements/?party=nor&theme=climate-change"
    assert is_same_page(reader)
    expect(reader.page.locator("main .wrap > [role=status]")).to_have_text(count(reader).inner_text())
    expect(reader.page.get_by_role("link", name="Remove Climate change")).to_be_focused()
    expect(reader.page.locator("header a[hreflang=nb]")).to_have_attribute(
        "href", "/nb/agreements/?party=nor&theme=climate-change"
    )

    reader.page.go_back()
    expect(count(reader)).to_have_text(before)
    assert reader.path == "/en/agreements/?party=nor"
    reader.page.go_forward()
    expect(count(reader)).not_to_have_text(before)
    assert is_same_page(reader)

    reader.page.get_by_role("link", name="Remove the filter Theme: Climate change").click()
    expect(count(reader)).to_have_text(before)
    expect(reader.page.get_by_role("link", name="Remove the filter Party: Norway")).to_be_focused()
    assert reader.faults == []


def test_a_search_in_the_list_an_order_and_another_page_stay_on_the_page_too(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/en/agreements/?party=nor")
    mark(reader)

    reader.page.get_by_role("link", name="Next page").click()
    expect(reader.page.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "true")
    assert reader.path == "/en/agreements/?party=nor&page=2"
    results = reader.page.locator("#results")
    assert 0 <= reader.page.evaluate("document.querySelector('#results').getBoundingClientRect().top") < 60
    reader.page.get_by_role("link", name="Oldest first").click()
    expect(results.locator("[aria-current=true]", has_text="Oldest first")).to_be_visible()
    assert reader.path == "/en/agreements/?party=nor&order=date"

    box = reader.page.locator("#id_q")
    box.fill("mercury")
    box.press("Enter")
    expect(reader.page.get_by_role("link", name="Remove the filter Words: mercury")).to_be_visible()
    assert reader.path == "/en/agreements/?q=mercury&party=nor&order=date"
    expect(box).to_be_focused()
    expect(box).to_have_role("combobox")
    expect(results.locator("mark").first).to_have_text(re.compile("mercury", re.IGNORECASE))
    assert is_same_page(reader)
    assert reader.faults == []


def test_when_the_answer_fails_the_browser_opens_the_address_itself(visit: Open) -> None:
    reader = visit(DESK)
    reader.open("/en/agreements/?party=nor")
    mark(reader)
    reader.page.route(
        "**/*theme=*", lambda route, request: route.abort() if request.resource_type == "fetch" else route.continue_()
    )

    value_of(reader, "Theme", "Climate change").click()

    expect(reader.page.get_by_role("link", name="Remove the filter Theme: Climate change")).to_be_visible()
    assert not is_same_page(reader)


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_phone_the_filters_are_a_sheet_that_opens_and_closes(visit: Open, java_script_enabled: bool) -> None:
    reader = visit(PHONE, java_script_enabled=java_script_enabled)
    page = reader.page
    reader.open("/en/agreements/?party=nor")
    sheet, results = page.locator("#filters"), page.locator("#results")
    expect(sheet).to_be_hidden()

    page.get_by_role("link", name=re.compile("^Filters")).click()
    expect(sheet).to_be_visible()
    expect(results).to_be_hidden()
    assert list(overflow(reader)) == []
    sheet.get_by_role("link", name="Close").click()
    expect(sheet).to_be_hidden()
    expect(results).to_be_visible()

    page.get_by_role("link", name=re.compile("^Filters")).click()
    value_of(reader, "Theme", "Climate change").click()
    if java_script_enabled:
        expect(sheet.get_by_role("link", name=re.compile(r"^Show \d+ agreements$"))).to_be_visible()
        expect(page.get_by_role("link", name="Remove Climate change")).to_be_visible()
        sheet.get_by_role("link", name=re.compile(r"^Show \d+ agreements$")).click()
    expect(page.get_by_role("link", name="Remove the filter Theme: Climate change")).to_be_visible()
    assert reader.path == "/en/agreements/?party=nor&theme=climate-change"
    assert reader.faults == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_two_agreements_that_are_compared_stand_beside_each_other(visit: Open, width: int) -> None:
    reader = visit(width)
    reader.open("/en/compare/?id=1&id=2")
    head = reader.page.locator("thead th:has(a)")
    body = reader.page.locator("tbody tr").first.locator("td:not(:last-child)")
    for cells in (head, body):
        first, second = (cell.bounding_box() for cell in cells.all())
        assert first
        assert second
        assert first["y"] == second["y"]
        assert first["x"] + first["width"] <= second["x"]
        assert second["x"] + second["width"] <= width
    expect(reader.page.locator("tbody tr").first.locator("td").last).to_have_text(re.compile("same|differs"))
