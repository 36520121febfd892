"""Orders of any records: a set in order is that set sorted, also after some records changed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from agreements.catalogue import order as module
from agreements.catalogue.order import NewestFirst, Order
from agreements.catalogue.records import codes_by_id

ids = st.integers(1, 40)
#: Dates known to the year, the month or the day, of which some are equal; 0: none.
codes = st.sampled_from([0, 0, 19_990_000, 19_990_500, 19_990_517, 20_000_000, 20_000_101])
dated = st.dictionaries(ids, codes, max_size=30)


def newest_first(dates: dict[int, int]) -> list[int]:
    return sorted(dates, key=lambda pk: (dates[pk] == 0, -dates[pk], -pk))


def of_dates(dates: dict[int, int]) -> NewestFirst:
    return NewestFirst.by(BitMap(dates), by_id(dates))


def by_id(dates: dict[int, int], before: Sequence[int] = ()) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    rows = np.array(list(dates.items()), dtype=np.int64).reshape(-1, 2)
    return codes_by_id(np.array(before, dtype=np.int32), rows)


@pytest.mark.parametrize("smaller", [0, 1, 1000], ids=["picked out of the whole", "either way", "sorted by rank"])
@given(listed=st.lists(ids, unique=True), found=st.sets(ids))
def test_a_set_in_order(listed: list[int], found: set[int], smaller: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SMALLER", smaller)
        some = found & set(listed)
        order = Order(np.array(listed, dtype=np.int32))
        assert order.of(BitMap(some)).tolist() == [pk for pk in listed if pk in some]
        assert order.of(BitMap(listed)).tolist() == listed


@pytest.mark.parametrize("near", [0, 3, 1000], ids=["put in order", "either way", "looked at one by one"])
@given(listed=st.lists(ids, unique=True), found=st.sets(ids), start=st.integers(0, 45), length=st.integers(0, 10))
def test_a_part_of_a_set_in_order(listed: list[int], found: set[int], start: int, length: int, near: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "NEAR", near)
        some = BitMap(found & set(listed))
        order = Order(np.array(listed, dtype=np.int32))
        assert order.part(some, start, start + length) == order.of(some)[start : start + length].tolist()


@given(dated)
def test_newest_first_and_turned(dates: dict[int, int]) -> None:
    order = of_dates(dates)
    assert order.sequence.tolist() == newest_first(dates)
    assert order.turned.sequence.tolist() == sorted(dates, key=lambda pk: (dates[pk] == 0, dates[pk], pk))
    assert order.turned.turned.sequence.tolist() == newest_first(dates)


@given(dated, dated, st.sets(ids))
def test_replaced_is_built_anew(before: dict[int, int], drawn: dict[int, int], changed: set[int]) -> None:
    now = {pk: code for pk, code in before.items() if pk not in changed}
    now |= {pk: code for pk, code in drawn.items() if pk in changed}
    order = of_dates(before)
    come = {pk: code for pk, code in now.items() if pk in changed}
    replaced = order.replaced(BitMap(changed), BitMap(now), by_id(come, by_id(before).tolist()))
    anew = of_dates(now)
    assert (replaced.sequence.tolist(), replaced.tail) == (anew.sequence.tolist(), anew.tail)
    assert order.sequence.tolist() == newest_first(before), "an order does not change"
