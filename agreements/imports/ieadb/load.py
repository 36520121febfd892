"""The import of the IEADB from its files to the archive, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from agreements.catalogue.changes import gathered
from agreements.catalogue.statistics import refresh_keys, refresh_statistics
from agreements.catalogue.texts import READ
from agreements.imports.ieadb.lineage import Link, read_sequence, relations
from agreements.imports.ieadb.records import DETAILED_FIELDS, LATER_EXPORT, Draft, interpret, wanted_record
from agreements.imports.ieadb.rows import Details, Member, Treaties, read_details, read_members, read_treaties, unplaced
from agreements.imports.merge import RowKind
from agreements.imports.parties.registry import PartyRegistry
from agreements.imports.relations import without_circles
from agreements.imports.report import Remark
from agreements.imports.titles import clean_title
from agreements.imports.upsert import Upsert
from agreements.imports.wanted import Result, Wanted
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    AlternativeTitle,
    Evidence,
    Register,
    Registration,
    Relation,
    Source,
    ThemeMatch,
)

#: Marks the versions that this importer writes into the history.
REASON = "import_ieadb"
VOCABULARY = "IEADB"
SOURCE = {
    "publisher": "International Environmental Agreements Database Project",
    "title": "International Environmental Agreements (IEA) Database. Cite: Mitchell, R. B., et al. (2020), “What We "
    "Know (and Could Know) About International Environmental Agreements”, Global Environmental Politics 20(1), 103–121",
    "url": "https://iea.uoregon.edu/",
}
LICENCE = "CC BY 4.0"
#: Writing one kind of row takes about as long as interpreting so many rows.
WRITING = 500


@dataclass
class Files:
    """The files of one run, read whole. ``details`` None: the later export was not given."""

    treaties: Treaties
    members: dict[str, list[Member]]
    details: Details | None


@dataclass
class Outcome:
    """What a run did: the totals, and the lines for the report."""

    rows_count: int
    result: Result
    rejected_count: int
    left_aside: Counter[str]
    published_count: int
    parties_created_count: int
    relations_count: int
    not_joined_count: int
    remarks: list[Remark] = field(default_factory=list)


def read_files(treaties: Path, members: Path, details: Path | None) -> Files:
    """Read the files. Raises UnreadableFileError, one sentence, for the first that is not what it should be."""
    return Files(read_treaties(treaties), read_members(members), read_details(details) if details else None)


def load(files: Files, *, dry_run: bool = False, step: Callable[[int], object] = lambda steps: None) -> Outcome:
    """Bring the archive up to date with the files, in one transaction that a dry run rolls back.

    ``step`` is told how far it came, ``steps(files)`` in all.
    """
    with gathered():
        outcome = _load(files, step)
        refresh_keys(READ)  # before what was written is read again, to be indexed
        transaction.set_rollback(dry_run)
    refresh_statistics()
    return outcome


def steps(files: Files) -> int:
    """How many steps an import of the files takes, for a progress bar."""
    return len(files.treaties.rows) + len(_kinds()) * WRITING


def _load(files: Files, step: Callable[[int], object]) -> Outcome:
    details = files.details.by_number if files.details else {}
    drafts = []
    for row in files.treaties.rows:
        drafts.append(interpret(row, files.members.get(row.number, ()), details.get(row.number)))
        step(1)
    registry = PartyRegistry(REASON)
    registry.make(party.code for draft in drafts for party in draft.finding.parties)
    themes, source = _themes(bool(details)), _source()
    wanted = [wanted_record(draft, registry.ids, themes, source.pk) for draft in drafts]
    ids = dict(
        Registration.objects.filter(register=Register.IEADB, number__in=[want.number for want in wanted]).values_list(
            "number", "agreement_id"
        )
    )
    upsert = Upsert(_kinds(), ids, REASON, DETAILED_FIELDS, _detailed(source))
    upsert.create_agreements(wanted)
    relations_count = _add_relations(drafts, wanted, upsert.ids)
    result = upsert.write(wanted, lambda: step(WRITING))
    return Outcome(
        rows_count=files.treaties.count,
        result=result,
        rejected_count=len(files.treaties.rejected),
        left_aside=files.treaties.left_aside,
        published_count=Agreement.objects.published().filter(pk__in=list(upsert.ids.values())).count(),
        parties_created_count=registry.created_count,
        relations_count=relations_count,
        not_joined_count=len(unplaced(details, files.treaties.rows)),
        remarks=list(_remarks(files, drafts, result)),
    )


def _kinds() -> list[RowKind]:
    """The rows of an agreement that the register knows."""
    agreement = ContentType.objects.get_for_model(Agreement).pk
    return [
        RowKind(
            "parties", AgreementParty, ("party_id",), ("basis", "signed_on", "ratified_on", "in_force_on"),
            once=("position",), seats=(1, 2), detailed=True,
        ),
        RowKind("registration", Registration, ("number",), ("url",), fixed=(("register", Register.IEADB),)),
        RowKind("texts", AgreementText, ("url", "language"), detailed=True),
        RowKind("alternative titles", AlternativeTitle, ("title",), detailed=True),
        RowKind(
            "evidence", Evidence, ("field", "source_id", "locator"), ("note",),
            parent="object_id", fixed=(("content_type_id", agreement),), detailed=True,
        ),
        RowKind("relations", Relation, ("kind", "to_agreement_id"), parent="from_agreement_id", detailed=True),
    ]  # fmt: skip


def _source() -> Source:
    """The record of the register itself, made by the first run."""
    source = Source.objects.filter(**SOURCE).first()
    if source is None:
        source = Source(**SOURCE, licence=LICENCE, language="en")
        source._change_reason = REASON  # type: ignore[attr-defined]
        source.save()
    return source


def _themes(is_needed: bool) -> dict[str, int]:
    """Theme ids by the register's subjects; the vocabulary is loaded when a run needs it."""
    if not is_needed:
        return {}
    from agreements.vocabulary.loader import load_vocabulary

    load_vocabulary()
    return dict(ThemeMatch.objects.filter(vocabulary=VOCABULARY).values_list("term", "theme_id"))


def _detailed(source: Source) -> frozenset[int]:
    """Ids of the agreements for which an earlier run had the later export."""
    evidence = Evidence.objects.filter(source=source, locator__contains=LATER_EXPORT)
    return frozenset(evidence.values_list("object_id", flat=True))


def _add_relations(drafts: Iterable[Draft], wanted: Iterable[Wanted], ids: dict[str, int]) -> int:
    """Put each record's relations among its rows and count them. What would close a circle with others' is left out."""
    links = [
        Link(
            draft.row.number,
            draft.row.values["Lineage"],
            frozenset(party.code for party in draft.finding.parties),
            draft.signed_on,
            read_sequence(draft.row.values["Sequence in lineage"]),
            draft.row.values["Agreement Type (level 2)"],
        )
        for draft in drafts
        if not draft.finding.doubt
    ]
    by_number = {want.number: want for want in wanted}
    found = [(ids[later], kind, ids[earlier], later) for later, kind, earlier in relations(links)]
    kept = without_circles(found)
    for _, kind, earlier, number in kept:
        by_number[number].rows.setdefault("relations", {})[kind.value, earlier] = {}
    return len(kept)


def _remarks(files: Files, drafts: Iterable[Draft], result: Result) -> Iterator[Remark]:
    """The lines of the report: rejected rows, editors' work that stands, cleaned titles, rows of no agreement."""
    for line, reason in files.treaties.rejected:
        yield Remark("rejected", reason, "treaties", line.number, line.fields)
    for draft in drafts:
        line = draft.row.line
        if kept := result.kept.get(draft.row.number):
            reason = f"An editor's work stands; the register has other news for: {', '.join(dict.fromkeys(kept))}."
            yield Remark("kept", reason, "treaties", line.number, line.fields)
        raw = draft.row.values["Treaty Name"]
        if clean_title(raw) != raw:
            yield Remark("cleaned", f"The title became: {draft.title}", "treaties", line.number, line.fields)
    yield from _not_placed(files)


def _not_placed(files: Files) -> Iterator[Remark]:
    """Rows of the other files that belong to no imported row."""
    for number in unplaced(files.members, files.treaties.rows):
        for member in files.members[number]:
            yield Remark("not placed", "No row has this number.", "members", None, [number, member.country])
    if files.details:
        for line, reason in files.details.unusable:
            yield Remark("not placed", reason, "details", line.number, line.fields)
        for number in unplaced(files.details.by_number, files.treaties.rows):
            row = files.details.by_number[number]
            if row["TypeAmbit"] == "Bilateral":
                reason = "A bilateral row of the later export whose number no imported row has."
                yield Remark("not placed", reason, "details", None, list(row.values()))
