"""Scales: from a value to a place on the picture, and the round values that an axis names."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from math import ceil

from agreements.dates import PartialDate


@dataclass(frozen=True)
class Scale:
    """A straight line from ``low``–``high`` to ``start``–``stop``."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        span = self.high - self.low
        return self.start + (value - self.low) / span * (self.stop - self.start) if span else self.start


def nice_ticks(highest: float, most: int = 5) -> list[int]:
    """Whole round values from 0 to at least ``highest``, at most about so many: steps of 1, 2, 5, 10, 20, 50 …"""
    steps = (part * 10**power for power in count() for part in (1, 2, 5))
    step = next(step for step in steps if highest <= step * most)
    return list(range(0, max(ceil(highest / step), 1) * step + 1, step))


def year_ticks(first: int, last: int, most: int) -> list[int]:
    """Round years within ``first``–``last``, at most about so many: every 1, 2, 5, 10, 20, 50 or 100."""
    step = next((step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= most), 100)
    return [year for year in range(first, last + 1) if year % step == 0]


def begins(date: PartialDate) -> float:
    """The first moment that the date may be, in years."""
    return in_years(date.earliest)


def ends(date: PartialDate) -> float:
    """The last moment that the date may be, in years."""
    return in_years(date.latest + dt.timedelta(days=1)) if date.latest < dt.date.max else 10_000.0


def about(date: PartialDate) -> float:
    """The middle of what the date may be, in years."""
    return (begins(date) + ends(date)) / 2


def in_years(day: dt.date) -> float:
    """A day as a number of years: 1 July 2017 is about 2017.5."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25
