"""What rows show is read once: of a small archive everything at once, of a larger one what is asked for."""

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements.catalogue import current, shown
from agreements.models import Agreement
from tests.factories import make_agreement, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[Agreement]:
    """Two published agreements, the first with a person and a theme, and a draft."""
    air = make_agreement("Air", published=True, themes=["Mercury"], summary_en="Clean.")
    make_signature(air, "Vidar Helgesen")
    return [air, make_agreement("Water", published=True), make_agreement("Draft")]


def test_a_small_archive_is_read_whole(
    three: list[Agreement], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    air, water, draft = (one.pk for one in three)
    snapshot = current()
    with django_assert_num_queries(1):
        assert set(shown.shown([water], snapshot)) == {water}
        found = shown.shown([air, water], snapshot)
    assert {pk: one.any_title for pk, one in found.items()} == {air: "Air", water: "Water"}
    assert found[air].summary_en == "Clean."
    assert found[air].signatories == [three[0].signatures.get().signatory_id]
    assert found[air].themes == [three[0].themes.get().pk]
    assert shown.shown([draft], snapshot) == {}
    assert shown.shown([], snapshot) == {}


def test_of_a_larger_archive_only_what_is_asked_for(
    three: list[Agreement], django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "MOST_RECORDS", 1)
    air, water, _draft = (one.pk for one in three)
    snapshot = current()
    for ids, queries in (([air], 1), ([air], 0), ([air, water], 1), ([water], 0)):
        with django_assert_num_queries(queries):
            assert set(shown.shown(ids, snapshot)) == set(ids)


def test_only_what_changed_is_read_again(
    three: list[Agreement], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    air, water, _draft = three
    shown.shown([air.pk], current())
    water.title_en = "Clean water"
    water.save()
    snapshot = current()
    with django_assert_num_queries(0):
        shown.shown([air.pk], snapshot)
    with django_assert_num_queries(1):
        assert shown.shown([water.pk], snapshot)[water.pk].title_en == "Clean water"
