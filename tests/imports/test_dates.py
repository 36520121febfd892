"""Every way in which foreign registers get a date wrong has a test of its own."""

import datetime as dt

import pytest

from agreements.dates import PartialDate
from agreements.imports.dates import first_contradiction, read_date, year_if_new_years_day


def read(value: object) -> str | None:
    date = read_date(value).date
    return str(date) if date else None


@pytest.mark.parametrize(
    "filler",
    ["", "  ", None, "0000-00-00", "1111-11-11", "2899-01-01", "2599-01-01", "2999-01-01", dt.datetime(2899, 1, 1)],
)
def test_a_filler_is_no_date_and_nothing_odd(filler: object) -> None:
    reading = read_date(filler)
    assert (reading.date, reading.remark) == (None, "")


def test_an_uncertain_date_that_exists_is_kept_with_a_remark() -> None:
    reading = read_date("1972-06-30?")
    assert str(reading.date) == "1972-06-30"
    assert reading.remark == "the date is uncertain in the register: 1972-06-30?"


def test_an_uncertain_day_that_does_not_exist_leaves_the_month() -> None:
    reading = read_date("1972-06-31?")
    assert str(reading.date) == "1972-06"
    assert reading.remark == "there is no such date: 1972-06-31"


def test_a_month_that_does_not_exist_leaves_the_year() -> None:
    reading = read_date("1972-13-05")
    assert str(reading.date) == "1972"
    assert "no such date" in reading.remark


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1994-05-26", "1994-05-26"),
        ("1994-05-00", "1994-05"),
        ("1994-00-00", "1994"),
        ("1994", "1994"),
        ("26/05/1994", "1994-05-26"),
        ("03/04/1994", "1994-04-03"),
        ("26.5.1994", "1994-05-26"),
        ("Sep 11, 2015", "2015-09-11"),
        ("September 2015", "2015-09"),
        ("11 September 2015", "2015-09-11"),
        ("2015-09-11T00:00:00", "2015-09-11"),
        (dt.datetime(2015, 9, 11), "2015-09-11"),
        (dt.date(2015, 9, 11), "2015-09-11"),
    ],
)
def test_a_date_is_read_in_whatever_form(written: object, iso: str) -> None:
    assert read(written) == iso


def test_american_order_is_read_only_where_nothing_else_is_possible() -> None:
    assert read("11/15/1912") == "1912-11-15"
    assert read("11/12/1912") == "1912-12-11"


def test_a_bare_number_is_days_since_1970() -> None:
    assert read("10957") == "2000-01-01"
    assert read("9131") == "1995-01-01"
    assert read("-1") == "1969-12-31"
    assert read(16689) == "2015-09-11"


def test_a_bare_number_that_may_be_a_year_is_one() -> None:
    assert read("1970") == "1970"


def test_what_cannot_be_read_is_reported_word_for_word() -> None:
    reading = read_date("spring of 1972, Oslo")
    assert reading.date is None
    assert reading.remark == "cannot be read as a date: spring of 1972, Oslo"


def test_the_first_of_january_is_only_a_year() -> None:
    assert year_if_new_years_day(PartialDate(1998, 1, 1)) == PartialDate(1998)
    assert year_if_new_years_day(PartialDate(1998, 1, 2)) == PartialDate(1998, 1, 2)
    assert year_if_new_years_day(None) is None


def test_dates_contradict_each_other_only_when_no_choice_of_days_helps() -> None:
    signed, force = PartialDate(1990, 5, 3), PartialDate(1990)
    assert first_contradiction([("signature", signed), ("force", force)]) is None
    assert first_contradiction([("signature", signed), ("force", PartialDate(1989))]) == ("signature", "force")
    assert first_contradiction([("signature", None), ("force", force)]) is None
