"""Facets of any rows: sets of records by value, their counts, and what is left after some records changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from agreements.catalogue import byrecord
from agreements.catalogue import facet as module
from agreements.catalogue.arrays import Ints
from agreements.catalogue.facet import Calendar, Facet, Tree

#: Few enough of both that rows meet and repeat.
records = st.integers(1, 12)
values = st.integers(0, 6)
rows = st.lists(st.tuples(records, values), max_size=30)
some_records = st.sets(records)
#: A value lies under a smaller one or under none.
trees = st.lists(st.integers(-7, 6), min_size=7, max_size=7).map(
    lambda above: {value: over if 0 <= over < value else None for value, over in enumerate(above)}
)


def as_pairs(listed: list[tuple[int, int]]) -> Ints:
    return np.array(listed, dtype=np.int64).reshape(-1, 2)


def plain(listed: list[tuple[int, int]], tree: Tree) -> dict[int, set[int]]:
    """The records of each value and of everything narrower."""
    found: dict[int, set[int]] = {}
    for record, given_value in listed:
        value: int | None = given_value
        while value is not None:
            found.setdefault(value, set()).add(record)
            value = tree.get(value)
    return found


def sets(facet: Facet) -> dict[int, set[int]]:
    return {value: set(ids) for value, ids in facet.sets.items()}


@given(rows, trees)
def test_the_records_of_each_value(listed: list[tuple[int, int]], tree: Tree) -> None:
    facet = Facet.of(as_pairs(listed), tree)
    assert sets(facet) == plain(listed, tree)
    assert sets(Facet.of(as_pairs(listed))) == plain(listed, {})
    for record in range(13):
        assert facet.of_record(record) == sorted(value for value, ids in plain(listed, tree).items() if record in ids)


@given(rows, rows, some_records, trees)
def test_replaced_is_of_the_new_rows(
    before: list[tuple[int, int]], drawn: list[tuple[int, int]], changed: set[int], tree: Tree
) -> None:
    now = [row for row in drawn if row[0] in changed]
    facet = Facet.of(as_pairs(before), tree)
    unchanged = sets(facet)
    replaced = facet.replaced(BitMap(changed), as_pairs(now))
    assert sets(replaced) == plain([row for row in before if row[0] not in changed] + now, tree)
    assert sets(facet) == unchanged, "a facet does not change"


@given(rows, some_records, st.sets(values, min_size=1), trees)
def test_having_and_counts(listed: list[tuple[int, int]], among: set[int], asked: set[int], tree: Tree) -> None:
    facet, found = Facet.of(as_pairs(listed), tree), plain(listed, tree)
    each = [found.get(value, set()) for value in asked]
    assert set(facet.having(asked)) == set.union(*each)
    assert set(facet.having_all(asked)) == set.intersection(*each)
    assert facet.counts(BitMap(among)) == {value: len(ids & among) for value, ids in found.items() if ids & among}


@given(rows, some_records, st.integers(1, 8))
def test_top_is_the_start_of_the_sorted_counts(listed: list[tuple[int, int]], among: set[int], limit: int) -> None:
    facet = Facet.of(as_pairs(listed))
    counts = facet.counts(BitMap(among))
    assert facet.top(BitMap(among), limit) == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


@given(rows, some_records, st.integers(1, 8), trees)
def test_what_few_records_have_is_looked_up(
    listed: list[tuple[int, int]], among: set[int], limit: int, tree: Tree
) -> None:
    facet, few = Facet.of(as_pairs(listed), tree), BitMap(among)
    with pytest.MonkeyPatch.context() as bounds:
        bounds.setattr(module, "ROWS", -1)
        expected = facet.top(few, limit)
        bounds.setattr(module, "ROWS", 100)
        bounds.setattr(module, "SOME", 1)
        bounds.setattr(byrecord, "HANDFUL", 2)
        for handful in (0, 4, 13):
            bounds.setattr(byrecord, "FEW", handful)
            assert facet.top(few, limit) == expected
    assert facet.largest(limit) == facet.top(BitMap(range(13)), limit)


@given(rows, rows, st.sets(records, max_size=4), some_records, trees)
def test_what_is_looked_up_follows_edits(
    before: list[tuple[int, int]], drawn: list[tuple[int, int]], changed: set[int], among: set[int], tree: Tree
) -> None:
    with pytest.MonkeyPatch.context() as bounds:
        bounds.setattr(module, "SOME", 0)
        bounds.setattr(module, "ROWS", 1_000)
        facet = Facet.of(as_pairs(before), tree)
        facet.top(BitMap(among), 3)
        now = as_pairs([row for row in drawn if row[0] in changed])
        facet = facet.replaced(BitMap(changed), now)
        assert (
            facet.top(BitMap(among), 8)
            == sorted(facet.counts(BitMap(among)).items(), key=lambda pair: (-pair[1], pair[0]))[:8]
        )


@given(
    st.dictionaries(records, st.sampled_from([0, 1987_00_00, 1990_05_00, 1990_12_31, 1999_01_01, 2003_02_28])),
    st.data(),
)
def test_years_are_told_from_dates(codes: dict[int, int], data: st.DataObject) -> None:
    span = data.draw(st.sampled_from([1, 10]))
    years = {record: code // 10_000 - code // 10_000 % span for record, code in codes.items() if code}
    listed = np.zeros(13, dtype=np.int32)
    for record, code in codes.items():
        listed[record] = code
    facet = Facet.of(as_pairs(list(years.items())))
    among = BitMap(data.draw(st.sets(st.sampled_from(sorted(codes)))) if codes else ())
    expected = sorted(facet.counts(among).items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    with pytest.MonkeyPatch.context() as bounds:
        for handful in (0, 4, 13):
            bounds.setattr(module, "FEW", handful)
            assert Calendar.over(facet, listed, span).top(among, 3) == expected


@given(rows, some_records, trees)
def test_what_an_edit_does_not_touch_is_left_alone(
    listed: list[tuple[int, int]], changed: set[int], tree: Tree
) -> None:
    facet = Facet.of(as_pairs(listed), tree)
    same = facet.replaced(BitMap(changed), as_pairs([row for row in listed if row[0] in changed]))
    assert same is facet or not listed


def test_nothing_has_a_value_of_an_empty_facet() -> None:
    facet = Facet({})
    assert (set(facet.having([1])), set(facet.having_all([1])), facet.counts(BitMap([1]))) == (set(), set(), {})
    assert (facet.top(BitMap([1]), 3), facet.of_record(1)) == ([], [])
