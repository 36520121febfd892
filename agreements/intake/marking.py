"""A text with the words of its proposals marked, for a page that shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.intake.reading import Span


@dataclass(frozen=True)
class Mark:
    """The words of a proposal. ``number`` names its place on the page (``p3``)."""

    number: int
    span: Span


@dataclass(frozen=True)
class Piece:
    """A part of the text on its way to a page: ``text`` to show, or, where it is '', a mark that opens or closes.

    ``number`` 0: no mark, or one that closes.
    """

    text: str
    number: int = 0


def marked(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The whole text in pieces. Marks lie within one another and never across: one that would is cut where it would."""
    position = 0
    ends: list[int] = []
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end, mark.number)):
        while ends and ends[-1] <= mark.span.start:
            yield from _until(text, position, end := ends.pop())
            position = end
            yield Piece("")
        yield from _until(text, position, mark.span.start)
        position = mark.span.start
        yield Piece("", mark.number)
        ends.append(min(mark.span.end, ends[-1]) if ends else mark.span.end)
    while ends:
        yield from _until(text, position, end := ends.pop())
        position = end
        yield Piece("")
    yield from _until(text, position, len(text))


def _until(text: str, start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece(text[start:end])
