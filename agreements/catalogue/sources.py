"""Where the facets of agreements and projects are read from: rows of (record, value) of published records."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from django.db.models import Case, Q, QuerySet, TextChoices, Value, When
from django.utils.functional import cached_property
from pyroaring import BitMap

from agreements.catalogue.arrays import NULL, Ints, among, columns, distinct, ids_of
from agreements.catalogue.prepared import Prepared
from agreements.choices import EditorialStatus
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    Project,
    ProjectStatus,
    Signature,
)

YES, NO = 1, 0


@dataclass(frozen=True)
class Source:
    """A query each of whose rows leads to a record, and to a value in one or two facets.

    ``record``: the relation that leads to the record, '' where the row is the record. ``values``: by facet, a field or
    an expression that yields a whole number; NULL: no value. ``language``: the field that holds a language, '' where
    none does.
    """

    rows: Callable[[], QuerySet[Any]]
    record: str
    values: Mapping[str, Any]
    language: str = ""

    def facets(self) -> list[str]:
        """The facets to which the rows lead."""
        return [*self.values, *(["language"] if self.language else [])]

    def of_all(self, public: Ints, wanted: Collection[str]) -> Iterator[tuple[str, Ints]]:
        """Of the wanted facets, rows of (record, value). ``public``: the records that are published.

        The others are left out here: the database would look each of them up.
        """
        asked = {facet: value for facet, value in self.values.items() if facet in wanted}
        languages = self._languages() if "language" in wanted else []
        if languages:
            asked["language"] = _place_in(self.language, languages)
        if not asked:
            return
        read = columns(self.rows(), f"{self._path}pk", *asked.values())
        read = read[np.isin(read[:, 0], public)]
        for column, facet in enumerate(asked, 1):
            pairs = read[read[:, column] != NULL][:, [0, column]]
            yield facet, _with_languages(pairs, languages) if facet == "language" else pairs

    def numbered(self, number: int, ids: Sequence[int], width: int) -> QuerySet[Any, Any]:
        """A query for rows of (number, record, so many values, language) of these records.

        The status of the records is not asked: SQLite would go through all that are published.
        """
        values = [*self.values.values(), *[Value(NULL)] * (width - len(self.values))]
        rows = self.rows().filter(among(f"{self._path}pk", list(ids)))
        return rows.order_by().values_list(Value(number), f"{self._path}pk", *values, self.language or Value(""))

    def of_row(self, values: Sequence[int | None], language: str) -> Iterator[tuple[str, int]]:
        """Facets and values from what ``numbered`` gives beside the record."""
        for facet, value in zip(self.values, values, strict=False):
            if value is not None:
                yield facet, value
        if language:
            yield "language", language_number(language)

    def _languages(self) -> list[str]:
        """All that there are, in the order of their codes; those of drafts among them."""
        if not self.language:
            return []
        rows = self.rows().exclude(**{self.language: ""}).order_by()
        return sorted(rows.values_list(self.language, flat=True).distinct())

    @property
    def _path(self) -> str:
        return f"{self.record}__" if self.record else ""


@dataclass(frozen=True, eq=False)
class Sources:
    """The sources of the facets of a kind of record."""

    listed: Sequence[Source]

    @cached_property
    def facets(self) -> list[str]:
        """The facets that are read, in the order of their sources."""
        return list(dict.fromkeys(facet for source in self.listed for facet in source.facets()))

    def of(self, ids: Sequence[int]) -> dict[str, Ints]:
        """By facet, the rows of (record, value) of these records, which are published."""
        found: dict[str, list[tuple[int, int]]] = {facet: [] for facet in self.facets}
        rows = sorted(self._together.rows(ids), key=itemgetter(-1))  # every process numbers new languages in this order
        for number, record, *values, language in rows:
            for facet, value in self.listed[number].of_row(values, language):
                found[facet].append((record, value))
        return {facet: np.array(rows, dtype=np.int64).reshape(-1, 2) for facet, rows in found.items()}

    def of_all(self, public: BitMap, *wanted: str) -> dict[str, Ints]:
        """By facet, of those that are wanted (none named: of all), the rows of all records that are published."""
        ids, facets = ids_of(public), wanted or self.facets
        found = {facet: [np.empty((0, 2), dtype=np.int64)] for facet in facets}
        for source in self.listed:
            for facet, rows in source.of_all(ids, facets):
                found[facet].append(rows)
        return {facet: np.concatenate(rows) for facet, rows in found.items()}

    @cached_property
    def _together(self) -> Prepared:
        """All sources in one query: to ask one by one takes longer."""
        width = max(len(source.values) for source in self.listed)

        def asked(ids: list[int]) -> QuerySet[Any, Any]:
            first, *others = (source.numbered(number, ids, width) for number, source in enumerate(self.listed))
            return first.union(*others, all=True)

        return Prepared(asked)


def is_public(path: str = "") -> Case:
    """SQL: 1 where a record is published, else 0. As a condition, SQLite would go through all that are published."""
    return Case(When(**{f"{path}editorial_status": EditorialStatus.PUBLISHED}, then=Value(1)), default=Value(0))


def place_in(field: str, choices: type[TextChoices]) -> Case:
    """SQL: the place of a stored choice in its enumeration."""
    return _place_in(field, list(choices))


def _place_in(field: str, listed: Sequence[str]) -> Case:
    return Case(*(When(**{field: text}, then=Value(place)) for place, text in enumerate(listed)))


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


def _with_languages(pairs: Ints, languages: Sequence[str]) -> Ints:
    """Rows of (record, number of the language) from rows of (record, place of the language in those listed).

    Only languages that come are numbered: readers may not learn of one that only drafts have. In their order, so that
    of two with as many texts every process shows the same one first.
    """
    numbers = np.zeros(len(languages), dtype=np.int64)
    for place in distinct(pairs[:, 1]).tolist():
        numbers[place] = language_number(languages[place])
    return np.column_stack((pairs[:, 0], numbers[pairs[:, 1]]))


def _rows(model: Any) -> Callable[[], QuerySet[Any]]:
    return lambda: model._default_manager.all()


def _if(condition: Q) -> Case:
    """SQL: YES where the condition holds, else NULL."""
    return Case(When(condition, then=Value(YES)))


#: Texts that are held or linked: see AgreementQuerySet.with_text.
_IS_READABLE = Q(file__gt="") | Q(url__gt="") | Q(extracted_text__gt="")
_HAS_PUBLISHED_PROJECT = Q(project__editorial_status=EditorialStatus.PUBLISHED)

AGREEMENT_SOURCES = Sources(
    [
        Source(_rows(Agreement.themes.through), "agreement", {"theme": "theme_id"}),
        Source(_rows(AgreementParty), "agreement", {"party": "party_id", "institution": "institution_id"}),
        Source(_rows(Signature), "agreement", {"signatory": "signatory_id", "institution": "institution_id"}),
        Source(_rows(AgreementText), "agreement", {"has_text": _if(_IS_READABLE)}, language="language"),
        Source(_rows(Project.agreements.through), "agreement", {"has_projects": _if(_HAS_PUBLISHED_PROJECT)}),
    ]
)
#: Facets whose sources say only of which records something holds; of the others it does not.
YES_OR_NO = frozenset({"has_text", "has_projects"})


def _under_published() -> QuerySet[Any]:
    return Project.agreements.through.objects.filter(agreement__editorial_status=EditorialStatus.PUBLISHED)


PROJECT_SOURCES = Sources(
    [
        Source(_rows(Project), "", {"status": place_in("status", ProjectStatus)}),
        Source(_rows(Project.themes.through), "project", {"theme": "theme_id"}),
        Source(
            _under_published, "project", {"agreement": "agreement_id", "party": "agreement__participations__party_id"}
        ),
    ]
)


_SIGNED_FOR = Prepared(
    lambda ids: (
        Signature.objects.filter(among("signatory", ids))
        .order_by()
        .values_list("signatory_id", "party_id", is_public("agreement__"))
    )
)


def read_signed_for(signatories: Sequence[int]) -> Ints:
    """Rows of (signatory, party signed for) on published agreements, of these people."""
    return _SIGNED_FOR.numbers(signatories, 3, at_least=1)[:, :-1]


def read_all_signed_for(public: BitMap) -> Ints:
    """The same of all people. ``public``: the agreements that are published."""
    read = columns(Signature.objects.all(), "signatory_id", "party_id", "agreement_id")
    return read[np.isin(read[:, 2], ids_of(public)), :2]
