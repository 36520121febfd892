"""The kinds of cell: what a record's value looks like in a sheet, and which value is meant by what an editor wrote.

What a cell shows is the same in every language, so that a sheet taken out in one can be brought back in another. What
people write otherwise (a choice by its words, a date as Norwegian Excel turns it round) is understood too.
An empty cell is what an empty field is: NULL or '', *not recorded*.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.fields import Field

from agreements.dates import parse_partial_date
from agreements.sheets.directory import Directory

#: Between several values in a cell.
SEPARATOR = "; "
#: Longest text that a cell holds; Excel ends at 32,767 characters. A longer one is cut, and is not changed by a sheet.
LONGEST = 32_000
CUT = " […]"
#: What no workbook may hold (XML 1.0).
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YES = {"true", "1", "yes", "ja", "sann", "x"}
NO = {"false", "0", "no", "nei", "usann"}


class Cell(Field):  # type: ignore[misc]  # the library has no types
    """A column whose cells are the text of a field. ``attribute`` is the field's name, by default the column's.

    A ``fixed`` cell is filled when a row is added and stays as it is afterwards.
    """

    #: Whether the cell is part of what a row says; otherwise it is there for people to read.
    counts = True
    #: Whether an import may change it.
    writable = True
    #: Given by the resource.
    directory: Directory
    model: type[models.Model]

    def __init__(self, attribute: str | None = None, *, fixed: bool = False) -> None:
        super().__init__(attribute=attribute)
        self.fixed = fixed

    @property
    def name(self) -> str:
        """The name of the column."""
        return str(self.column_name)

    @cached_property
    def field(self) -> Any:
        """The field of the record."""
        return self.model._meta.get_field(self.attribute or self.name)

    @property
    def words(self) -> str:
        """What the column is called in the editor's language."""
        return str(self.field.verbose_name)

    @property
    def help(self) -> str:
        """What the form says of the field."""
        return str(getattr(self.field, "help_text", ""))

    @property
    def form(self) -> str:
        """What may be written, in a few words."""
        return _("text")

    def choices(self) -> list[tuple[str, str]]:
        """The values of a choice with their words; of another cell none."""
        return []

    def value(self, record: Any) -> Any:
        """The record's value."""
        return getattr(record, self.attribute or self.name)

    def shown(self, value: Any) -> str:
        """The text of a value."""
        text = "" if value is None else CONTROL.sub("\N{REPLACEMENT CHARACTER}", _one_newline(str(value)))
        return text if len(text) <= LONGEST else text[:LONGEST] + CUT

    def read(self, text: str) -> Any:
        """The value that a text means. Raise ValidationError with a sentence for people."""
        if len(text) > LONGEST:
            raise ValidationError(_("This text is too long for a sheet. Change it on the record's own page."))
        text = text.strip()
        return None if not text and self.field.null else text

    def normal(self, text: str) -> str:
        """The text as ``shown`` would write it, for comparing; as it is where it cannot be read."""
        return _one_newline(text)

    def export(self, instance: Any, **kwargs: Any) -> str:
        """The cell of a record."""
        return self.shown(self.value(instance))

    def put(self, record: Any, value: Any) -> None:
        """Give the record the value; links to several records are made after it is saved, by ``put_links``."""
        setattr(record, self.attribute or self.name, value)

    def put_links(self, record: Any, value: Any) -> None:
        """For what can only be written once the record is saved."""


class _Readable(Cell):
    """A cell whose text can be written in several ways."""

    def normal(self, text: str) -> str:
        try:
            return self.shown(self.read(text)) if text.strip() else ""
        except ValidationError:
            return text.strip()


class Kept(Cell):
    """A value that is read in a sheet and changed elsewhere; a row that tries is refused."""

    writable = False

    @property
    def form(self) -> str:
        return _("not changed by a sheet")


class Shown(Cell):
    """The name of the record that another column names by its key; whatever stands there is passed over."""

    counts = writable = False

    def __init__(self, link: str, words: Any) -> None:
        super().__init__(attribute=link)
        self._words = words

    @property
    def words(self) -> str:
        return str(self._words)

    @property
    def help(self) -> str:
        return ""

    @property
    def form(self) -> str:
        return _("only to be read; whatever stands here is passed over")

    def value(self, record: Any) -> str:
        pk = getattr(record, self.field.attname)
        return "" if pk is None else self.directory.name(self.field.related_model, pk)


class Date(_Readable):
    """A partial date in ISO 8601, or a day as Norwegian Excel writes it (26.6.2017)."""

    @property
    def form(self) -> str:
        return _("a year (2017), a month (2017-06) or a day (2017-06-26)")

    def read(self, text: str) -> Any:
        return parse_partial_date(_iso(text)) if text.strip() else None


class Day(_Readable):
    """A whole day in ISO 8601, or as Norwegian Excel writes it."""

    @property
    def form(self) -> str:
        return _("a day (2017-06-26)")

    def read(self, text: str) -> dt.date | None:
        if not text.strip():
            return None
        try:
            return dt.date.fromisoformat(_iso(text))
        except ValueError as error:
            raise ValidationError(_("“%(value)s” is not a day. Write it so: 2017-06-26.") % _cited(text)) from error


class Choice(_Readable):
    """One of a list, by its value; its words in English or Norwegian are understood."""

    @property
    def form(self) -> str:
        return _("one of: %(values)s") % {"values": ", ".join(value for value, _words in self.choices() if value)}

    def choices(self) -> list[tuple[str, str]]:
        return [(str(value), str(words)) for value, words in self.field.choices]

    def normal(self, text: str) -> str:
        return text if text in self.values else super().normal(text)

    @cached_property
    def values(self) -> frozenset[str]:
        """The values, without their words."""
        return frozenset(value for value, _words in self.field.choices)

    def read(self, text: str) -> str:
        wanted = text.strip().casefold()
        for language in ("en", "nb"):
            with override(language):
                for value, words in self.choices():
                    if wanted in (value.casefold(), words.casefold()):
                        return value
        raise ValidationError(
            _("“%(value)s” is not one of the choices: %(choices)s.")
            % (_cited(text) | {"choices": ", ".join(value for value, _words in self.choices() if value)})
        )


class YesNo(_Readable):
    """A yes/no question."""

    @property
    def form(self) -> str:
        return _("true or false") if not self.field.null else _("true, false, or empty: not recorded")

    def shown(self, value: Any) -> str:
        return "" if value is None else "true" if value else "false"

    def read(self, text: str) -> bool | None:
        wanted = text.strip().casefold()
        if wanted in YES:
            return True
        if wanted in NO:
            return False
        if not wanted and self.field.null:
            return None
        raise ValidationError(_("“%(value)s” is neither true nor false.") % _cited(text))


class Whole(_Readable):
    """A whole number."""

    @property
    def form(self) -> str:
        return _("a whole number")

    def read(self, text: str) -> int | None:
        if not text.strip():
            return None
        if not re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII):
            raise ValidationError(_("“%(value)s” is not a whole number.") % _cited(text))
        return int(text)


class Amount(_Readable):
    """A sum of money; a comma for the decimals and spaces between thousands are understood."""

    @property
    def form(self) -> str:
        return _("a number, such as 1500000 or 1500000.50")

    def shown(self, value: Any) -> str:
        return "" if value is None else f"{value:.2f}"

    def read(self, text: str) -> Decimal | None:
        if not text.strip():
            return None
        plain = re.sub(r"\s", "", text)
        if "." not in plain:
            plain = plain.replace(",", ".")
        try:
            if re.fullmatch(r"\d{1,14}(\.\d{1,2}0*)?", plain, re.ASCII):
                return Decimal(plain).quantize(Decimal("0.01"))
        except InvalidOperation:  # pragma: no cover - the pattern allows no such number
            pass
        raise ValidationError(_("“%(value)s” is not a sum. Write it so: 1500000.50.") % _cited(text))


class Link(Cell):
    """Another record, by its key."""

    @property
    def other(self) -> type[models.Model]:
        """The kind of record that is named."""
        model: type[models.Model] = self.field.related_model
        return model

    @property
    def form(self) -> str:
        return key_in_words(self.other)

    def value(self, record: Any) -> Any:
        return getattr(record, self.field.attname)

    def shown(self, value: Any) -> str:
        return "" if value is None else self.directory.key(self.other, value)

    def normal(self, text: str) -> str:
        return text.strip()

    def read(self, text: str) -> int | None:
        return self._find(text.strip()) if text.strip() else None

    def _find(self, key: str) -> int:
        found = self.directory.find(self.other, key)
        if found is None:
            words = _cited(key) | {"kind": self.other._meta.verbose_name}
            raise ValidationError(_("No %(kind)s is called “%(value)s”.") % words)
        return found

    def put(self, record: Any, value: Any) -> None:
        setattr(record, self.field.attname, value)


class Links(Link):
    """Several records, by their keys; their order says nothing."""

    @property
    def form(self) -> str:
        return _("%(key)s; several with a semicolon between them") % {"key": super().form}

    def value(self, record: Any) -> frozenset[int]:
        return frozenset(other.pk for other in getattr(record, self.attribute or self.name).all())

    def shown(self, value: Iterable[int]) -> str:
        return SEPARATOR.join(sorted((self.directory.key(self.other, pk) for pk in value), key=_by_number))

    def normal(self, text: str) -> str:
        return SEPARATOR.join(sorted(set(_parts(text)), key=_by_number))

    def read(self, text: str) -> frozenset[int]:  # type: ignore[override]  # several
        return frozenset(self._find(part) for part in _parts(text))

    def put(self, record: Any, value: Any) -> None:
        """Links wait for ``put_links``."""

    def put_links(self, record: Any, value: Any) -> None:
        getattr(record, self.attribute or self.name).set(value)


def key_in_words(model: type[models.Model]) -> str:
    """What a cell writes to name a record of the kind."""
    from agreements.sheets.directory import KEYS, WITH_REFERENCE

    column = KEYS.get(model)
    if column == "code":
        return _("the party's code, such as nor")
    if column == "slug":
        return _("the readable part of its address, such as climate-change")
    return _("its id or its reference") if model in WITH_REFERENCE else _("its id")


def _one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parts(text: str) -> list[str]:
    return [part for part in (part.strip() for part in text.replace("\n", ";").split(";")) if part]


def _by_number(key: str) -> tuple[int, str]:
    return (int(key), "") if key.isdecimal() else (0, key)


def _iso(text: str) -> str:
    """The day of Norwegian Excel in ISO 8601; everything else as it is."""
    match = NORWEGIAN_DAY.fullmatch(text.strip())
    with contextlib.suppress(ValueError):
        return dt.date(*map(int, match.group(3, 2, 1))).isoformat() if match else text.strip()
    return text.strip()


def _cited(text: str) -> dict[str, str]:
    return {"value": text.strip()[:60]}
