"""The boxes of a list's form: what is typed in them, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.filters import ArchiveFilterSet

WORDS = "q"
#: The boxes beside that for words, which stand behind a fold.
DATES = ("signed_from", "signed_to", "on")


@dataclass(frozen=True)
class Box:
    """One box. ``value``: as typed."""

    name: str
    label: str
    value: str
    help_text: str
    errors: list[str]

    @property
    def id(self) -> str:
        """The identifier of the control on the page."""
        return f"id_{self.name}"


@dataclass(frozen=True)
class Mistake:
    """A value that cannot be read. ``id`` '': no box holds it."""

    id: str
    label: str
    text: str


def boxes(filterset: ArchiveFilterSet, names: Iterable[str]) -> list[Box]:
    """Those of the boxes that the list has."""
    errors = filterset.form.errors if filterset.filters else {}
    known = type(filterset).base_filters
    return [
        Box(
            name=name,
            label=str(known[name].label),
            value=filterset.data.get(name, ""),
            help_text=str(known[name].extra.get("help_text", "")),
            errors=[str(error) for error in errors.get(name, ())],
        )
        for name in names
        if name in known
    ]


def mistakes(filterset: ArchiveFilterSet) -> list[Mistake]:
    """Everything that cannot be read, in the order of the form."""
    if not filterset.filters:
        return []
    return [
        Mistake(f"id_{name}" if name in (WORDS, *DATES) else "", str(filterset.filters[name].label), str(text))
        for name, texts in filterset.form.errors.items()
        for text in texts
    ]
