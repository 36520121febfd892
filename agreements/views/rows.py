"""Agreements as rows of a list: all that a row shows, from three queries and the names in memory."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import get_language

from agreements.catalogue import Answer, current
from agreements.catalogue.names import in_norwegian
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.standing import STATUSES
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.models import Agreement, AgreementKind, AgreementParty, Kind, Signature
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


class Link(TypedDict):
    """A name and where it leads."""

    name: str
    url: str


class AgreementRow(TypedDict):
    """One agreement in a list. ``date`` None: not recorded; ``parties`` None: not two of them are known."""

    id: int
    title: str
    lang: str
    url: str
    date: str | None
    iso: str
    kind: str
    is_long: bool
    status: LegalStatus
    status_label: str
    colour: str
    parties: Link | None
    signatories: list[Link]
    themes: list[Link]


def agreement_rows(ids: Sequence[int], answer: Answer | None = None) -> list[AgreementRow]:
    """The rows of these agreements, in their order; one that is no longer published is left out.

    ``answer``: what found them; its words are marked.
    """
    snapshot = answer.snapshot if answer else current()
    fields = ("pk", "title_en", "title_no", "norwegian_form", "kind", "signed_on")
    found = {fields[0]: fields for fields in Agreement.objects.published().filter(pk__in=ids).values_list(*fields)}
    parties = _grouped(AgreementParty.objects.order_by("position"), ids, "party_id")
    people = _grouped(Signature.objects.order_by("pk"), ids, "signatory_id")
    statuses = snapshot.agreements.facet("status", timezone.localdate()).sets
    themes = snapshot.agreements.given_themes
    return [
        _row(
            found[pk],
            status=next((STATUSES[place] for place, ids in statuses.items() if pk in ids), LegalStatus.NOT_RECORDED),
            parties=_pair(parties[pk], snapshot),
            signatories=[_person(person, snapshot) for person in people[pk]],
            themes=_themes(themes.of_record(pk), snapshot),
        )
        for pk in ids
        if pk in found
    ]


def _row(fields: tuple[Any, ...], **rest: Any) -> AgreementRow:
    pk, title_en, title_no, norwegian_form, kind, signed_on = fields
    is_norwegian = bool(title_no) and (in_norwegian() or not title_en)
    title = title_no if is_norwegian else title_en
    return AgreementRow(
        id=pk,
        title=title,
        is_long=len(title) > LONG_TITLE,
        status_label=_status_label(rest["status"], get_language()),
        lang=norwegian_form if is_norwegian else "en",
        url=agreement_address(pk, title_en or title_no),
        date=_in_words(signed_on, get_language()) if signed_on else None,
        iso=str(signed_on or ""),
        kind=_kind_label(kind, get_language()),
        colour=STATUS_COLOURS.get(rest["status"], "neutral"),
        **rest,
    )


def _grouped(rows: Any, ids: Sequence[int], field: str) -> defaultdict[int, list[int]]:
    """By agreement, the values of a field of its rows."""
    found = defaultdict[int, list[int]](list)
    for agreement, value in rows.filter(agreement__in=ids).values_list("agreement_id", field):
        found[agreement].append(value)
    return found


def _pair(parties: list[int], snapshot: Snapshot) -> Link | None:
    names = snapshot.names[Kind.PARTY]
    by_code = {names[pk].code: str(names[pk]) for pk in parties if pk in names}
    if len(by_code) != 2:
        return None
    first, second = pair_codes(*by_code)
    return Link(name=f"{by_code[first]} – {by_code[second]}", url=pair_address(first, second))


def _person(pk: int, snapshot: Snapshot) -> Link:
    name = snapshot.names[Kind.SIGNATORY][pk]
    return Link(name=str(name), url=record_address("signatory", pk, name.code))


def _themes(themes: list[int], snapshot: Snapshot) -> list[Link]:
    names = sorted((snapshot.names[Kind.THEME][pk] for pk in themes), key=str)
    return [Link(name=str(name), url=code_address("theme", name.code)) for name in names]


@lru_cache(maxsize=4096)
def _in_words(date: PartialDate, language: str | None) -> str:
    return date.in_words(language)


@lru_cache
def _status_label(status: LegalStatus, language: str | None) -> str:
    return str(status.label)


@lru_cache
def _kind_label(kind: str, language: str | None) -> str:
    return str(AgreementKind(kind).label)
