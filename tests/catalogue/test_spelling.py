"""A mistyped word leads to the archive's nearest words, and a query keeps everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from agreements.catalogue.analysis import surface, term
from agreements.catalogue.query import parse
from agreements.catalogue.spelling import LONG, MOST_SUGGESTIONS, corrections, suggestions

WORDS = [
    "air",
    "fish",
    "fisheries",
    "forurensning",
    "helgesen",
    "kina",
    "mercury",
    "miljø",
    "minister",
    "norway",
    "oil",
]


def vocabulary(*words: str) -> dict[str, str]:
    """The words as an archive has them, by surface with their terms."""
    return {surface(word): term(word) for word in words}


VOCABULARY = vocabulary(*WORDS, "co2", "2017", "water", "waste", "co", "operation", "李干")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mercuro", ["mercury"]),
        ("mecrury", ["mercury"]),
        ("mrcry", []),  # two edits are too many for a short word
        ("mrcury", ["mercury"]),
        ("Helgeson", ["helgesen"]),
        ("forurenning", ["forurensning"]),
        ("fishreies", ["fisheries"]),
        ("Miljö", []),  # it is right
        ("mijlø", ["miljo"]),
        ("wadte", ["waste"]),
        ("ful", []),
        ("oli", []),
        ("2018", []),
        ("co3", []),
        ("李杰", []),
        ("xyzxyz", []),
        ("", []),
    ],
)
def test_suggestions_for_a_word(typed: str, expected: list[str]) -> None:
    assert suggestions(typed, VOCABULARY) == expected


def test_the_best_suggestions_come_first_in_whatever_order_the_vocabulary_is() -> None:
    def best(typed: str, *words: str) -> list[str]:
        found = suggestions(typed, vocabulary(*words))
        assert found == suggestions(typed, vocabulary(*reversed(words)))
        return found

    assert best("watger", "waters", "water", "later", "watter") == ["water", "watter", "waters"]  # fewest edits
    assert best("vater", "xater", "later", "water", "vaters") == ["vaters", "later", "water"]  # the first letter
    assert best("agrement", "ageement", "agreement", "agreements") == ["agreement", "ageement", "agreements"]  # forms
    assert best("watter", "waiter", "water") == ["waiter", "water"]  # the length


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mercuro", "mercury"),
        ("mercuro in air", None),
        ("mercuro air", "mercury air"),
        ('"air mercuro" -oil', '"air mercury" -oil'),
        ("minister:helgeson or mecrury", "minister:helgesen or mercury"),
        ("mercuro kin* -forurenning", "mercury kin* -forurenning"),
        ("mercuro NOT forurenning eller norwai", "mercury NOT forurenning eller norway"),
        ("Statsråd:“Vidar” mercuro", None),
        ("co-operaton", "co-operation"),
        ("mercury air", None),
        ("mercuro xyzxyz", None),
        ("mercuro norwai fissh helgeson", None),
        ("", None),
        ("-", None),
        ("mercu*", None),
    ],
)
def test_the_correction_of_a_query_keeps_everything_else(query: str, expected: str | None) -> None:
    assert next(corrections(query, VOCABULARY), None) == expected


def test_a_correction_has_the_word_as_it_is_written() -> None:
    written = {"miljo": "miljø"}
    assert list(corrections("mijlø", vocabulary("miljo"), written)) == ["miljø"]
    assert list(corrections("Mijlø i byen", vocabulary("miljo", "i", "byen"), written)) == ["Miljø i byen"]


def test_corrections_come_in_the_order_of_the_suggestions() -> None:
    assert list(corrections("watre wase", vocabulary("water", "waste", "wade"))) == [
        "water wade",
        "water waste",
    ]


letters = st.text(alphabet="abcø", min_size=1, max_size=8)


@given(letters, st.lists(letters, unique=True))
def test_suggestions_are_the_nearest_words(typed: str, others: list[str]) -> None:
    surfaces = {surface(word) for word in others}
    found = suggestions(typed, vocabulary(*others))
    plain = surface(typed)
    allowed = 0 if len(plain) < 4 else 2 if len(plain) >= LONG else 1
    near = [word for word in surfaces if 0 < OSA.distance(plain, word) <= allowed]
    assert set(found) <= set(near)
    assert len(found) == min(len(near), MOST_SUGGESTIONS)
    assert [OSA.distance(plain, word) for word in found] == sorted(OSA.distance(plain, word) for word in near)[
        : len(found)
    ]


@given(
    st.lists(st.sampled_from(["mercuro", "air", "-", "or", '"', "minister:", "helgeson", "*", "oil", "NOT"])).map(
        " ".join
    )
)
def test_a_correction_asks_only_for_words_of_the_archive(query: str) -> None:
    for corrected in corrections(query, VOCABULARY):
        assert parse(corrected) is not None
        assert not list(corrections(corrected, VOCABULARY))
