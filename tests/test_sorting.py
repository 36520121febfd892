"""Names and titles in the order of the reader's alphabet, on either database."""

import pytest
from django.utils.translation import override

from agreements.catalogue import Question, ask
from agreements.models import Kind
from agreements.sorting import alphabetical
from tests.factories import make_agreement, make_party, make_signatory, make_signature

IN_NORWEGIAN = ["aas", "Bø", "Müller", "Ymer", "Zoll", "Äijälä", "Ærø", "Ødegård", "Östen", "Åland"]
IN_ENGLISH = ["aas", "Ærø", "Äijälä", "Åland", "Bø", "Müller", "Ødegård", "Östen", "Ymer", "Zoll"]


@pytest.mark.parametrize(("language", "expected"), [("nb", IN_NORWEGIAN), ("en", IN_ENGLISH)])
def test_the_alphabet_is_that_of_the_reader(language: str, expected: list[str]) -> None:
    with override(language):
        assert sorted(sorted(expected), key=alphabetical) == expected


def test_case_and_accents_only_part_what_is_the_same_without_them() -> None:
    names = ["resume", "résumé", "Resumption", "resumptive"]
    assert sorted(sorted(names), key=lambda name: alphabetical(name, norwegian=False)) == names
    assert alphabetical("A\u030aland", norwegian=True) > alphabetical("Zoll", norwegian=True)


def in_order(kind: Kind, order: str) -> list[int]:
    ids: list[int] = ask(Question(kind, order=order)).ids.tolist()
    return ids


def names(kind: Kind) -> list[str]:
    found = kind.model._base_manager.in_bulk(in_order(kind, "name"))
    return [str(found[pk]) for pk in in_order(kind, "name")]


@pytest.mark.django_db
def test_people_parties_and_titles_stand_in_the_readers_order() -> None:
    austria = make_party("aut", name_en="Austria", name_no="Østerrike")
    zambia = make_party("zmb", name_en="Zambia", name_no="Zambia")
    first = make_agreement("Air", (austria, zambia), published=True, title_no="Å rense luft")
    second = make_agreement("Zinc", (austria, zambia), published=True, title_no="Zink")
    for name in ("Åse Berg", "Zita Moe"):
        make_signature(first, make_signatory(name), austria)
    with override("nb"):
        assert names(Kind.PARTY) == ["Zambia", "Østerrike"]
        assert names(Kind.SIGNATORY) == ["Zita Moe", "Åse Berg"]
        assert in_order(Kind.AGREEMENT, "title") == [second.pk, first.pk]
        assert in_order(Kind.AGREEMENT, "-title") == [first.pk, second.pk]
    with override("en"):
        assert names(Kind.PARTY) == ["Austria", "Zambia"]
        assert names(Kind.SIGNATORY) == ["Åse Berg", "Zita Moe"]
        assert in_order(Kind.AGREEMENT, "title") == [first.pk, second.pk]
