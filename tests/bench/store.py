"""Writes a made-up archive into the project's own tables, in bulk and without history, as an importer does."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from agreements import models as archive_models
from agreements.bulk import batches, insert
from agreements.choices import EditorialStatus
from agreements.dates import PartialDate
from agreements.vocabulary.loader import load_vocabulary
from tests.bench.archive import Agreement, Archive, Project

#: Records that are written at a time.
BATCH = 2000
Rows = Iterator[tuple[Any, ...]]


class Writer:
    """Writes one archive into a database that has the vocabulary of themes. Record number n gets the id n + 1."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        load_vocabulary()
        self.theme_ids: dict[str, int] = dict(archive_models.Theme.objects.values_list("slug", "pk"))

    def write(self, agreements: Iterable[Agreement], projects: Iterable[Project]) -> None:
        """Everything, in one transaction; the agreements and projects are the archive's own."""
        with transaction.atomic():
            self._write_people()
            source = archive_models.Source.objects.create(publisher="A register", title="Made-up agreements")
            for number, batch in enumerate(batches(agreements, BATCH)):
                self._write_agreements(number * BATCH, batch, source.pk)
            for number, some in enumerate(batches(projects, BATCH)):
                self._write_projects(number * BATCH, some)

    def _write_people(self) -> None:
        """Parties, their ministries and the people who sign for them."""
        made = self.archive
        insert(
            archive_models.Party,
            ("id", "code", "name_en", "name_no"),
            ((number, party.code, party.name_en, party.name_no) for number, party in enumerate(made.parties, 1)),
        )
        insert(
            archive_models.Institution,
            ("id", "slug", "party_id", "name_en", "name_no"),
            (
                (number, f"ministry-{number}", ministry.party + 1, ministry.name_en, ministry.name_no)
                for number, ministry in enumerate(made.ministries, 1)
            ),
        )
        insert(
            archive_models.Signatory,
            ("id", "slug", "party_id", "name", "sort_name"),
            (
                (number, f"person-{number}", party + 1, name, name)
                for number, (party, name) in enumerate(made.people, 1)
            ),
        )

    def _write_agreements(self, first: int, batch: list[Agreement], source: int) -> None:
        """The agreements whose numbers run from ``first``, and then their rows. ``source``: the one that all name."""
        numbered = list(enumerate(batch, first + 1))
        insert(archive_models.Agreement, AGREEMENT_COLUMNS, (_agreement(pk, made) for pk, made in numbered))
        for model, columns, rows_of in (
            (
                archive_models.AgreementParty,
                ("agreement_id", "party_id", "position", "institution_id"),
                _participations,
            ),
            (archive_models.Signature, ("agreement_id", "party_id", "signatory_id"), _signatures),
            (archive_models.Agreement.themes.through, ("agreement_id", "theme_id"), self._themes),
            (archive_models.Registration, ("agreement_id", "register", "number"), _registrations),
            (archive_models.AgreementText, ("agreement_id", "language", "url", "extracted_text"), _texts),
            (archive_models.Relation, ("from_agreement_id", "kind", "to_agreement_id"), _relations),
        ):
            insert(model, columns, (row for pk, made in numbered for row in rows_of(pk, made)))
        kind = ContentType.objects.get_for_model(archive_models.Agreement).pk
        columns = ("content_type_id", "source_id", "object_id")
        insert(archive_models.Evidence, columns, ((kind, source, pk) for pk, _ in numbered))

    def _themes(self, pk: int, made: Agreement) -> Rows:
        return ((pk, self.theme_ids[slug]) for slug in made.themes)

    def _write_projects(self, first: int, batch: list[Project]) -> None:
        numbered = list(enumerate(batch, first + 1))
        insert(
            archive_models.Project,
            ("id", "editorial_status", "title_en", "title_no", "status", "started_on"),
            ((pk, status(made), made.title_en, made.title_no, made.status, made.started_on) for pk, made in numbered),
        )
        under, about = archive_models.Project.agreements.through, archive_models.Project.themes.through
        insert(under, ("project_id", "agreement_id"), ((pk, n + 1) for pk, made in numbered for n in made.agreements))
        insert(
            about,
            ("project_id", "theme_id"),
            ((pk, self.theme_ids[slug]) for pk, made in numbered for slug in made.themes),
        )


AGREEMENT_COLUMNS = (
    *("id", "editorial_status", "kind", "title_en", "title_no", "summary_en", "summary_no", "signed_on"),
    *("entry_into_force_on", "entry_into_force_condition", "term_months", "renewal", "terminated_on", "expires_on"),
)


def _agreement(pk: int, made: Agreement) -> tuple[Any, ...]:
    # Nothing but its term makes an agreement of these expire.
    expires_on = _end_of_term(made) if made.term_months else None
    return (
        *(pk, status(made), made.kind, made.title_en, made.title_no, made.summary_en, made.summary_no, made.signed_on),
        *(made.in_force_on, made.condition, made.term_months, made.renewal, made.terminated_on, expires_on),
    )


#: Filled anew for each agreement: one with all its fields takes longer to make than what is asked of it.
_asked = archive_models.Agreement()


def _end_of_term(made: Agreement) -> PartialDate | None:
    _asked.signed_on, _asked.entry_into_force_on = made.signed_on, made.in_force_on
    _asked.entry_into_force_condition = made.condition
    _asked.term_months, _asked.renewal = made.term_months, made.renewal
    _asked.derive()
    return _asked.expires_on


def status(made: Agreement | Project) -> str:
    """The editorial status of a made-up record."""
    return (EditorialStatus.PUBLISHED if made.published else EditorialStatus.DRAFT).value


def _participations(pk: int, made: Agreement) -> Rows:
    for position, (party, ministry) in enumerate(made.sides, 1):
        yield pk, party + 1, position, None if ministry is None else ministry + 1


def _signatures(pk: int, made: Agreement) -> Rows:
    for side, person in made.signatures:
        yield pk, made.sides[side][0] + 1, person + 1


def _registrations(pk: int, made: Agreement) -> Rows:
    for register, number in made.registrations:
        yield pk, register, number


def _texts(pk: int, made: Agreement) -> Rows:
    for text in made.texts:
        yield pk, text.language, text.url, text.content


def _relations(pk: int, made: Agreement) -> Rows:
    if made.relation:
        kind, earlier = made.relation
        yield pk, kind, earlier + 1
