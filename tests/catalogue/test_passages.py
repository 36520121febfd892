"""The passage of a text is the one that shows most of what was searched for, whatever its length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalogue.highlight import Matcher, highlighted
from agreements.catalogue.passages import passage
from agreements.catalogue.query import parse

FILLING = "The Parties shall consult one another from time to time on every matter that concerns this Agreement. "


def found(text: str, query: str, width: int = 80) -> str:
    return str(passage(text, Matcher.of(parse(query)), width) or "")


def test_a_short_text_is_shown_whole() -> None:
    assert found("Emissions of\n  mercury\tto air", "mercury") == "Emissions of mercury to air"


def test_nothing_is_shown_where_nothing_matches() -> None:
    assert found("Emissions to air", "mercury") == ""
    assert found("", "mercury") == ""
    assert found("Emissions to air", "") == ""
    assert found("Emissions to air", "-air") == ""
    assert passage("Emissions to air", Matcher.of(parse("mercury"))) is None


def test_a_passage_of_a_long_text_begins_and_ends_with_whole_words() -> None:
    shown = found(FILLING * 20 + "Mercury is poisonous. " + FILLING * 20, "mercury")
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "Mercury is poisonous." in shown
    assert f" {shown[2:-2]} " in f" {FILLING * 20}Mercury is poisonous. {FILLING * 20} "
    assert 60 < len(shown) <= 84


def test_the_passage_with_most_different_words_is_shown() -> None:
    text = "mercury mercury mercury " + FILLING * 5 + "cement and mercury " + FILLING * 5 + "cement cement"
    assert "cement and mercury" in found(text, "mercury cement")


def test_of_passages_alike_the_first_is_shown() -> None:
    assert found("mercury first " + FILLING * 3 + "mercury second", "mercury").startswith("mercury first")
    assert found(FILLING * 3 + "mercury last", "mercury").endswith("mercury last")


def test_the_words_of_a_phrase_are_shown_where_they_stand_side_by_side() -> None:
    text = "Air and pollution. " + FILLING * 5 + "Air pollution. " + FILLING * 5
    assert "Air pollution." in found(text, '"air pollution"')


def test_matches_are_marked_and_the_rest_is_escaped() -> None:
    matcher = Matcher.of(parse("stoere"))
    shown = found(FILLING * 5 + "<b>Støre</b> & co " + FILLING * 5, "stoere")
    html = highlighted(shown, matcher)
    assert "&lt;b&gt;<mark>Støre</mark>&lt;/b&gt; &amp; co" in html


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("policy", "policies"),
        ("policies", "POLICY"),
        ("sky", "sky"),
        ("organisation", "Organization"),
        ("regler", "regelen"),
        ("artikkel", "artikler"),
        ("minister", "ministrene"),
        ("støre", "Stoere"),
        ("stoere", "Sto\u0308re"),
        ("aasen", "ÅSEN"),
        ("æra", "Aera"),
        ("co2", "CO₂"),
        ("cooperation", "Co-operation"),
        ("miljø", "mil\u00adjøet"),
        ("й*", "Йод"),
        ("محمد", "مُحَمَّد"),
        ("李干杰", "李干杰"),
        ("杰", "李干杰"),
        ("가나", "가나다"),
        ("x", "X"),
    ],
)
def test_every_way_to_write_a_match_is_found_in_a_long_text(query: str, word: str) -> None:
    assert word in found(FILLING * 10 + word + " " + FILLING * 10, query)


def test_ligatures_of_a_printed_text_are_parted() -> None:
    assert "fiskeri og offentlig" in found(FILLING * 10 + "ﬁskeri og oﬀentlig " + FILLING * 10, "fisk*")


def test_a_text_without_spaces_is_cut_between_characters() -> None:
    shown = found("环境" * 200 + "汞" + "环境" * 200, "汞", 40)
    assert "汞" in shown
    assert 30 < len(shown) <= 44


def test_a_text_of_one_endless_word_is_no_match_and_no_trouble() -> None:
    assert found("x" * 100_000, "xxx") == ""
    assert found("mercury " + "x" * 100_000, "mercury") == "mercury …"


words = st.sampled_from(
    [
        "air",
        "Airs",
        "policy",
        "Policies",
        "sea-bed",
        "seabed",
        "CO₂",
        "Støre",
        "stoere",
        "Åse",
        "干杰",
        "李干杰",
        "so\u00aday",
    ]
)
written = st.lists(words, max_size=12).map(" ".join)


@given(written, written)
def test_there_is_a_passage_where_and_only_where_there_is_a_match(text: str, query: str) -> None:
    matcher = Matcher.of(parse(query))
    assert bool(passage(text, matcher)) == bool(matcher.spans(text))


@given(st.lists(words | st.just("other"), max_size=60).map(" ".join), written, st.integers(20, 100))
def test_a_passage_is_a_part_of_the_text_with_a_match_in_it(text: str, query: str, width: int) -> None:
    matcher = Matcher.of(parse(query))
    shown = passage(text, matcher, width)
    assert (shown is not None) == bool(matcher.spans(text))
    if shown:
        assert shown.text in text
        assert matcher.spans(shown.text)
        assert (shown.is_begun, shown.goes_on) == (not text.startswith(shown.text), not text.endswith(shown.text))
