"""Settings read from the environment, by type, and a refusal to start half-configured."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

#: What a production site must state, with an example of each.
REQUIRED = {
    "SECRET_KEY": "a long random text: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
    "ALLOWED_HOSTS": "archive.example.org,www.archive.example.org",
    "DATABASE_URL": "postgres://user:password@127.0.0.1:5432/tosidig or sqlite:////var/lib/tosidig/archive.sqlite3",
}


@dataclass(frozen=True)
class Environment:
    """The settings that differ from one installation to the next."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    site_name: str
    home_party: str
    files_dir: Path
    behind_tls_proxy: bool
    secure_cookies: bool


def read_environment() -> Environment:
    """Read the environment once.

    With DEBUG the site runs from a file beside the code, with a secret key made for this process.
    Without it SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL must be set.

    Raises ImproperlyConfigured, naming everything that is missing or cannot be read, with an example of each.
    """
    env = environ.Env()
    try:
        debug = env.bool("DEBUG", default=False)
    except ValueError as error:
        raise ImproperlyConfigured(f"DEBUG must be true or false: {error}") from error
    if not debug:
        _refuse_if_incomplete(env)
    return Environment(
        debug=debug,
        secret_key=env.str("SECRET_KEY", default="") or secrets.token_urlsafe(50),
        allowed_hosts=env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
        database=_database(env),
        site_name=env.str("SITE_NAME", default="Tosidig"),
        home_party=env.str("HOME_PARTY", default="nor").lower(),
        files_dir=Path(env.str("FILES_DIR", default=str(BASE_DIR / "var" / "files"))),
        behind_tls_proxy=env.bool("BEHIND_TLS_PROXY", default=True),
        secure_cookies=env.bool("SECURE_COOKIES", default=True),
    )


def _refuse_if_incomplete(env: environ.Env) -> None:
    missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
    if missing:
        lines = "\n".join(f"  {name}={REQUIRED[name]}" for name in missing)
        raise ImproperlyConfigured(
            f"The site does not start without {', '.join(missing)}. Set:\n{lines}\n"
            "For development set DEBUG=true instead (`make demo` does)."
        )


def _database(env: environ.Env) -> dict[str, Any]:
    default = f"sqlite:///{BASE_DIR / 'var' / 'archive.sqlite3'}"
    try:
        database: dict[str, Any] = dict(env.db_url("DATABASE_URL", default=default))
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read ({error}). Examples: {REQUIRED['DATABASE_URL']}"
        ) from error
    if database["ENGINE"].endswith("sqlite3"):
        # WAL: readers never wait for the writer. IMMEDIATE: a writer waits for its turn instead of failing late.
        database["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    elif database["ENGINE"].endswith("postgresql"):
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(
            f"DATABASE_URL names a database this site does not run on. Examples: {REQUIRED['DATABASE_URL']}"
        )
    return database
