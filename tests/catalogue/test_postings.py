"""The sets of a long facet as arrays: the same answers as from plain sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from agreements.catalogue import byrecord, postings
from agreements.catalogue import facet as facet_module
from agreements.catalogue.facet import Facet
from agreements.catalogue.postings import Postings

records, values = st.integers(0, 40), st.integers(0, 12)
rows = st.lists(st.tuples(records, values), max_size=120)
some_records = st.sets(records, max_size=40)


@pytest.fixture(autouse=True)
def low_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that small examples take every way."""
    monkeypatch.setattr(facet_module, "MANY", 4)
    monkeypatch.setattr(postings, "FEW", 10)
    monkeypatch.setattr(postings, "LARGEST", 3)
    monkeypatch.setattr(byrecord, "SORTED", 12)
    monkeypatch.setattr(byrecord, "HANDFUL", 3)


def as_pairs(listed: list[tuple[int, int]]) -> np.ndarray:
    return np.array(listed, dtype=np.int64).reshape(-1, 2)


def plain(listed: list[tuple[int, int]]) -> dict[int, set[int]]:
    return {value: {record for record, other in listed if other == value} for _, value in listed}


@given(rows, some_records, st.integers(1, 6))
def test_sets_counts_and_top(listed: list[tuple[int, int]], among: set[int], limit: int) -> None:
    made, expected = Postings.of(as_pairs(listed)), plain(listed)
    assert {value: set(ids) for value, ids in made.items()} == expected
    counts = {value: len(ids & among) for value, ids in expected.items() if ids & among}
    assert dict(zip(*(found.tolist() for found in made.counts(BitMap(among))), strict=True)) == counts
    assert made.top(BitMap(among), limit) == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    assert made.totals.tolist() == [len(expected[value]) for value in sorted(expected)]
    for value in range(14):
        assert (value in made) == (value in expected)


@given(rows, rows, some_records)
def test_replaced(before: list[tuple[int, int]], drawn: list[tuple[int, int]], changed: set[int]) -> None:
    now = [row for row in drawn if row[0] in changed]
    made = Postings.of(as_pairs(before))
    expected = plain([row for row in before if row[0] not in changed] + now)
    assert {value: set(ids) for value, ids in made.replaced(BitMap(changed), as_pairs(now)).items()} == expected
    assert {value: set(ids) for value, ids in made.items()} == plain(before), "what was held does not change"


@given(rows, rows, some_records, some_records)
def test_a_facet_answers_alike_however_its_sets_are_held(
    before: list[tuple[int, int]], drawn: list[tuple[int, int]], changed: set[int], among: set[int]
) -> None:
    """Also one that becomes long by an edit."""
    now = [row for row in drawn if row[0] in changed]
    expected = plain([row for row in before if row[0] not in changed] + now)
    held = Facet.of(as_pairs(before)).replaced(BitMap(changed), as_pairs(now))
    if len(plain(before)) >= 4 or len(expected) >= 4:
        assert isinstance(held.sets, Postings)
    short = Facet({value: BitMap(ids) for value, ids in expected.items()})
    assert {value: set(ids) for value, ids in held.sets.items()} == expected
    assert held.counts(BitMap(among)) == short.counts(BitMap(among))
    assert held.top(BitMap(among), 3) == short.top(BitMap(among), 3)
    assert held.totals() == short.totals()
    assert set(held.having(range(5))) == set(short.having(range(5)))
    assert set(held.having_all([1, 2])) == set(short.having_all([1, 2]))
    for record in range(10):
        assert held.of_record(record) == short.of_record(record)


def test_far_apart_values_are_counted_too() -> None:
    listed = [(record, 3_000_000_00 + record % 7 * 1_000_000) for record in range(40)]
    made = Postings.of(as_pairs(listed))
    assert made.top(BitMap(range(40)), 2) == [(300_000_000, 6), (301_000_000, 6)]
