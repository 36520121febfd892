"""What was searched for is marked as it stands in the text, and nothing else is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalogue.analysis import term, tokens
from agreements.catalogue.highlight import Matcher, highlighted, marked
from agreements.catalogue.query import parse


def shown(text: str, query: str, **expansions: str) -> str:
    """The text with its matches in square brackets."""
    further = {term(word): {term(other) for other in others.split()} for word, others in expansions.items()}
    return "".join(f"[{part}]" if match else part for part, match in marked(text, Matcher.of(parse(query), further)))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("avtale", "Avtalen om avtaler og avtalegiver", "[Avtalen] om [avtaler] og avtalegiver"),
        ("stoere", "Jonas Gahr Støre's talk", "Jonas Gahr [Støre]'s talk"),
        ("CO2", "CO₂ og CO2-utslipp, CO3", "[CO₂] og [CO2]-utslipp, CO3"),
        ("air water", "water, then air", "[water], then [air]"),
        ("air or water", "air", "[air]"),
        ("air -water", "air and water", "[air] and water"),
        ("minister:helgesen", "Vidar Helgesen", "Vidar [Helgesen]"),
        ("fish*", "fisheries, Fish and catfish", "[fisheries], [Fish] and catfish"),
        ("miljø*", "miljøvern og Miljoe", "[miljøvern] og [Miljoe]"),
        # words side by side
        ('"air pollution"', "air, pollution; pollution of air", "[air], [pollution]; pollution of air"),
        ('"air pollution" air', "air pollution of air", "[air] [pollution] of [air]"),
        ("1990:12", "SÖ 1990:12, 12 of 1990", "SÖ [1990]:[12], 12 of 1990"),
        ('"the the"', "the the the", "[the] [the] [the]"),
        # hyphens
        ("cooperation", "Co-operation, cooperation, co operation", "[Co-operation], [cooperation], co operation"),
        ("co-operation", "Co-operation and cooperation", "[Co-operation] and [cooperation]"),
        ("operation", "Co-operation", "Co-[operation]"),
        # characters without spaces
        ("李干杰", "部长李干杰签署, 李干", "部长[李干杰]签署, 李干"),
        ("李", "李干杰, 王李, 李", "[李]干杰, 王[李], [李]"),
        ("北京", "在北京签署", "在[北京]签署"),
        ("", "air", "air"),
        ("air", "", ""),
    ],
)
def test_matches_are_marked_as_they_stand_in_the_text(query: str, text: str, expected: str) -> None:
    assert shown(text, query) == expected


def test_words_found_for_another_are_marked_whole() -> None:
    text = "Klimagassutslippene og utslipp, utslippskvoter"
    assert shown(text, "utslipp") == "Klimagassutslippene og [utslipp], utslippskvoter"
    assert shown(text, "utslipp", utslipp="klimagassutslipp") == "[Klimagassutslippene] og [utslipp], utslippskvoter"
    assert shown(text, "-utslipp", utslipp="klimagassutslipp") == text


def test_html_holds_the_text_escaped() -> None:
    html = highlighted("<script>alert('air')</script> & <mark>air", Matcher.of(parse("air script")))
    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>air</mark>&#x27;)&lt;/<mark>script</mark>&gt; &amp; "
        "&lt;mark&gt;<mark>air</mark>"
    )
    assert highlighted("a < b", Matcher.of(None)) == "a &lt; b"


words = st.sampled_from(
    ["air", "Airs", "sea-bed", "seabed", "CO₂", "Støre", "干杰", "李干杰", "mil\u00adjø", "e\u0301", "<b>", "\x00", "-"]
)
written = st.lists(words, max_size=12).map(" ".join) | st.lists(words, max_size=12).map("".join)


@given(written, written)
def test_the_parts_are_the_text_and_a_plain_word_is_marked_exactly_where_its_term_stands(text: str, query: str) -> None:
    matcher = Matcher.of(parse(query))
    parts = marked(text, matcher)
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)
    assert all(one != other for (_, one), (_, other) in pairwise(parts))
    if not matcher.phrases:
        found = {found for token in tokens(text) for found in (token.term, *token.extras)}
        assert any(match for _, match in parts) == (not found.isdisjoint(matcher.terms))
