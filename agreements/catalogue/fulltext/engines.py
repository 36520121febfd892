"""What both databases' full-text indexes are asked, and which of the two answers."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from django.db import connection
from pyroaring import BitMap

from agreements.catalogue.documents import Document
from agreements.models import Kind, SearchDocument

DOCUMENTS = SearchDocument._meta.db_table
#: The columns of a search document, the most telling first; a question is asked of the first one, two or three.
COLUMNS = ("titles", "names", "body")


@dataclass(frozen=True)
class Clause:
    """At least one of these terms, or a term that begins with one of the prefixes."""

    terms: frozenset[str]
    prefixes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """Every clause, and every phrase with its terms side by side in one field, in the first ``columns`` columns."""

    clauses: tuple[Clause, ...]
    phrases: tuple[tuple[str, ...], ...]
    columns: int

    @property
    def all_clauses(self) -> Sequence[Clause]:
        """The clauses, and each term of the phrases, without which there is no phrase."""
        wanted = [Clause(frozenset({term})) for phrase in self.phrases for term in phrase]
        return list(dict.fromkeys([*self.clauses, *wanted]))


def adjacency(question: Question, position: str) -> tuple[str, list[str]]:
    """SQL, with its parameters, of which each phrase stands in one of the columns; '' when there are no phrases.

    ``position``: the database's function that finds a text in another. Fields are parted by a separator, so that no
    phrase is found across two.
    """
    within = " OR ".join(
        f"{position}(' ' || {DOCUMENTS}.{column} || ' ', %s) > 0" for column in COLUMNS[: question.columns]
    )
    sql = "".join(f" AND ({within})" for _ in question.phrases)
    return sql, [f" {' '.join(phrase)} " for phrase in question.phrases for _ in range(question.columns)]


class Engine(Protocol):
    """A database's full-text index over the search documents, and how it is kept."""

    def matching(self, kind: Kind, question: Question) -> BitMap:
        """The ids of the records of a kind whose documents answer the question."""

    def everything(self, kind: Kind) -> BitMap:
        """The ids of all records of a kind that have a document."""

    def write(self, coming: Sequence[Document], leaving: Sequence[int]) -> None:
        """Delete documents by their id, then insert others: what is replaced leaves and comes."""

    def rebuilding(self) -> AbstractContextManager[None]:
        """Empty the documents, let the block insert new ones, then index them."""


def engine() -> Engine:
    """The index of the database in use."""
    return _engine(connection.vendor)


@cache
def _engine(vendor: str) -> Engine:
    module: Engine = import_module(f"agreements.catalogue.fulltext.{vendor}")
    return module
