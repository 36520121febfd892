"""Dates as sources give them: known to the day, the month or only the year.

A partial date is stored as text in ISO 8601 reduced precision (``2017``, ``2017-06``, ``2017-06-26``), so that text
order is date order and an ordinary index serves. NULL means that no date is recorded.

A partial date stands for every day it may be. Three consequences are used throughout:

* ``2017-06`` is *on or before* 15 June (it may be 1 June) and also *on or after* it (it may be 30 June);
* a range filter therefore keeps every record that *may* lie in the range, at any precision;
* ``2017`` is not earlier than ``2017-06-26``: two dates conflict only when no choice of days could put them right.
"""

import calendar
import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_skeleton
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Length, Substr
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?(?:-(?P<day>[0-9]{2}))?")
#: What, appended to a partial date, makes text that no day of its period comes after.
PERIOD_END = "-12-31"


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar, years 1 to 9999.

    ``month`` is None when only the year is known, ``day`` is None when the day is not. Order is that of the ISO text:
    by first possible day, and a less precise date before the more precise ones that begin the same.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError when there is no such day, month or year."""
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2017``, ``2017-06`` or ``2017-06-26``. Raise ValueError for anything else."""
        match = ISO.fullmatch(text.strip())
        if not match:
            raise ValueError(f"not a year, month or day in ISO 8601: {text!r}")
        year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
        assert year is not None  # noqa: S101 - the pattern requires it
        return cls(year, month, day)

    @classmethod
    def of(cls, day: dt.date) -> "PartialDate":
        """The partial date that is known to the day."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """The ISO 8601 text, as stored."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)

    @property
    def earliest(self) -> dt.date:
        """The first day it may be."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day it may be."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def may_precede(self, other: "PartialDate") -> bool:
        """Whether this may be on the same day as ``other`` or before it."""
        return self.earliest <= other.latest

    def plus_months(self, months: int) -> "PartialDate":
        """The last day of a period of so many months that runs from this date, at the same precision.

        The period ends on the same day of its last month, or on that month's last day where it has no such day
        (Regulation 1182/71/EEC article 3). A year moves to the year in which the latest such period would end. Raise
        ValueError past the year 9999.
        """
        total = self.year * 12 + (self.month or 12) - 1 + months
        year, month = divmod(total, 12)
        month += 1
        if self.month is None:
            return PartialDate(year)
        if self.day is None:
            return PartialDate(year, month)
        dt.date(year, month, 1)
        return PartialDate(year, month, min(self.day, calendar.monthrange(year, month)[1]))

    def in_words(self, language: str | None = None) -> str:
        """``26 June 2017``, ``June 2017``, ``2017``; ``26. juni 2017``, ``juni 2017``, ``2017`` (Unicode CLDR)."""
        if self.month is None:
            return str(self.year)
        locale = {"nb": "nb", "nn": "nn"}.get(language or get_language() or "en", "en_GB")
        return _around(self.month, self.day is not None, locale) % {"year": self.year, "day": self.day}


@lru_cache
def _around(month: int, has_day: bool, locale: str) -> str:
    """A date of a month in words, with gaps for its day and its year: no language writes a day or a year in letters."""
    example = dt.date(1999, month, 28)
    if has_day:
        return format_date(example, format="long", locale=locale).replace("28", "%(day)s").replace("1999", "%(year)s")
    return format_skeleton("yMMMM", example, locale=locale).replace("1999", "%(year)s")


def parse_partial_date(value: str) -> PartialDate:
    """Read a partial date typed by a person. Raise ValidationError with a message that says what is accepted."""
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise ValidationError(
            _("“%(value)s” is not a date. Write a year (2017), a month (2017-06) or a day (2017-06-26)."),
            code="invalid_partial_date",
            params={"value": value[:40]},
        ) from error


class PartialDateFormField(forms.CharField):
    """A text box for a partial date; an empty box is None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs["empty_value"] = None
        kwargs.setdefault(
            # No numeric keyboard: those of telephones lack the hyphen.
            "widget",
            forms.TextInput(attrs={"size": 12, "placeholder": "2017-06-26"}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        """The date, or None for an empty box. Raise ValidationError for anything that is not a date."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        return parse_partial_date(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """The ISO text shown in the box."""
        return str(value) if isinstance(value, PartialDate) else value


if TYPE_CHECKING:
    _TextColumn = models.CharField[PartialDate | dt.date | str | None, PartialDate | None]
    _Condition = models.Lookup[bool]
else:  # type parameters are for the type checker alone
    _TextColumn, _Condition = models.CharField, models.Lookup


class PartialDateAttribute(DeferredAttribute):
    """Reads ISO text and dates assigned to a record; what cannot be read stays, for validation to complain about."""

    field: "PartialDateField"

    def __set__(self, instance: models.Model, value: Any) -> None:
        with contextlib.suppress(ValidationError):
            value = self.field.to_python(value)
        instance.__dict__[self.field.attname] = value


class PartialDateField(_TextColumn):
    """A PartialDate stored as its ISO text (at most 10 characters). NULL: not recorded.

    Lookups take a PartialDate, a date or ISO text: ``__on_or_after``, ``__on_or_before`` keep rows that *may* satisfy
    them; ``__wholly_before`` keeps rows that certainly lie before the given date, ``__reached`` those whose day
    has come or whose month or year has passed by the end of it. NULL satisfies none of them.
    """

    description = _("Date known to the day, the month or the year")
    descriptor_class = PartialDateAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave out what the field itself fixes."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Compare by code point on PostgreSQL too, whatever the database's locale does with hyphens."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> PartialDate | None:
        """The stored text as a PartialDate."""
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """Read a PartialDate, a date or ISO text. Raise ValidationError for anything else."""
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, dt.date):
            return PartialDate.of(value)
        return parse_partial_date(str(value))

    def get_prep_value(self, value: Any) -> Any:
        """The ISO text that is stored."""
        if isinstance(value, Combinable):
            return value
        prepared = self.to_python(value)
        return None if prepared is None else str(prepared)

    def run_validators(self, value: Any) -> None:
        """Length is fixed by the type itself."""

    def value_to_string(self, obj: models.Model) -> str:
        """The ISO text, for serialisers."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """A text box that checks what is typed."""
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})  # type: ignore[return-value]


class LatestText(Concat):
    """SQL: a partial date's text, completed so that no day of its period sorts after it (``2017-06-31``)."""

    def __init__(self, expression: Any) -> None:
        expression = models.F(expression) if isinstance(expression, str) else expression
        text = models.functions.Cast(expression, models.CharField())
        tail = Substr(models.Value(PERIOD_END), Length(text) - 3)
        super().__init__(text, tail, output_field=models.CharField())


class _PartialDateLookup(_Condition):
    """Base of the range lookups: the right-hand side is one partial date, never an expression."""

    prepare_rhs = False

    def moment(self) -> PartialDate:
        """The right-hand side as a date."""
        value = PartialDateField().to_python(self.rhs)
        if value is None:
            raise ValueError("a range lookup needs a date")
        return value

    def column(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """SQL of the left-hand side."""
        sql, params = self.process_lhs(compiler, connection)
        return sql, list(params)


@PartialDateField.register_lookup
class OnOrBefore(_PartialDateLookup):
    """Rows that may lie on or before the last day of the given date."""

    lookup_name = "on_or_before"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """A less precise date sorts before the days it may be, so one comparison serves every precision."""
        sql, params = self.column(compiler, connection)
        return f"{sql} <= %s", (*params, self.moment().latest.isoformat())


@PartialDateField.register_lookup
class OnOrAfter(_PartialDateLookup):
    """Rows that may lie on or after the first day of the given date."""

    lookup_name = "on_or_after"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The year and the month that contain the day sort before it and are named."""
        sql, params = self.column(compiler, connection)
        day = self.moment().earliest.isoformat()
        return f"({sql} >= %s OR {sql} IN (%s, %s))", (*params, day, *params, day[:4], day[:7])


@PartialDateField.register_lookup
class WhollyBefore(_PartialDateLookup):
    """Rows that certainly lie before the first day of the given date."""

    lookup_name = "wholly_before"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Earlier in text order, and not the year or the month that contains the day."""
        sql, params = self.column(compiler, connection)
        day = self.moment().earliest.isoformat()
        return f"({sql} < %s AND {sql} NOT IN (%s, %s))", (*params, day, *params, day[:4], day[:7])


@PartialDateField.register_lookup
class Reached(_PartialDateLookup):
    """Rows whose day has come, or whose whole month or year has passed."""

    lookup_name = "reached"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """In text order not after the day, and not the year or the month that contains it."""
        sql, params = self.column(compiler, connection)
        day = self.moment().latest.isoformat()
        return f"({sql} <= %s AND {sql} NOT IN (%s, %s))", (*params, day, *params, day[:4], day[:7])


def in_order(earlier: str, later: str) -> models.Q:
    """Condition for check constraints: ``later`` may be on or after ``earlier``, or one of the two is not recorded."""
    return (
        models.Q(**{f"{earlier}__isnull": True})
        | models.Q(**{f"{later}__isnull": True})
        | models.Q(
            models.lookups.GreaterThanOrEqual(LatestText(later), models.functions.Cast(earlier, models.CharField()))
        )
    )
