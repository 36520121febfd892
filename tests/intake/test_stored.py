"""A reading comes back from the database as it was read."""

import json

import pytest

from agreements.intake.engine import read
from agreements.intake.reading import Reading
from agreements.intake.stored import as_stored, reading_of
from agreements.intake.vocabulary import EMPTY
from tests.intake.truths import Case, own_cases


@pytest.mark.parametrize("case", own_cases(), ids=str)
def test_a_reading_is_stored_whole(case: Case) -> None:
    reading = read(case.text, vocabulary=EMPTY)
    assert reading_of(json.loads(json.dumps(as_stored(reading)))) == reading


def test_nothing_stored_is_a_reading_of_nothing() -> None:
    assert reading_of({}) == Reading(None)
