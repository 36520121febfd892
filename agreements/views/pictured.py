"""Pictures of a set of agreements: from an answer of the catalogue to a figure, with the addresses behind its parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.catalogue import FACETS, Answer
from agreements.filters import AgreementFilter
from agreements.models import Kind
from agreements.pictures import counts, grid, network
from agreements.pictures.counts import Period
from agreements.pictures.grid import Grid, Line
from agreements.pictures.table import Cell, Figure, Table
from agreements.views.narrowing import Narrowing

#: Rows of a heat map and of bars, layers of a stream, nodes of a network.
ROWS, BARS, LAYERS, NODES, EDGES = 12, 24, grid.LAYERS, 28, 60


@dataclass(frozen=True)
class Subject:
    """The set a picture is of, by its answer and the parameters of its address."""

    answer: Answer
    parameters: QueryDict

    @cached_property
    def narrowing(self) -> Narrowing:
        """The addresses of its parts."""
        return Narrowing(self.answer, self.parameters)

    def label(self, facet: str, value: int) -> str:
        """A value of a facet in the reader's language."""
        return FACETS[Kind.AGREEMENT][facet].label(value, self.answer.snapshot)

    def values(self, facet: str, most: int) -> list[int]:
        """The values of a facet that most agreements have; of themes those of one level, so that none holds another."""
        found = self.answer.found_counts(facet)
        only = self.narrowing.values(facet)
        if facet == "theme" and only is None:
            only = self._level()
        return counts.largest(found, most, only)

    def _level(self) -> set[int]:
        """The top themes; where one theme is asked for, those just below it, or itself where there are none."""
        broader = self.answer.snapshot.broader
        choice = self.answer.question.choices.get("theme")
        asked = next(iter(choice.values), None) if choice and len(choice.values) == 1 else None
        below = {theme for theme, above in broader.items() if above == asked}
        return below or {asked or 0}

    def spans(self) -> tuple[list[Period], list[Any]]:
        """Periods of five years, and the agreements of each."""
        by_year = counts.signed_by_year(self.answer)
        spans = counts.periods(by_year)
        return spans, counts.by_period(by_year, spans)


def grid_of(subject: Subject, facet: str, most: int) -> Grid:
    """Values of a facet × periods."""
    values, (spans, among) = subject.values(facet, most), subject.spans()
    to = subject.narrowing.to
    numbers = counts.divided(subject.answer, facet, values, among)
    return Grid(
        corner=_facet_name(facet),
        rows=[Line(subject.label(facet, value), to(facet, value)) for value in values],
        columns=[Line(str(span), to(span=span)) for span in spans],
        cells=[
            [Cell(number, to(facet, value, span) if number else "") for number, span in zip(row, spans, strict=True)]
            for value, row in zip(values, numbers, strict=True)
        ],
    )


def heat_figure(subject: Subject, facet: str = "theme") -> Figure | None:
    """A heat map of a facet through time."""
    table = grid_of(subject, facet, ROWS)
    caption = _("%(facet)s through time: how many agreements of each were signed in each period.")
    return _figure(table, grid.heat, caption % {"facet": _facet_name(facet)})


def stream_figure(subject: Subject, facet: str = "theme") -> Figure | None:
    """A stream of the largest values of a facet."""
    table = grid_of(subject, facet, LAYERS)
    caption = _("%(facet)s through time: the most frequent ones, one on top of the other.")
    return _figure(table, grid.stream, caption % {"facet": _facet_name(facet)})


def _figure(table: Grid, draw: Callable[[Grid, str, float], SafeString], caption: str) -> Figure | None:
    if not table.rows or not table.columns:
        return None
    notes = [_("An agreement with several of them is counted under each.")] if len(table.rows) > 1 else []
    narrow = draw(table, caption, grid.NARROW) if draw is not grid.heat else SafeString()
    return Figure(caption, draw(table, caption, grid.WIDE), table.table(), narrow, notes=notes, many=True)


def columns_figure(subject: Subject) -> Figure | None:
    """How many agreements were signed in each period."""
    spans, among = subject.spans()
    if not spans:
        return None
    cells = [
        Cell(len(found), subject.narrowing.to(span=span) if found else "")
        for span, found in zip(spans, among, strict=True)
    ]
    lines = [Line(str(span), cell.url) for span, cell in zip(spans, cells, strict=True)]
    caption = _("How many agreements were signed in each period.")
    table = Grid("", [Line(_("Agreements"), subject.narrowing.all())], lines, [cells])
    upright = Table(
        [_("Signed"), _("Agreements")],
        [[Cell(line.name, line.url), cell] for line, cell in zip(lines, cells, strict=True)],
    )
    wide, narrow = (grid.columns(table, caption, width) for width in (grid.WIDE, grid.NARROW))
    return Figure(caption, wide, upright, narrow)


def bars_figure(subject: Subject, facet: str) -> Figure | None:
    """How many agreements have each value of a facet."""
    found = subject.answer.found_counts(facet)
    values = subject.values(facet, BARS)
    if not values:
        return None
    to = subject.narrowing.to
    lines = [Line(subject.label(facet, value), to(facet, value)) for value in values]
    cells = [[Cell(found[value], line.url)] for value, line in zip(values, lines, strict=True)]
    table = Grid(_facet_name(facet), lines, [Line(_("Agreements"))], cells)
    caption = _("How many agreements there are by %(facet)s.") % {"facet": _facet_name(facet).lower()}
    wide, narrow = (grid.bars(table, caption, width) for width in (grid.WIDE, grid.NARROW))
    return Figure(caption, wide, table.table(), narrow, many=True)


def network_figure(subject: Subject, facet: str = "party") -> Figure | None:
    """Who stands in the same agreements: parties, or people who signed. None where no two do."""
    values = subject.values(facet, NODES)
    every = counts.together(subject.answer, facet, values)
    if not every:
        return None
    shared = dict(sorted(every.items(), key=lambda tie: (-tie[1], tie[0]))[:EDGES])
    nodes, edges = _graph(subject, facet, values, shared)
    places = network.lay_out(nodes, edges)
    caption = (
        _("Who made agreements with whom: the thicker the line, the more agreements.")
        if facet == "party"
        else _("Who signed together: the thicker the line, the more agreements.")
    )
    names = {node.key: node for node in nodes}
    ordered = sorted(edges, key=lambda edge: (-edge.weight, names[edge.one].name, names[edge.other].name))
    table = Table(
        [_("One"), _("Other"), _("Agreements")],
        [
            [Cell(names[edge.one].name, names[edge.one].url), Cell(names[edge.other].name, names[edge.other].url),
             Cell(edge.weight, edge.url)]
            for edge in ordered
        ],
    )  # fmt: skip
    notes = [_("Only the %(n)s strongest ties are shown.") % {"n": EDGES}] if len(every) > EDGES else []
    key = _people_key(subject) if facet == "signatory" else []
    return Figure(caption, network.drawn(nodes, edges, places, caption), table, many=True, notes=notes, key=key)


def _people_key(subject: Subject) -> list[tuple[str, str]]:
    party = subject.label("party", _most_signed_for(subject))
    return [("layer-0", _("signed for %(party)s") % {"party": party}), ("layer-1", _("signed for others"))]


def _most_signed_for(subject: Subject) -> int:
    """The party for which most people signed."""
    parties = subject.answer.snapshot.signed_for.sets
    return min(parties, key=lambda party: (-len(parties[party]), party))


def _graph(
    subject: Subject, facet: str, values: Sequence[int], shared: dict[tuple[int, int], int]
) -> tuple[list[network.Node], list[network.Edge]]:
    """Nodes of those who share something, and the edges between them."""
    found = subject.answer.found_counts(facet)
    tied = {value for pair in shared for value in pair}
    to = subject.narrowing.to
    names = {value: subject.label(facet, value) for value in values}
    nodes = [
        network.Node(value, names[value], to(facet, value), found[value], group=_group(subject, facet, value))
        for value in values
        if value in tied
    ]
    edges = [
        network.Edge(
            one, other, weight, _of_both(subject, facet, one, other), f"{names[one]} – {names[other]}: {weight}"
        )
        for (one, other), weight in shared.items()
    ]
    return nodes, edges


def _of_both(subject: Subject, facet: str, one: int, other: int) -> str:
    """The agreements that have both values; '' where the address cannot say so."""
    narrowing = subject.narrowing
    return narrowing.of_all(facet, (one, other)) if narrowing.values(facet) is None else ""


def _group(subject: Subject, facet: str, value: int) -> int:
    """The colour of a node: 0 for parties, and for people of the party for which most signed."""
    if facet == "party":
        return 0
    return int(value not in subject.answer.snapshot.signed_for.sets[_most_signed_for(subject)])


def _facet_name(facet: str) -> str:
    return str(AgreementFilter.facets[facet])
