"""Queries for some records whose SQL is put together once: to build a query takes longer than to answer it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import QuerySet

from agreements.catalogue.arrays import NULL, Ints
from agreements.catalogue.statements import rows_of

#: A list of ids is filled up to one of these lengths, or a multiple of the last; so there are few statements.
LENGTHS = (1, 5, 25)


@dataclass(frozen=True)
class Prepared:
    """A query for records with some ids. ``asked``: the query, as ``values_list``, for a list of ids.

    Rows come as the database gives them, so columns must be such as need no conversion: numbers and texts.
    """

    asked: Callable[[list[int]], QuerySet[Any, Any]]
    _statements: dict[int, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)

    def rows(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows for these ids; none where there are none."""
        if not ids:
            return []
        length = next((length for length in LENGTHS if len(ids) <= length), -(-len(ids) // LENGTHS[-1]) * LENGTHS[-1])
        if length not in self._statements:
            self._statements[length] = self.asked(_stand_ins(length)).query.sql_with_params()
        sql, params = self._statements[length]
        given = dict(zip(_stand_ins(length), [*ids, *[ids[-1]] * (length - len(ids))], strict=True))
        return rows_of(sql, [given.get(param, param) for param in params])

    def numbers(self, ids: Sequence[int], width: int, *, null: int = NULL, at_least: int | None = None) -> Ints:
        """The rows, of so many whole numbers each, as an array; ``null`` stands for NULL.

        ``at_least``: what the last number of a row is at least; other rows are left out.
        """
        rows = [[null if value is None else value for value in row] for row in self.rows(ids)]
        found = np.array(rows, dtype=np.int64).reshape(-1, width)
        return found if at_least is None else found[found[:, -1] >= at_least]


def _stand_ins(length: int) -> list[int]:
    """Numbers that are nobody's id, each once."""
    return list(range(-length, 0))
