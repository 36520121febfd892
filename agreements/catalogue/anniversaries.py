"""Agreements by the day of the year on which they were signed."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from agreements.catalogue.arrays import Ints
from agreements.catalogue.snapshot import Snapshot


def signed_on_this_day(snapshot: Snapshot, day: dt.date) -> Ints:
    """The ids of those that were signed on this day in some year, newest first."""
    return _newest(snapshot, snapshot.agreements.codes % 10_000 == day.month * 100 + day.day)


def signed_in_this_month(snapshot: Snapshot, day: dt.date) -> Ints:
    """The ids of those that were signed in this month of some year, newest first; the day need not be known."""
    return _newest(snapshot, snapshot.agreements.codes // 100 % 100 == day.month)


def _newest(snapshot: Snapshot, fits: NDArray[np.bool_]) -> Ints:
    """The published ones among those that fit; ``fits``: by id."""
    ids = np.array(snapshot.agreements.ids, dtype=np.int64)
    found = ids[fits[ids]]
    order: Ints = found[np.argsort(-snapshot.agreements.codes[found].astype(np.int64), kind="stable")]
    return order
