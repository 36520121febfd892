"""Partial dates as values and in forms; what the database does with them is in models/test_date_field.py."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.dates import PartialDate, PartialDateFormField, parse_partial_date

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
partial_dates = st.builds(
    lambda day, precision: PartialDate.parse(day.isoformat()[:precision]), days, st.sampled_from([4, 7, 10])
)


# Reading and writing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017", PartialDate(2017)),
        ("2017-06", PartialDate(2017, 6)),
        ("2017-06-26", PartialDate(2017, 6, 26)),
        ("2016-02-29", PartialDate(2016, 2, 29)),
        ("  2017-06\n", PartialDate(2017, 6)),
        ("0001", PartialDate(1)),
        ("0988-01", PartialDate(988, 1)),
        ("1111-11-11", PartialDate(1111, 11, 11)),
        ("9999-12-31", PartialDate(9999, 12, 31)),
    ],
)
def test_years_months_and_days_are_read_and_written_back(text: str, expected: PartialDate) -> None:
    assert PartialDate.parse(text) == expected
    assert str(expected) == text.strip()


BAD = [
    "",
    "2017-13",
    "2017-00",
    "2017-02-30",
    "2017-06-31",
    "2017-06-00",
    "2015-02-29",
    "1900-02-29",
    "0000",
    "0000-00-00",
    "17",
    "20170626",
    "2017-6",
    "2017-6-26",
    "2017-06-",
    "2017-",
    "2017--26",
    "2017/06",
    "26.06.2017",
    "2017-06-26T00:00",
    "2017-06-26 12",
    "-2017",
    "12017",
    "2017‑06",  # with a non-breaking hyphen
    "２０１７",  # full-width digits
    "٢٠١٧",  # Arabic digits
    "2017\x00",
    "June 2017",
]


@pytest.mark.parametrize("text", BAD)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="a day needs a month"):
        PartialDate(2017, None, 26)


def test_a_calendar_day_becomes_a_date_known_to_the_day() -> None:
    assert PartialDate.of(dt.date(2017, 6, 26)) == PartialDate(2017, 6, 26)


@given(partial_dates)
@settings(max_examples=50, deadline=None)
def test_writing_and_reading_change_nothing(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


# Periods and order


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2017", dt.date(2017, 1, 1), dt.date(2017, 12, 31)),
        ("2017-06", dt.date(2017, 6, 1), dt.date(2017, 6, 30)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2017-06-26", dt.date(2017, 6, 26), dt.date(2017, 6, 26)),
    ],
)
def test_a_date_stands_for_every_day_it_may_be(text: str, earliest: dt.date, latest: dt.date) -> None:
    date = PartialDate.parse(text)

    assert (date.earliest, date.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2017", "2017-06-26", True),
        ("2017-06-26", "2017", True),
        ("2017-06", "2017-06-01", True),
        ("2017-06-26", "2017-06-26", True),
        ("2017-07", "2017-06", False),
        ("2018", "2017-12-31", False),
    ],
)
def test_dates_conflict_only_when_no_choice_of_days_helps(one: str, other: str, expected: bool) -> None:
    assert PartialDate.parse(one).may_precede(PartialDate.parse(other)) is expected


def test_order_is_by_first_day_and_the_less_precise_come_first() -> None:
    texts = ["2018", "2017-06-26", "2017", "2017-07", "2017-06-01", "2016-12-31", "2017-06", "0988"]

    assert [str(date) for date in sorted(map(PartialDate.parse, texts))] == [
        "0988",
        "2016-12-31",
        "2017",
        "2017-06",
        "2017-06-01",
        "2017-06-26",
        "2017-07",
        "2018",
    ]


@given(partial_dates, partial_dates)
@settings(max_examples=100, deadline=None)
def test_order_agrees_with_the_first_day(one: PartialDate, other: PartialDate) -> None:
    if one.earliest < other.earliest:
        assert one < other
    assert (one < other) + (one == other) + (one > other) == 1


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2017-06-26", 60, "2022-06-26"),
        ("2017-01-31", 1, "2017-02-28"),
        ("2016-01-31", 1, "2016-02-29"),
        ("2017-11-30", 3, "2018-02-28"),
        ("2017-12", 1, "2018-01"),
        ("2017-06", 24, "2019-06"),
        ("2017", 24, "2019"),
        # Signed in December 2017, eighteen months end in June 2019; the term has surely run out only after 2019.
        ("2017", 18, "2019"),
        ("2017", 6, "2018"),
    ],
)
def test_a_term_ends_as_exactly_as_it_began(start: str, months: int, end: str) -> None:
    assert str(PartialDate.parse(start).plus_months(months)) == end


@given(partial_dates, st.integers(1, 600), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_no_term_ends_after_the_last_day_computed_for_it(start: PartialDate, months: int, offset: int) -> None:
    begun = min(start.earliest + dt.timedelta(offset), start.latest)

    assert PartialDate.of(begun).plus_months(months).latest <= start.plus_months(months).latest


@pytest.mark.parametrize("start", ["9999", "9999-12", "9999-12-31"])
def test_a_term_past_the_calendar_is_refused(start: str) -> None:
    with pytest.raises(ValueError, match="year 10000"):
        PartialDate.parse(start).plus_months(1)


# Words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2017-06-26", "en", "26 June 2017"),
        ("2017-06", "en", "June 2017"),
        ("2017", "en", "2017"),
        ("2017-06-26", "nb", "26. juni 2017"),
        ("2017-06", "nb", "juni 2017"),
        ("2017", "nb", "2017"),
        ("2017-03-01", "nn", "1. mars 2017"),
        ("2017-05-01", "zh", "1 May 2017"),
    ],
)
def test_dates_in_words(text: str, language: str, words: str) -> None:
    assert PartialDate.parse(text).in_words(language) == words


def test_words_follow_the_page_when_no_language_is_given() -> None:
    from django.utils import translation

    with translation.override("nb"):
        assert PartialDate(2017, 6, 26).in_words() == "26. juni 2017"
    with translation.override(None):
        assert PartialDate(2017, 6, 26).in_words() == "26 June 2017"


# Forms

MESSAGE = "“%s” is not a date. Write a year (2017), a month (2017-06) or a day (2017-06-26)."


class DateForm(forms.Form):
    on = PartialDateFormField(required=False)


@pytest.mark.parametrize("text", [text for text in BAD if text.strip()])
def test_a_form_says_what_it_accepts(text: str) -> None:
    form = DateForm({"on": text})

    assert form.errors == {"on": [MESSAGE % text]}


def test_a_form_reads_dates_and_takes_an_empty_box_for_none() -> None:
    for typed, expected in ((" 2017-06 ", PartialDate(2017, 6)), ("", None), ("   ", None)):
        form = DateForm({"on": typed})
        assert form.is_valid()
        assert form.cleaned_data["on"] == expected


def test_a_required_box_must_be_filled() -> None:
    class Required(forms.Form):
        on = PartialDateFormField()

    assert Required({"on": " "}).errors == {"on": ["This field is required."]}


def test_a_form_shows_the_date_as_it_is_stored_and_notices_only_real_changes() -> None:
    for typed, changed in (("2017-06", []), (" 2017-06 ", []), ("2017-06-26", ["on"]), ("", ["on"])):
        form = DateForm({"on": typed}, initial={"on": PartialDate(2017, 6)})
        assert form.changed_data == changed
    assert 'value="2017-06"' in str(DateForm(initial={"on": PartialDate(2017, 6)}))


def test_a_long_mistake_is_quoted_in_part() -> None:
    with pytest.raises(ValidationError) as caught:
        parse_partial_date("x" * 1000)

    assert caught.value.messages == [MESSAGE % ("x" * 40)]
