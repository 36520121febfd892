"""Maps of the parties of a set of agreements, former states under those that came after them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from agreements.catalogue import Question, ask
from agreements.figures import agreements_counted
from agreements.models import Kind, Party, PartySuccession
from agreements.pictures import counts, world
from agreements.pictures.table import Cell, Figure, Table
from agreements.pictures.world import Place
from agreements.views.addresses import pair_address
from agreements.views.drawn_once import drawn_once
from agreements.views.narrowing import explorable, parameters_of
from agreements.views.pictured import Subject

NUMBER, LATEST = "number", "latest"


@dataclass(frozen=True)
class Existence:
    """When parties existed, and which came before which: parties by code, predecessors by id."""

    parties: Mapping[str, Party]
    before: Mapping[int, list[Party]]

    @classmethod
    def read(cls) -> "Existence":
        """Read it; the tables are small."""
        parties = {party.code: party for party in Party.objects.all()}
        by_id = {party.pk: party for party in parties.values()}
        before: dict[int, list[Party]] = {}
        for earlier, later in PartySuccession.objects.values_list("predecessor_id", "successor_id"):
            before.setdefault(later, []).append(by_id[earlier])
        return cls(parties, before)

    def standing_at(self, code: str, day: dt.date | None) -> list[Party]:
        """The parties whose place on the map is that of ``code``, on the day (None: today).

        A state stands there itself, and what came before it, unless that has a place of its own. On a day on which a
        predecessor existed, only that stands there.
        """
        party = self.parties.get(code)
        if party is None:
            return []
        earlier = [before for before in self._before(party) if not world.is_on_map(before.code)]
        if day and (then := [before for before in earlier if _existed(before, day)]):
            return then
        return [party, *earlier]

    def _before(self, party: Party, seen: frozenset[int] = frozenset()) -> Iterable[Party]:
        for before in self.before.get(party.pk, []):
            if before.pk not in seen:
                yield before
                yield from self._before(before, seen | {party.pk, before.pk})


def _existed(party: Party, day: dt.date) -> bool:
    begun = party.existed_from is None or party.existed_from.earliest <= day
    return begun and party.existed_until is not None and day <= party.existed_until.latest


@dataclass(frozen=True)
class Row:
    """A party: how many of the agreements it has, the year of the newest (0: none has a date), and the list of them."""

    pk: int
    code: str
    name: str
    url: str
    count: int
    latest: int

    @property
    def words(self) -> str:
        """The party and its number."""
        agreements = agreements_counted(self.count)
        latest = _(", the latest of %(year)s") % {"year": self.latest} if self.latest else ""
        return f"{self.name}: {agreements}{latest}"


@dataclass(frozen=True)
class Options:
    """How a map is drawn.

    ``about``: whose partners they are; None: those of the party that stands on all of the agreements, where one does.
    ``to_pairs``: a partner leads to the page of the two. ``colour``: NUMBER or LATEST. ``day``: under which states the
    places lie; None: today's.
    """

    about: Party | None = None
    to_pairs: bool = False
    colour: str = NUMBER
    day: dt.date | None = None

    def value(self, rows: Iterable[Row]) -> int:
        """What shades a place at which these parties stand."""
        return max(row.latest for row in rows) if self.colour == LATEST else sum(row.count for row in rows)


def map_figure(subject: Subject, options: Options) -> Figure | None:
    """The parties of the agreements on a map; None where there are none."""
    if options.about is None and (party := _of_all(subject)):
        options = replace(options, about=party)
    rows = _rows(subject, options)
    if not rows:
        return None
    standing = _standing(rows, options.day)
    values = [options.value(there) for there in standing.values()] or [1]
    scale = world.year_scale(max(values)) if options.colour == LATEST else world.number_scale(max(values))
    places = [
        Place(
            code,
            "; ".join(row.words for row in there),
            _url(subject, there, options),
            scale.shade(options.value(there)),
        )
        for code, there in standing.items()
    ]
    key = [(f"shade-{number}", label) for number, label in enumerate(scale.labels, start=1)]
    if (about := options.about) and world.is_on_map(about.code):
        places.append(Place(about.code, str(about), "", 0))
        key.append(("self", str(about)))
    caption = _caption(options)
    drawn = world.drawn(places, caption)
    return Figure(caption, drawn, _table(rows), key=key, fits_all=True, many=True, notes=_off_map(rows, standing))


def _of_all(subject: Subject) -> Party | None:
    """The party that stands on every agreement of the set, if one alone does and has several partners."""
    found = subject.answer.found_counts("party")
    everywhere = [pk for pk, count in found.items() if count == subject.answer.total]
    return Party.objects.filter(pk=everywhere[0]).first() if len(everywhere) == 1 and len(found) > 2 else None


def archive_map() -> Figure | None:
    """The parties of all agreements, for the front page; None for an empty archive."""
    subject = Subject(ask(Question(Kind.AGREEMENT)), parameters_of())
    return drawn_once(
        "map", subject.answer, lambda: explorable(map_figure(subject, Options()), "map", subject.parameters)
    )


def _caption(options: Options) -> str:
    is_latest = options.colour == LATEST
    if options.about:
        words = (
            _("The partners of %(party)s, by the year of the latest agreement.")
            if is_latest
            else _("The partners of %(party)s, by the number of agreements.")
        )
        return words % {"party": options.about}
    if is_latest:
        return _("The parties, by the year of the latest agreement.")
    return _("The parties, by the number of agreements.")


def _rows(subject: Subject, options: Options) -> list[Row]:
    answer, about = subject.answer, options.about
    names = answer.snapshot.names[Kind.PARTY]
    sets = answer.records.facet("party", answer.day).sets
    only = subject.narrowing.values("party")
    rows = []
    for pk, count in answer.found_counts("party").items():
        if (about and pk == about.pk) or (only is not None and pk not in only):
            continue
        latest = counts.newest_year(answer, sets[pk])
        to_pair = about is not None and options.to_pairs
        url = pair_address(about.code, names[pk].code) if about and to_pair else subject.narrowing.to("party", pk)
        rows.append(Row(pk, names[pk].code, str(names[pk]), url, count, latest))
    return sorted(rows, key=lambda row: (-row.count, row.name))


def _standing(rows: Sequence[Row], day: dt.date | None) -> dict[str, list[Row]]:
    """By place on the map the parties that stand there, the one with most agreements first."""
    existence = Existence.read()
    by_code = {row.code: row for row in rows}
    found = {}
    for code in existence.parties:
        if world.is_on_map(code):
            there = [by_code[party.code] for party in existence.standing_at(code, day) if party.code in by_code]
            if there:
                found[code] = sorted(there, key=lambda row: (-row.count, row.name))
    return found


def _url(subject: Subject, there: Sequence[Row], options: Options) -> str:
    """The list behind a place; of several parties the one of all, or of the first where the address cannot say so."""
    narrowing = subject.narrowing
    if len(there) == 1 or options.to_pairs or "party" in narrowing.base:
        return there[0].url
    return narrowing.with_values({"party": [row.code for row in there]})


def _table(rows: Iterable[Row]) -> Table:
    return Table(
        [_("Party"), _("Agreements"), _("Latest signed")],
        [[Cell(row.name, row.url), Cell(row.count, row.url), Cell(row.latest or "–")] for row in rows],
    )


def _off_map(rows: Iterable[Row], standing: Mapping[str, Sequence[Row]]) -> list[str]:
    shown = {row.pk for there in standing.values() for row in there}
    missing = [row.words for row in rows if row.pk not in shown]
    return [_("Not on the map: %(parties)s.") % {"parties": "; ".join(missing)}] if missing else []
