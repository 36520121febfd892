"""Where texts of agreements stand that the rows of lists do not show, by which they are found all the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat, NullIf, Upper
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.catalogue.arrays import among
from agreements.catalogue.prepared import Prepared
from agreements.catalogue.shown import shown
from agreements.catalogue.snapshot import Snapshot
from agreements.models import (
    Agreement,
    AgreementText,
    AlternativeTitle,
    Institution,
    Party,
    PartyName,
    Project,
    Register,
    Registration,
    SignatoryAlias,
    Signature,
    Theme,
    ThemeAltLabel,
)

#: Rows of (agreement id, text, language).
Texts = Iterator[tuple[int, str, str]]
#: What gives them for some agreements, which are published in the snapshot.
Read = Callable[[list[int], Snapshot], Texts]


@dataclass(frozen=True)
class Place:
    """Where texts of agreements stand that rows do not show, and what gives them."""

    label: str | Promise
    texts: Read


def _own(*columns: str) -> Read:
    """The agreements' own texts, which are read and kept with what rows show."""

    def own(ids: list[int], snapshot: Snapshot) -> Texts:
        found = shown(ids, snapshot)
        for one in (found[pk] for pk in ids if pk in found):
            for column in columns:
                yield one.id, getattr(one, column), _language(column)

    return own


def _of(records: QuerySet[Any], agreement: str, *columns: str, lang: str = "") -> Read:
    """Texts that a query gives. ``agreement`` leads to the agreement's id, ``lang`` to the language of the texts."""
    asked = _asked(records, agreement, *columns, lang=lang)

    def texts(ids: list[int], _snapshot: Snapshot) -> Texts:
        for pk, *found in asked.rows(ids):
            yield from ((pk, text, language) for text, language in _with_languages(found, columns))

    return texts


def _named(facet: str, records: QuerySet[Any], record: str, *columns: str, lang: str = "") -> Read:
    """Texts of the values of a facet, such as the names of parties. ``record``: the column of the value's id.

    The facet knows which these are. SQLite, asked for those of some agreements, begins with the few parties that there
    are, and goes through all agreements of each.
    """

    def values(pk: int, snapshot: Snapshot) -> Sequence[int]:
        known = snapshot.agreements.facets[facet]
        return sorted(known.of_record(pk), key=known.total)  # of a theme and a broader one, the narrower says more

    return _found_by(values, records, record, *columns, lang=lang)


def _found_by(
    related: Callable[[int, Snapshot], Iterable[int]],
    records: QuerySet[Any],
    record: str,
    *columns: str,
    lang: str = "",
) -> Read:
    """Texts of other records, which the snapshot knows to be related to an agreement."""
    asked = _asked(records, record, *columns, lang=lang)

    def texts(ids: list[int], snapshot: Snapshot) -> Texts:
        others = {pk: list(related(pk, snapshot)) for pk in ids}
        found: dict[int, list[tuple[str, str]]] = {}
        for other, *row in asked.rows(sorted({other for known in others.values() for other in known})):
            found.setdefault(other, []).extend(_with_languages(row, columns))
        for pk in ids:
            for other in others[pk]:
                yield from ((pk, text, language) for text, language in found.get(other, ()))

    return texts


def _asked(records: QuerySet[Any], key: str, *columns: str, lang: str) -> Prepared:
    """The query for the columns of records by what a path leads to; the last column is the language, '' for none."""
    row = (key, *columns, F(lang) if lang else Value(""))
    return Prepared(lambda ids: records.filter(among(key, ids)).order_by(key, "pk").values_list(*row))


def _with_languages(row: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of a row, each with its language."""
    *texts, known = row
    return ((text, known or _language(column)) for text, column in zip(texts, columns, strict=True))


def _language(column: str) -> str:
    """The language of a column that is kept in English and in Norwegian; '' of any other."""
    return column[-2:] if column.endswith(("_en", "_no")) else ""


def _projects_under(pk: int, snapshot: Snapshot) -> Iterable[int]:
    return snapshot.projects.facets["agreement"].having([pk])


def _with_short(name: str, short: str | Upper) -> Concat:
    """A name with what is short for it, which says nothing to those who do not know it: Norway (NOR)."""
    return Concat(name, Value(" ("), short, Value(")"))


def _called(name: str) -> Case:
    """The name of an institution with its acronym, where it has both."""
    return Case(When(Q(acronym="") | Q(**{name: ""}), then=name), default=_with_short(name, "acronym"))


_CODE = Upper("code")
_PARTIES = Party.objects.annotate(coded_en=_with_short("name_en", _CODE), coded_no=_with_short("name_no", _CODE))
_PARTY = ("name_en", "name_no", "official_name_en", "official_name_no", "coded_en", "coded_no")
_INSTITUTIONS = Institution.objects.annotate(called_en=_called("name_en"), called_no=_called("name_no"))
_INSTITUTION = ("called_en", "called_no", "native_name")
_INSTRUMENT = ("instrument__name_en", "instrument__name_no", "instrument__short_name")
#: As people write it: UNTS 54321.
_ENTRY = Concat(Upper(NullIf("register", Value(Register.OTHER))), Value(" "), "number")

#: The places, by column of the search document, what says most first.
PLACES: dict[str, tuple[Place, ...]] = {
    "titles": (
        Place(_("Title"), _own("title_en", "title_no")),
        Place(_("Other title"), _of(AlternativeTitle.objects.all(), "agreement", "title", lang="language")),
        Place(_("Number"), _of(Registration.objects.annotate(entry=_ENTRY), "agreement", "entry")),
        Place(_("Reference in the archive"), _of(Agreement.objects.all(), "pk", "reference")),
    ),
    "names": (
        Place(_("Party"), _named("party", _PARTIES, "pk", *_PARTY)),
        Place(_("Party"), _named("party", PartyName.objects.all(), "party", "name", lang="language")),
        Place(_("Other name"), _named("signatory", SignatoryAlias.objects.all(), "signatory", "name", lang="language")),
        Place(_("Theme"), _named("theme", Theme.objects.all(), "pk", "label_en", "label_no")),
        Place(_("Theme"), _named("theme", ThemeAltLabel.objects.all(), "theme", "label", lang="language")),
        Place(_("Institution"), _named("institution", _INSTITUTIONS, "pk", *_INSTITUTION)),
    ),
    "body": (
        Place(_("In brief"), _own("summary_en", "summary_no")),
        Place(
            _("Project"),
            _found_by(_projects_under, Project.objects.all(), "pk", "title_en", "title_no", "reference"),
        ),
        Place(_("Place of signature"), _own("place_of_signature")),
        Place(_("Office"), _of(Signature.objects.all(), "agreement", "office_en", "office_no")),
        Place(
            _("Multilateral instrument"), _of(Agreement.instruments.through.objects.all(), "agreement", *_INSTRUMENT)
        ),
        Place(_("Depositary"), _of(Agreement.objects.all(), "pk", "depositary")),
        Place(_("Text"), _of(AgreementText.objects.all(), "agreement", "extracted_text", lang="language")),
    ),
}
