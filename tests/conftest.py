"""What every test may ask for, what is skipped by name where it is missing, and why CI accepts no skip."""

import gc
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from agreements.demo.loader import load_demo
from tests import postgres
from tests.__main__ import in_ci
from tests.settings import ON_POSTGRES
from tests.worlds import world_of_many_modules

# In CI the same examples every time, so that what passed there passes again; elsewhere new ones, which find more.
settings.register_profile("ci", derandomize=True)
if in_ci():
    settings.load_profile("ci")

SHARED = Path(__file__).resolve().parents[2] / "shared"
NO_SHARED = "no folder ../shared with the real registers"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# What is missing here is skipped by name


@cache
def chromium() -> str | None:
    """Path of the system's Chromium, None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave each engine's own tests to its own run, and skip what cannot run on this machine, saying why."""
    foreign = [item for item in items if item.get_closest_marker("sqlite" if ON_POSTGRES else "postgres")]
    unavailable = None if ON_POSTGRES else postgres.why_unavailable() if foreign else None
    if foreign and not unavailable:
        items[:] = [item for item in items if item not in foreign]
        config.hook.pytest_deselected(items=foreign)
    for item in items:
        if item in foreign:
            item.add_marker(pytest.mark.skip(reason=f"no PostgreSQL: {unavailable}"))
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on the path"))
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=NO_SHARED))
    _longest_first(items)


def _longest_first(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left alone with one of them at the end."""
    long = {item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("shared")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among what was loaded until now: that took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _usual_language() -> None:
    """Every test begins in the usual language: a request leaves its own behind in the thread that answered it."""
    translation.deactivate()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI set, a skipped test fails the run: there everything that tests need is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not in_ci():
        return
    if skipped := reporter.stats.get("skipped", []):
        reporter.write_line(f"\n{len(skipped)} skipped, and CI skips nothing.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# Records


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder `shared` beside the project, with the real registers; skips the test where there is none."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture(scope="module")
def demo_archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration archive for all tests of a module; what a test changes is rolled back after it.

    Use it with `@pytest.mark.django_db` (or `db`), not with `transaction=True`, which empties the database.
    """

    with world_of_many_modules(django_db_blocker, load_demo):
        yield
