"""Writes a made-up archive into the project's own tables, in bulk and without history, as an importer does."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from agreements import models as archive_models
from agreements.choices import EditorialStatus
from agreements.vocabulary.loader import load_vocabulary
from tests.bench.archive import Agreement, Archive, Project

T = TypeVar("T")
#: Records that are in memory at once.
BATCH = 2000


class Writer:
    """Writes one archive into an empty database. Record number n gets the id n + 1."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.theme_ids: dict[str, int] = {}
        self.evidence: dict[str, Any] = {}

    def write(self, agreements: Iterable[Agreement], projects: Iterable[Project]) -> None:
        """Everything, in one transaction; the agreements and projects are the archive's own."""
        with transaction.atomic():
            load_vocabulary()
            self.theme_ids = dict(archive_models.Theme.objects.values_list("slug", "pk"))
            self._write_people()
            self._write_source()
            for number, batch in enumerate(batches(agreements, BATCH)):
                self._write_agreements(number * BATCH, batch)
            for number, some in enumerate(batches(projects, BATCH)):
                self._write_projects(number * BATCH, some)

    def _write_people(self) -> None:
        """Parties, their ministries and the people who sign for them."""
        made = self.archive
        create(
            archive_models.Party,
            (
                {"pk": number, "code": party.code, "name_en": party.name_en, "name_no": party.name_no}
                for number, party in enumerate(made.parties, 1)
            ),
        )
        create(
            archive_models.Institution,
            (
                {
                    "pk": number,
                    "slug": f"ministry-{number}",
                    "party_id": ministry.party + 1,
                    "name_en": ministry.name_en,
                    "name_no": ministry.name_no,
                }
                for number, ministry in enumerate(made.ministries, 1)
            ),
        )
        create(
            archive_models.Signatory,
            (
                {"pk": number, "slug": f"person-{number}", "party_id": party + 1, "name": name, "sort_name": name}
                for number, (party, name) in enumerate(made.people, 1)
            ),
        )

    def _write_source(self) -> None:
        """The one source that every record names."""
        source = archive_models.Source.objects.create(publisher="A register", title="Made-up agreements")
        kind = ContentType.objects.get_for_model(archive_models.Agreement)
        self.evidence = {"content_type": kind, "source": source}

    def _write_agreements(self, first: int, batch: list[Agreement]) -> None:
        """The agreements whose numbers run from ``first``, and then their rows."""
        numbered = list(enumerate(batch, first + 1))
        agreements = [self._agreement(pk, made) for pk, made in numbered]
        archive_models.Agreement.objects.bulk_create(agreements)
        for model, rows_of in (
            (archive_models.AgreementParty, _participations),
            (archive_models.Signature, _signatures),
            (archive_models.Agreement.themes.through, self._themes),
            (archive_models.Registration, _registrations),
            (archive_models.AgreementText, _texts),
            (archive_models.Relation, _relations),
        ):
            create(model, (row for pk, made in numbered for row in rows_of(pk, made)))
        create(archive_models.Evidence, (self.evidence | {"object_id": pk} for pk, _ in numbered))

    def _agreement(self, pk: int, made: Agreement) -> archive_models.Agreement:
        agreement = archive_models.Agreement(
            pk=pk,
            editorial_status=status(made),
            kind=made.kind,
            title_en=made.title_en,
            title_no=made.title_no,
            summary_en=made.summary_en,
            summary_no=made.summary_no,
            signed_on=made.signed_on,
            entry_into_force_on=made.in_force_on,
            entry_into_force_condition=made.condition,
            term_months=made.term_months,
            renewal=made.renewal,
            terminated_on=made.terminated_on,
        )
        agreement.derive()
        return agreement

    def _themes(self, pk: int, made: Agreement) -> Iterator[dict[str, Any]]:
        return ({"agreement_id": pk, "theme_id": self.theme_ids[slug]} for slug in made.themes)

    def _write_projects(self, first: int, batch: list[Project]) -> None:
        numbered = list(enumerate(batch, first + 1))
        create(
            archive_models.Project,
            (
                {
                    "pk": pk,
                    "editorial_status": status(made),
                    "title_en": made.title_en,
                    "title_no": made.title_no,
                    "status": made.status,
                    "started_on": made.started_on,
                }
                for pk, made in numbered
            ),
        )
        under, about = archive_models.Project.agreements.through, archive_models.Project.themes.through
        create(under, ({"project_id": pk, "agreement_id": n + 1} for pk, made in numbered for n in made.agreements))
        create(
            about,
            ({"project_id": pk, "theme_id": self.theme_ids[slug]} for pk, made in numbered for slug in made.themes),
        )


def status(made: Agreement | Project) -> str:
    """The editorial status of a made-up record."""
    return EditorialStatus.PUBLISHED if made.published else EditorialStatus.DRAFT


def create(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows of a model, a batch at a time."""
    for batch in batches(rows, BATCH):
        model._base_manager.bulk_create([model(**row) for row in batch])


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of ``size``; the last may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _participations(pk: int, made: Agreement) -> Iterator[dict[str, Any]]:
    for position, (party, ministry) in enumerate(made.sides, 1):
        institution = None if ministry is None else ministry + 1
        yield {"agreement_id": pk, "party_id": party + 1, "position": position, "institution_id": institution}


def _signatures(pk: int, made: Agreement) -> Iterator[dict[str, Any]]:
    for side, person in made.signatures:
        yield {"agreement_id": pk, "party_id": made.sides[side][0] + 1, "signatory_id": person + 1}


def _registrations(pk: int, made: Agreement) -> Iterator[dict[str, Any]]:
    for register, number in made.registrations:
        yield {"agreement_id": pk, "register": register, "number": number}


def _texts(pk: int, made: Agreement) -> Iterator[dict[str, Any]]:
    for text in made.texts:
        yield {"agreement_id": pk, "language": text.language, "url": text.url, "extracted_text": text.content}


def _relations(pk: int, made: Agreement) -> Iterator[dict[str, Any]]:
    if made.relation:
        kind, earlier = made.relation
        yield {"from_agreement_id": pk, "kind": kind, "to_agreement_id": earlier + 1}
