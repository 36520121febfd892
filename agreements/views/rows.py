"""Agreements as rows of a list: all that a row shows, from two queries and the names in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from agreements.catalogue import current
from agreements.catalogue.names import Name, in_norwegian
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.rows import Brief, briefs, sides
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.standing import STATUSES
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.models import AgreementKind, Kind
from agreements.sorting import alphabetical
from agreements.views.addresses import agreement_address, code_address, pair_address, record_address

#: Titles with more characters are cut to three lines by the style sheet.
LONG_TITLE = 220
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


@dataclass(slots=True)
class AgreementRow:
    """One agreement in a list. ``date`` None: not recorded; ``parties`` None: not two of them are known.

    ``signed_as``: on a person's own page, instead of everybody's names.
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
    signatories: list[Link]
    themes: list[Link]
    signed_as: Office | None = None
    passages: Sequence[object] = ()

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


def agreement_rows(ids: Sequence[int], snapshot: Snapshot | None = None) -> list[AgreementRow]:
    """The rows of these agreements, in their order; one that is no longer published is left out."""
    return _Rows(snapshot or current()).of(ids)


class _Rows:
    """Makes rows from a snapshot, in one language. Who was entered after it was made is left out of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.language = get_language()
        self.is_norwegian = in_norwegian()
        self.names = snapshot.names
        self.statuses = snapshot.agreements.facet("status", timezone.localdate()).sets
        self.themes = snapshot.agreements.given_themes

    def of(self, ids: Sequence[int]) -> list[AgreementRow]:
        found, (parties, people) = briefs(ids), sides(ids)
        return [self._row(found[pk], parties.get(pk, []), people.get(pk, [])) for pk in ids if pk in found]

    def _row(self, brief: Brief, parties: list[int], people: list[int]) -> AgreementRow:
        is_norwegian = bool(brief.title_no) and (self.is_norwegian or not brief.title_en)
        themes = sorted(map(self._theme, self.themes.of_record(brief.id)), key=_by_name)
        return AgreementRow(
            id=brief.id,
            title=brief.title_no if is_norwegian else brief.title_en,
            lang=brief.norwegian_form if is_norwegian else "en",
            url=agreement_address(brief.id, brief.title_en or brief.title_no),
            date=_in_words(brief.signed_on, self.language) if brief.signed_on else None,
            iso=brief.signed_on or "",
            kind=_label(AgreementKind(brief.kind), self.language),
            status=self._status(brief.id),
            parties=self._pair(parties),
            signatories=[self._person(pk) for pk in people if pk in self.names[Kind.SIGNATORY]],
            themes=themes,
        )

    def _status(self, pk: int) -> LegalStatus:
        return next((STATUSES[place] for place, ids in self.statuses.items() if pk in ids), LegalStatus.NOT_RECORDED)

    def _called(self, name: Name) -> str:
        return name.no if self.is_norwegian else name.en

    def _pair(self, parties: list[int]) -> Link | None:
        names: Mapping[int, Name] = self.names[Kind.PARTY]
        by_code = {names[pk].code: self._called(names[pk]) for pk in parties if pk in names}
        if len(by_code) != 2:
            return None
        first, second = pair_codes(*by_code)
        return Link(f"{by_code[first]} – {by_code[second]}", pair_address(first, second))

    def _person(self, pk: int) -> Link:
        name = self.names[Kind.SIGNATORY][pk]
        return Link(self._called(name), record_address("signatory", pk, name.code))

    def _theme(self, pk: int) -> Link:
        name = self.names[Kind.THEME][pk]
        return Link(self._called(name), code_address("theme", name.code))


def _by_name(link: Link) -> str:
    return alphabetical(link.name)


@lru_cache(maxsize=4096)
def _in_words(date: str, language: str | None) -> str:
    return PartialDate.parse(date).in_words(language)


@lru_cache
def _label(choice: AgreementKind | LegalStatus, language: str | None) -> str:
    return str(choice.label)
