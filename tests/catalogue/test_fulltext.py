"""The full text finds what a plain reading of the documents finds, on either database, and follows what is written."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from agreements.bulk import insert
from agreements.catalogue.documents import Document
from agreements.catalogue.fulltext import Tier, builder, everything, expansions, find
from agreements.catalogue.fulltext.builder import Builder
from agreements.catalogue.fulltext.index import INDEX_COLUMNS, replace
from agreements.catalogue.indexing import rebuild
from agreements.catalogue.query import All, Either, Field, Node, Not, Phrase, Prefix, Term, parse
from agreements.models import SEPARATOR, Agreement, Kind, SearchDocument, SearchTerm, SearchWord, document_id
from tests import factories as make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]

# The index against a plain reading

Fields = list[list[str]]
TERMS = ("a", "ab", "abc", "b", "bc", "c", "ø", "李干", "干杰", "co2")


@dataclass(frozen=True)
class Page:
    """A search document in the making: the fields of its three columns."""

    columns: tuple[Fields, Fields, Fields]

    def stored(self, pk: int) -> Document:
        titles, names, body = (f" {SEPARATOR} ".join(map(" ".join, fields)) for fields in self.columns)
        return Document(pk, titles, names, body)

    def fields(self, tier: Tier) -> Fields:
        return [field for column in self.columns[:tier] for field in column]


@dataclass(frozen=True)
class Asked:
    """What a query is asked with: further terms, and the answers of its fields."""

    further: dict[str, frozenset[str]]
    fields: dict[str, BitMap]


def holds(node: Node, page: Page, pk: int, tier: Tier, asked: Asked) -> bool:
    """Whether a query holds of one document, said as plainly as can be."""
    fields = page.fields(tier)
    terms = {term for field in fields for term in field}
    match node:
        case Term(term, _):
            return bool(terms & {term, *asked.further.get(term, ())})
        case Prefix(start):
            return any(term.startswith(start) for term in terms) or bool(terms & asked.further.get(f"{start}*", set()))
        case Phrase(phrase):
            return any(list(phrase) == field[at : at + len(phrase)] for field in fields for at in range(len(field)))
        case Not(part):
            return not holds(part, page, pk, Tier.ALL, asked)
        case Field(name):
            return pk in asked.fields.get(name, BitMap())
        case All(parts):
            return all(holds(part, page, pk, tier, asked) for part in parts)
        case Either(parts):
            return any(holds(part, page, pk, tier, asked) for part in parts)


a_term = st.sampled_from(TERMS)
some_fields = st.lists(st.lists(a_term, min_size=1, max_size=4), max_size=3)
pages = st.builds(Page, st.tuples(some_fields, some_fields, some_fields))
leaves = st.one_of(
    st.builds(lambda term: Term(term, term), a_term),
    st.builds(Phrase, st.lists(a_term, min_size=2, max_size=3).map(tuple)),
    st.builds(Prefix, st.sampled_from(["a", "ab", "b", "李", "co"])),
    st.builds(lambda name: Field(name, Term("a", "a"), "a"), st.sampled_from(["theme", "unknown"])),
)
nodes = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(All, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Either, st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=6,
)
askings = st.builds(
    Asked,
    st.dictionaries(st.sampled_from([*TERMS, "a*", "ab*", "b*"]), st.frozensets(a_term, min_size=1), max_size=3),
    st.fixed_dictionaries({"theme": st.builds(BitMap, st.sets(st.integers(1, 6)))}),
)


@given(st.lists(pages, min_size=1, max_size=6), st.lists(nodes, min_size=1, max_size=4), askings)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_index_finds_what_a_plain_reading_finds(drawn: list[Page], queries: list[Node], asked: Asked) -> None:
    archive = dict(enumerate(drawn, start=1))
    asked.fields["theme"] &= BitMap(archive)
    with transaction.atomic():
        replace([], [page.stored(document_id(Kind.PROJECT, pk)) for pk, page in archive.items()])
        others = reversed(archive.values())  # of another kind, under the same ids
        replace([], [page.stored(document_id(Kind.THEME, pk)) for pk, page in enumerate(others, start=1)])
        for node in queries:
            for tier in Tier:
                plainly = {pk for pk, page in archive.items() if holds(node, page, pk, tier, asked)}
                found = find(Kind.PROJECT, node, tier, lambda field: asked.fields.get(field.name), asked.further)
                assert set(found) == plainly, (node, tier)
        transaction.set_rollback(True)


@given(st.lists(st.dictionaries(st.integers(1, 4), pages), min_size=2, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_index_follows_documents_that_come_change_and_go(states: list[dict[int, Page]]) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as bounds:
        bounds.setattr(builder, "MOST_ENTRIES", 5)
        stored: list[Document] = []
        for state in states:
            coming = [page.stored(document_id(Kind.PARTY, pk)) for pk, page in state.items()]
            replace(stored, coming)
            stored = coming
            assert everything(Kind.PARTY) == BitMap(state)
            assert rows() == rows_made_anew(stored)
        transaction.set_rollback(True)


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 3) | st.integers(2**16 - 2, 2**16 + 2)))
def test_numbers_of_terms_are_put_in_order_and_equal_ones_stay(drawn: list[int]) -> None:
    """Also where there are more terms than half of the bits can tell apart."""
    numbers = np.array(drawn, dtype=np.uint32)
    assert builder.order_of(numbers).tolist() == sorted(range(len(drawn)), key=drawn.__getitem__)


def rows() -> dict[tuple[int, bytes], list[BitMap]]:
    """All that the index holds, by kind and term."""
    columns = SearchTerm.objects.values_list("kind", "term", "titles", "names", "body")
    return {
        (kind, bytes(term)): [BitMap.deserialize(bytes(ids)) if ids else BitMap() for ids in sets]
        for kind, term, *sets in columns
    }


def rows_made_anew(documents: list[Document]) -> dict[tuple[int, bytes], list[BitMap]]:
    """The same after it was made of these documents."""
    SearchTerm.objects.filter(kind=Kind.PARTY).delete()
    made = Builder()
    for document in documents:
        made.add([document])
    insert(SearchTerm, INDEX_COLUMNS, made.rows())
    return rows()


@pytest.mark.parametrize("hostile", ['"', "'", "\\", ":*", "AND", "NEAR", "*", "%s"])
def test_no_term_is_read_as_a_command(hostile: str) -> None:
    make.make_agreement("Agreement on air")
    for node in (Term(hostile, hostile), Prefix(hostile), Phrase((hostile, hostile))):
        assert not find(Kind.AGREEMENT, All((Term("air", "air"), node)), expanded={})


# What words mean


def found(words: str, tier: Tier = Tier.ALL) -> set[str]:
    """The titles of the agreements that a query finds."""
    node = parse(words)
    assert node is not None
    ids = find(Kind.AGREEMENT, node, tier)
    return set(Agreement.objects.filter(pk__in=ids).values_list("title_en", flat=True))


def archive() -> None:
    make.make_agreement("Quotas", title_no="Avtale om klimakvoter, klima og kvoter")
    make.make_agreement("Trade", summary_no="Handel med klimagassutslipp: klima, gass og utslipp")
    make.make_agreement("Ports", summary_no="Transport til havn")
    make.make_agreement("Relationship of islands", summary_en="A ship on an island")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("utslipp", {"Trade"}),
        ("kvoter", {"Quotas"}),
        ("klima", {"Quotas", "Trade"}),
        ("port", {"Ports"}),  # its own title; not by transport
        ("ship", {"Relationship of islands"}),
        ("-utslipp klima", {"Quotas"}),
        ("klimak*", {"Quotas"}),
        ("kvoter*", {"Quotas"}),
        ("avtale*", {"Quotas"}),
        ("avtalen*", set()),
    ],
)
def test_words_find_their_compounds_and_beginnings(words: str, expected: set[str]) -> None:
    archive()
    assert found(words) == expected


def test_a_compound_is_found_where_it_stands() -> None:
    archive()
    assert found("kvote", Tier.TITLES) == {"Quotas"}
    assert found("utslipp", Tier.NAMES) == set()


def test_expansions_are_told_to_whoever_marks_matches() -> None:
    archive()
    node = parse("utslipp avtalen*")
    assert node is not None
    assert expansions(node) == {"utslipp": frozenset({"klimagassutslipp"})}
    SearchWord.objects.create(surface="avtalene", term="avtal", written="avtalene", is_norwegian=True)
    assert expansions(node) == {"utslipp": frozenset({"klimagassutslipp"}), "avtalen*": frozenset({"avtal"})}


def test_only_norwegian_texts_have_compounds() -> None:
    make.make_agreement("Gas", summary_en="klimagassutslipp klima gass utslipp")
    assert found("klimagassutslipp") == {"Gas"}
    make.make_agreement("Other", summary_en="utslipp")
    assert "klimagassutslipp" not in expansions(Term("utslipp", "utslipp")).get("utslipp", ())


# The index as a whole


def test_made_anew_it_finds_the_same() -> None:
    archive()
    make.make_project("A port project", [make.make_agreement("On ports", published=True)])
    documents, words = list(SearchDocument.objects.order_by("pk").values()), set(SearchWord.objects.values_list())
    indexed = rows()
    SearchDocument.objects.filter(titles__contains="quota").update(titles="")
    SearchTerm.objects.filter(term=b"quota").update(titles=b"")
    SearchWord.objects.create(surface="gone", term="gone", written="gone", is_norwegian=False)
    steps: list[int] = []
    rebuild(steps.append)
    assert list(SearchDocument.objects.order_by("pk").values()) == documents
    assert set(SearchWord.objects.values_list()) == words
    assert rows() == indexed
    assert sum(steps) == len(documents)
    assert found("port") == {"Ports", "On ports"}


@pytest.mark.postgres
def test_what_was_just_written_is_counted_before_it_is_read() -> None:
    """Or PostgreSQL takes the tables to be empty, and goes through all of them for each batch."""
    archive()
    known = "SELECT reltuples FROM pg_class WHERE relname = 'agreements_agreement'"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = -1 WHERE relname = 'agreements_agreement'")
        rebuild(lambda done: None)
        cursor.execute(known)
        assert cursor.fetchone() == (Agreement.objects.count(),)


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="no index is built beside but on Linux")


@pytest.fixture(scope="module")
def beside() -> dict[str, str]:
    """What became of builders in another process, asked for in one that has no threads, unlike this one."""
    outcomes: dict[str, str] = json.loads(builders("each_way"))
    return outcomes


def builders(role: str) -> str:
    """What a process with a role of ``builders`` prints, however it ends."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup(); from tests.catalogue import builders; builders.{role}()",
        ],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    ).stdout


@on_linux
def test_a_process_beside_builds_the_same(beside: dict[str, str]) -> None:
    assert beside["of many documents"] == "Beside, the same rows"
    assert beside["with the progress of the command"] == "Beside, the same rows"


def test_it_is_left_alone_where_it_does_not_pay_or_is_not_safe(beside: dict[str, str]) -> None:
    assert beside["of few documents"] == "Builder, the same rows"
    assert beside["with another thread"] == "Builder, the same rows"


@on_linux
def test_what_goes_wrong_there_is_raised_here(beside: dict[str, str]) -> None:
    assert beside["of what is no document"] == "Beside, AttributeError"
    assert beside["ended from outside"] == "Beside, BrokenProcessPool"


@on_linux
def test_it_does_not_outlive_a_first_process_that_was_killed() -> None:
    other = Path("/proc") / builders("killed")
    for _ in range(100):
        if not other.exists() or "Z" in (other / "stat").read_text().rpartition(")")[2].split()[0]:
            return
        time.sleep(0.1)
    pytest.fail("It is still there after ten seconds.")
