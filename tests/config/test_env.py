"""The environment: what is read from it, and what the site refuses to start with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR, REQUIRED, IncompleteEnvironment, read_environment

NAMES = (
    "DEBUG",
    *REQUIRED,
    "SITE_NAME",
    "HOME_PARTY",
    "VERIFY_AFTER_YEARS",
    "CONTACT_EMAIL",
    "FILES_DIR",
    "BEHIND_TLS_PROXY",
    "SECURE_COOKIES",
    "INTAKE_FETCH",
)


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with what a production site must state, and nothing else."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", "long and random")
    monkeypatch.setenv("ALLOWED_HOSTS", "archive.example.org, www.archive.example.org")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/archive.sqlite3")
    return monkeypatch


def test_production_reads_what_is_stated(production: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = read_environment()

    assert environment.debug is False
    assert environment.secret_key == "long and random"
    assert environment.allowed_hosts == ["archive.example.org", "www.archive.example.org"]
    assert environment.database["NAME"] == f"{tmp_path}/archive.sqlite3"
    assert environment.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert environment.secure_cookies
    assert not environment.intake_fetch
    assert environment.behind_tls_proxy


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "  ", " , "])
def test_production_refuses_to_start_without(production: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    production.setenv(name, value) if value is not None else production.delenv(name)

    with pytest.raises(IncompleteEnvironment) as refusal:
        read_environment()

    assert f"does not start without {name}." in str(refusal.value)
    assert f"{name}={REQUIRED[name]}" in str(refusal.value)


def test_all_that_is_missing_is_named_at_once(production: pytest.MonkeyPatch) -> None:
    for name in REQUIRED:
        production.delenv(name)

    with pytest.raises(IncompleteEnvironment, match="without SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL"):
        read_environment()


def test_development_needs_nothing(production: pytest.MonkeyPatch) -> None:
    for name in REQUIRED:
        production.delenv(name)
    production.setenv("DEBUG", "true")

    one, other = read_environment(), read_environment()

    assert one.debug
    assert one.database["NAME"] == str(BASE_DIR / "var" / "archive.sqlite3")
    assert one.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert one.secret_key != other.secret_key, "a key in the code would be everybody's"


@pytest.mark.parametrize(("text", "value"), [("true", True), ("1", True), ("Yes", True), ("off", False), ("0", False)])
def test_flags_are_read_in_their_usual_spellings(production: pytest.MonkeyPatch, text: str, value: bool) -> None:
    production.setenv("SECURE_COOKIES", text)

    assert read_environment().secure_cookies is value


def test_years_are_read_and_have_a_default(production: pytest.MonkeyPatch) -> None:
    assert read_environment().verify_after_years == 3
    production.setenv("VERIFY_AFTER_YEARS", " 5 ")
    assert read_environment().verify_after_years == 5


@pytest.mark.parametrize("years", ["0", "-1", "3.5", "three", "", "²", "101", "9" * 40])
def test_years_that_are_none_are_refused(production: pytest.MonkeyPatch, years: str) -> None:
    production.setenv("VERIFY_AFTER_YEARS", years)

    with pytest.raises(IncompleteEnvironment, match="VERIFY_AFTER_YEARS must be a number of years from 1 to 100"):
        read_environment()


@pytest.mark.parametrize("name", ["DEBUG", "SECURE_COOKIES", "BEHIND_TLS_PROXY", "INTAKE_FETCH"])
def test_a_flag_that_is_neither_yes_nor_no_is_refused(production: pytest.MonkeyPatch, name: str) -> None:
    production.setenv(name, "ture")

    with pytest.raises(IncompleteEnvironment, match=f"{name} must be true or false, not 'ture'"):
        read_environment()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://localhost/archive", "it must begin with sqlite:// or postgres://"),
        ("archive.sqlite3", "it must begin with sqlite:// or postgres://"),
        ("postgres://user:password@localhost:port/archive", "port"),
        ("postgres://user:password@localhost", "it names no database"),
        ("sqlite:////nowhere/at/all/archive.sqlite3", "there is no folder /nowhere/at/all"),
    ],
)
def test_a_database_address_that_cannot_work_is_refused_with_examples(
    production: pytest.MonkeyPatch, address: str, reason: str
) -> None:
    production.setenv("DATABASE_URL", address)

    with pytest.raises(IncompleteEnvironment) as refusal:
        read_environment()

    assert "DATABASE_URL cannot be read" in str(refusal.value)
    assert reason in str(refusal.value)
    assert REQUIRED["DATABASE_URL"] in str(refusal.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_keeps_its_connections_and_checks_them(production: pytest.MonkeyPatch, scheme: str) -> None:
    production.setenv("DATABASE_URL", f"{scheme}://editor:s%40fe@db.example.org:5433/archive")

    database = read_environment().database

    assert database["ENGINE"] == "config.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("editor", "s@fe")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "archive")
    assert database["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("command", [["-m", "config.env"], ["manage.py", "check"]])
def test_the_refusal_is_a_message_not_a_traceback(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in (*NAMES, "DJANGO_SETTINGS_MODULE")}

    finished = subprocess.run(
        [sys.executable, *command], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert finished.returncode == 1
    assert finished.stderr.startswith("The site does not start without SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL.")
    assert "Traceback" not in finished.stderr
