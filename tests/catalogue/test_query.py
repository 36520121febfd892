"""What a reader types is read as meant, and whatever cannot be read is read as plain words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agreements.catalogue.analysis import surface, term
from agreements.catalogue.query import (
    MOST_TERMS,
    All,
    Either,
    Field,
    Leaf,
    Node,
    Not,
    Phrase,
    Prefix,
    Term,
    leaves,
    parse,
)

#: Words that the language gives no meaning.
plain_words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", min_size=2, max_size=10).filter(
    lambda word: word not in ("or", "eller")
)
#: Queries made of the signs of the language, in any order, and of characters that are in no query.
queries = st.one_of(
    st.text(),
    st.text(alphabet='ab -"*:|\x00\ud800\u200f“李年ÅØ_()\\^'),
    st.lists(
        st.sampled_from(
            [
                "or",
                "OR",
                "|",
                "NOT",
                "-",
                '"',
                "minister:",
                "år:",
                "air",
                "co-operation",
                "a*",
                "*",
                "李干杰",
                "foo:",
                "1990:12",
            ]
        )
    ).map(" ".join),
    st.lists(st.sampled_from(["or ", "-", '"', "minister:", "air", "a*", "x-y "])).map("".join),
)


def one(word: str) -> Term:
    return Term(term(word), surface(word))


def phrase(*words: str) -> Phrase:
    return Phrase(tuple(term(word) for word in words))


air, water, oil = one("air"), one("water"), one("oil")
joined = Either((phrase("co", "operation"), one("cooperation")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("air", air),
        ("Støre", Term("stor", "store")),
        ("air water", All((air, water))),
        ("air air", air),
        ('"air pollution"', phrase("air", "pollution")),
        ("«air pollution»", phrase("air", "pollution")),
        ("„air pollution“ oil", All((phrase("air", "pollution"), oil))),
        ('"air"', air),
        # without
        ("-oil", Not(oil)),
        ("air -oil", All((air, Not(oil)))),
        ("air NOT oil", All((air, Not(oil)))),
        ("air IKKE oil", All((air, Not(oil)))),
        ('air -"oil spill"', All((air, Not(phrase("oil", "spill"))))),
        ("-minister:helgesen", Not(Field("signatory", one("helgesen"), "helgesen"))),
        ("-co-operation", Not(joined)),
        # either
        ("air or water", Either((air, water))),
        ("air OR water", Either((air, water))),
        ("air eller water", Either((air, water))),
        ("air | water", Either((air, water))),
        ("air or water or oil", Either((air, water, oil))),
        ("oil air or water", All((oil, Either((air, water))))),
        ("air or co-operation", Either((air, *joined.parts))),
        ("air or minister:helgesen", Either((air, Field("signatory", one("helgesen"), "helgesen")))),
        ("air AND water", All((air, water))),
        ("air or -oil", All((air, Not(oil)))),
        # beginnings
        ("pollut*", Prefix("pollut")),
        ("Støre*", Prefix("store")),
        ("co-op*", All((one("co"), Prefix("op")))),
        ("李*", Term("李", "李")),
        ("李干杰*", Phrase(("李干", "干杰"))),
        # fields
        ("minister:helgesen", Field("signatory", one("helgesen"), "helgesen")),
        ("Statsråd:Støre", Field("signatory", one("Støre"), "Støre")),
        ("statsrad:Store", Field("signatory", one("Store"), "Store")),
        ("statsråd:sto*", Field("signatory", Prefix("sto"), "sto*")),
        (
            'minister:"Vidar Helgesen" oil',
            All((Field("signatory", phrase("Vidar", "Helgesen"), "Vidar Helgesen"), oil)),
        ),
        ("land:Kina", Field("party", one("Kina"), "Kina")),
        ("TEMA:luft", Field("theme", one("luft"), "luft")),
        ("institusjon:KLD", Field("institution", one("KLD"), "KLD")),
        ("prosjekt:sement", Field("project", one("sement"), "sement")),
        ("tittel:avtale", Field("title", one("avtale"), "avtale")),
        ("slag:protokoll", Field("kind", one("protokoll"), "protokoll")),
        ("år:2017", Field("year", Term("2017", "2017"), "2017")),
        ("year：2017", Field("year", Term("2017", "2017"), "2017")),
        # words that the analyser parts
        ("1990:12", Phrase(("1990", "12"))),
        ("foo:bar", phrase("foo", "bar")),
        ('foo:"air pollution"', All((one("foo"), phrase("air", "pollution")))),
        ("and/or", phrase("and", "or")),
        ("co-operation", joined),
        ("nor-chn-2017", Either((Phrase(("nor", "chn", "2017")), Term("norchn2017", "norchn2017")))),
        ("李", Term("李", "李")),
        ("北京", Term("北京", "北京")),
        ("李干杰", Phrase(("李干", "干杰"))),
        ("CO2减排", Phrase(("co2", "减排"))),
        # what cannot be read
        ('air "water oil', All((air, water, oil))),
        ('air "water" oil"', All((air, water, oil))),
        ("or", one("or")),
        ("or air", All((one("or"), air))),
        ("air or", All((air, one("or")))),
        ("air or or water", All((Either((air, one("or"))), water))),
        ("NOT", one("NOT")),
        ("- air", air),
        ("air *", air),
        ("minister:", one("minister")),
        ("minister: air", All((one("minister"), air))),
        ("minister:—", one("minister")),
        ("a\x00ir \ud800wat\u200fer\toil", All((one("a"), one("ir"), water, oil))),
    ],
)
def test_a_query_is_read_as_meant(text: str, expected: Node) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "  ", "-", '""', '"', "|", "* — :", "\x00", "\ud800", "\u200f\u202e", "-*", '-"—"']
)
def test_there_may_be_nothing_to_search_for(text: str) -> None:
    assert parse(text) is None


def test_only_so_much_of_a_query_counts() -> None:
    many = parse(" ".join(f"w{number}" for number in range(40)))
    assert isinstance(many, All)
    assert many.parts == tuple(Term(f"w{number}", f"w{number}") for number in range(MOST_TERMS))
    assert parse("x" * 150 + " " * 50 + "air") == parse("x" * 150)
    assert parse('"' + "air " * 40 + '"') == Phrase(("air",) * MOST_TERMS)
    assert parse("李" * 150) == Phrase(("李李",) * MOST_TERMS)


def test_leaves_are_what_is_asked_for_and_not_what_is_excluded() -> None:
    node = parse('air -oil minister:hel* "a b" or water -theme:fish')
    assert node is not None
    assert list(leaves(node)) == [air, Prefix("hel"), phrase("a", "b"), water]


def nodes(node: Node) -> list[Node]:
    inner = node.parts if isinstance(node, All | Either) else (node.part,) if isinstance(node, Not | Field) else ()
    return [node, *(found for part in inner for found in nodes(part))]


@given(queries)
@example('"' * 200)
@example("-" * 200)
@example("minister:" * 30)
@example("a or " * 60)
def test_any_text_is_read_into_a_small_well_formed_tree(text: str) -> None:
    node = parse(text)
    if node is None:
        return
    found = nodes(node)
    assert (
        sum(len(part.terms) if isinstance(part, Phrase) else 1 for part in found if isinstance(part, Leaf))
        <= MOST_TERMS
    )
    for part in found:
        if isinstance(part, All | Either):
            assert len(part.parts) > 1
        if isinstance(part, Either | Field | Not):
            assert not any(isinstance(inner, Not) for inner in nodes(part)[1:])
        if isinstance(part, Field):
            assert not any(isinstance(inner, Field) for inner in nodes(part.part))
        if isinstance(part, Phrase):
            assert len(part.terms) > 1
            assert all(part.terms)
        if isinstance(part, Term):
            assert part.term
            assert part.surface
        if isinstance(part, Prefix):
            assert part.start


@given(st.lists(plain_words, min_size=1, max_size=8))
def test_plain_words_are_all_asked_for(words: list[str]) -> None:
    node = parse(" ".join(words))
    assert node is not None
    assert list(leaves(node)) == list(dict.fromkeys(one(word) for word in words))


@given(st.lists(plain_words, min_size=2, max_size=8))
def test_plain_words_between_quotation_marks_are_a_phrase(words: list[str]) -> None:
    assert parse(f'"{" ".join(words)}"') == phrase(*words)
