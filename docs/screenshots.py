"""Take the pictures of the documentation anew: `make demo` in one window, then here `python docs/screenshots.py`.

Needs Chromium and the tools of `make develop`. The address of another running site may be given as an argument.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
WINDOW = {"width": 1280, "height": 860}


def main(site: str) -> None:
    """Save the page of the renewed agreement between Norway and China."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)
        page.goto(f"{site}/en/agreements/?between=nor-chn&from=2017&to=2017")
        page.locator("main").get_by_role("link", name="renewed environmental cooperation").first.click()
        page.screenshot(path=IMAGES / "agreement.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
