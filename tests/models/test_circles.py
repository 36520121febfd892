"""What must not go round in a circle: renewals of agreements, and themes under themes."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Relation, Theme
from tests.factories import make_agreement, make_theme, relate

pytestmark = pytest.mark.django_db

CIRCLE = "This would close a circle: the other agreement already follows from this one."
FORWARD = ["renews", "continues", "supersedes", "terminates"]


@pytest.mark.parametrize(("first", "second"), list(product(FORWARD, FORWARD)))
def test_two_agreements_cannot_follow_from_each_other(first: str, second: str) -> None:
    later, earlier = make_agreement("Later"), make_agreement("Earlier")
    relate(later, first, earlier)

    with pytest.raises(ValidationError) as caught:
        Relation(from_agreement=earlier, kind=second, to_agreement=later).full_clean()

    assert caught.value.message_dict["to_agreement"] == [CIRCLE]


@pytest.mark.parametrize("kinds", [("renews", "renews", "renews"), ("renews", "continues", "supersedes")])
def test_three_agreements_cannot_follow_from_one_another(kinds: tuple[str, str, str]) -> None:
    one, two, three = (make_agreement(f"Number {number}") for number in (1, 2, 3))
    relate(two, kinds[0], one)
    relate(three, kinds[1], two)

    with pytest.raises(ValidationError) as caught:
        Relation(from_agreement=one, kind=kinds[2], to_agreement=three).full_clean()

    assert caught.value.message_dict["to_agreement"] == [CIRCLE]


def test_branches_and_shortcuts_are_no_circle() -> None:
    one, two, three = (make_agreement(f"Number {number}") for number in (1, 2, 3))
    relate(two, "renews", one)
    relate(three, "renews", two)

    Relation(from_agreement=three, kind="renews", to_agreement=one).full_clean()
    Relation(from_agreement=three, kind="supersedes", to_agreement=two).full_clean()


@pytest.mark.parametrize("kind", ["amends", "implements"])
def test_an_amendment_may_be_carried_out_by_what_it_amends(kind: str) -> None:
    programme, framework = make_agreement("Programme"), make_agreement("Framework")
    relate(programme, "renews", framework)

    Relation(from_agreement=framework, kind=kind, to_agreement=programme).full_clean()


def test_a_saved_relation_is_no_obstacle_to_itself() -> None:
    relation = relate(make_agreement("Later"), "renews", make_agreement("Earlier"))
    relation.full_clean()

    relation.from_agreement, relation.to_agreement = relation.to_agreement, relation.from_agreement
    relation.full_clean()


def test_an_unfinished_relation_is_told_what_is_missing() -> None:
    with pytest.raises(ValidationError) as caught:
        Relation(kind="renews").full_clean()

    assert set(caught.value.message_dict) >= {"from_agreement", "to_agreement"}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_theme_cannot_stand_under_one_of_its_own_narrower_themes(depth: int) -> None:
    top = theme = make_theme("Pollution")
    for level in range(depth):
        theme = make_theme(f"Level {level}", broader=theme)

    top.broader = theme
    with pytest.raises(ValidationError) as caught:
        top.full_clean()

    assert caught.value.message_dict == {
        "broader": ["The broader theme lies under this one; themes cannot go in a circle."]
    }


def test_a_theme_may_move_to_another_branch() -> None:
    air, water = make_theme("Air"), make_theme("Water")
    mercury = make_theme("Mercury", broader=air)

    mercury.broader = water
    mercury.full_clean()
    Theme(label_en="New", label_no="Ny", broader=mercury).full_clean()


def test_narrower_themes_of_any_depth_are_found() -> None:
    pollution, climate = make_theme("Pollution"), make_theme("Climate")
    air = make_theme("Air", broader=pollution)
    make_theme("Smog", broader=air)
    make_theme("Water", broader=pollution)
    make_theme("Methane", broader=climate)

    found = Theme.objects.with_narrower([air])
    both = Theme.objects.with_narrower([pollution, climate])

    assert {theme.label_en for theme in found} == {"Air", "Smog"}
    assert {theme.label_en for theme in both} == {"Pollution", "Air", "Smog", "Water", "Climate", "Methane"}
    assert not Theme.objects.with_narrower([]).exists()


def test_a_circle_made_behind_our_back_ends_nevertheless() -> None:
    one = make_theme("One")
    two = make_theme("Two", broader=one)
    Theme.objects.filter(pk=one.pk).update(broader=two)

    assert set(Theme.objects.with_narrower([one])) == {one, two}
