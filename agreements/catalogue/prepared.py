"""Queries for some records whose SQL is put together once: to build a query takes longer than to answer it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property

from agreements.catalogue.arrays import NULL, Ints, among_ids
from agreements.catalogue.statements import rows_of

#: Stands for a list of ids while SQL is put together: nobody's id.
NOBODY = [-1]


@dataclass(frozen=True)
class Prepared:
    """A query for records with some ids. ``asked``: the query, as ``values_list``; ``arrays.among`` names the ids.

    Rows come as the database gives them, so columns must be such as need no conversion: numbers and texts.
    """

    asked: Callable[[list[int]], QuerySet[Any, Any]]

    def rows(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows for these ids; none where there are none."""
        if not ids:
            return []
        sql, params = self._statement
        stand_in, given = (among_ids(connection.vendor, listed)[1] for listed in (NOBODY, list(ids)))
        return rows_of(sql, [given if param == stand_in else param for param in params])

    def numbers(self, ids: Sequence[int], width: int, *, null: int = NULL, at_least: int | None = None) -> Ints:
        """The rows, of so many whole numbers each, as an array; ``null`` stands for NULL.

        ``at_least``: what the last number of a row is at least; other rows are left out.
        """
        rows = [[null if value is None else value for value in row] for row in self.rows(ids)]
        found = np.array(rows, dtype=np.int64).reshape(-1, width)
        return found if at_least is None else found[found[:, -1] >= at_least]

    @cached_property
    def _statement(self) -> tuple[str, Sequence[Any]]:
        statement: tuple[str, Sequence[Any]] = self.asked(NOBODY).query.sql_with_params()
        return statement
