"""What values of facets are called: read once, so that no page looks them up."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Value
from django.utils.translation import get_language

from agreements.models import Institution, Kind, Party, Signatory, Theme
from agreements.text import is_norwegian


class Name(NamedTuple):
    """How a record is called: its code in addresses, its name in each language, its name for sorting ('': the name)."""

    code: str
    en: str
    no: str
    sort: str

    def __str__(self) -> str:
        return self.no if in_norwegian() else self.en


def in_norwegian() -> bool:
    """Whether the reader reads Norwegian."""
    return is_norwegian(get_language() or "en")


#: The kinds that are values of facets: the model, and its fields in the order of ``Name``.
NAMED: dict[Kind, tuple[type[Any], tuple[Any, ...]]] = {
    Kind.THEME: (Theme, ("slug", "label_en", "label_no", Value(""))),
    Kind.PARTY: (Party, ("code", "name_en", "name_no", Value(""))),
    Kind.SIGNATORY: (Signatory, ("slug", "name", "name", "sort_name")),
    Kind.INSTITUTION: (Institution, ("slug", "name_en", "name_no", Value(""))),
}


def read_names(kind: Kind, ids: Iterable[int] | None = None) -> dict[int, Name]:
    """The names of these records (None: of all), by id. A name that is missing in one language is that of the other."""
    model, fields = NAMED[kind]
    records = model._default_manager.order_by("pk")
    if ids is not None:
        records = records.filter(pk__in=list(ids))
    return {pk: _name(*columns) for pk, *columns in records.values_list("pk", *fields)}


def _name(code: str, en: str, no: str, sort: str) -> Name:
    en, no = en or no, no or en
    return Name(code, en, en if en == no else no, sort)  # one string where both are the same
