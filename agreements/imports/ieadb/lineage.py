"""A lineage of the register, made into a chain of relations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.dates import PartialDate
from agreements.models import RelationKind

#: What the register writes where it knows no lineage.
NO_LINEAGE = {"", "Not Yet Assigned"}
#: Types that change an agreement and do not take its place in the line.
MODIFICATIONS = {"Amendment", "Other Binding Modification"}


@dataclass(frozen=True)
class Link:
    """One agreement's place in a lineage. ``sequence`` is the register's: 301.010 changes 301, which belongs to 300."""

    number: str
    lineage: str
    parties: frozenset[str]
    signed_on: PartialDate | None
    sequence: float
    register_type: str

    @property
    def is_modification(self) -> bool:
        """Whether it changes another agreement rather than following it."""
        return self.register_type in MODIFICATIONS


def read_sequence(text: str) -> float:
    """The register's sequence number; 0 where it is empty or no number."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def relations(links: Iterable[Link]) -> Iterator[tuple[str, RelationKind, str]]:
    """Later agreement, kind, earlier agreement, for every lineage and pair of parties.

    Each agreement continues the one before it in the order of signature (the sequence decides between equals: in the
    register it is not always that of time). Amendments stand beside the line and amend what they belong to by their
    sequence. A protocol continues: the register does not say what it does. Agreements without a date or without two
    parties are in no line. In one line every relation points back, so that it has no circle.
    """
    lines = defaultdict[tuple[str, frozenset[str]], list[Link]](list)
    for link in links:
        if link.lineage not in NO_LINEAGE and len(link.parties) == 2 and link.signed_on:
            lines[link.lineage, link.parties].append(link)
    for line in lines.values():
        line.sort(key=lambda link: (str(link.signed_on), link.sequence, int(link.number)))
        before: list[Link] = []
        for link in line:
            if before and link.is_modification:
                yield link.number, RelationKind.AMENDS, _amended(link, before).number
            elif main := [earlier for earlier in before if not earlier.is_modification]:
                yield link.number, RelationKind.CONTINUES, main[-1].number
            before.append(link)


def _amended(link: Link, before: list[Link]) -> Link:
    """What an amendment belongs to: the agreement next below it in sequence, else the last one before it."""
    main = [earlier for earlier in before if not earlier.is_modification] or before
    below = [earlier for earlier in main if earlier.sequence <= link.sequence]
    return max(below, key=lambda earlier: earlier.sequence) if below else main[-1]
