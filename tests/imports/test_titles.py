"""Titles are cleaned and no word of them is changed."""

import pytest

from agreements.imports.titles import clean_title, same_wording


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Fish &amp; fisheries", "Fish & fisheries"),
        ("R&eacute;publique fran&#231;aise", "République française"),
        ("Fish &amp;amp; fisheries", "Fish & fisheries"),
        ("the \x93Teno\x94 \x96 a river", "the “Teno” – a river"),
        ("Agreement\r\nbetween\n  Norway\tand Sweden ", "Agreement between Norway and Sweden"),
        ("Agreement\xa0between\u200b Norway", "Agreement between Norway"),
        ("Bad\x00 \x07bell \x81", "Bad bell"),
        ("Cafe\u0301", "Café"),
        ("اتفاق بشأن البيئة", "اتفاق بشأن البيئة"),
        ("Συμφωνία για το περιβάλλον", "Συμφωνία για το περιβάλλον"),
        ("Соглашение о рыболовстве", "Соглашение о рыболовстве"),
    ],
)
def test_a_title_is_cleaned(raw: str, clean: str) -> None:
    assert clean_title(raw) == clean


def test_a_title_of_554_characters_stays_whole() -> None:
    title = "Agreement " + "x" * 544
    assert clean_title(title) == title


def test_polite_words_and_capitals_do_not_make_another_wording() -> None:
    one = "Agreement between the Government of the Kingdom of Norway and the Government of Iceland"
    assert same_wording(one, "Agreement Between Norway And Iceland")


def test_another_number_makes_another_wording() -> None:
    assert not same_wording("Minute No. 256", "Minute No. 257")
