"""Measure pages with Lighthouse as a phone sees them: `python -m tests.bench.lighthouse`; see docs/performance.md.

Needs Chromium, Node and Lighthouse, which is no part of the project: `npm install lighthouse@12.2.3` in another folder
(13 needs Node 22), with its `node_modules/.bin` on the path. The production server serves the demonstration archive.
What stands after `--` is given to Lighthouse.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PORT = os.environ.get("PORT", "8920")
SITE = f"http://127.0.0.1:{PORT}"
PAGES = {
    "home": "/en/",
    "list": "/en/agreements/",
    "record": "/en/agreements/?party=nor&party=chn&party_match=all&year=2017",
    "pair": "/en/between/nor/chn/",
    "explore": "/en/explore/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """The production server with the demonstration archive, in one process."""
    environment = os.environ | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_COOKIES": "false",
        "DATABASE_URL": f"sqlite:///{folder / 'archive.sqlite3'}",
        "STATIC_DIR": str(folder / "static"),
        "PORT": PORT,
        "WEB_CONCURRENCY": "1",
    }
    for command in ("migrate", "load_demo", "collectstatic --no-input"):
        subprocess.run(
            [sys.executable, "manage.py", *command.split(), "--verbosity=0"], cwd=ROOT, env=environment, check=True
        )
    serve = [sys.executable, "-m", "config.server", "--no-access-log"]
    server = subprocess.Popen(serve, cwd=ROOT, env=environment)
    try:
        for _ in range(120):
            try:
                urlopen(f"{SITE}/en/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def record_behind(path: str) -> str:
    """The address of the first record in a list."""
    with urlopen(f"{SITE}{path}", timeout=30) as answer:
        page: str = answer.read().decode()
    return page.partition('<h3 class="row__title')[2].partition('href="')[2].partition("?")[0].partition('"')[0]


def measured(path: str, folder: Path, options: list[str]) -> dict[str, Any]:
    """Lighthouse's report on a page."""
    report = folder / "report.json"
    subprocess.run(
        ["lighthouse", f"{SITE}{path}", "--quiet", "--output=json", f"--output-path={report}", *options],
        env=os.environ | {"CHROME_PATH": shutil.which("chromium") or shutil.which("google-chrome") or ""},
        check=True,
    )
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def lost(report: dict[str, Any]) -> Iterator[str]:
    """The audits that cost points, by category."""
    for category in CATEGORIES:
        for entry in report["categories"][category]["auditRefs"]:
            audit = report["audits"][entry["id"]]
            if entry["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{category}: {audit['title']} {audit.get('displayValue', '')} ({audit['score']:.2f})"


def main() -> None:
    """Print a table of the scores, and below it why points were lost."""
    options = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
    options = [*options, "--chrome-flags=--headless=new --no-sandbox"]
    reasons = []
    print("| page | performance | accessibility | best practices | SEO | first paint | bytes |")
    print("| ---- | ----------- | ------------- | -------------- | --- | ----------- | ----- |")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)):
        for name, path in PAGES.items():
            report = measured(record_behind(path) if name == "record" else path, Path(folder), options)
            scores = [f"{report['categories'][category]['score'] * 100:.0f}" for category in CATEGORIES]
            paint = report["audits"]["first-contentful-paint"]["displayValue"].replace("\xa0", " ")
            size = report["audits"]["total-byte-weight"]["numericValue"]
            print("|", " | ".join([name, *scores, paint, f"{size / 1000:.0f} kB"]), "|", flush=True)
            reasons += [f"- {name}: {reason}" for reason in lost(report)]
    print("\n".join(["", *reasons]))


if __name__ == "__main__":
    main()
