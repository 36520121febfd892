"""What people look for is among the first three answers: measured on queries judged by hand (judged.toml)."""

import io
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from agreements.catalogue import Question, ask
from agreements.demo.loader import load_demo
from agreements.models import Agreement, Kind, Registration
from tests.conftest import SHARED
from tests.worlds import records_for_a_module

JUDGED = Path(__file__).with_name("judged.toml")
FIRST = 3
#: The share of queries that find what they look for, at least.
SUCCESS = 0.95


@dataclass(frozen=True)
class Judged:
    """A query, and the agreements of which it looks for any: references, or numbers in the IEADB."""

    half: str
    words: str
    expected: tuple[str, ...]

    @property
    def needs_the_import(self) -> bool:
        """Whether all that it looks for is imported."""
        return all(name.isdigit() for name in self.expected)

    def __str__(self) -> str:
        return f"{self.half}: {self.words}"


def judged() -> list[Judged]:
    written = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    return [Judged(half, one["words"], tuple(one["expected"])) for half, queries in written.items() for one in queries]


def marks(query: Judged) -> list[pytest.MarkDecorator]:
    """What needs the import is skipped by name where the register's files are missing."""
    return [pytest.mark.shared] if query.needs_the_import else []


def names() -> dict[int, str]:
    """What judged.toml calls each agreement: its reference, else its number in the IEADB."""
    numbers = dict(Registration.objects.filter(register="ieadb").values_list("agreement_id", "number"))
    references = Agreement.objects.exclude(reference=None).values_list("pk", "reference")
    return numbers | {pk: reference for pk, reference in references if reference}


def misses(queries: list[Judged], called: Mapping[int, str]) -> dict[str, list[str]]:
    """For each query that does not find what it looks for among the first three: what it finds instead."""
    found = {
        query: [called.get(pk, str(pk)) for pk in ask(Question(Kind.AGREEMENT, words=query.words)).part(0, FIRST)]
        for query in queries
    }
    return {str(query): first for query, first in found.items() if not set(first) & set(query.expected)}


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[int, str]]:
    """What the agreements of the archive are called: the demonstration and, where it lies beside, the import."""

    def make() -> dict[int, str]:
        load_demo()
        if SHARED.is_dir():
            folder = SHARED / "data" / "ieadb"
            files = {"members": folder / "members.xlsx", "details": folder / "treaties_2025.csv"}
            call_command("import_ieadb", folder / "treaties.csv", **files, stdout=io.StringIO())
        return names()

    with records_for_a_module(django_db_blocker, make) as called:
        yield called


def test_the_judged_set_is_large_and_half_norwegian() -> None:
    queries = judged()
    assert len(queries) >= 80
    assert len({query.words.casefold() for query in queries}) == len(queries)
    norwegian = sum(query.half == "norwegian" for query in queries)
    assert 0.45 <= norwegian / len(queries) <= 0.55


@pytest.mark.django_db  # beside the other one that asks the archive, so that it is made once
@pytest.mark.parametrize("query", [pytest.param(query, id=str(query), marks=marks(query)) for query in judged()])
def test_what_a_query_looks_for_is_in_the_archive(query: Judged, archive: dict[int, str]) -> None:
    assert {name for name in query.expected if SHARED.is_dir() or not name.isdigit()} <= set(archive.values())


@pytest.mark.django_db
def test_what_people_look_for_is_among_the_first_three(archive: dict[int, str]) -> None:
    queries = [query for query in judged() if SHARED.is_dir() or not query.needs_the_import]
    missed = misses(queries, archive)
    lines = [f"missed {query}: found {', '.join(first) or 'nothing'}" for query, first in missed.items()]
    shares = {}
    for half in ("all", "norwegian", "english"):
        asked = [query for query in queries if half in ("all", query.half)]
        shares[half] = 1 - sum(str(query) in missed for query in asked) / len(asked)
        lines.append(f"{half}: {shares[half]:.1%} of {len(asked)}")
    sys.stdout.write("\n".join(["", *lines, ""]))
    assert min(shares.values()) >= SUCCESS, "\n".join(lines)
