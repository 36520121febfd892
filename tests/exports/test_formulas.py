"""No text of the archive is run as a formula, and none is lost by that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.exports.formulas import armed, disarmed


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-5 °C by 2030", "'-5 °C by 2030"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("air; =cmd|' /C calc'!A0", "air; '=cmd|' /C calc'!A0"),
        ("air;+1", "air;'+1"),
        ("2017-06-26", "2017-06-26"),
        ("a - b = c", "a - b = c"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, cell: str) -> None:
    assert disarmed(text) == cell
    assert armed(cell) == text


@given(st.text(st.sampled_from("=+-@\t\r\n'; ab")))
def test_every_text_comes_back(text: str) -> None:
    assert armed(disarmed(text)) == text


@given(st.text(st.sampled_from("=+-@\t\r'; ab")))
def test_no_part_between_semicolons_begins_a_formula(text: str) -> None:
    assert not any(
        part.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for part in disarmed(text).split(";")[1:]
    )
    assert not disarmed(text).startswith(("=", "+", "-", "@", "\t", "\r"))
