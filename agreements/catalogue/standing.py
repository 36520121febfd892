"""The legal status of all agreements on a day, from arrays: the third way beside SQL and the sentence for readers.

The steps are those of ``models.legal_status``, in its order, on date codes (see ``arrays.DateCode``); a property test
holds the three together.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import NULL, DateCode, Ints, among, bitmap, columns, ids_of
from agreements.catalogue.prepared import Prepared
from agreements.catalogue.sources import is_public, place_in
from agreements.choices import EditorialStatus, LegalStatus
from agreements.models import Agreement, AgreementKind, EntryIntoForceCondition, Relation, RelationKind

#: Values of the facet: the places of the statuses in their enumeration.
STATUSES = list(LegalStatus)
#: Columns of what ``read_facts`` gives; ``Standing`` keeps those before the kind.
RECORD, SIGNED, EFFECTIVE, TERMINATED, EXPIRES, KIND = range(6)
#: Relations that end the earlier agreement.
ENDING = (RelationKind.TERMINATES, RelationKind.SUPERSEDES)


def _facts() -> list[Any]:
    effective = Case(
        When(entry_into_force_on__isnull=False, then=DateCode("entry_into_force_on")),
        When(entry_into_force_condition=EntryIntoForceCondition.SIGNATURE, then=DateCode("signed_on")),
        default=Value(0),
    )
    dates = [DateCode("signed_on"), effective, DateCode("terminated_on"), DateCode("expires_on")]
    return ["pk", *dates, place_in("kind", AgreementKind)]


_FACTS_OF = Prepared(
    lambda ids: Agreement.objects.filter(among("pk", ids)).order_by().values_list(*_facts(), is_public())
)


def read_facts(ids: Sequence[int] | None = None) -> Ints:
    """What an agreement's own columns say: rows of (id, signed, effective, terminated, expires, kind).

    The dates are codes, 0: not recorded; the kind is its place in its enumeration, NULL: it is none of them. Of the
    published ones of these agreements; None: of all.
    """
    if ids is None:
        facts = columns(Agreement.objects.published(), *_facts())
    else:
        facts = _FACTS_OF.numbers(ids, 7, at_least=1)[:, :-1]
    dates = facts[:, SIGNED:KIND]
    dates[dates == NULL] = 0
    return facts


def _endings() -> QuerySet[Any, Any]:
    began = Coalesce(DateCode("from_agreement__entry_into_force_on"), DateCode("from_agreement__signed_on"), Value(0))
    kind = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(ENDING)))
    relations = Relation.objects.filter(kind__in=ENDING, from_agreement__editorial_status=EditorialStatus.PUBLISHED)
    return relations.annotate(place=kind, began=began).order_by().values_list("to_agreement_id", "place", "began")


_ENDINGS_OF = Prepared(lambda ids: _endings().filter(among("to_agreement", ids)))


def read_endings(ids: Sequence[int] | None = None) -> Ints:
    """Later agreements that end these (all when None): rows of (id, place in ENDING, code of its first day or 0)."""
    if ids is None:
        return columns(_endings(), "to_agreement_id", "place", "began")
    return _ENDINGS_OF.numbers(ids, 3)


@dataclass(frozen=True)
class Standing:
    """What legal status follows from: rows of ``facts``, sorted by id, and ``endings``, as read above."""

    facts: NDArray[np.int32]
    endings: Ints

    @classmethod
    def of(cls, facts: Ints, endings: Ints) -> "Standing":
        """From rows in any order."""
        return cls(_in_order(facts), endings)

    def replaced(self, changed: BitMap, facts: Ints, endings: Ints) -> "Standing":
        """What holds after some agreements changed; the rows are all that those have now."""
        ended = self.endings[~np.isin(self.endings[:, 0], ids_of(changed))]
        return Standing(self._facts_replaced(ids_of(changed), _in_order(facts)), np.concatenate((ended, endings)))

    def _facts_replaced(self, changed: Ints, now: NDArray[np.int32]) -> NDArray[np.int32]:
        """The facts; the same array where nothing is new: most edits are of something else."""
        places = self._places_of(changed)
        if np.array_equal(self.facts[places], now):
            return self.facts
        kept = np.delete(self.facts, places, axis=0)
        return np.insert(kept, np.searchsorted(kept[:, RECORD], now[:, RECORD]), now, axis=0)

    def _places_of(self, records: Ints) -> Ints:
        """The places of those of the records that have facts."""
        known = self.facts[:, RECORD]
        places = np.searchsorted(known, records)
        within = places < len(known)
        places, wanted = places[within], records[within]
        found: Ints = places[known[places] == wanted]
        return found

    def on(self, day: dt.date) -> dict[int, BitMap]:
        """The agreements of each legal status on the day, by the place of the status in its enumeration."""
        code = day.year * 10_000 + day.month * 100 + day.day
        records, signed, effective, terminated, expires = self.facts.T
        conditions = [
            (LegalStatus.TERMINATED, _passed(terminated, code) | self._ended(RelationKind.TERMINATES, code)),
            (LegalStatus.SUPERSEDED, self._ended(RelationKind.SUPERSEDES, code)),
            (LegalStatus.EXPIRED, _passed(expires, code) & (expires < code)),
            (LegalStatus.IN_FORCE, (effective > 0) & (effective <= code)),
            (LegalStatus.NOT_YET_IN_FORCE, (effective > 0) | (signed > code)),
        ]
        found: dict[int, BitMap] = {}
        undecided = np.ones(len(records), dtype=bool)
        for status, holds in [*conditions, (LegalStatus.NOT_RECORDED, undecided)]:
            if (now := undecided & holds).any():
                found[STATUSES.index(status)] = bitmap(records[now])
            undecided &= ~holds
        return found

    def _ended(self, kind: RelationKind, code: int) -> NDArray[np.bool_]:
        by_kind = self.endings[(self.endings[:, 1] == ENDING.index(kind)) & (self.endings[:, 2] <= code)]
        return np.isin(self.facts[:, RECORD], by_kind[:, 0])


def _in_order(facts: Ints) -> NDArray[np.int32]:
    return facts[np.argsort(facts[:, RECORD]), :KIND].astype(np.int32)


def _passed(dates: NDArray[np.int32], day: int) -> NDArray[np.bool_]:
    """Dates up to a day, without the month and the year that it lies in."""
    coarser = (dates == day // 100 * 100) | (dates == day // 10_000 * 10_000)
    passed: NDArray[np.bool_] = (dates > 0) & (dates <= day) & ~coarser
    return passed
