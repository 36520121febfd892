"""What readers come for, from the first page to the answer: by mouse, by keyboard, with and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.test_lists import value_of
from tests.browser.test_reading import DESK, inaccessible

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
both_ways = pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with JavaScript", "without JavaScript"])
#: Presses of the Tab key after which something must have been reached.
FAR = 120


def is_right(reader: Visit) -> None:
    """The page just reached has no fault that axe or the browser finds."""
    assert list(inaccessible(reader)) == []
    assert reader.faults == []


def titles(page: Page) -> list[str]:
    """The titles in the list."""
    return page.locator("#results .row__title, section .row__title").all_inner_texts()


def tab_to(page: Page, name: str, within: str = "body") -> None:
    """Press Tab until the element called so, inside that part of the page, has the focus, and see that it shows."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        called, is_within, outline = page.evaluate(
            """within => {
              const element = document.activeElement;
              const label = element.getAttribute("aria-label") || element.labels?.[0]?.innerText;
              const called = label || element.innerText || "";
              const { outlineStyle, boxShadow } = getComputedStyle(element);
              return [called, Boolean(element.closest(within)), outlineStyle !== "none" || boxShadow !== "none"];
            }""",
            within,
        )
        assert outline, f"the focus does not show on {called!r}"
        if is_within and re.search(name, called):
            return
    pytest.fail(f"{name} cannot be reached by keyboard")


@both_ways
def test_every_agreement_that_vidar_helgesen_signed(visit: Open, java_script_enabled: bool) -> None:
    reader = visit(DESK, java_script_enabled=java_script_enabled)
    page = reader.page
    reader.open("/en/")
    page.locator("#q-home").fill("Vidar Helgesen")
    page.locator("main").get_by_role("button", name="Search").click()
    page.wait_for_url("**/agreements/?q=Vidar*")
    page.get_by_role("link", name="Agreements signed by Vidar Helgesen").click()
    expect(page.get_by_role("link", name=re.compile("^Remove the filter Signatory"))).to_be_visible()
    found = titles(page)
    assert page.locator(".toolbar__count").inner_text().split()[0] == str(len(found))
    assert any("renewed environmental cooperation" in title for title in found)

    page.locator("#results").get_by_role("link", name="Vidar Helgesen", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Vidar Helgesen")
    assert sorted(titles(page)) == sorted(found), "his page and the list hold the same"
    if java_script_enabled:
        is_right(reader)


@both_ways
def test_norways_agreements_narrowed_to_mercury_in_either_language(visit: Open, java_script_enabled: bool) -> None:
    reader = visit(DESK, java_script_enabled=java_script_enabled)
    page = reader.page
    reader.open("/en/parties/nor/")
    page.get_by_role("link", name=re.compile(r"^Show all \d+ agreements$")).click()
    expect(page.get_by_role("link", name="Remove the filter Party: Norway")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^All values\s*: Theme$")).click()
    page.get_by_role("link", name=re.compile(r"^Mercury \d+$")).click()
    expect(page.get_by_role("link", name="Remove the filter Theme: Mercury")).to_be_visible()
    assert reader.path == "/en/agreements/?party=nor&theme=mercury"
    found = titles(page)
    assert found

    page.locator("header a[hreflang=nb]").click()
    expect(page.get_by_role("link", name="Fjern filteret Tema: Kvikksølv")).to_be_visible()
    assert reader.path == "/nb/agreements/?party=nor&theme=mercury"
    assert len(titles(page)) == len(found)
    value_of(reader, "Tema", "Forurensning").click()
    expect(page.get_by_role("link", name="Fjern filteret Tema: Forurensning")).to_be_visible()
    if java_script_enabled:
        is_right(reader)


@both_ways
def test_from_the_front_page_to_the_renewal_of_2017_and_on_to_1995(visit: Open, java_script_enabled: bool) -> None:
    reader = visit(DESK, java_script_enabled=java_script_enabled)
    page = reader.page
    reader.open("/en/")
    page.get_by_role("link", name=re.compile("renewed environmental cooperation")).first.click()
    expect(page.locator("h1")).to_contain_text("renewed environmental cooperation")
    for seen in ("Vidar Helgesen", "Li Ganjie", "June 2017", "Cite"):
        box = page.locator("main").get_by_text(seen, exact=True).first.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 800, f"{seen} is below the fold of 1280 × 800"
    page.locator(".evidence summary").first.click()
    expect(page.locator(".evidence .opened").first).to_be_visible()
    page.locator(".tool summary", has_text="Cite").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Fetch as BIB").click()
    assert "@misc{nor-chn-2017," in Path(download.value.path()).read_text("utf-8")

    page.locator("ol.chain").get_by_role("link").first.click()
    expect(page.locator(".record__side")).to_contain_text("November 1995")
    if java_script_enabled:
        is_right(reader)


def test_previous_and_next_lead_through_the_list_that_one_came_from(visit: Open) -> None:
    reader = visit(DESK)
    page = reader.page
    reader.open("/en/agreements/?party=nor&party=chn&party_match=all&order=date")
    first, second = titles(page)[:2]
    page.get_by_role("link", name=first).first.click()
    page.get_by_role("navigation", name="In the list").get_by_role("link", name="Next").click()
    expect(page.locator("h1")).to_have_text(second)
    page.get_by_role("navigation", name="In the list").get_by_role("link", name=re.compile("2 of")).click()
    page.wait_for_url("**/agreements/?party=nor&party=chn&party_match=all&order=date")


def test_the_same_by_keyboard_alone(visit: Open) -> None:
    reader = visit(DESK)
    page = reader.page
    reader.open("/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main", "the first stop leads past the menu"
    tab_to(page, "Search the archive", "main")
    page.keyboard.type("mercury")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/?q=mercury")

    tab_to(page, r"^Norway\s+\d+$", "#filters")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Remove the filter Party: Norway")).to_be_visible()
    tab_to(page, "renewed environmental cooperation", "#results")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("renewed environmental cooperation")
    tab_to(page, "^Entry into force$", ".record__side")
    page.keyboard.press("Enter")
    expect(page.locator(".explained[open]")).to_contain_text("binds its parties")
    tab_to(page, "^Report an error$", ".record__side")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is wrong?")).to_be_visible()
    is_right(reader)


def test_a_record_is_printed_as_a_sheet_that_can_be_cited(visit: Open, tmp_path: Path) -> None:
    reader = visit(DESK)
    reader.open("/en/agreements/?party=nor&party=chn&party_match=all&year=2017")
    reader.page.locator("#results .row__title a").first.click()
    expect(reader.page.locator("h1")).to_contain_text("renewed environmental cooperation")

    sheet = PdfReader(tmp_path / "sheet.pdf") if reader.page.pdf(path=tmp_path / "sheet.pdf", format="A4") else None

    assert sheet
    text = " ".join(" ".join(page.extract_text() for page in sheet.pages).split())
    assert len(sheet.pages) <= 3
    for printed in ("renewed environmental cooperation", "Vidar Helgesen", "Li Ganjie", "/en/agreements/", "Printed"):
        assert printed in text, printed
    for screen_only in ("Report an error", "Menu", "Skip to the content", "Previous"):
        assert screen_only not in text, screen_only


def test_a_list_is_printed_with_what_was_asked_and_where_it_stands(visit: Open, tmp_path: Path) -> None:
    reader = visit(DESK)
    reader.open("/en/agreements/?q=climate&party=nor")

    reader.page.pdf(path=tmp_path / "list.pdf", format="A4")

    pages = PdfReader(tmp_path / "list.pdf").pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for printed in ("Words: climate", "Party: Norway", "Page 1 of 2", "/en/agreements/?q=climate&party=nor"):
        assert printed in text, printed
    for screen_only in ("Oldest first", "All values", "CSV"):
        assert screen_only not in text, screen_only


def test_an_error_is_reported_without_javascript_and_without_a_cookie(visit: Open) -> None:
    reader = visit(DESK, java_script_enabled=False)
    page = reader.page
    reader.open("/en/projects/")
    page.locator("#results .row__title a").first.click()
    page.get_by_role("link", name="Report an error").click()
    expect(page.locator(".trap input")).not_to_be_in_viewport()
    page.get_by_label("What is wrong?").fill("It began in 2006.")
    page.wait_for_timeout(4000)  # as long as a person would need at least
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("h1")).to_have_text("Thank you")
    assert page.context.cookies() == []
    assert reader.faults == []
