"""Agreements as rows of a list: all that a row shows, from one query, and from the parties and the names in memory.

Rows, and their HTML with gaps for what a search changes, are kept with the snapshot until what they show changes.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markupsafe import Markup, escape

from agreements.catalogue import current
from agreements.catalogue.names import Name, in_norwegian
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.shown import Shown, shown
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.standing import STATUSES
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.hot import (
    NUMBERED,
    Gapped,
    draw_once,
    filled,
    gap,
    macro,
    numbered,
    once,
    remembered,
    shape,
    with_gaps,
)
from agreements.models import AgreementKind, Kind
from agreements.models.base import make_slug
from agreements.sorting import alphabetical
from agreements.views.addresses import addresses, code_address, pair_address, record_address

#: Titles with more characters are cut to three lines by the style sheet.
LONG_TITLE = 220
#: Links of a kind that are kept in a language, at most.
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
        """Whether the title is cut: not where words are marked in it, which may stand in what would be cut off."""
        return len(self.title) > LONG_TITLE and not self.title_marked

    @property
    def title_marked(self) -> bool:
        """Whether what was searched for is marked in the title."""
        return isinstance(self.title, SafeString) and "<mark>" in self.title

    @property
    def colour(self) -> str:
        """The colour of the legal status."""
        return STATUS_COLOURS.get(self.status, "neutral")

    @property
    def status_label(self) -> str:
        """The legal status in words."""
        return _status(self.status, get_language())


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
    passage = _passage_with_gaps() if any(row.passages for row in rows) else ""
    html = "".join([_drawn(row, kept, added, passage) for row in rows])
    return SafeString(draw_once("agreement_rows", lambda: {"drawn": [gap("rows")]}) % {"rows": html})  # drawn before


def _drawn(row: AgreementRow, kept: dict[int, "_Drawn"], of: Markup, passage: Gapped) -> str:
    itself = {
        "title": escape(row.title),
        "passages": "".join([filled(passage, one._asdict()) for one in row.passages]),
        "of": of,
    }
    if row.names_marked or (row.title_marked and len(row.title) > LONG_TITLE):
        html, texts = _in_its_shape(row)
        return html % (texts | itself)
    known = row.id in kept
    html, texts = kept[row.id] if known else _in_its_shape(row)
    if texts and known:  # drawn for the second time: there may be more
        html, texts = with_gaps(html % (texts | _GAPS)), {}
    kept[row.id] = html, texts
    return html % (texts | itself)


def _passage_with_gaps() -> Gapped:
    return once(lambda: macro("agreement_row", "passage")(*map(gap, Passage._fields)), "passage")


#: A row with gaps, and what fills them but for those that are in ``_GAPS``.
_Drawn = tuple[Gapped, dict[str, str]]
#: The title, the passages, and what is added to the address of a row.
_GAPS = {name: gap(name) for name in ("title", "passages", "of")}


def _in_its_shape(row: AgreementRow) -> _Drawn:
    """A row of a set. Its shape is what ``hot.shaped`` would find, in a tenth of the time."""
    links = [*([row.parties] if row.parties else ()), *row.signatories, *row.themes]
    html = shape(
        lambda: macro("agreement_row", "agreement_row")(row=_with_gaps(row), is_long=row.is_long, **_GAPS),
        "agreement_row",
        (row.lang, row.status, row.is_long, row.date is None),
        (row.parties is None, len(row.signatories), len(row.themes)),
    )
    return html, numbered([row.url, row.iso, row.kind, row.date or "", *chain.from_iterable(links)])


def _with_gaps(row: AgreementRow) -> AgreementRow:
    """The row with a numbered gap for each of the texts that fill it."""
    url, iso, kind, date, *names = map(gap, NUMBERED[: 4 + 2 * (1 + len(row.signatories) + len(row.themes))])
    rest = iter(names)
    return row._replace(
        url=url,
        iso=iso,
        kind=kind,
        date=date if row.date else None,
        parties=Link(next(rest), next(rest)) if row.parties else None,
        signatories=tuple(Link(next(rest), next(rest)) for _ in row.signatories),
        themes=tuple(Link(next(rest), next(rest)) for _ in row.themes),
    )


class _Rows:
    """Makes rows from a snapshot, in one language. Who was entered after it was made is left out of them."""

    def __init__(self, snapshot: Snapshot, day: dt.date) -> None:
        self.snapshot = snapshot
        self.language = get_language()
        self.is_norwegian = in_norwegian()
        self.names = snapshot.names
        self.parties = snapshot.agreements.facets["party"].by_record
        self.statuses = [(STATUSES[place], ids) for place, ids in snapshot.agreements.facet("status", day).sets.items()]
        # by id, or by the ids of two parties; kept until a name changes
        self.pairs, self.people, self.themes = (
            _few(snapshot.of_names.setdefault((which, self.language), {})) for which in ("pairs", "people", "themes")
        )
        self.address = addresses("agreement")

    def of(self, ids: Sequence[int]) -> list[AgreementRow]:
        found = shown(ids, self.snapshot)
        return [self._row(found[pk]) for pk in ids if pk in found]

    def _row(self, one: Shown) -> AgreementRow:
        is_norwegian = bool(one.title_no) and (self.is_norwegian or not one.title_en)
        return AgreementRow(
            id=one.id,
            title=one.title_no if is_norwegian else one.title_en,
            lang=one.norwegian_form if is_norwegian else "en",
            url=self.address(one.id, make_slug(one.any_title)),
            date=_in_words(one.signed_on, self.language) if one.signed_on else None,
            iso=one.signed_on or "",
            kind=_kind(one.kind, self.language),
            status=self._status(one.id),
            parties=_remembered(self.pairs, tuple(self.parties.of_record(one.id)), self._pair_link),
            signatories=self._links(self.people, one.signatories, self._person),
            themes=self._links(self.themes, one.themes, self._theme, by_name=True),
        )

    def _status(self, pk: int) -> LegalStatus:
        return next((status for status, ids in self.statuses if pk in ids), LegalStatus.NOT_RECORDED)

    def _links(
        self, kept: "_Links", ids: Sequence[int], make: Callable[[int], Link | None], *, by_name: bool = False
    ) -> tuple[Link, ...]:
        links = [link for pk in ids if (link := _remembered(kept, pk, make))]
        return tuple(sorted(links, key=_by_name) if by_name and len(links) > 1 else links)

    def _person(self, pk: int) -> Link | None:
        name = self.names[Kind.SIGNATORY].get(pk)
        return Link(self._called(name), record_address("signatory", pk, name.code)) if name else None

    def _theme(self, pk: int) -> Link | None:
        name = self.names[Kind.THEME].get(pk)
        return Link(self._called(name), code_address("theme", name.code)) if name else None

    def _pair_link(self, parties: tuple[int, ...]) -> Link | None:
        names: Mapping[int, Name] = self.names[Kind.PARTY]
        by_code = {names[pk].code: self._called(names[pk]) for pk in parties if pk in names}
        if len(by_code) != 2:
            return None
        first, second = pair_codes(*by_code)
        return Link(f"{by_code[first]} – {by_code[second]}", pair_address(first, second))

    def _called(self, name: Name) -> str:
        return name.no if self.is_norwegian else name.en


#: Links by what they were made of; None where nobody is known.
_Links = dict[Any, Link | None]


def _few(links: _Links) -> _Links:
    """The links, or none of them where they have become too many."""
    if len(links) > MOST_LINKS:
        links.clear()
    return links


def _remembered(links: _Links, key: Any, make: Callable[[Any], Link | None]) -> Link | None:
    if key not in links:
        links[key] = make(key)
    return links[key]


def _by_name(link: Link) -> str:
    return alphabetical(link.name)


@lru_cache(maxsize=4096)
def _in_words(date: str, language: str | None) -> str:
    return PartialDate.parse(date).in_words(language)


@lru_cache
def _kind(kind: str, language: str | None) -> str:
    return str(AgreementKind(kind).label)


@lru_cache
def _status(status: str, language: str | None) -> str:
    return str(LegalStatus(status).label)
