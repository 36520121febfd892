"""The published records of one kind in memory: which there are, the facets they have, the orders they can stand in.

Everything here is unchangeable; ``replaced`` gives what holds after some records changed.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.functional import cached_property
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import NULL, DateCode, Ints, among, bitmap, columns, ids_of
from agreements.catalogue.facet import Calendar, Facet, Tree
from agreements.catalogue.names import Name, in_norwegian
from agreements.catalogue.order import NewestFirst, Order
from agreements.catalogue.prepared import Prepared
from agreements.catalogue.sources import AGREEMENT_SOURCES, NO, PROJECT_SOURCES, YES, YES_OR_NO, Sources, is_public
from agreements.catalogue.standing import KIND, RECORD, SIGNED, Standing, read_endings, read_facts
from agreements.models import Agreement, Project
from agreements.sorting import alphabetical


@dataclass(frozen=True)
class Records:
    """Published records of a kind. ``facets``: those that depend on nothing but the records."""

    ids: BitMap
    facets: Mapping[str, Facet]

    def facet(self, name: str, day: dt.date) -> Facet:
        """The facet; ``day`` matters to the legal status alone."""
        return self.facets[name]

    def order(self, name: str) -> Order:
        """The order that a value of the parameter ``order`` names. Raise KeyError for one that there is not."""
        raise KeyError(name)


@dataclass(frozen=True)
class DatedRecords(Records):
    """Records with a date and a title. ``codes``: the date code of each record, by id (see ``arrays.DateCode``)."""

    codes: NDArray[np.int32]
    newest: NewestFirst
    _titles: dict[str, Order] = field(default_factory=dict)

    def order(self, name: str) -> Order:
        """By date (``-date``: newest first, ``date``) or by title in the reader's language (``title``, ``-title``)."""
        turned = name not in ("-date", "title")
        order = self.newest if name.endswith("date") else self._by_title(name.removeprefix("-"))
        return order.turned if turned else order

    def _by_title(self, name: str) -> Order:
        if name != "title":
            raise KeyError(name)
        language = "no" if in_norwegian() else "en"
        if language not in self._titles:
            self._titles[language] = self._read_title_order()
        return self._titles[language]

    def _read_title_order(self) -> Order:
        """Read the titles and put them in order; once, when somebody asks for it.

        By then a record may have gone that is still among these: it stands at the end.
        """
        norwegian = in_norwegian()
        read = self._published().order_by().values_list("pk", "title_en", "title_no")
        keys = {pk: alphabetical((no or en) if norwegian else (en or no), norwegian=norwegian) for pk, en, no in read}
        sequence = np.array(sorted(sorted(keys), key=keys.__getitem__), dtype=np.int64)
        ids = ids_of(self.ids)
        gone = ids[~np.isin(ids, sequence)]
        return Order(np.concatenate((sequence[np.isin(sequence, ids)], gone)).astype(np.int32))

    def _published(self) -> QuerySet[Any]:
        raise NotImplementedError


@dataclass(frozen=True)
class AgreementRecords(DatedRecords):
    """Published agreements."""

    standing: Standing = field(kw_only=True)
    _statuses: dict[dt.date, Facet] = field(default_factory=dict)

    def facet(self, name: str, day: dt.date) -> Facet:
        """The facet; that of the legal status on the day."""
        if name != "status":
            return self.facets[name]
        if day not in self._statuses:
            if len(self._statuses) >= REMEMBERED_DAYS:
                self._statuses.clear()
            self._statuses[day] = Facet(self.standing.on(day))
        return self._statuses[day]

    def signed_between(self, first: int, last: int, *coarser: int) -> BitMap:
        """Agreements with a date code from ``first`` to ``last``, or one of ``coarser``."""
        signed = self.standing.facts[:, SIGNED]
        kept = (signed >= first) & (signed <= last) & (signed > 0)
        if coarser:
            kept |= np.isin(signed, coarser)
        return bitmap(self.standing.facts[kept, RECORD])

    @classmethod
    def read(cls, broader: Tree) -> "AgreementRecords":
        """Read all published agreements."""
        facts = read_facts()
        standing = Standing.of(facts, read_endings())
        ids = bitmap(facts[:, RECORD])
        codes = codes_by_id(np.zeros(0, dtype=np.int32), facts[:, [RECORD, SIGNED]])
        facets = _all(AGREEMENT_SOURCES, ids, broader) | {"kind": Facet.of(_kinds(facts))}
        facets |= {name: Calendar.over(Facet.of(_spans(facts, span)), codes, span) for name, span in SPANS.items()}
        facets |= {name: _yes_or_no(facets[name], ids) for name in YES_OR_NO}
        return cls(ids, facets, codes, NewestFirst.by(ids, codes), standing=standing)

    def replaced(self, changed: BitMap, broader: Tree) -> "AgreementRecords":
        """What holds after these agreements changed, came or went."""
        facts = read_facts(list(changed))
        standing = self.standing.replaced(changed, facts, read_endings(facts[:, RECORD].tolist()))
        if standing.facts is self.standing.facts:
            ids, codes, newest, facets = self.ids, self.codes, self.newest, dict(self.facets)
        else:
            ids = self.ids - changed | bitmap(facts[:, RECORD])
            codes = codes_by_id(self.codes, facts[:, [RECORD, SIGNED]])
            newest, facets = self.newest.replaced(changed, ids, codes), self._by_date(changed, facts, codes)
        facets |= _replaced(self.facets, AGREEMENT_SOURCES, changed, ids, broader)
        facets["kind"] = self.facets["kind"].replaced(changed, _kinds(facts))
        facets |= {name: _yes_or_no(facets[name], ids) for name in YES_OR_NO}
        return AgreementRecords(ids, facets, codes, newest, standing=standing)

    def _by_date(self, changed: BitMap, facts: Ints, codes: NDArray[np.int32]) -> dict[str, Facet]:
        """The facets that follow from the dates, after those of some agreements changed."""
        return {
            name: Calendar.over(self.facets[name].replaced(changed, _spans(facts, span)), codes, span)
            for name, span in SPANS.items()
        }

    def _published(self) -> QuerySet[Any]:
        return Agreement.objects.published()


@dataclass(frozen=True)
class ProjectRecords(DatedRecords):
    """Published projects."""

    @classmethod
    def read(cls, broader: Tree) -> "ProjectRecords":
        """Read all published projects."""
        dates = _project_dates()
        ids = bitmap(dates[:, 0])
        codes = codes_by_id(np.zeros(0, dtype=np.int32), dates)
        facets = _all(PROJECT_SOURCES, ids, broader)
        return cls(ids, facets, codes, NewestFirst.by(ids, codes))

    def replaced(self, changed: BitMap, broader: Tree) -> "ProjectRecords":
        """What holds after these projects, or agreements that they stand under, changed."""
        dates = _project_dates(list(changed))
        ids = self.ids - changed | bitmap(dates[:, 0])
        codes = codes_by_id(self.codes, dates)
        facets = _replaced(self.facets, PROJECT_SOURCES, changed, ids, broader)
        return ProjectRecords(ids, facets, codes, self.newest.replaced(changed, ids, codes))

    def _published(self) -> QuerySet[Any]:
        return Project.objects.published()


@dataclass(frozen=True)
class NamedRecords(Records):
    """People, parties or themes: known by their names. ``agreements``: the facet of which they are the values."""

    names: Mapping[int, Name]
    agreements: Facet

    def order(self, name: str) -> Order:
        """By name in the reader's language (``name``), or by number of agreements and then name (``-agreements``)."""
        by_name = self._by_name_no if in_norwegian() else self._by_name_en
        return {"name": lambda: by_name, "-agreements": lambda: self._by_agreements(by_name)}[name]()

    def count(self, record: int) -> int:
        """How many published agreements the record stands on."""
        return self.agreements.total(record)

    @cached_property
    def _by_name_en(self) -> Order:
        return self._sorted(lambda record: self.names[record].sort or self.names[record].en, norwegian=False)

    @cached_property
    def _by_name_no(self) -> Order:
        return self._sorted(lambda record: self.names[record].sort or self.names[record].no, norwegian=True)

    def _by_agreements(self, by_name: Order) -> Order:
        totals = self.agreements.totals()
        return Order(np.array(sorted(by_name.sequence.tolist(), key=lambda pk: -totals.get(pk, 0)), np.int32))

    def _sorted(self, name: Callable[[int], str], *, norwegian: bool) -> Order:
        in_turn = sorted(self.ids, key=lambda record: alphabetical(name(record), norwegian=norwegian))
        return Order(np.array(in_turn, dtype=np.int32))


#: Days for which the sets of the legal statuses are kept: today and a few that readers ask about.
REMEMBERED_DAYS = 8


#: Facets that follow from the date of signature: the years that a value spans.
SPANS = {"year": 1, "decade": 10}


def _spans(facts: Ints, span: int) -> Ints:
    """Rows of (record, first year of its span) from rows of ``standing.read_facts``."""
    pairs = facts[facts[:, SIGNED] > 0][:, [RECORD, SIGNED]]
    pairs[:, 1] //= 10_000
    pairs[:, 1] -= pairs[:, 1] % span
    return pairs


def _kinds(facts: Ints) -> Ints:
    """Rows of (record, kind) from the same."""
    known: Ints = facts[facts[:, KIND] != NULL]
    return known[:, [RECORD, KIND]]


_PROJECT_DATES_OF = Prepared(
    lambda ids: (
        Project.objects.filter(among("pk", ids)).order_by().values_list("pk", DateCode("started_on"), is_public())
    )
)


def _project_dates(ids: Sequence[int] | None = None) -> Ints:
    """Rows of (id, code of the first day or 0) of the published ones of these projects; None: of all."""
    if ids is None:
        dates = columns(Project.objects.published(), "pk", DateCode("started_on"))
        dates[dates == NULL] = 0
        return dates
    return _PROJECT_DATES_OF.numbers(ids, 3, null=0, at_least=1)[:, :-1]


def codes_by_id(before: NDArray[np.int32], dates: Ints) -> NDArray[np.int32]:
    """Date codes by id: those of ``before``, with the rows of (id, code) written over them."""
    size = max(len(before), int(dates[:, 0].max(initial=-1)) + 1)
    codes = np.zeros(size, dtype=np.int32)
    codes[: len(before)] = before
    codes[dates[:, 0]] = dates[:, 1]
    return codes


def _yes_or_no(facet: Facet, ids: BitMap) -> Facet:
    """A facet of which only the records are known for which something holds, with all others as those without."""
    holds = facet.sets.get(YES, BitMap())
    return Facet({value: found for value, found in ((YES, holds), (NO, ids - holds)) if found})


def _tree(facet: str, broader: Tree) -> Tree | None:
    return broader if facet == "theme" else None


def _all(sources: Sources, public: BitMap, broader: Tree) -> dict[str, Facet]:
    """The facets that are read from the database. ``public``: the records that are published."""
    return {name: Facet.of(rows, _tree(name, broader)) for name, rows in sources.of_all(public).items()}


def _replaced(
    facets: Mapping[str, Facet], sources: Sources, changed: BitMap, public: BitMap, broader: Tree
) -> dict[str, Facet]:
    """The facets that are read from the database, after some records changed, or the tree that their values lie in.

    ``public``: those that are published now.
    """

    def now(name: str, rows: Ints) -> Facet:
        tree = _tree(name, broader) or {}
        if facets[name].broader != tree:
            return Facet.of(sources.of_all(public, name)[name], tree)
        return facets[name].replaced(changed, rows)

    return {name: now(name, rows) for name, rows in sources.of(list(changed & public)).items()}
