"""A word finds the Norwegian compounds of which it is a part, and no word that merely holds its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalogue.analysis import surface, term
from agreements.catalogue.compounds import compounds
from agreements.catalogue.fulltext.expansions import Norwegian

#: Words of an archive, as they stand in its Norwegian texts.
WORDS = [
    word
    for line in (
        "klima klimaet gass utslipp utslippene klimagass klimagassutslipp klimagassutslippene kvote kvotehandel",
        "kvotehandelen klimakvote klimakvoter handel handelen avtale avtaler miljø miljøvern vern miljøvernavtale",
        "miljøavtalen arbeid arbeidsmarked marked arbeidsgruppe gruppe transport eksport import havner hav havmiljø",
        "havmiljøet island land landbruk bruk fiske fiskeri fiskeriavtale lakse laksefiske regel regelverk verk",
        "artikkel artikkelsamling samling eks for inn forhandling handling innhold hold vann vannkraft kraft",
        "kraftverk vannkraftverk samarbeid samarbeidsavtale norsk norge barn barnehage hage statsminister stat",
        "minister statsministeren forurensning luftforurensning luft skap landskap",
    )
    for word in line.split()
]
KNOWN = {surface(word) for word in WORDS}
CANDIDATES = [(surface(word), term(word)) for word in WORDS]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("utslipp", "klimagassutslipp"),
        ("utslippet", "klimagassutslipp"),
        ("Klima", "klimagass klimagassutslipp klimakvote"),
        ("gass", "klimagass klimagassutslipp"),
        ("klimagass", "klimagassutslipp"),
        ("kvote", "kvotehandel klimakvote"),
        ("kvotene", "kvotehandel klimakvote"),
        ("handel", "kvotehandel"),
        ("avtale", "miljøvernavtale miljøavtalen fiskeriavtale samarbeidsavtale"),
        ("vern", "miljøvern miljøvernavtale"),
        ("miljø", "miljøvern miljøvernavtale miljøavtalen havmiljø"),
        ("arbeid", "arbeidsmarked arbeidsgruppe"),
        ("samarbeid", "samarbeidsavtale"),
        ("fiske", "laksefiske"),
        ("fiskeri", "fiskeriavtale"),
        ("regler", "regelverk"),
        ("artikler", "artikkelsamling"),
        ("kraft", "vannkraft kraftverk vannkraftverk"),
        ("barn", "barnehage"),
        ("minister", "statsminister"),
        ("forurensing", "luftforurensning"),
        ("land", "landbruk landskap"),
        # only letters
        ("port", ""),
        ("sport", ""),
        ("nort", ""),
        ("sland", ""),
        ("handling", ""),
        ("hold", ""),
        ("havn", ""),
        # too short to be looked for inside other words
        ("hav", ""),
        ("gas", ""),
        ("", ""),
        ("李", ""),
    ],
)
def test_compounds_of_a_word(word: str, found: str) -> None:
    assert compounds(word, CANDIDATES, KNOWN) == {term(compound) for compound in found.split()}


def test_a_part_counts_only_where_all_the_rest_is_known() -> None:
    candidate = [("klimagassutslipp", "klimagassutslipp")]
    assert compounds("utslipp", candidate, {"klima", "gass"})
    assert compounds("gass", candidate, {"klima", "utslipp"})
    assert not compounds("utslipp", candidate, {"klima"})
    assert not compounds("gass", candidate, {"klima"})
    assert not compounds("gass", candidate, {"utslipp"})


parts = st.text(alphabet="bdse", min_size=3, max_size=5)


@given(parts.filter(lambda part: len(part) > 3), st.lists(parts, max_size=2), st.lists(parts, max_size=2), st.data())
def test_a_word_put_together_from_known_words_is_found_by_each_that_is_long_enough(
    word: str, before: list[str], after: list[str], data: st.DataObject
) -> None:
    links = [data.draw(st.sampled_from(["", "s", "e"])) for _ in range(len(before) + len(after))]
    together = "".join(part + link for part, link in zip([*before, word, *after], [*links, ""], strict=True))
    found = compounds(word, [(together, "its term")], {*before, *after})
    assert found == ({"its term"} if before or after else set())


@given(
    st.lists(st.text("abc", min_size=1, max_size=9), unique=True, max_size=30),
    st.text("abc", min_size=1, max_size=4),
    st.integers(0, 12),
)
def test_words_that_hold_letters_are_all_found_in_one_look(words: list[str], letters: str, shortest: int) -> None:
    listed = sorted(words, key=lambda word: (len(word), word))
    norwegian = Norwegian({word: word for word in listed})
    found = list(norwegian._holding(letters, shortest))
    assert found == [word for word in listed if letters in word and len(word) >= shortest]
