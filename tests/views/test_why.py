"""Why a row was found is read of few records, and only where the index says that a word may stand there."""

from operator import attrgetter
from typing import Any

import pytest
from django.test import Client

from agreements.catalogue.snapshot import current
from agreements.catalogue.statistics import refresh_statistics
from agreements.models import SearchWord
from agreements.views import why
from agreements.views.places import PLACES, Place
from tests.client import shows
from tests.steps import steps

#: Of the demonstration's words, every so manieth is looked for.
EVERY = 20
#: What SQLite may do for an agreement, or for a text of it.
MOST_STEPS = 60


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_row_shows_a_word_of_which_the_index_says_that_it_does_not(
    demo_archive: None, client: Client, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    words = [*SearchWord.objects.order_by("surface").values_list("written", flat=True)[::EVERY], "nor*", '"med Kina"']

    def rows() -> dict[str, Any]:
        return {word: shows(client.get(f"/{language}/agreements/", {"q": word}))["rows"] for word in words}

    by_the_index = rows()
    monkeypatch.setattr(why, "_may_show", lambda pk, match: True)
    assert rows() == by_the_index
    assert any(row.names_marked for found in by_the_index.values() for row in found)


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize("place", [place for places in PLACES.values() for place in places], ids=attrgetter("label"))
def test_what_is_read_of_a_few_agreements_takes_no_look_at_the_others(demo_archive: None, place: Place) -> None:
    """SQLite may begin with the parties or themes, as there are few, and go through all agreements of each."""
    refresh_statistics()
    snapshot = current()
    few = list(snapshot.agreements.ids)[:5]
    list(place.texts(few, snapshot))  # what is kept for later, such as texts of rows, is read now
    read: list[object] = []
    taken = steps(lambda: read.extend(place.texts(few, snapshot)))
    assert taken < MOST_STEPS * (len(few) + len(read))
