"""A query that finds nothing, without some of its words."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from agreements.catalogue.analysis import term
from agreements.catalogue.shortening import MOST_PARTS, MOST_WAYS, Shorter, shorter
from agreements.catalogue.smallwords import SMALL
from agreements.catalogue.syntax import AND, parts, readable

#: Records by number, and the words on each.
RECORDS = [{"fish", "north", "sea"}, {"fish", "lake"}, {"air"}]


def found_by(query: str) -> BitMap:
    """The records that have all words of the query that are not excluded, and none that are."""
    words = query.split()
    wanted, excluded = {word for word in words if word[0] != "-"}, {word[1:] for word in words if word[0] == "-"}
    return BitMap(number for number, on in enumerate(RECORDS) if wanted <= on and not excluded & on)


def anything(query: str) -> BitMap:
    return BitMap([1])


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("xyzzy fish", [("xyzzy", "fish", 2)]),
        ("fish xyzzy sea", [("xyzzy", "fish sea", 1)]),
        ("lake sea fish", [("lake", "sea fish", 1), ("sea", "lake fish", 1)]),
        ("fish AND air", [("fish", "air", 1), ("air", "fish", 2)]),
        ("air and the fish", [("fish", "air", 1), ("air", "fish", 2)]),  # small words are not asked for anyway
        ("air fish", [("fish", "air", 1), ("air", "fish", 2)]),  # what finds least says most
        ("fish -lake -sea", [("-lake", "fish -sea", 1), ("-sea", "fish -lake", 1)]),
        ("xyzzy fish plugh", [("xyzzy plugh", "fish", 2)]),  # one is not enough
        ("air sea lake", [("air sea", "lake", 1), ("air lake", "sea", 1), ("sea lake", "air", 1)]),
        ("xyzzy xyzzy fish", [("xyzzy xyzzy", "fish", 2)]),
        ("xyzzy plugh", []),
        ("xyzzy", []),
        ("", []),
        ("xyzzy or plugh fish", []),
        ("xyzzy -fish", []),  # to find all that is not about fish helps nobody
    ],
)
def test_each_part_that_stands_in_the_way_is_left_out(query: str, ways: list[tuple[str, str, int]]) -> None:
    assert shorter(query, found_by) == [Shorter(*way) for way in ways]


def test_what_is_written_in_the_language_of_queries_stays_so() -> None:
    ways = {way.left_out: way.rest for way in shorter('minister:"Li Ganjie" "sea bed" -tema:luft klima*', anything)}
    assert ways == {
        'minister:"Li Ganjie"': '"sea bed" -tema:luft klima*',
        '"sea bed"': 'minister:"Li Ganjie" -tema:luft klima*',
        "-tema:luft": 'minister:"Li Ganjie" "sea bed" klima*',
        "klima*": 'minister:"Li Ganjie" "sea bed" -tema:luft',
    }


def test_a_long_query_is_not_taken_apart() -> None:
    assert len(shorter(" ".join(["fish"] * MOST_PARTS), anything)) == MOST_WAYS
    assert shorter(" ".join(["fish"] * (MOST_PARTS + 1)), anything) == []


def test_small_words_that_are_more_than_that_are_kept() -> None:
    ways = shorter('of salmon "of" -of of* title:of', anything)
    assert [way.left_out for way in ways] == ["salmon", '"of"', "-of", "of*"]
    assert ways[0].rest == '"of" -of of* title:of'


@given(st.text(alphabet='ab -:"*|()\x00øå李', max_size=30) | st.text(max_size=30))
def test_every_part_but_small_words_is_either_left_out_or_kept(query: str) -> None:
    asked = Counter(part.typed for part in parts(readable(query)) if not part.is_sign(AND))
    for way in shorter(query, anything):
        told = Counter(part.typed for part in [*parts(way.left_out), *parts(way.rest)])
        assert not told - asked
        assert all(word.isalpha() and term(word) in SMALL for word in asked - told)
