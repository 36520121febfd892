"""Agreements as rows of a list: all that a row shows, from two queries and the names in memory.

Rows, and their HTML with gaps for what a search changes, are kept with the snapshot until what they show changes.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markupsafe import Markup, escape

from agreements.catalogue import current
from agreements.catalogue.names import Name, in_norwegian
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.rows import Brief, Sides, shown
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.standing import STATUSES
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.hot import Gapped, draw_once, gap, remembered, shape_of, shaped, with_gaps
from agreements.models import AgreementKind, Kind
from agreements.sorting import alphabetical
from agreements.views.addresses import agreement_address, code_address, pair_address, record_address

#: Titles with more characters are cut to three lines by the style sheet.
LONG_TITLE = 220
#: Links that are kept in a language, at most.
MOST_LINKS = 4_000
#: The colour of each legal status, by Designsystemet's names; grey for the rest.
STATUS_COLOURS = {
    LegalStatus.IN_FORCE: "success",
    LegalStatus.NOT_YET_IN_FORCE: "info",
    LegalStatus.TERMINATED: "danger",
    LegalStatus.SUPERSEDED: "warning",
}


class Link(NamedTuple):
    """A name and where it leads."""

    name: str
    url: str


class Office(NamedTuple):
    """In which office somebody signed ('': not recorded), and in what capacity where the office does not say."""

    office: str
    lang: str
    qualifier: str


class Passage(NamedTuple):
    """A place where the words stand: what it is, its text with the words marked, its language ('': not recorded)."""

    label: str
    text: SafeString
    lang: str


class AgreementRow(NamedTuple):
    """One agreement in a list. ``date`` None: not recorded; ``parties`` None: not two of them are known.

    ``signed_as``: on a person's own page, instead of everybody's names. ``names_marked``: what was searched for is
    marked in the names and themes.
    """

    id: int
    title: str
    lang: str
    url: str
    date: str | None
    iso: str
    kind: str
    status: LegalStatus
    parties: Link | None
    signatories: tuple[Link, ...]
    themes: tuple[Link, ...]
    signed_as: Office | None = None
    names_marked: bool = False
    passages: Sequence[Passage] = ()

    @property
    def is_long(self) -> bool:
        """Whether the title is cut."""
        return len(self.title) > LONG_TITLE

    @property
    def colour(self) -> str:
        """The colour of the legal status."""
        return STATUS_COLOURS.get(self.status, "neutral")

    @property
    def status_label(self) -> str:
        """The legal status in words."""
        return _label(self.status, get_language())


def agreement_rows(
    ids: Sequence[int], snapshot: Snapshot | None = None, day: dt.date | None = None
) -> list[AgreementRow]:
    """The rows of these agreements, in their order; one that is no longer published is left out.

    ``day``: of the legal status; None: today.
    """
    snapshot, day = snapshot or current(), day or timezone.localdate()
    kept: dict[int, AgreementRow] = snapshot.of_agreements.under("row", get_language(), day)
    found = {pk: kept[pk] for pk in ids if pk in kept}
    if missing := [pk for pk in ids if pk not in found]:
        made = {row.id: row for row in _Rows(snapshot, day).of(missing)}
        kept.update(made)
        found |= made
    return [found[pk] for pk in ids if pk in found]


def drawn(rows: Sequence[AgreementRow], snapshot: Snapshot, day: dt.date, of: str = "") -> SafeString:
    """The rows of a set as HTML.

    ``snapshot``, ``day``: of which and for which they were made; ``of``: what is added to each address.
    """
    kept = remembered(snapshot.of_agreements.under("drawn row", get_language(), day))
    added = escape(of)
    html = "".join([_drawn(row, kept, added) for row in rows])
    return SafeString(draw_once("agreement_rows", lambda: {"drawn": [gap("rows")]}) % {"rows": html})  # drawn before


def _drawn(row: AgreementRow, kept: dict[int, "_Drawn"], of: Markup) -> str:
    passages = shaped("agreement_row", {"found": row.passages}, "passages") if row.passages else ""
    itself = {"t0": escape(row.title), "t1": passages, "t2": of}
    if row.names_marked or row.signed_as:
        html, texts = _shape_of(row)
        return html % (texts | itself)
    known = row.id in kept
    html, texts = kept[row.id] if known else _shape_of(row)
    if texts and known:  # drawn for the second time: there may be more
        html, texts = with_gaps(html % (texts | _GAPS)), {}
    kept[row.id] = html, texts
    return html % (texts | itself)


#: A row with gaps, and what fills them but for those that are in ``_GAPS``.
_Drawn = tuple[Gapped, dict[str, Markup]]
#: The title, the passages, and what is added to the address of a row.
_GAPS = {name: gap(name) for name in ("t0", "t1", "t2")}


def _shape_of(row: AgreementRow) -> _Drawn:
    shown = row._replace(title="", passages=())
    parameters = {"title": "title", "passages": "passages", "of": "of", "row": shown, "is_long": row.is_long}
    return shape_of("agreement_row", parameters, "agreement_row")


class _Rows:
    """Makes rows from a snapshot, in one language. Who was entered after it was made is left out of them."""

    def __init__(self, snapshot: Snapshot, day: dt.date) -> None:
        self.language = get_language()
        self.is_norwegian = in_norwegian()
        self.names = snapshot.names
        self.statuses = snapshot.agreements.facet("status", day).sets
        # by kind and id, or by the ids of two parties; kept until a name changes
        self.links: dict[Any, Link | None] = snapshot.of_names.setdefault(("links", self.language), {})
        if len(self.links) > MOST_LINKS:
            self.links.clear()

    def of(self, ids: Sequence[int]) -> list[AgreementRow]:
        found = shown(ids)
        return [self._row(*found[pk]) for pk in ids if pk in found]

    def _row(self, brief: Brief, beside: Sides) -> AgreementRow:
        is_norwegian = bool(brief.title_no) and (self.is_norwegian or not brief.title_en)
        return AgreementRow(
            id=brief.id,
            title=brief.title_no if is_norwegian else brief.title_en,
            lang=brief.norwegian_form if is_norwegian else "en",
            url=agreement_address(brief.id, brief.title_en or brief.title_no),
            date=_in_words(brief.signed_on, self.language) if brief.signed_on else None,
            iso=brief.signed_on or "",
            kind=_label(AgreementKind(brief.kind), self.language),
            status=self._status(brief.id),
            parties=self._pair(tuple(beside.parties)),
            signatories=tuple(filter(None, map(self._person, beside.signatories))),
            themes=tuple(sorted(filter(None, map(self._theme, beside.themes)), key=_by_name)),
        )

    def _status(self, pk: int) -> LegalStatus:
        return next((STATUSES[place] for place, ids in self.statuses.items() if pk in ids), LegalStatus.NOT_RECORDED)

    def _pair(self, parties: tuple[int, ...]) -> Link | None:
        key = ("pair", parties)
        if key not in self.links:
            self.links[key] = self._pair_link(parties)
        return self.links[key]

    def _person(self, pk: int) -> Link | None:
        return self._named(Kind.SIGNATORY, pk, lambda code: record_address("signatory", pk, code))

    def _theme(self, pk: int) -> Link | None:
        return self._named(Kind.THEME, pk, lambda code: code_address("theme", code))

    def _named(self, kind: Kind, pk: int, address: Callable[[str], str]) -> Link | None:
        key = (kind, pk)
        if key not in self.links:
            name = self.names[kind].get(pk)
            self.links[key] = Link(self._called(name), address(name.code)) if name else None
        return self.links[key]

    def _pair_link(self, parties: tuple[int, ...]) -> Link | None:
        names: Mapping[int, Name] = self.names[Kind.PARTY]
        by_code = {names[pk].code: self._called(names[pk]) for pk in parties if pk in names}
        if len(by_code) != 2:
            return None
        first, second = pair_codes(*by_code)
        return Link(f"{by_code[first]} – {by_code[second]}", pair_address(first, second))

    def _called(self, name: Name) -> str:
        return name.no if self.is_norwegian else name.en


def _by_name(link: Link) -> str:
    return alphabetical(link.name)


@lru_cache(maxsize=4096)
def _in_words(date: str, language: str | None) -> str:
    return PartialDate.parse(date).in_words(language)


@lru_cache
def _label(choice: AgreementKind | LegalStatus, language: str | None) -> str:
    return str(choice.label)
