"""What words match: the query parsed, its fields looked up in the index, the rest found in the full text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pyroaring import BitMap

from agreements.catalogue.query import Field, Node, parse
from agreements.catalogue.records import NamedRecords
from agreements.catalogue.snapshot import Snapshot
from agreements.models import Kind

#: Names of fields in queries that are facets of agreements whose values are records.
NAMED_FIELDS = {
    "theme": Kind.THEME,
    "party": Kind.PARTY,
    "signatory": Kind.SIGNATORY,
    "institution": Kind.INSTITUTION,
}


@dataclass(frozen=True)
class Match:
    """What the words of a question match among the records of a kind, drafts included. ``node`` None: no words."""

    node: Node | None
    kind: Kind
    snapshot: Snapshot
    found: BitMap

    def tiers(self) -> Iterator[BitMap]:
        """The records that match best, then those that match well: in what they are called, then in what they name."""
        from agreements.catalogue.fulltext import Tier

        for tier in (Tier.TITLES, Tier.NAMES):
            yield _find(self.node, self.kind, self.snapshot, tier)


def match(text: str, kind: Kind, snapshot: Snapshot) -> Match:
    """Find what the words match. Words of which nothing can be searched for match nothing."""
    from agreements.catalogue.fulltext import Tier

    node = parse(text)
    return Match(node, kind, snapshot, _find(node, kind, snapshot, Tier.ALL))


def _find(node: Node | None, kind: Kind, snapshot: Snapshot, tier: object) -> BitMap:
    from agreements.catalogue.fulltext import find

    return find(kind, node, tier, partial(_resolve, kind, snapshot)) if node is not None else BitMap()
