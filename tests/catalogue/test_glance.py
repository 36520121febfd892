"""A glance finds every place where an analysis of the whole text finds a match."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.catalogue import glance
from agreements.catalogue.analysis import tokens
from agreements.catalogue.glance import Beginnings, plainly
from agreements.catalogue.highlight import Matcher
from agreements.catalogue.query import parse

WORDS = re.findall(
    r"\S+",
    "Avtalen avtale Støre Stoere STORE Aavatsmark Bærekraft baerekraft CO₂-utslipp co-operation Co\u00adoperation "
    "policy policies organization organisation Østersjøen ØSTERSJØEN Straße strasse gross größe Þingvellir thing "
    "klima-et miljø-ets forurensning е\u0308лка ёлка й и\u0306 Ελλάδος ΕΛΛΑΔΑ 李干杰 ｶﾞｲﾄﾞ ガイド 한국 معاهدة "
    "\u0645\u064f\u0639\u0627\u0647\u062f\u0629 \ufb01sh fish ½ 12 naïve nai\u0308ve ½-year œuvre oeuvre İzmir izmir "
    "\ufb00 Norway's norways a ae e ea aa eea",
)
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12).map(" ".join)


def whole(matcher: Matcher, text: str) -> set[int]:
    """Places at which some token of the text is marked."""
    return {place for token in tokens(text) if (span := matcher.span(text, token)) for place in range(*span)}


@given(texts, st.sampled_from(WORDS), st.booleans())
@example("Gesetz über die Straße", "strasse", False)
@example("ｶﾞｲﾄﾞ", "ガイド", False)
@example("co-operation", "cooperation", False)
def test_nothing_that_is_marked_is_overlooked(text: str, word: str, begins: bool) -> None:
    matcher = Matcher.of(parse(f"{word}*" if begins else word))
    if matcher.phrases:
        return  # those are looked for in the whole text
    marked = {place for start, end in matcher.spans(text) for place in range(start, end)}
    missed = whole(matcher, text) - marked
    assert not missed
    assert all(text[place] in "-\u2010\u2011" for place in marked - whole(matcher, text)), "hyphens between marks"


@given(st.text())
def test_places_stay_what_they_are(text: str) -> None:
    assert len(plainly(text)) == len(text)


@pytest.mark.parametrize(("text", "there"), [("Jonas Gahr Stoere", True), ("Store norske", True), ("Starten", False)])
def test_a_glance_is_by_the_beginning_of_words(text: str, there: bool) -> None:
    assert bool(list(Beginnings(["stor"], []).places(plainly(text)))) == there


def test_of_no_words_there_are_no_beginnings() -> None:
    assert not Beginnings([], [])
    assert not list(Beginnings([], []).places(plainly("Any text")))


def test_a_character_that_stands_for_several_letters_is_known_when_it_is_first_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(glance, "_LETTERS", glance._Letters())
    assert Matcher.of(parse("ﬀ")).spans("O ﬀ") == [(2, 3)]


#: Letters that are heard, that may be lost, and a hyphen.
keys = st.text("abe", min_size=1, max_size=4)


@given(st.text("abe-", max_size=30), keys, keys)
def test_places_are_those_that_a_pattern_finds(text: str, one: str, other: str) -> None:
    plain = plainly(text)
    patterns = (plainly(key[0]) + f"(?={_loosely(key[1:])})" for key in (one, other))
    found = re.finditer("|".join(sorted(patterns)), plain)
    assert list(Beginnings([], [one, other]).places(plain)) == [place.start() for place in found]


def _loosely(key: str) -> str:
    """A pattern for the letters of a key that are heard, with any others between them."""
    unheard = plainly("a")
    return "".join(f"{unheard}*{letter}" for letter in plainly(key) if letter != unheard)
