"""Relations that an importer is about to add, held against those the archive has."""

from collections.abc import Iterable

from agreements.models import Relation, RelationKind
from agreements.models.relation import ACYCLIC_KINDS

#: From agreement, kind, to agreement, and the register's number of the first.
Planned = tuple[int, RelationKind, int, str]


def without_circles(planned: Iterable[Planned]) -> list[Planned]:
    """Those that close no circle of renewals with each other or with what is recorded, as Relation.clean() asks."""
    edges: dict[int, set[int]] = {}
    recorded = Relation.objects.filter(kind__in=ACYCLIC_KINDS).values_list("from_agreement_id", "to_agreement_id")
    for start, end in recorded:
        edges.setdefault(start, set()).add(end)
    kept = []
    for relation in planned:
        start, kind, end, _ = relation
        if kind in ACYCLIC_KINDS:
            if _reaches(edges, end, start):
                continue
            edges.setdefault(start, set()).add(end)
        kept.append(relation)
    return kept


def _reaches(edges: dict[int, set[int]], start: int, goal: int) -> bool:
    found, waiting = set[int](), [start]
    while waiting:
        current = waiting.pop()
        if current == goal:
            return True
        if current not in found:
            found.add(current)
            waiting.extend(edges.get(current, ()))
    return False
