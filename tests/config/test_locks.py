"""The locks hold what pyproject.toml asks for, each file by its hash, and no address of a registry."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
#: Lock → what it must hold beside its own dependencies' dependencies.
LOCKS = {
    "requirements.txt": RUNTIME,
    "requirements-dev.txt": RUNTIME + GROUPS["dev"],
    "requirements-bench.txt": RUNTIME + GROUPS["bench"],
}


def locked(name: str) -> dict[str, list[str]]:
    """Package → versions in a lock: one, or one for each range of Pythons."""
    versions: dict[str, list[str]] = defaultdict(list)
    for package, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), flags=re.MULTILINE):
        versions[package].append(version)
    return dict(versions)


@pytest.mark.parametrize(("lock", "wanted"), LOCKS.items())
def test_every_dependency_is_locked_at_a_version_that_is_asked_for(lock: str, wanted: list[str]) -> None:
    versions = locked(lock)

    for requirement in map(Requirement, wanted):
        assert all(map(requirement.specifier.contains, versions[canonicalize_name(requirement.name)])), requirement


@pytest.mark.parametrize("lock", ["requirements-dev.txt", "requirements-bench.txt"])
def test_development_and_measurements_run_the_versions_of_production(lock: str) -> None:
    versions = locked(lock)

    assert {name: versions.get(name) for name in locked("requirements.txt")} == locked("requirements.txt")


def test_development_and_measurements_share_one_environment() -> None:
    development, bench = locked("requirements-dev.txt"), locked("requirements-bench.txt")

    assert {name: bench[name] for name in development.keys() & bench.keys()} == {
        name: development[name] for name in development.keys() & bench.keys()
    }


def test_no_site_installs_what_it_is_measured_against() -> None:
    assert "datasette" not in locked("requirements.txt")
    assert "datasette" in locked("requirements-bench.txt")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) == sum(map(len, locked(lock).values())) > 10
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "index" not in text
