"""A text with its proposals marked stays the same text, and marks never cross."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.intake.marking import Mark, marked
from agreements.intake.reading import Span

TEXT = "Norge og Kina har undertegnet en avtale om fornyet samarbeid."


def as_tags(*spans: tuple[int, int]) -> str:
    """The text with a pair of brackets for each mark, numbered."""
    pieces = marked(TEXT, [Mark(number, Span(*span)) for number, span in enumerate(spans, start=1)])
    return "".join(piece.text or (f"[{piece.number}:" if piece.number else "]") for piece in pieces)


def test_words_are_marked_where_they_stand() -> None:
    assert as_tags((0, 5), (9, 13)) == "[1:Norge] og [2:Kina] har undertegnet en avtale om fornyet samarbeid."


def test_a_mark_may_lie_in_another_whatever_their_order() -> None:
    assert as_tags((9, 13), (0, 13)).startswith("[2:Norge og [1:Kina]] har")
    assert as_tags((0, 5), (0, 5)).startswith("[1:[2:Norge]] og")


def test_a_mark_that_would_cross_another_is_cut() -> None:
    assert as_tags((0, 13), (9, 17)).startswith("[1:Norge og [2:Kina]] har")


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(1, 20)), max_size=8))
def test_no_letter_is_lost_and_every_mark_closes(drawn: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(TEXT))) for start, length in drawn]
    pieces = list(marked(TEXT, [Mark(number, span) for number, span in enumerate(spans, start=1)]))
    assert "".join(piece.text for piece in pieces) == TEXT
    depth = 0
    for piece in pieces:
        if not piece.text:
            depth += 1 if piece.number else -1
        assert depth >= 0
    assert depth == 0
    assert sorted(piece.number for piece in pieces if piece.number) == list(range(1, len(spans) + 1))
