"""Writes Datasette's database from the archive that Django is connected to."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    Institution,
    Party,
    Project,
    Signatory,
    Signature,
    Theme,
)
from tests.bench.peer import ARRAYS, COLUMNS, DATABASE, METADATA, SCHEMA, TABLE

Many = dict[int, list[Any]]


def make_peer(folder: Path) -> None:
    """Write peer.db and metadata.json into the folder, from the archive that Django is connected to."""
    path = folder / f"{DATABASE}.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    reader = Reader()
    marks = ", ".join("?" * (5 + len(ARRAYS) + len(COLUMNS)))
    with connection:
        for row, words in reader.rows():
            connection.execute(f"INSERT INTO {TABLE} VALUES ({marks})", row)
            connection.execute(f"INSERT INTO {TABLE}_fts (rowid, words) VALUES (?, ?)", (row[0], words))
        for column in COLUMNS:
            connection.execute(f"CREATE INDEX {TABLE}_{column} ON {TABLE} ({column})")
        connection.execute(f"INSERT INTO {TABLE}_fts ({TABLE}_fts) VALUES ('optimize')")
    connection.execute("ANALYZE")
    connection.execute("VACUUM")
    connection.close()
    (folder / "metadata.json").write_text(json.dumps(METADATA))


class Reader:
    """Reads the public agreements and what each has several of."""

    def __init__(self) -> None:
        self.themes = _themes_with_broader()
        self.parties = {party.pk: party for party in Party.objects.all()}
        self.people = {person.pk: person for person in Signatory.objects.all()}
        self.institutions = {institution.pk: institution for institution in Institution.objects.all()}
        sides = AgreementParty.objects.all()
        public = Project.objects.published().values("pk")
        self.themes_of = gather(Agreement.themes.through.objects.values_list("agreement_id", "theme_id"))
        self.parties_of = gather(sides.values_list("agreement_id", "party_id"))
        self.people_of = gather(Signature.objects.values_list("agreement_id", "signatory_id"))
        self.institutions_of = gather(
            sides.exclude(institution=None).values_list("agreement_id", "institution_id"),
            Signature.objects.exclude(institution=None).values_list("agreement_id", "institution_id"),
        )
        self.languages_of = gather(AgreementText.objects.exclude(language="").values_list("agreement_id", "language"))
        self.contents_of = gather(
            AgreementText.objects.exclude(extracted_text="").values_list("agreement_id", "extracted_text")
        )
        self.projects_of = gather(
            Project.agreements.through.objects.filter(project__in=public).values_list(
                "agreement_id", "project__title_en", "project__title_no"
            )
        )
        self.with_text = set(Agreement.objects.with_text().values_list("pk", flat=True))

    def rows(self) -> Iterator[tuple[tuple[Any, ...], str]]:
        """A row of the table and its words, newest first."""
        agreements = Agreement.objects.published().with_legal_status().by_date()
        for place, agreement in enumerate(agreements.iterator(chunk_size=2000), 1):
            yield self._row(place, agreement), " ".join(self._words(agreement))

    def _row(self, place: int, agreement: Any) -> tuple[Any, ...]:
        pk = agreement.pk
        year = agreement.signed_on.year if agreement.signed_on else None
        return (
            place,
            pk,
            str(agreement.signed_on or "") or None,
            agreement.title_en,
            agreement.title_no,
            as_array(slug for theme in self.themes_of[pk] for slug in self.themes[theme][0]),
            as_array(self.parties[party].code for party in self.parties_of[pk]),
            as_array(str(self.people[person].slug) for person in self.people_of[pk]),
            as_array(str(self.institutions[institution].slug) for institution in self.institutions_of[pk]),
            as_array(self.languages_of[pk]),
            agreement.kind,
            agreement.legal_status,
            year and year // 10 * 10,
            year,
            pk in self.with_text,
            bool(self.projects_of[pk]),
        )

    def _words(self, agreement: Any) -> Iterator[str]:
        """Every text in which our own search looks for the words of an agreement."""
        pk = agreement.pk
        yield from (agreement.title_en, agreement.title_no, agreement.summary_en, agreement.summary_no)
        for theme in self.themes_of[pk]:
            yield self.themes[theme][1]
        for party in self.parties_of[pk]:
            yield from (self.parties[party].name_en, self.parties[party].name_no)
        yield from (self.people[person].name for person in self.people_of[pk])
        for institution in self.institutions_of[pk]:
            yield from (self.institutions[institution].name_en, self.institutions[institution].name_no)
        yield from (title for titles in self.projects_of[pk] for title in titles)
        yield from self.contents_of[pk]


def _themes_with_broader() -> dict[int, tuple[list[str], str]]:
    """Of each theme: its slug and those of the broader ones, and all their labels."""
    themes = {theme.pk: theme for theme in Theme.objects.prefetch_related("alt_labels")}
    found = {}
    for pk, theme in themes.items():
        slugs, labels, above = [], [], theme
        while True:
            slugs.append(above.slug)
            labels += [above.label_en, above.label_no, *(other.label for other in above.alt_labels.all())]
            if above.broader_id is None:
                break
            above = themes[above.broader_id]
        found[pk] = slugs, " ".join(labels)
    return found


def gather(*rows: Iterable[tuple[Any, ...]]) -> Many:
    """What stands beside each id; of rows with several values a tuple of them."""
    found: Many = defaultdict(list)
    for pk, *values in chain.from_iterable(rows):
        found[pk].append(values[0] if len(values) == 1 else tuple(values))
    return found


def as_array(values: Iterable[str]) -> str:
    """A JSON array of the values, each once."""
    return json.dumps(list(dict.fromkeys(values)))
