"""`python -m tests [pytest arguments]`: the whole suite on SQLite, then again on PostgreSQL where one answers.

Ends with the totals of both. The exit status is 0 when everything that could run passed; with CI set, a database or a
test that was skipped fails it too.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
#: A file stays with one worker, which loads what its tests share once. They go out in the order of tests/conftest.py.
PARALLEL = ("-n", "auto", "--maxprocesses=4", "--dist", "loadfile", "--no-loadscope-reorder")


def main(arguments: list[str]) -> int:
    """Run both passes and print their totals; return the exit status."""
    status, totals = run("SQLite", "sqlite", arguments)
    summary = [totals]
    if reason := postgres.why_unavailable():
        summary.append(f"PostgreSQL: SKIPPED, every test: {reason} (TEST_DATABASE_URL says where it is)")
        status = status or (1 if in_ci() else 0)
    else:
        second, totals = run("PostgreSQL", "postgres", arguments)
        summary.append(totals)
        status = status or second
    print("\n" + "\n".join(summary))
    return status


def in_ci() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def run(name: str, engine: str, arguments: list[str]) -> tuple[int, str]:
    """Run pytest on one engine; return its exit status and its totals in one line."""
    print(f"\n=== Tests on {name} ===", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *PARALLEL, *arguments]
        finished = subprocess.run(command, cwd=ROOT, env={**os.environ, "TEST_ENGINE": engine}, check=False)
        return finished.returncode, f"{name}: {totals_of(report)}"


def totals_of(report: Path) -> str:
    """Read the totals from a JUnit report."""
    if not report.exists():
        return "pytest did not start"
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    counts = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for key in counts:
            counts[key] += int(suite.get(key, 0))
    passed = counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]
    return (
        f"{passed} passed, {counts['failures']} failed, {counts['errors']} errors, {counts['skipped']} skipped "
        f"({counts['tests']} tests)"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
