"""A list goes out as a workbook, is edited, and comes back, in a real browser under the site's policy."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1280, "en-GB"), (390, "nb-NO")])
def test_a_list_goes_out_and_comes_back(
    visit: Callable[..., Visit], demo_users: str, tmp_path: Path, width: int, language: str
) -> None:
    seen = visit(width, locale=language, java_script_enabled=width > 400)
    page = seen.page
    seen.open("/admin/login/")
    page.fill("#id_username", "publisher")
    page.fill("#id_password", demo_users)
    page.press("#id_password", "Enter")
    seen.open("/admin/agreements/theme/?q=mercury")
    page.locator(".object-tools a", has_text="E" if language == "en-GB" else "Eksporter").first.click()
    with page.expect_download() as download:
        page.locator(".submit-row input").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["themes"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    note = f"Written at {width} pixels."
    sheet.cell(2, columns["scope_note_en"]).value = note
    book.save(tmp_path / "themes.xlsx")

    seen.open("/admin/agreements/theme/import/")
    page.set_input_files("input[type=file]", tmp_path / "themes.xlsx")
    page.locator(".submit-row input").click()
    assert page.locator("ins", has_text=note).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".submit-row input").first.click()
    assert page.locator(".messagelist .success").is_visible()
    assert seen.faults == []
