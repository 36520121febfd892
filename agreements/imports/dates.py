"""Dates as foreign registers write them, read into partial dates with a remark on whatever was odd."""

import calendar
import datetime as dt
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from agreements.dates import PartialDate

#: Registers fill an empty date field with these, and with years that nobody living will see.
NO_DATE = {"0000-00-00", "1111-11-11", "0000", "1111"}
LAST_YEAR = 2100
EPOCH = dt.date(1970, 1, 1)
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?:[T ][\d:.]+)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_NUMBER = re.compile(r"-?\d{1,6}")


@dataclass(frozen=True)
class Reading:
    """What a date field says. ``date`` None: no date. ``remark`` '': there was nothing odd about it."""

    date: PartialDate | None = None
    remark: str = ""


@lru_cache(maxsize=2**14, typed=True)
def read_date(value: Hashable) -> Reading:
    """Read a date in any of the forms that registers use.

    Understood: ISO 8601 at any precision, ``dd/mm/yyyy`` (``mm/dd`` only where the day cannot be a month),
    ``Sep 11, 2015``, ``11 September 2015``, dates of a spreadsheet, and a bare number that is no year as days since
    1 January 1970. Zeros, ones and years after 2100 stand for "no date". A question mark is remarked on; a day or a
    month that does not exist leaves the month or the year.
    """
    if value is None:
        return Reading()
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return Reading(PartialDate.of(value)) if value.year < LAST_YEAR else Reading()
    text = str(value).strip()
    if not text or text in NO_DATE:
        return Reading()
    certain = text.strip("?~ ").removeprefix("ca. ")
    reading = _read(certain)
    if certain != text and reading.date and not reading.remark:
        return Reading(reading.date, f"the date is uncertain in the register: {text}")
    return reading


def _read(text: str) -> Reading:
    """Try the forms one after the other."""
    if _NUMBER.fullmatch(text) and not (len(text) == 4 and 1000 <= int(text) < LAST_YEAR):
        return Reading(PartialDate.of(EPOCH + dt.timedelta(days=int(text))))
    if match := _YEAR_FIRST.fullmatch(text):
        return _calendar(text, *(int(part or 0) for part in match.groups()))
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, match.groups())
        day, month = (second, first) if second > 12 >= first else (first, second)
        return _calendar(text, year, month, day)
    if match := _MONTH_FIRST.fullmatch(text):
        name, day_text, year_text = match.groups()
        return _named_month(text, name, int(day_text or 0), int(year_text))
    if match := _DAY_FIRST.fullmatch(text):
        day_text, name, year_text = match.groups()
        return _named_month(text, name, int(day_text), int(year_text))
    return Reading(None, f"cannot be read as a date: {text}")


def _named_month(text: str, name: str, day: int, year: int) -> Reading:
    month = MONTHS.get(name[:3].lower())
    return _calendar(text, year, month, day) if month else Reading(None, f"cannot be read as a date: {text}")


def _calendar(text: str, year: int, month: int, day: int) -> Reading:
    """The date, as precise as it can be true. A month or day of 0 is not recorded."""
    if not 0 < year < LAST_YEAR:
        return Reading()
    if not month:
        return Reading(PartialDate(year))
    if month > 12:
        return Reading(PartialDate(year), f"there is no such date: {text}")
    if not day:
        return Reading(PartialDate(year, month))
    if day > calendar.monthrange(year, month)[1]:
        return Reading(PartialDate(year, month), f"there is no such date: {text}")
    return Reading(PartialDate(year, month, day))


def year_if_new_years_day(date: PartialDate | None) -> PartialDate | None:
    """The year alone for a 1 January.

    Registers that know only the year of a signature write its 1 January, and hardly anything is signed that day.
    Not for entry into force, for which 1 January is the commonest day of all.
    """
    return PartialDate(date.year) if date and (date.month, date.day) == (1, 1) else date


def first_contradiction(dates: Iterable[tuple[str, PartialDate | None]]) -> tuple[str, str] | None:
    """The names of the first two dates, given in their proper order, of which the later certainly lies earlier."""
    known = [(name, date) for name, date in dates if date]
    for (earlier_name, earlier), (later_name, later) in combinations(known, 2):
        if not earlier.may_precede(later):
            return earlier_name, later_name
    return None
