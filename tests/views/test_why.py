"""What a row shows is looked into only where the index says that a word may stand there."""

from typing import Any

import pytest
from django.test import Client

from agreements.models import SearchWord
from agreements.views import why

#: Of the demonstration's words, every so manieth is looked for.
EVERY = 20


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_row_shows_a_word_of_which_the_index_says_that_it_does_not(
    demo_archive: None, client: Client, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    words = [*SearchWord.objects.order_by("surface").values_list("written", flat=True)[::EVERY], "nor*", '"med Kina"']

    def rows() -> dict[str, Any]:
        return {word: client.get(f"/{language}/agreements/", {"q": word}).context["rows"] for word in words}

    by_the_index = rows()
    monkeypatch.setattr(why, "_may_show", lambda pk, match: True)
    assert rows() == by_the_index
    assert any(row.names_marked for found in by_the_index.values() for row in found)
