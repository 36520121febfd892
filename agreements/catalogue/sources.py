"""Where the facets of agreements and projects are read from: rows of (record, value) of published records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Case, Q, QuerySet, TextChoices, Value, When
from django.utils.functional import cached_property
from pyroaring import BitMap

from agreements.catalogue.arrays import Ints, among, columns, ids_of
from agreements.catalogue.prepared import Prepared
from agreements.choices import EditorialStatus
from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementParty,
    AgreementText,
    Project,
    ProjectStatus,
    Signature,
)

YES, NO = 1, 0


#: Of so many records at most, all facets are read by one query; of more, by columns.
FEW = 25


@dataclass(frozen=True)
class Source:
    """A query whose rows lead to a record and a value.

    ``record``: the relation that leads to the record, '' where the row is the record. ``value``: from the
    rows that are read, a field or an expression that yields a whole number; rows without one are left out.
    ``is_fixed``: whether that is the same for all rows there will ever be.
    """

    rows: Callable[[], QuerySet[Any]]
    record: str
    value: Callable[[QuerySet[Any]], Any]
    is_fixed: bool = True

    def read(self, ids: Sequence[int] | None = None) -> Ints:
        """Rows of (record, value), of these records (None: of all, published or not)."""
        asked = self.rows() if ids is None else self._of(ids)
        value = self.value(asked)
        if isinstance(value, str):  # most rows have no institution, and few are found by an index
            asked = asked.filter(**{f"{value}__isnull": False})
        pairs = columns(asked, f"{self._path}pk", value)
        return pairs[pairs[:, 1] >= 0]

    def numbered(self, number: int, ids: Sequence[int]) -> QuerySet[Any, Any]:
        """A query for rows of (number, record, value) of these records; NULL where there is no value."""
        rows = self._of(ids)
        return rows.order_by().values_list(Value(number), f"{self._path}pk", self.value(rows))

    @property
    def _path(self) -> str:
        return f"{self.record}__" if self.record else ""

    def _of(self, ids: Sequence[int]) -> QuerySet[Any]:
        """The rows of these. Their status is not asked: SQLite would go through all that are published."""
        return self.rows().filter(among(f"{self._path}pk", list(ids)))


@dataclass(frozen=True, eq=False)
class Sources:
    """The sources of a kind of record, by facet."""

    by_facet: Mapping[str, Sequence[Source]]

    def of(self, ids: Sequence[int]) -> dict[str, Ints]:
        """By facet, the rows of (record, value) of these records, which are published."""
        are_few = len(ids) <= FEW
        together = self._together.numbers(ids if are_few else [], 3, at_least=0)
        found: dict[str, list[Ints]] = {}
        for number, (facet, source) in enumerate(self._listed):
            is_there = are_few and source.is_fixed
            rows = together[together[:, 0] == number, 1:] if is_there else source.read(ids)
            found.setdefault(facet, []).append(rows)
        return {facet: np.concatenate(rows) for facet, rows in found.items()}

    def of_all(self, facet: str, public: BitMap) -> Ints:
        """The rows of a facet of all that are published.

        The others are left out here: the database would look each of them up.
        """
        rows = np.concatenate([source.read() for source in self.by_facet[facet]])
        is_public = np.zeros(max(int(rows[:, 0].max(initial=0)), public.max() if public else 0) + 1, dtype=bool)
        is_public[ids_of(public)] = True
        found: Ints = rows[is_public[rows[:, 0]]]
        return found

    @cached_property
    def _listed(self) -> list[tuple[str, Source]]:
        return [(name, source) for name, listed in self.by_facet.items() for source in listed]

    @cached_property
    def _together(self) -> Prepared:
        """All that are the same for all rows there will ever be, in one query: to ask one by one takes longer."""

        def asked(ids: list[int]) -> QuerySet[Any, Any]:
            first, *others = (
                source.numbered(number, ids) for number, (_, source) in enumerate(self._listed) if source.is_fixed
            )
            return first.union(*others, all=True)

        return Prepared(asked)


def place_in(field: str, choices: type[TextChoices]) -> Case:
    """SQL: the place of a stored choice in its enumeration."""
    return Case(*(When(**{field: choice}, then=Value(place)) for place, choice in enumerate(choices)))


#: Languages of texts by the number that stands for each in this process; the table only grows.
_LANGUAGES: dict[str, int] = {}


def language_number(code: str) -> int:
    """The number that stands for a language (BCP 47) in facets of this process."""
    return _LANGUAGES.setdefault(code, len(_LANGUAGES))


def known_language(code: str) -> int | None:
    """The number of a language that some text is in; None for any other."""
    return _LANGUAGES.get(code)


def language_code(number: int) -> str:
    """The language that a number stands for."""
    return list(_LANGUAGES)[number]


def _language(texts: QuerySet[Any]) -> Case:
    """The number of a text's language. One that only drafts have is none: readers may not learn of it."""
    public = texts.filter(agreement__editorial_status=EditorialStatus.PUBLISHED)
    # Numbered in the order of their codes, so that of two with as many texts every process shows the same one first.
    known = sorted(public.exclude(language="").order_by().values_list("language", flat=True).distinct())
    return Case(*(When(language=code, then=Value(language_number(code))) for code in known), default=Value(-1))


def _readable_texts() -> QuerySet[Any]:
    """Texts that are held or linked: see AgreementQuerySet.with_text."""
    return AgreementText.objects.filter(Q(file__gt="") | Q(url__gt="") | Q(extracted_text__gt=""))


def _with_published_projects() -> QuerySet[Any]:
    return Project.agreements.through.objects.filter(project__editorial_status=EditorialStatus.PUBLISHED)


def _all(model: Any) -> Callable[[], QuerySet[Any]]:
    return lambda: model._default_manager.all()


AGREEMENT_SOURCES = Sources(
    {
        "theme": [Source(_all(Agreement.themes.through), "agreement", lambda rows: "theme_id")],
        "party": [Source(_all(AgreementParty), "agreement", lambda rows: "party_id")],
        "signatory": [Source(_all(Signature), "agreement", lambda rows: "signatory_id")],
        "institution": [
            Source(_all(AgreementParty), "agreement", lambda rows: "institution_id"),
            Source(_all(Signature), "agreement", lambda rows: "institution_id"),
        ],
        "kind": [Source(_all(Agreement), "", lambda rows: place_in("kind", AgreementKind))],
        "language": [Source(_all(AgreementText), "agreement", _language, is_fixed=False)],
        "has_text": [Source(_readable_texts, "agreement", lambda rows: Value(YES))],
        "has_projects": [Source(_with_published_projects, "agreement", lambda rows: Value(YES))],
    }
)
#: Facets whose sources say only of which records something holds; of the others it does not.
YES_OR_NO = frozenset({"has_text", "has_projects"})


def _under_published() -> QuerySet[Any]:
    return Project.agreements.through.objects.filter(agreement__editorial_status=EditorialStatus.PUBLISHED)


PROJECT_SOURCES = Sources(
    {
        "status": [Source(_all(Project), "", lambda rows: place_in("status", ProjectStatus))],
        "theme": [Source(_all(Project.themes.through), "project", lambda rows: "theme_id")],
        "party": [Source(_under_published, "project", lambda rows: "agreement__participations__party_id")],
        "agreement": [Source(_under_published, "project", lambda rows: "agreement_id")],
    }
)


_IS_PUBLIC = Case(When(agreement__editorial_status=EditorialStatus.PUBLISHED, then=Value(1)), default=Value(0))
#: The status is asked as a column: as a condition, SQLite would go through all that are published.
_SIGNED_FOR = Prepared(
    lambda ids: (
        Signature.objects.filter(among("signatory", ids)).order_by().values_list("signatory_id", "party_id", _IS_PUBLIC)
    )
)


def read_signed_for(signatories: Sequence[int] | None = None) -> Ints:
    """Rows of (signatory, party signed for) on published agreements, of these people (None: of all)."""
    if signatories is None:
        signed = Signature.objects.filter(agreement__editorial_status=EditorialStatus.PUBLISHED)
        return columns(signed.values("signatory_id", "party_id").distinct(), "signatory_id", "party_id")
    return _SIGNED_FOR.numbers(signatories, 3, at_least=1)[:, :-1]
