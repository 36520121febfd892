"""The boxes of a list's form: what is typed in them, and what is wrong with it."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language

from agreements.catalogue import FACETS
from agreements.filters import ArchiveFilterSet, ValuesFilter
from agreements.views.parameters import address, without

WORDS = "q"
#: The boxes beside that for words, which stand behind a fold.
DATES = ("signed_from", "signed_to", "on")


class Box(NamedTuple):
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


class Mistake(NamedTuple):
    """A value that cannot be read. ``id``: of the box that holds it; where none does, ``url``: the page without it.

    ``label``: of the filter, where the text does not say it.
    """

    id: str
    label: str
    text: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


def boxes(filterset: ArchiveFilterSet, names: Iterable[str]) -> list[Box]:
    """Those of the boxes that the list has."""
    errors = filterset.form.errors if filterset.filters else {}
    said = _said(type(filterset), get_language())
    return [
        Box(
            name=name,
            label=said[name][0],
            value=filterset.data.get(name, ""),
            help_text=said[name][1],
            errors=[str(error) for error in errors.get(name, ())],
        )
        for name in names
        if name in said
    ]


@lru_cache
def _said(filterset: type[ArchiveFilterSet], language: str | None) -> dict[str, tuple[str, str]]:
    """Label and help of each filter."""
    filters = filterset.base_filters
    return {name: (str(one.label), str(one.extra.get("help_text", ""))) for name, one in filters.items()}


def mistakes(
    path: str,
    filterset: ArchiveFilterSet,
    typed: Collection[str] = (WORDS, *DATES),
    parameters: QueryDict | None = None,
) -> list[Mistake]:
    """Everything that cannot be read, in the order of the form.

    ``path``, ``parameters``: of the page (None: those of the filters). ``typed``: filters for which it has a box.
    """
    if not filterset.filters:
        return []
    found = []
    for name, texts in filterset.form.errors.items():
        readable = _readable(filterset, name, filterset.data if parameters is None else parameters)
        box, url = (f"id_{name}", "") if name in typed else ("", address(path, readable))
        found += [Mistake(box, str(filterset.filters[name].label), str(text), url) for text in texts]
    return found


def _readable(filterset: ArchiveFilterSet, name: str, parameters: QueryDict) -> QueryDict:
    """The parameters with no more of a filter than can be read."""
    rest, one = without(parameters, name, "page"), filterset.filters[name]
    if isinstance(one, ValuesFilter):
        values = FACETS[filterset.kind][str(one.field_name)]
        known = [code for code in filterset.data.getlist(name) if values.find(code, filterset.snapshot) is not None]
        if known:
            rest.setlist(name, known)
    return rest
