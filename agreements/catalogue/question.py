"""The one question that every list, count, export, feed and suggestion asks, and its answer."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils import timezone
from django.utils.functional import cached_property
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints
from agreements.catalogue.facet import Facet
from agreements.catalogue.matching import Match
from agreements.catalogue.order import Order
from agreements.catalogue.records import Records
from agreements.catalogue.snapshot import Snapshot, current
from agreements.dates import PartialDate
from agreements.models import Kind

RELEVANCE = "relevance"
#: The order of each kind when none is asked for.
USUAL_ORDER = {
    Kind.AGREEMENT: "-date",
    Kind.PROJECT: "-date",
    Kind.SIGNATORY: "name",
    Kind.PARTY: "name",
    Kind.THEME: "name",
}


@dataclass(frozen=True)
class Choice:
    """What is asked of one facet: at least one of ``values`` (all of them with ``every``), and none of ``without``."""

    values: frozenset[int] = frozenset()
    every: bool = False
    without: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.values or self.without)

    def narrow(self, records: BitMap, facet: Facet) -> BitMap:
        """Those of the records that meet the choice."""
        if self.values:
            records = records & (facet.having_all(self.values) if self.every else facet.having(self.values))
        return records - facet.having(self.without) if self.without else records


@dataclass(frozen=True)
class Question:
    """Which records of a kind, in which order.

    ``words``: the query language of ``catalogue.query``; '' asks for no words. ``signed_from``, ``signed_to``: may have
    been signed then (see ``dates``); of agreements alone. ``day``: of the legal status; None: today. ``order``: '' for
    the usual one, which is relevance when words are given. ``impossible``: it could not be read; nothing is found.
    """

    kind: Kind
    words: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    signed_from: PartialDate | None = None
    signed_to: PartialDate | None = None
    day: dt.date | None = None
    order: str = ""
    impossible: bool = False

    def choosing(self, facet: str, choice: Choice) -> "Question":
        """The same question with another choice in one facet."""
        return replace(self, choices={**self.choices, facet: choice})


def ask(question: Question) -> "Answer":
    """Answer from what is public at this moment."""
    return Answer(question, current())


def having(kind: Kind, **values: int) -> Question:
    """The question for the records of a kind that have a value of each of some facets."""
    return Question(kind, choices={facet: Choice(frozenset([value])) for facet, value in values.items()})


class Answer:
    """The answer, worked out as far as it is looked at; all of it is of one state of the archive."""

    def __init__(self, question: Question, snapshot: Snapshot) -> None:
        self.question = question
        self.snapshot = snapshot
        #: All public records of the kind.
        self.records: Records = snapshot.of(question.kind)
        self.day = question.day or timezone.localdate()

    @cached_property
    def match(self) -> Match | None:
        """What the words matched; None when none are asked for."""
        return Match.of(self.question.words, self.question.kind, self.snapshot) if self.question.words else None

    @property
    def is_reworded(self) -> bool:
        """Whether nothing has the words as they were typed, and what is found has others for them."""
        return self.match is not None and self.match.is_reworded and self.total > 0

    def to(self, question: Question) -> "Answer":
        """The answer to another question of the same kind, of the same state; the same words are not searched twice."""
        other = Answer(question, self.snapshot)
        if question.words == self.question.words:
            other.match = self.match
        return other

    @cached_property
    def found(self) -> BitMap:
        """The ids of all records that answer the question."""
        return self._found_with(self.question.choices)

    @property
    def total(self) -> int:
        """How many records answer the question."""
        return len(self.found)

    @cached_property
    def ids(self) -> Ints:
        """Their ids, in order."""
        return np.concatenate([self._order.of(run) for run in self._runs()])

    def part(self, start: int, stop: int) -> list[int]:
        """The ids from one place to another; no more than needed is put in order."""
        found: list[int] = []
        before = 0
        for run in self._runs():
            found += self._order.part(run, max(start - before, 0), max(stop - before, 0))
            before += len(run)
            if before >= stop:
                break
        return found

    @property
    def _order(self) -> Order:
        name = self.question.order or RELEVANCE
        return self.records.order(USUAL_ORDER[self.question.kind] if name == RELEVANCE else name)

    def _runs(self) -> Iterator[BitMap]:
        """The records in sets that follow each other: one for each tier of relevance, else a single one."""
        rest = self.found
        is_by_relevance = (self.question.order or RELEVANCE) == RELEVANCE
        tiers = self.match.tiers() if self.match and is_by_relevance else iter(())
        # A single one is in order, and to look a tier up takes as long as to answer.
        while len(rest) > 1 and (tier := next(tiers, None)) is not None:
            yield rest & tier
            rest = rest - tier
        yield rest

    def counts(self, name: str) -> dict[int, int]:
        """How many records each value of a facet leads to, by value; values that lead to none are left out.

        Choosing one replaces what is included of the facet now; where every value is asked for, it is added.
        """
        return self._facet(name).counts(self._among(name))

    def found_counts(self, name: str) -> dict[int, int]:
        """How many of the records found have each value of a facet, whatever is chosen of it."""
        return self._facet(name).counts(self.found)

    def top(self, name: str, limit: int) -> list[tuple[int, int]]:
        """``(value, count)`` of the values of a facet that lead to most records; counts as for ``counts``."""
        facet, among = self._facet(name), self._among(name)
        return facet.largest(limit) if among is self.records.ids else facet.top(among, limit)

    def count(self, name: str, value: int) -> int:
        """The count of one value of a facet."""
        return self._facet(name).sets.get(value, BitMap()).intersection_cardinality(self._among(name))

    def _facet(self, name: str) -> Facet:
        return self.records.facet(name, self.day)

    def _among(self, name: str) -> BitMap:
        """The records among which a facet's values are counted: under every filter, without its own included values."""
        own = self.question.choices.get(name)
        if own is None or not own.values or own.every:
            return self.found
        others = {**self.question.choices, name: Choice(without=own.without)}
        return self._found_with(others)

    def _found_with(self, choices: Mapping[str, Choice]) -> BitMap:
        found = self._undivided
        for name, choice in choices.items():
            if choice:
                found = choice.narrow(found, self._facet(name))
        return found

    @cached_property
    def _undivided(self) -> BitMap:
        """What is found before any facet divides it: under the words and the dates."""
        if self.question.impossible:
            return BitMap()
        found = self.records.ids
        if self.match:
            found = found & self.match.found
        question = self.question
        if question.signed_from:
            first = question.signed_from.earliest
            coarser = (first.year * 10_000, first.year * 10_000 + first.month * 100)
            found = found & self.snapshot.agreements.signed_between(_code(first), _code(dt.date.max), *coarser)
        if question.signed_to:
            found = found & self.snapshot.agreements.signed_between(0, _code(question.signed_to.latest))
        return found


def _code(day: dt.date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
