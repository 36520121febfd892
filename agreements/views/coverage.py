"""What the archive has of each party's agreements, as the page about the data tells it."""

from dataclasses import dataclass

from agreements.catalogue import current
from agreements.catalogue.names import Name
from agreements.models import Kind
from agreements.quality.coverage import FACTS, Coverage, coverage
from agreements.templatetags.archive import set_url
from agreements.views.addresses import code_address

#: Parties that the table shows before it is opened.
SHOWN = 15
#: Facts by which the list of agreements can be filtered.
FILTERS = {"text": {"has_text": "yes"}}


@dataclass(frozen=True)
class Cell:
    """How many agreements have a fact, and what share of all in whole per cent, rounded down. ``url``: '' for none."""

    count: int
    percent: int
    url: str


@dataclass(frozen=True)
class CoverageRow:
    """A line of the table. ``party`` None: the whole archive. ``cells``: in the order of FACTS."""

    party: Name | None
    url: str
    agreements: int
    agreements_url: str
    cells: list[Cell]


def coverage_rows() -> list[CoverageRow]:
    """The whole archive first, then the parties, those with most agreements first; empty without agreements."""
    names = current().names[Kind.PARTY]
    rows = (_row(found, names[found.party] if found.party else None) for found in coverage())
    return [row for row in rows if row.agreements]


def _row(found: Coverage, party: Name | None) -> CoverageRow:
    of_party = {"party": party.code} if party else {}
    cells = [
        Cell(
            count=found.having[fact],
            percent=100 * found.having[fact] // found.agreements if found.agreements else 0,
            url=set_url("agreements", **of_party, **FILTERS[fact]) if fact in FILTERS and found.having[fact] else "",
        )
        for fact in FACTS
    ]
    url = code_address("party", party.code) if party else ""
    return CoverageRow(party, url, found.agreements, set_url("agreements", **of_party), cells)
