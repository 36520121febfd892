"""A long text is read at once: nothing takes a time that grows with the square of its length."""

import time

import pytest

from agreements.intake.engine import read
from agreements.intake.vocabulary import EMPTY
from tests.intake.truths import own_cases

#: Characters of twenty pages.
TWENTY_PAGES = 40_000


@pytest.mark.parametrize("language", ["nb", "en", "sv"])
def test_twenty_pages_take_less_than_a_second(language: str) -> None:
    text = "\n\n".join(case.text for case in own_cases() if case.truth["language"] == language)
    text = (text * (TWENTY_PAGES // len(text) + 1))[:TWENTY_PAGES]
    read(text[:2000], vocabulary=EMPTY)  # the words of the language are read once a process
    began = time.process_time()
    read(text, vocabulary=EMPTY)
    assert time.process_time() - began < 1
