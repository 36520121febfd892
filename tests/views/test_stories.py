"""The sentence at the head of a page."""

import pytest
from django.test import Client
from django.utils.translation import override

from agreements.models import RelationKind
from agreements.views.stories import in_words
from tests.factories import make_agreement, make_signature, make_theme, relate

pytestmark = pytest.mark.django_db


def story(client: Client, path: str) -> str:
    return str(client.get(path).context["story"])


def test_numbers_are_words_up_to_twelve() -> None:
    assert [in_words(number) for number in (1, 2, 12, 13)] == ["1", "two", "twelve", "13"]
    with override("nb"):
        assert in_words(8) == "åtte"


def test_a_pair(client: Client) -> None:
    first = make_agreement("First", published=True, signed_on="1995")
    assert story(client, "/en/between/nor/chn/") == "One agreement, of 1995."
    undated = make_agreement("Revised", published=True)
    assert story(client, "/en/between/nor/chn/") == "Two agreements, the latest of 1995."
    relate(undated, RelationKind.RENEWS, first)
    last = make_agreement("Last", published=True, signed_on="2017-06")
    assert story(client, "/en/between/nor/chn/") == "Three agreements since 1995, the latest of 2017."
    relate(last, RelationKind.RENEWS, undated)
    assert story(client, "/en/between/nor/chn/") == (
        "Three agreements since 1995; the latest, of 2017, renews that of 1995."
    )
    assert story(client, "/nb/between/nor/chn/") == "Tre avtaler siden 1995; den siste, fra 2017, fornyer den fra 1995."


def test_a_pair_without_dates(client: Client) -> None:
    make_agreement("Undated", published=True)
    assert story(client, "/en/between/nor/chn/") == "1 agreement; when it was signed is not recorded."


def test_a_party(client: Client) -> None:
    make_agreement("One", published=True, signed_on="1990")
    assert story(client, "/en/parties/nor/") == "1 agreement, with China."
    for code in ("swe", "fin", "rus"):
        make_agreement(f"With {code}", ("nor", code), published=True, signed_on="1995")
    make_agreement("Two", ("nor", "swe"), published=True, signed_on="1999")
    assert story(client, "/en/parties/nor/") == (
        "Five agreements with four partners since 1990, most of them with Sweden, China and Finland."
    )


def test_a_theme_and_a_person(client: Client) -> None:
    theme = make_theme("Mercury")
    assert story(client, theme.get_absolute_url()) == ""
    agreement = make_agreement("One", published=True, signed_on="1990", themes=["Mercury"])
    make_signature(agreement, "Vidar Helgesen", "nor")
    make_agreement("Two", published=True, signed_on="2017", themes=["Mercury"])
    assert story(client, theme.get_absolute_url()) == (
        "Two agreements since 1990, the latest of 2017; most are by Norway and China."
    )
