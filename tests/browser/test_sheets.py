"""A list goes out as a workbook, is edited, and comes back, in a real browser under the site's policy."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from tests.browser.conftest import HEIGHT, PASSWORD, PATIENCE, PUBLISHER, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1280, "en-GB"), (390, "nb-NO")])
def test_a_list_goes_out_and_comes_back(
    browser: Browser, workbench: str, tmp_path: Path, width: int, language: str
) -> None:
    options: dict[str, Any] = {"locale": language, "java_script_enabled": width > 400}
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    seen = Visit(page, workbench)
    seen.open("/admin/login/")
    page.fill("#id_username", PUBLISHER)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    seen.open("/admin/agreements/theme/?q=mercury")
    page.locator(".object-tools a[href*=export]").click()
    with page.expect_download() as download:
        page.locator(".submit-row input").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["themes"]
    columns: dict[Any, Any] = {cell.value: cell.column for cell in sheet[1]}
    note = f"Written at {width} pixels."
    sheet.cell(2, columns["scope_note_en"]).value = note
    book.save(tmp_path / "themes.xlsx")

    seen.open("/admin/agreements/theme/import/")
    page.set_input_files("input[type=file]", tmp_path / "themes.xlsx")
    page.locator(".submit-row input").click()
    page.locator("ins", has_text=note).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".submit-row input").first.click()
    page.locator(".messagelist .success").wait_for()
    assert seen.faults == []
    context.close()
