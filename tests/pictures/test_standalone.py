"""Pictures that stand alone: style within, addresses whole, text in our own typeface on every machine."""

import struct

import pytest
from django.utils.safestring import SafeString

from agreements.pictures import standalone
from agreements.pictures.cards import Card, drawn
from agreements.pictures.svg import element, link, picture
from agreements.pictures.table import Figure, Table
from tests.pictures.reading import parts, words


def one_dot(label: str = "Agreements") -> SafeString:
    dot = element("circle", r=5, class_="dot")
    return picture(100, 50, label, link("/en/agreements/?q=a&b=c", "All", dot, element("text", label, x=10, y=40)))


def document(title: str = "Norway & China") -> SafeString:
    figure = Figure(title, one_dot(), Table([], []), key=[("self", "Norway")])
    return standalone.document(figure, "Tosidig, https://example.org/", "https://example.org")


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_its_style_is_within_and_asks_nothing_of_a_page() -> None:
    assert ".dot {" in document()
    assert "var(" not in standalone.style()
    assert "/*" not in standalone.style()


def test_it_says_what_it_is_and_where_it_is_from() -> None:
    assert words(document()) == ["Norway & China", "Norway", "Agreements", "Tosidig, https://example.org/"]
    assert parts(document()) == [("https://example.org/en/agreements/?q=a&b=c", "All")]


@pytest.mark.parametrize("weight", ["", "label--strong"])
def test_text_is_drawn_without_the_typefaces_of_the_machine(weight: str) -> None:
    def of(words: str) -> bytes:
        text = element("text", words, x=5, y=30, class_=f"drawn label {weight}")
        style = element("style", SafeString(standalone.style()))
        return standalone.png(element("svg", style, text, xmlns="http://www.w3.org/2000/svg", width=90, height=40))

    assert of("Ærø") != of("")
    assert of("Ærø") != of("Øre")


def test_a_png_of_a_document() -> None:
    assert size(standalone.png(document(), zoom=1)) == (1056, 624)


@pytest.mark.parametrize("title", ["Norway – China", "A title of many words " * 30, "<script>alert(1)</script>"])
def test_cards_are_of_the_size_that_is_asked_for(title: str) -> None:
    card = drawn(Card("Between two", title, ["Nine agreements"], "Tosidig", {1995: 1, 2017: 2}))
    assert "<script" not in card
    assert size(standalone.png(card, zoom=1)) == (1200, 630)
