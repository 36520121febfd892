"""Where the tests find PostgreSQL, and why not."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

#: A name of its own for every checkout, so that two can be tested at once on one server.
_CHECKOUT = f"tosidig_{zlib.crc32(str(Path(__file__).resolve()).encode()):08x}"
ADDRESS = os.environ.get("TEST_DATABASE_URL") or f"postgres://postgres@127.0.0.1:5432/{_CHECKOUT}"


def why_unavailable() -> str | None:
    """Return None when PostgreSQL answers and lets us make databases; otherwise the reason, in one line."""
    try:
        # The database of the address is made by the tests, so we knock at the one that every server has.
        with psycopg.connect(ADDRESS, dbname="postgres", connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            may_create = row.fetchone()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return None if may_create and may_create[0] else "its role may not create databases"


@contextmanager
def database(purpose: str, template: str = "/template0") -> Iterator[str]:
    """Make a database for a purpose, yield its address, and drop it again.

    It is empty, or a copy of the one at the address ``template``, which nobody may be connected to.
    """
    address = urlsplit(ADDRESS)
    name = f"{address.path.strip('/')}_{purpose}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    copied = sql.Identifier(urlsplit(template).path.strip("/"))
    make = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}").format(sql.Identifier(name), copied)
    with psycopg.connect(ADDRESS, dbname="postgres", autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(make)
        yield address._replace(path=f"/{name}").geturl()
        connection.execute(drop)
