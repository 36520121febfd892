"""What is made of single records is kept within bounds, and no longer than it holds."""

from pyroaring import BitMap

from agreements.catalogue.kept import MOST_KEYS, MOST_RECORDS, Kept


def test_of_too_many_keys_the_one_goes_that_was_not_asked_for_longest() -> None:
    kept = Kept()
    kept.under("rows")[1] = "a row"
    for day in range(3 * MOST_KEYS):
        kept.under("drawn", day)[1] = f"a row on day {day}"
        assert kept.under("rows") == {1: "a row"}
    latest = 3 * MOST_KEYS - 1
    assert kept.under("drawn", latest) == {1: f"a row on day {latest}"}
    assert kept.under("drawn", 0) == {}


def test_of_too_many_records_those_go_that_came_first() -> None:
    kept = Kept()
    kept.under("rows").update(dict.fromkeys(range(MOST_RECORDS), "a row"))
    assert len(kept.under("rows")) == MOST_RECORDS
    kept.under("rows")[MOST_RECORDS] = "one more"
    assert list(kept.under("rows")) == list(range(MOST_RECORDS // 10, MOST_RECORDS + 1))


def test_what_changed_is_not_taken_over_and_what_comes_later_neither() -> None:
    before = Kept()
    before.under("rows").update({1: "one", 2: "two"})
    after = before.without(BitMap([2, 3]))
    before.under("rows")[2] = "two, late"
    assert after.under("rows") == {1: "one"}
    assert before.under("rows") == {1: "one", 2: "two, late"}
