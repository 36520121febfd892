"""Take the pictures of the README and of the editors' guide anew: `.venv/bin/python docs/screenshots.py`.

Each language gets a demonstration archive of its own in a temporary folder, served meanwhile on a free port. Needs the
tools of `make develop`, Chromium, and ImageMagick's `convert`, which leaves the pictures 64 colours.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
RELEASE = ROOT / "tests" / "intake" / "releases" / "nb-nor-vnm-2019.txt"
WINDOW = {"width": 1280, "height": 860}
COLOURS = 64
PATIENCE = 120_000  # milliseconds
PASSWORD = "tosidig-demo"  # noqa: S105 - of the demonstration, as make_demo_users has it
#: Somebody who was entered twice, for the picture of a merger.
ENTERED_TWICE = """
from agreements.models import Party, Signatory
Signatory.objects.create(name="Vaino Wuolijoki", sort_name="Wuolijoki, Vaino", party=Party.objects.get(code="fin"))
"""


def main() -> None:
    """Take all pictures, in both languages."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for language in ("en", "nb"):
            with demonstration() as site:
                if language == "en":
                    take_readers_page(browser, site)
                take_guide(browser, site, language)
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """A new demonstration archive, and the address where it is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DEBUG": "true",
            "DATABASE_URL": f"sqlite:///{folder}/archive.sqlite3",
            "FILES_DIR": f"{folder}/files",
        }
        manage = [sys.executable, "manage.py"]
        for command in (["migrate"], ["load_demo"], ["make_demo_users"], ["shell", "--command", ENTERED_TWICE]):
            subprocess.run([*manage, *command, "--verbosity=0"], cwd=ROOT, env=environment, check=True)  # noqa: S603
        server = subprocess.Popen([*manage, "runserver", "--noreload", str(port)], cwd=ROOT, env=environment)  # noqa: S603
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(port: int) -> None:
    """Return when the server listens."""
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)


def save(page: Page, name: str) -> None:
    """Save what the window shows."""
    file = IMAGES / f"{name}.png"
    file.parent.mkdir(exist_ok=True)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=file)
    reduce = ["convert", str(file), "+dither", "-colors", str(COLOURS), "-strip", f"PNG8:{file}"]
    subprocess.run(reduce, check=True)  # noqa: S603


def take_readers_page(browser: Browser, site: str) -> None:
    """The page of the renewed agreement between Norway and China."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{site}/en/agreements/?between=nor-chn&from=2017&to=2017")
    page.locator("main").get_by_role("link", name="renewed environmental cooperation").first.click()
    save(page, "agreement")
    page.close()


def take_guide(browser: Browser, site: str, language: str) -> None:
    """Go through the tasks of the guide as a publisher, and take a picture of each."""
    context = browser.new_context(viewport=WINDOW, locale=language)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", "publisher")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("#user-tools")
    take_in_a_release(page, site, language)
    page.goto(f"{site}/admin/")
    save(page, f"editors/front-{language}")
    merge_two_people(page, site, language)
    edit_in_a_spreadsheet(page, site, language)
    retire_a_record(page, site, language)
    context.close()


def take_in_a_release(page: Page, site: str, language: str) -> None:
    """The review, the draft that it becomes, and the history of that."""
    page.goto(f"{site}/admin/intake/")
    page.fill("#id_text", RELEASE.read_text(encoding="utf-8"))
    page.fill("#id_publisher", "Klima- og miljødepartementet")
    page.locator("#content form input[type=submit]").first.click()
    page.wait_for_url("**/intake/*/")
    save(page, f"editors/intake-{language}")
    page.click("input[name=_accept]")
    page.wait_for_selector("#id_title_no")
    page.fill("#id_place_of_signature", "Hanoi, Vietnam")
    save(page, f"editors/agreement-{language}")
    page.click("input[name=_continue]")
    page.wait_for_selector("#id_title_no")
    page.click("a.historylink")
    page.wait_for_selector("#change-history")
    save(page, f"editors/history-{language}")


def merge_two_people(page: Page, site: str, language: str) -> None:
    """Two entries of one person side by side."""
    page.goto(f"{site}/admin/agreements/signatory/")
    for row in page.locator("#result_list tbody tr", has_text="Wuolijoki").all():
        row.locator("input.action-select").check()
    page.select_option("select[name=action]", "merge_records")
    page.click("button[name=index]")
    page.wait_for_selector(".archive-two")
    save(page, f"editors/merge-{language}")


def edit_in_a_spreadsheet(page: Page, site: str, language: str) -> None:
    """A workbook with a changed and an added row, as it would be imported."""
    page.goto(f"{site}/admin/agreements/agreement/export/")
    with page.expect_download() as download:
        page.locator(".submit-row input").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["agreements"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["place_of_signature"]).value = "Oslo"
    sheet.cell(3, columns["term_months"]).value = 60
    row = sheet.max_row + 1
    for column, value in {"title_en": "Agreement on noise", "party_1": "nor", "party_2": "swe"}.items():
        sheet.cell(row, columns[column]).value = value
    edited = io.BytesIO()
    book.save(edited)
    page.goto(f"{site}/admin/agreements/agreement/import/")
    file = {"name": "agreements.xlsx", "mimeType": "application/octet-stream", "buffer": edited.getvalue()}
    page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]  # a file payload
    page.locator(".submit-row input").click()
    page.wait_for_selector(".archive-preview")
    save(page, f"editors/spreadsheet-{language}")


def retire_a_record(page: Page, site: str, language: str) -> None:
    """The question why a record is withdrawn."""
    page.goto(f"{site}/admin/agreements/agreement/?editorial_status__exact=published")
    page.locator("#result_list tbody th a").first.click()
    page.click("input[name=_withdraw]")
    page.wait_for_selector("#id_withdrawn_reason")
    save(page, f"editors/withdraw-{language}")


if __name__ == "__main__":
    main()
