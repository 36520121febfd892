"""Settings read from the environment, by type, and a refusal to start half-configured.

Run as a program (`python -m config.env`) it only says whether the environment is complete: `make serve` asks first.
"""

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

#: What a production site must state, with an example of each.
REQUIRED = {
    "SECRET_KEY": "a long random text: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    "ALLOWED_HOSTS": "archive.example.org,www.archive.example.org",
    "DATABASE_URL": "postgres://user:password@127.0.0.1:5432/tosidig or sqlite:////var/lib/tosidig/archive.sqlite3",
}
DATABASE_SCHEMES = ("sqlite://", "postgres://", "postgresql://")
YES, NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", ""}


class IncompleteEnvironment(ImproperlyConfigured):
    """The environment lacks a setting, or holds one that cannot be read; the message is for the person who set it."""


@dataclass(frozen=True)
class Environment:
    """The settings that differ from one installation to the next."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    site_name: str
    #: ISO 3166 alpha-3 code in lower case.
    home_party: str
    #: After so many years a record is to be checked against its sources again.
    verify_after_years: int
    #: Where readers write to about the site; '': nowhere.
    contact_email: str
    #: Where the texts of agreements lie.
    files_dir: Path
    #: Where static files are collected to be served.
    static_dir: Path
    #: A proxy in front ends TLS and says so in X-Forwarded-Proto.
    behind_tls_proxy: bool
    #: Cookies and pages over HTTPS only. Turned off to try the production server on plain HTTP.
    secure_cookies: bool
    #: Editors may have the server fetch the address of a press release.
    intake_fetch: bool


def read_environment() -> Environment:
    """Read the environment once.

    With DEBUG the site runs from a file beside the code, with a secret key made for this process.
    Without it SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL must be set.

    Raises IncompleteEnvironment, naming everything that is missing or cannot be read, with an example of each.
    """
    env = environ.Env()
    debug = _flag(env, "DEBUG", default=False)
    if not debug:
        _refuse_if_incomplete(env)
    return Environment(
        debug=debug,
        secret_key=env.str("SECRET_KEY", default="").strip() or secrets.token_urlsafe(50),
        allowed_hosts=_names(env, "ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"],
        database=_database(env.str("DATABASE_URL", default="").strip()),
        site_name=env.str("SITE_NAME", default="Tosidig"),
        home_party=env.str("HOME_PARTY", default="nor").lower(),
        verify_after_years=_years(env, "VERIFY_AFTER_YEARS", default=3),
        contact_email=env.str("CONTACT_EMAIL", default="").strip(),
        files_dir=Path(env.str("FILES_DIR", default=str(BASE_DIR / "var" / "files"))),
        static_dir=Path(env.str("STATIC_DIR", default=str(BASE_DIR / "staticfiles"))),
        behind_tls_proxy=_flag(env, "BEHIND_TLS_PROXY", default=True),
        secure_cookies=_flag(env, "SECURE_COOKIES", default=True),
        intake_fetch=_flag(env, "INTAKE_FETCH", default=False),
    )


def _refuse_if_incomplete(env: environ.Env) -> None:
    missing = [name for name in REQUIRED if not env.str(name, default="").strip(" ,")]
    if missing:
        lines = "\n".join(f"  {name}={REQUIRED[name]}" for name in missing)
        raise IncompleteEnvironment(
            f"The site does not start without {', '.join(missing)}. Set:\n{lines}\n"
            "For development set DEBUG=true instead (`make demo` does)."
        )


def _flag(env: environ.Env, name: str, *, default: bool) -> bool:
    """Read a yes or no. django-environ takes every word it does not know for no, which would hide a slip."""
    text = env.str(name, default=str(default)).strip().lower()
    if text not in YES | NO:
        raise IncompleteEnvironment(f"{name} must be true or false, not {text!r}.")
    return text in YES


def _years(env: environ.Env, name: str, *, default: int) -> int:
    text = env.str(name, default=str(default)).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= 100):
        raise IncompleteEnvironment(f"{name} must be a number of years from 1 to 100, not {text!r}.")
    return int(text)


def _names(env: environ.Env, name: str) -> list[str]:
    return [part.strip() for part in env.str(name, default="").split(",") if part.strip()]


def _database(address: str) -> dict[str, Any]:
    """Django's settings of the database at the address; of a file beside the code when it is empty."""
    address = address or f"sqlite:///{_home_of_the_default_file() / 'archive.sqlite3'}"
    if not address.startswith(DATABASE_SCHEMES):
        raise _unreadable("it must begin with sqlite:// or postgres://")
    try:
        database: dict[str, Any] = dict(environ.Env.db_url_config(address))
    except ValueError as error:
        raise _unreadable(str(error)) from error
    if not database["NAME"]:
        raise _unreadable("it names no database")
    database |= {"CONN_MAX_AGE": 60}  # seconds; opening a connection costs as much as a whole answer
    if database["ENGINE"].endswith("sqlite3"):
        return database | _sqlite_options(database["NAME"])
    return database | {"ENGINE": "config.postgresql", "CONN_HEALTH_CHECKS": True}


def _sqlite_options(name: str) -> dict[str, Any]:
    """WAL: readers never wait for the writer. IMMEDIATE: a writer waits for its turn instead of failing late.

    The first gigabyte of the file is read through the memory that the system keeps of it, not copied from there.
    """
    if name != ":memory:" and not Path(name).absolute().parent.is_dir():
        raise _unreadable(f"there is no folder {Path(name).absolute().parent}; make it, or name another")
    return {
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    }


def _home_of_the_default_file() -> Path:
    folder = BASE_DIR / "var"
    folder.mkdir(exist_ok=True)
    return folder


def _unreadable(reason: str) -> IncompleteEnvironment:
    return IncompleteEnvironment(f"DATABASE_URL cannot be read: {reason}. Examples: {REQUIRED['DATABASE_URL']}")


if __name__ == "__main__":
    try:
        read_environment()
    except IncompleteEnvironment as error:
        sys.exit(str(error))
