"""Numbers many at a time give what they give one by one."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalogue.arrays import distinct, together


@given(st.lists(st.integers(-(2**62), 2**62) | st.integers(0, 3)))
def test_distinct_numbers_ascend(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))


@given(st.lists(st.integers(0, 3) | st.integers(0, 2**62)))
def test_equal_numbers_that_stand_together_are_told_once(numbers: list[int]) -> None:
    told = [(number, numbers[start:end]) for number, start, end in together(np.array(numbers, dtype=np.int64))]
    assert told == [(number, list(equal)) for number, equal in groupby(numbers)]
