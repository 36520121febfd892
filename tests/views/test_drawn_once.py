"""Pictures that are kept are those of this version of the archive, in the reader's language."""

import pytest
from django.test import Client
from django.utils.translation import override

from agreements.catalogue import Question, ask
from agreements.models import Kind
from agreements.views.drawn_once import drawn_once
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db


def partners(client: Client, language: str = "en") -> dict[str, int]:
    table = client.get(f"/{language}/parties/nor/").context["map"].table
    return {str(row[0].value): int(row[1].value) for row in table.rows}


def test_a_change_is_seen_at_once(client: Client) -> None:
    make_agreement("One", published=True, signed_on="1990")
    assert partners(client) == {"China": 1}
    two = make_agreement("Two", ("nor", "swe"), published=True, signed_on="1991")
    assert partners(client) == {"China": 1, "Sweden": 1}
    two.delete()
    assert partners(client) == {"China": 1}


def test_each_language_has_its_own(client: Client) -> None:
    make_agreement("One", published=True, signed_on="1990")
    assert (partners(client), partners(client, "nb")) == ({"China": 1}, {"Kina": 1})


def test_what_is_nothing_is_kept_too() -> None:
    made: list[str] = []

    def make() -> None:
        made.append("now")

    for language in ("en", "nb", "en"):
        with override(language):
            assert drawn_once("nothing", ask(Question(Kind.AGREEMENT)), make) is None
    assert len(made) == 2
