"""Texts and queries are analysed alike: what a reader means as one word is found as one."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.catalogue.analysis import LONGEST, is_unspaced, surface, term, terms, tokens

#: Texts that mix what the analyser tells apart: scripts, marks, signs, and characters that are in no text at all.
texts = st.one_of(
    st.text(),
    st.text(alphabet="aåæoøeks-'’sTR2₂ ّمح李干ガﾞｶ가\u0301\u00ad\u200f\x00\ud800_:/."),
    st.lists(st.sampled_from(["co-operation", "Norway's", "CO₂", "李干杰", "Støre", "1990:12", "й", "½", "ﷺ"])).map(
        " ".join
    ),
)


def extras(text: str) -> list[str]:
    return list(dict.fromkeys(extra for token in tokens(text) for extra in token.extras))


def written(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokens(text)]


@pytest.mark.parametrize(
    "spellings",
    [
        "Støre Stoere Store STØRE støre",
        "Åsen Aasen Asen åsen",
        "Kjær Kjaer Kjar",
        "miljøet miljoet MILJØET",
        "Håkon Haakon Hakon",
        "Wałęsa Walesa",
        "Straße Strasse STRASSE",
        "CO2 CO₂ co2 ＣＯ２",
        "étude étude etude ÉTUDE",
        "ёлка елка ЁЛКА",
        "مُحَمَّد محمد محـمد",
        "fisk ﬁsk fi\u00adsk f\u200disk",
        "ガス ｶﾞｽ",
        "가나 \u1100\u1161\u1102\u1161",
    ],
)
def test_spellings_of_a_word_have_one_term(spellings: str) -> None:
    assert len({tuple(terms(spelling)) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize("names", ["李干杰 李赶捷", "陈吉宁 陈季宁", "王毅 王义", "й и", "дома дом"])
def test_names_that_only_sound_alike_are_not_one(names: str) -> None:
    one, other = names.split()
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("— \x00 \ud800 _ ' -", []),
        ("Norway's fish and People’s waters", ["norway", "fish", "and", "peopl", "wat"]),
        ("1990:12 and/or co-operation", ["1990", "12", "and", "or", "co", "oper"]),
        ("2017-06", ["2017", "06"]),
        ("李干杰", ["李干", "干杰"]),
        ("李", ["李"]),
        ("CO2减排 ok", ["co2", "减排", "ok"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("Минск Киев", ["минск", "киев"]),
        ("حماية البيئة", ["حماية", "البيئة"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("snake_case", ["snak", "cas"]),
    ],
)
def test_the_terms_of_a_text(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_hyphenated_word_is_also_found_joined_and_a_pair_by_its_characters() -> None:
    assert extras("Co-operation in air") == [term("cooperation")]
    assert extras("NOR\u2011CHN\u20102017") == ["norchn2017"]
    assert extras("李干杰") == ["李", "干", "杰"]
    assert extras("Norway–China, plain words - here") == []
    assert [token.extras for token in tokens("off-shore oil")] == [("offshor",), ("offshor",), ()]


def test_tokens_say_where_their_words_stand() -> None:
    assert written("Om CO₂-utslipp: 李干杰, Støre's") == ["Om", "CO₂", "utslipp", "李干", "干杰", "Støre"]
    assert written("l\u00adang e\u0301tude") == ["l\u00adang", "e\u0301tude"]


def test_a_surface_keeps_its_ending() -> None:
    assert [surface(word) for word in ("Støre", "Stoere", "Avtalene", "CO₂", "miljøet", "—")] == [
        "store",
        "store",
        "avtalene",
        "co2",
        "miljoet",
        "",
    ]


def test_a_very_long_word_counts_as_several() -> None:
    assert {len(found) for found in terms("x" * (3 * LONGEST))} == {LONGEST}
    assert len(terms("x" * 100_000)) == -(-100_000 // LONGEST)


@given(texts)
@example("a" * 70 + "-" + "b" * 70)
@example("e" + "\u0301" * 200)
@example("0-ぁ-a")
def test_terms_are_those_of_the_tokens(text: str) -> None:
    found = tokens(text)
    assert terms(text) == [token.term for token in found]
    assert [token.start for token in found] == sorted(token.start for token in found)


@given(texts)
@example("\u3099")
def test_a_term_is_of_letters_and_digits_and_not_too_long(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        for found in (token.term, *token.extras):
            assert 0 < len(found) <= LONGEST
            assert all(unicodedata.category(character)[0] in "LNM" for character in found)
            assert found == found.casefold()


@given(texts)
@example("Ǽ ǿ")
def test_a_surface_is_its_own_surface_and_gives_the_term(text: str) -> None:
    for token in tokens(text):
        word = text[token.start : token.end]
        if not is_unspaced(word):
            assert surface(surface(word)) == surface(word)
            assert term(surface(word)) == term(word)


@given(texts, texts)
def test_a_text_is_found_by_the_terms_of_its_parts(one: str, other: str) -> None:
    assert terms(f"{one}\n{other}") == terms(one) + terms(other)
