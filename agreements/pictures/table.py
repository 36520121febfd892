"""The table that every picture has: the same statements, the same links."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Cell:
    """A text or a number, where it leads ('': nowhere), and what more there is to say."""

    value: str | int
    url: str = ""
    note: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is set flush right."""
        return isinstance(self.value, int)


@dataclass(frozen=True)
class Table:
    """A heading for each column, and rows of as many cells; the first cell of a row is its heading."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Figure:
    """A picture on a page. ``caption``: one sentence that says what is to be seen, and its name for screen readers.

    ``wide`` stands where there is room, ``narrow`` on a telephone; where ``narrow`` is '' the table takes its place,
    unless ``fits_all`` says that the one picture can be read at any width. ``key``: the class of each colour and what
    it means. ``explore_url``: the same picture on the page where it can be changed and taken away. ``many``: so many
    parts lead somewhere that a reader without a pointer wants to pass them by.
    """

    caption: str
    wide: SafeString
    table: Table
    narrow: SafeString = field(default_factory=SafeString)
    explore_url: str = ""
    notes: Sequence[str] = ()
    key: Sequence[tuple[str, str]] = ()
    fits_all: bool = False
    many: bool = False
