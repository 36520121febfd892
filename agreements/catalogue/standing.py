"""The legal status of all agreements on a day, from arrays: the third way beside SQL and the sentence for readers.

The steps are those of ``models.legal_status``, in its order, on date codes (see ``arrays.DateCode``); a property test
holds the three together.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from numpy.typing import NDArray
from pyroaring import BitMap

from agreements.catalogue.arrays import NULL, DateCode, Ints, bitmap, columns
from agreements.choices import EditorialStatus, LegalStatus
from agreements.models import Agreement, EntryIntoForceCondition, Relation, RelationKind

#: Values of the facet: the places of the statuses in their enumeration.
STATUSES = list(LegalStatus)
#: Columns of ``facts``.
RECORD, SIGNED, EFFECTIVE, TERMINATED, EXPIRES = range(5)
#: Relations that end the earlier agreement.
ENDING = (RelationKind.TERMINATES, RelationKind.SUPERSEDES)


def read_facts(agreements: QuerySet[Agreement]) -> Ints:
    """What an agreement's own columns say: rows of (id, signed, effective, terminated, expires), 0: not recorded."""
    effective = Case(
        When(entry_into_force_on__isnull=False, then=DateCode("entry_into_force_on")),
        When(entry_into_force_condition=EntryIntoForceCondition.SIGNATURE, then=DateCode("signed_on")),
        default=Value(0),
    )
    dates = (DateCode("signed_on"), effective, DateCode("terminated_on"), DateCode("expires_on"))
    facts = columns(agreements, "pk", *dates)
    facts[facts == NULL] = 0
    return facts


def read_endings(agreements: QuerySet[Agreement] | None = None) -> Ints:
    """Later agreements that end these (all when None): rows of (id, place in ENDING, code of its first day or 0)."""
    began = Coalesce(DateCode("from_agreement__entry_into_force_on"), DateCode("from_agreement__signed_on"), Value(0))
    kind = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(ENDING)))
    relations = Relation.objects.filter(kind__in=ENDING, from_agreement__editorial_status=EditorialStatus.PUBLISHED)
    if agreements is not None:
        relations = relations.filter(to_agreement__in=agreements)
    return columns(relations, F("to_agreement_id"), kind, began)


@dataclass(frozen=True)
class Standing:
    """What legal status follows from. Rows of ``facts`` and ``endings`` as read above, sorted by id."""

    facts: NDArray[np.int32]
    endings: Ints

    @classmethod
    def of(cls, facts: Ints, endings: Ints) -> "Standing":
        """From rows in any order."""
        return cls(facts[np.argsort(facts[:, RECORD])].astype(np.int32), endings)

    def replaced(self, changed: BitMap, facts: Ints, endings: Ints) -> "Standing":
        """The facts after some agreements changed; the rows are all that those have now."""
        gone = np.fromiter(changed, dtype=np.int64)
        kept = self.facts[~np.isin(self.facts[:, RECORD], gone)]
        come = facts[np.argsort(facts[:, RECORD])].astype(np.int32)
        places = np.searchsorted(kept[:, RECORD], come[:, RECORD])
        ended = self.endings[~np.isin(self.endings[:, 0], gone)]
        return Standing(np.insert(kept, places, come, axis=0), np.concatenate((ended, endings)))

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


def _passed(dates: NDArray[np.int32], day: int) -> NDArray[np.bool_]:
    """Dates up to a day, without the month and the year that it lies in."""
    coarser = (dates == day // 100 * 100) | (dates == day // 10_000 * 10_000)
    passed: NDArray[np.bool_] = (dates > 0) & (dates <= day) & ~coarser
    return passed
