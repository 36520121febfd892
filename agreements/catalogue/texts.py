"""Which texts a record is found by, and which other records it names: declared once, a kind of record after the other.

Nothing is quoted of another record that readers may not see.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Model, Value, When
from django.db.models.functions import Cast, Concat, Left, NullIf
from django.utils.functional import cached_property

from agreements.catalogue.arrays import among
from agreements.catalogue.prepared import Prepared
from agreements.choices import EditorialStatus
from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementParty,
    AgreementText,
    AlternativeTitle,
    Institution,
    Kind,
    Party,
    PartyName,
    Project,
    Register,
    Registration,
    Signatory,
    SignatoryAlias,
    Signature,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)

#: The columns of a search document.
TITLES, NAMES, BODY = range(3)
#: Characters of one text that are read at most.
LONGEST_TEXT = 1_000_000


@dataclass(frozen=True)
class Rows:
    """Texts of a record, and what it quotes: the rows of a table that lead to it.

    ``record``: the column of the record's id. ``texts``: the column of the document for each text, ``quotes`` likewise
    for each id of another record. ``language``: the column of the texts' language. ``status``: the column
    of an editorial status; only rows in which it is "published" count. ``computed``: columns that are expressions.
    """

    model: type[Model]
    record: str = "pk"
    texts: Mapping[str, int] = field(default_factory=dict)
    quotes: Mapping[str, tuple[int, Kind]] = field(default_factory=dict)
    language: str = ""
    status: str = ""
    computed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """What is read of a row besides the id of its record: texts, ids of what is quoted, language, status."""
        return [*self.texts, *self.quotes, *filter(None, [self.language, self.status])]

    def of(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of these records: the record's id, then the values of ``columns``."""
        found = self._asked.rows(ids)
        if self.status:
            # Asked here: a database that takes the status for the key reads everything published for a few rows.
            found = [row for row in found if row[-1] == EditorialStatus.PUBLISHED]
        return found

    @cached_property
    def _asked(self) -> Prepared:
        rows = self.model._base_manager.annotate(**self.computed).order_by(self.record, "pk")
        return Prepared(lambda ids: rows.filter(among(self.record, ids)).values_list(self.record, *self.columns))


#: How people call memoranda and letters whose titles write it out.
_ABBREVIATION = Case(
    When(kind=AgreementKind.MEMORANDUM, then=Value("MoU")),
    When(kind=AgreementKind.LETTER_OF_INTENT, then=Value("LoI")),
    default=Value(""),
)

ROWS: dict[Kind, list[Rows]] = {
    Kind.PARTY: [
        Rows(
            Party,
            texts=dict.fromkeys(("name_en", "name_no", "official_name_en", "official_name_no", "code"), TITLES),
        ),
        Rows(PartyName, "party_id", {"name": TITLES}, language="language"),
    ],
    Kind.THEME: [
        Rows(
            Theme,
            texts={"label_en": TITLES, "label_no": TITLES, "scope_note_en": BODY, "scope_note_no": BODY},
            quotes={"broader_id": (NAMES, Kind.THEME)},
        ),
        Rows(ThemeAltLabel, "theme_id", {"label": TITLES}, language="language"),
        Rows(ThemeMatch, "theme_id", {"term": BODY}),
    ],
    Kind.INSTITUTION: [
        Rows(
            Institution,
            texts=dict.fromkeys(("name_en", "name_no", "native_name", "acronym"), TITLES),
            quotes={"party_id": (NAMES, Kind.PARTY)},
        ),
    ],
    Kind.SIGNATORY: [
        Rows(Signatory, texts={"name": TITLES, "wikidata_id": BODY}, quotes={"party_id": (NAMES, Kind.PARTY)}),
        Rows(SignatoryAlias, "signatory_id", {"name": TITLES}, language="language"),
        Rows(TermOfOffice, "signatory_id", {"office_en": BODY, "office_no": BODY}),
        Rows(
            Signature,
            "signatory_id",
            {"office_en": BODY, "office_no": BODY},
            {"party_id": (NAMES, Kind.PARTY)},
            status="agreement__editorial_status",
        ),
    ],
    Kind.PROJECT: [
        Rows(
            Project,
            texts=dict.fromkeys(("title_en", "title_no", "reference"), TITLES)
            | dict.fromkeys(("summary_en", "summary_no", "results_en", "results_no"), BODY),
        ),
        Rows(Project.themes.through, "project_id", quotes={"theme_id": (NAMES, Kind.THEME)}),
        Rows(Project.institutions.through, "project_id", quotes={"institution_id": (NAMES, Kind.INSTITUTION)}),
        Rows(
            Project.agreements.through,
            "project_id",
            {"agreement__title_en": NAMES, "agreement__title_no": NAMES},
            {"agreement__participations__party_id": (NAMES, Kind.PARTY)},
            status="agreement__editorial_status",
        ),
    ],
    Kind.AGREEMENT: [
        Rows(
            Agreement,
            texts=dict.fromkeys(("title_en", "title_no", "reference", "year"), TITLES)
            | {"abbreviation": NAMES}
            | dict.fromkeys(("summary_en", "summary_no", "place_of_signature", "depositary"), BODY),
            computed={"year": Left(Cast("signed_on", CharField()), 4), "abbreviation": _ABBREVIATION},
        ),
        Rows(AlternativeTitle, "agreement_id", {"title": TITLES}, language="language"),
        Rows(
            Registration,
            "agreement_id",
            {"entry": TITLES},  # "unts 5417"
            computed={"entry": Concat(NullIf("register", Value(Register.OTHER)), Value(" "), "number")},
        ),
        Rows(
            AgreementParty,
            "agreement_id",
            quotes={"party_id": (NAMES, Kind.PARTY), "institution_id": (NAMES, Kind.INSTITUTION)},
        ),
        Rows(
            Signature,
            "agreement_id",
            {"office_en": BODY, "office_no": BODY},
            {"signatory_id": (NAMES, Kind.SIGNATORY), "institution_id": (NAMES, Kind.INSTITUTION)},
        ),
        Rows(Agreement.themes.through, "agreement_id", quotes={"theme_id": (NAMES, Kind.THEME)}),
        Rows(
            Agreement.instruments.through,
            "agreement_id",
            dict.fromkeys(("instrument__name_en", "instrument__name_no", "instrument__short_name"), BODY),
        ),
        Rows(
            Project.agreements.through,
            "agreement_id",
            quotes={"project_id": (BODY, Kind.PROJECT)},
            status="project__editorial_status",
        ),
        Rows(
            AgreementText,
            "agreement_id",
            {"text": BODY},
            language="language",
            computed={"text": Left("extracted_text", LONGEST_TEXT)},
        ),
    ],
}
#: What is quoted comes before what quotes it.
IN_TURN = tuple(ROWS)
#: What is read of the archive for its documents.
READ = tuple(dict.fromkeys(rows.model for tables in ROWS.values() for rows in tables))
#: Kinds of record that are quoted.
QUOTED = frozenset(kind for tables in ROWS.values() for rows in tables for _, kind in rows.quotes.values())


def quoting(kind: Kind) -> Iterator[tuple[Kind, Rows, str]]:
    """Whose documents quote records of a kind: the kind of record, the rows that lead there, and their column."""
    for other, tables in ROWS.items():
        for rows in tables:
            for column, (_, quoted) in rows.quotes.items():
                if quoted is kind:
                    yield other, rows, column
