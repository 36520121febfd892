"""Words that say little are not asked for beside others."""

import pytest

from agreements.catalogue import Question, ask
from agreements.catalogue.query import parse
from agreements.catalogue.smallwords import ASKING, SMALL, asked_by, without
from agreements.models import Agreement, Kind
from tests import factories as make


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("salmon in the Tana", "salmon tana"),
        ("laks og ørret i Tana", "laks ørret tana"),
        ("about salmon", "salmon"),
        ("salmon -of -trout", "salmon -of -trout"),
        ("on about", "on about"),
        ("the", "the"),
        ("the -trout", "the -trout"),
        ('"law of the sea" in', '"law of the sea"'),
        ("in title:of", "title:of"),
        ("salmon of or trout", "salmon of or trout"),  # a choice is meant as it is written
        ("the of*", "of*"),
        ("is i Arktis", "is arktis"),
        ("by og land", "by land"),
        ("what treaty", "what treaty"),
        ("", ""),
    ],
)
def test_small_words_are_left_out(query: str, asked: str) -> None:
    assert asked_by(query) == parse(asked)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("what treaties about salmon", "salmon"),
        ("what has Norway agreed with China", "norway china"),
        ("hva er avtalt om laks", "laks"),
        ("hvem har inngått avtaler om laks", "laks"),
        ("was it signed", "was it signed"),
    ],
)
def test_more_words_are_where_nothing_has_them_all(query: str, asked: str) -> None:
    node = parse(query)
    assert node is not None
    assert without(ASKING, node) == parse(asked)
    assert SMALL < ASKING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("conventions about the salmon", ["Convention on salmon", "Salmon convention"]),
        ("salmon on convention", ["Convention on salmon", "Salmon convention"]),
        ('"on salmon"', ["Convention on salmon"]),
        ("salmon -on", ["Salmon convention"]),
        ("about the", []),
    ],
)
def test_a_record_is_found_without_them(words: str, titles: list[str]) -> None:
    for title in ("Salmon convention", "Convention on salmon", "Convention on trout"):
        make.make_agreement(title, published=True)
    found = ask(Question(Kind.AGREEMENT, words=words)).found
    assert sorted(Agreement.objects.filter(pk__in=found).values_list("title_en", flat=True)) == titles
