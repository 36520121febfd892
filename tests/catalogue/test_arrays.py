"""Numbers many at a time give what they give one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalogue.arrays import distinct


@given(st.lists(st.integers(-(2**62), 2**62) | st.integers(0, 3)))
def test_distinct_numbers_ascend(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))
