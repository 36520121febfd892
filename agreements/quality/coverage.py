"""What the archive covers, party by party: for editors what is missing, for readers what is there."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from pyroaring import BitMap

from agreements.catalogue import Question, ask
from agreements.catalogue.sources import YES
from agreements.choices import EditorialStatus
from agreements.models import Agreement, Kind
from agreements.quality.completeness import item
from agreements.quality.worklists import MISSING, Asking

#: What is told of the agreements, in the order of the table's columns.
FACTS = ("text", "date", "source", "signatory", "verified")


@dataclass(frozen=True)
class Coverage:
    """How many public agreements there are, and how many of them have each of the FACTS. ``party`` None: of all."""

    party: int | None
    agreements: int
    having: dict[str, int]


def coverage() -> list[Coverage]:
    """The whole archive first, then every party of a public agreement, those with most agreements first.

    The catalogue says which agreements are public, whose they are, and which have a text, a date and a signatory; the
    database which have a source and which are verified.
    """
    answer = ask(Question(Kind.AGREEMENT))
    facets = answer.records.facets
    public = answer.found
    having = {
        "text": public & facets["has_text"].having([YES]),
        "date": public & facets["year"].having(facets["year"].sets),
        "source": public & _ids(Agreement.objects.filter(item(Agreement, "source").recorded())),
        "signatory": public & facets["signatory"].having(facets["signatory"].sets),
        "verified": public & _ids(Agreement.objects.filter(verified_on__isnull=False)),
    }
    whole = Coverage(None, len(public), {fact: len(having[fact]) for fact in FACTS})
    parties = [
        Coverage(party, len(theirs), {fact: theirs.intersection_cardinality(having[fact]) for fact in FACTS})
        for party, theirs in facets["party"].sets.items()
    ]
    names = answer.snapshot.names[Kind.PARTY]
    return [whole, *sorted(parties, key=lambda row: (-row.agreements, str(names[row.party or 0])))]


def _ids(agreements: Any) -> BitMap:
    public = agreements.filter(editorial_status=EditorialStatus.PUBLISHED).order_by()
    return BitMap(public.values_list("pk", flat=True))


@dataclass(frozen=True)
class Missing:
    """How many agreements there are, without withdrawn ones, and how many lack each of MISSING. ``party`` None: all."""

    party: int | None
    agreements: int
    lacking: dict[str, int]

    @property
    def total(self) -> int:
        """How much there is to add."""
        return sum(self.lacking.values())


def missing_by_party(asking: Asking) -> list[Missing]:
    """All agreements first, then each party, those with most to add first; two queries."""
    kept = Agreement.objects.exclude(editorial_status=EditorialStatus.WITHDRAWN).order_by()
    counts = {code: Count("pk", filter=one.condition(Agreement, asking)) for code, one in MISSING.items()}
    # Each agreement has a party once at most, so rows of one party are different agreements.
    grouped = kept.filter(participations__isnull=False).values_list("participations__party")
    rows = grouped.annotate(agreements=Count("pk"), **counts)
    parties = [Missing(party, total, dict(zip(MISSING, lacking, strict=True))) for party, total, *lacking in rows]
    found = kept.aggregate(agreements=Count("pk"), **counts)
    whole = Missing(None, found.pop("agreements"), found)
    return [whole, *sorted(parties, key=lambda row: (-row.total, -row.agreements, row.party))]
