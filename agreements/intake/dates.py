"""Dates in a text: stated ones by the names of months in Unicode CLDR, and relative ones ("yesterday", "i fredags")."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale

from agreements.dates import PartialDate
from agreements.intake.lexicon import ANY, Lexicon, lexicon

#: Numbers that are years; others are budgets, counts and numbers of documents.
YEARS = range(1850, 2100)


@dataclass(frozen=True)
class DateMention:
    """A date at ``start``–``end``. ``value`` None: a relative date that nothing fixes, such as "yesterday" in a text
    whose day of publication is not known. ``is_relative``: resolved against the day of publication."""

    start: int
    end: int
    value: PartialDate | None
    is_relative: bool = False


@dataclass(frozen=True)
class Calendar:
    """Patterns of one language and what its names of months and weekdays mean."""

    months: dict[str, int]
    weekdays: dict[str, int]
    stated: tuple[re.Pattern[str], ...]
    relative: re.Pattern[str]
    weekday: re.Pattern[str]
    without_year: re.Pattern[str]


def dates_in(text: str, words: Lexicon, published_on: PartialDate | None) -> list[DateMention]:
    """All dates of a text in order. Relative ones count from ``published_on`` where that is known to the day."""
    calendar = calendar_of(words.language)
    found = list(_stated(text, calendar))
    taken = [(mention.start, mention.end) for mention in found]
    for mention in (*_without_year(text, calendar, published_on), *_relative(text, calendar, words, published_on)):
        if not any(start < mention.end and mention.start < end for start, end in taken):
            found.append(mention)
            taken.append((mention.start, mention.end))
    return sorted(found, key=lambda mention: mention.start)


@cache
def calendar_of(language: str) -> Calendar:
    """The calendar of a language."""
    months, weekdays = _names(language, "months"), _names(language, "days")
    month = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    weekday = "|".join(map(re.escape, sorted(weekdays, key=len, reverse=True)))
    relative = "|".join(re.escape(phrase) for phrase in sorted(lexicon(language).days, key=len, reverse=True))
    edges = ("", "") if language == "zh" else (r"(?<!\w)", r"(?!\w)")
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?", r"(?P<year>\d{4})"
    patterns = (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})(?!-)",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?",
        rf"{day}\s+(?:of\s+|de\s+)?(?P<name>{month}),?\.?\s+(?:de\s+|del\s+)?{year}",
        rf"(?P<name>{month})\.?\s+{day},?\s+{year}",
        rf"(?P<name>{month})\.?,?\s+(?:de\s+|of\s+)?{year}",
        r"(?P<year>(?:18|19|20)\d{2})",
    )
    return Calendar(
        months,
        weekdays,
        tuple(_whole(pattern, *edges) for pattern in patterns),
        _whole(f"(?:{relative})" if relative else "(?!)", *edges),
        _whole(rf"(?P<prefix>(?:\w+\s+)?)(?P<name>{weekday})(?P<ending>s|en)?", *edges),
        _whole(
            rf"(?:{day}\s+(?:of\s+|de\s+)?(?P<name>{month})|(?P<name2>{month})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
            r"|(?P<month>\d{1,2})月(?P<day3>\d{1,2})日)",
            *edges,
        ),
    )


def _whole(pattern: str, before: str, after: str) -> re.Pattern[str]:
    return re.compile(f"{before}{pattern}{after}", re.IGNORECASE)


def _names(language: str, kind: str) -> dict[str, int]:
    """Names in all widths and uses that CLDR has, in small letters, with their number (months from 1, Monday is 0)."""
    tables = getattr(Locale.parse(language), kind)
    return {
        name.casefold().rstrip("."): number
        for use in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in tables[use][width].items()
        if len(name.rstrip(".")) > 2
    }


def _stated(text: str, calendar: Calendar) -> Iterator[DateMention]:
    taken: list[tuple[int, int]] = []
    for pattern in calendar.stated:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            value = _value(match.groupdict(), calendar)
            if value is not None:
                taken.append(match.span())
                yield DateMention(*match.span(), value)


def _value(parts: dict[str, str | None], calendar: Calendar) -> PartialDate | None:
    """The date; None when there is no such day, or the number is no year."""
    month = calendar.months[name.casefold()] if (name := parts.get("name")) else parts.get("month")
    day = parts.get("day")
    year = int(parts["year"] or 0)
    try:
        value = PartialDate(year, int(month) if month else None, int(day) if day else None)
    except ValueError:
        return None
    return value if year in YEARS else None


def _without_year(text: str, calendar: Calendar, published_on: PartialDate | None) -> Iterator[DateMention]:
    """Days without a year ("on 3 May"): that of publication, or the one before when they would lie months ahead."""
    if published_on is None:
        return
    for match in calendar.without_year.finditer(text):
        name = (match["name"] or match["name2"] or "").casefold()
        month = calendar.months[name] if name else int(match["month"])
        day = int(match["day"] or match["day2"] or match["day3"])
        year = published_on.year - (1 if published_on.month and month > published_on.month + 6 else 0)
        try:
            yield DateMention(*match.span(), PartialDate(year, month, day), is_relative=True)
        except ValueError:
            continue


def _relative(text: str, calendar: Calendar, words: Lexicon, published_on: PartialDate | None) -> Iterator[DateMention]:
    today = published_on.earliest if published_on and published_on.day else None
    for match in calendar.relative.finditer(text):
        phrase = " ".join(match.group().casefold().split())
        offset = words.days[phrase]
        is_week = bool(lexicon(ANY).pattern("week").search(phrase))
        value = None if today is None or is_week else PartialDate.of(today + dt.timedelta(days=offset))
        yield DateMention(*match.span(), value, is_relative=True)
    for match in calendar.weekday.finditer(text):
        if words.pattern("next_weekday").search(match["prefix"]) and not match["ending"]:
            continue
        name = match["name"].casefold()
        back = (today.weekday() - calendar.weekdays[name]) % 7 if today else 0
        # "Last Friday" on a Friday is a week ago; a plain "Friday" on a Friday is that day.
        if today and back == 0 and (words.pattern("last_weekday").search(match["prefix"]) or match["ending"] == "s"):
            back = 7
        value = PartialDate.of(today - dt.timedelta(days=back)) if today else None
        yield DateMention(match.start("name"), match.end(), value, is_relative=True)
