"""Bringing a file back: what every row would do, found out by doing it; then all of it, or nothing.

The preview is the import itself in a transaction that is taken back, so that it tells of every rule that the database
holds. Nothing is written while a single row is refused.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from agreements.catalogue.changes import gathered
from agreements.models.base import EditorialRecord
from agreements.sheets.directory import Directory
from agreements.sheets.reading import Page, read
from agreements.sheets.resource import ID, sentences_of

logger = logging.getLogger(__name__)

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"
#: The library's words for what became of a row.
OUTCOMES = {"new": CREATED, "update": CHANGED, "skip": UNCHANGED, "invalid": REFUSED, "error": REFUSED}


@dataclass(frozen=True)
class Row:
    """What became of a row. ``number`` is that of the sheet, whose header is row 1.

    ``cells``: column, its words, what the record says, what it is to say. ``refusals``: column or '', and the sentence.
    """

    sheet: str
    number: int
    outcome: str
    record: str
    cells: list[tuple[str, str, str, str]]
    refusals: list[tuple[str, str]]


@dataclass
class Report:
    """What became of all rows; unchanged ones are only counted."""

    rows: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def of(self, outcome: str) -> list[Row]:
        """The rows with that outcome, in the order of the file."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def can_be_imported(self) -> bool:
        """Whether something would be written and nothing is refused."""
        return not self.counts[REFUSED] and bool(self.counts[CREATED] or self.counts[CHANGED])


class _TakenBackError(Exception):
    """Ends the transaction of a preview."""


def preview(raw: bytes, model: type[models.Model], user: Any) -> Report:
    """What bringing the file back would do. Raise UnreadableSheetError when the file is not one of ours."""
    return _bring(read(raw, model), user, reason="", keep=False)


def bring(raw: bytes, model: type[models.Model], user: Any, reason: str) -> Report:
    """Bring the file back, in one transaction. Nothing is written unless ``can_be_imported`` is true of the report.

    ``reason`` stands in the history of every record that is written.
    """
    return _bring(read(raw, model), user, reason, keep=True)


def _bring(pages: Sequence[Page], user: Any, reason: str, *, keep: bool) -> Report:
    report = Report()
    try:
        with gathered():
            _run(pages, user, reason, report)
            if not keep or not report.can_be_imported:
                raise _TakenBackError
    except _TakenBackError:
        pass
    return report


def _run(pages: Sequence[Page], user: Any, reason: str, report: Report) -> None:
    directory = Directory()
    written: dict[type[models.Model], set[int]] = {}
    for page in pages:
        sheet = page.kind(directory, user)
        result = sheet.import_data(page.data, use_transactions=False, reason=reason)
        for error in result.base_errors:
            raise error.error
        report.counts.update(OUTCOMES[row.import_type] for row in result.rows)
        report.rows += _rows(page, result)
        directory.forget()
        if sheet.parents:
            owner: Any = getattr(sheet, "owner", None) or sheet.model._meta.get_field(sheet.parent).related_model
            written.setdefault(owner, set()).update(sheet.parents)
    for owner, ids in written.items():
        _save_owners(owner, ids, reason, user)


def _save_owners(owner: Any, ids: set[int], reason: str, user: Any) -> None:
    """Give the records whose rows were written a version and a new day of change, as their forms do."""
    if issubclass(owner, EditorialRecord):
        for record in owner._base_manager.filter(pk__in=ids):
            record._change_reason, record._history_user = reason[:100], user
            record.save()


def _rows(page: Page, result: Any) -> Iterator[Row]:
    for number, (values, row) in enumerate(zip(page.data.dict, result.rows, strict=True), start=2):
        outcome = OUTCOMES[row.import_type]
        if outcome == UNCHANGED:
            continue
        changes = getattr(row, "changes", [])
        cells = [(change.cell.name, change.cell.words, change.old, change.new) for change in changes]
        yield Row(
            sheet=page.kind.sheet_name,
            number=number,
            outcome=outcome,
            record=_called(values),
            cells=cells,
            refusals=_refusals(row) if outcome == REFUSED else [],
        )


def _refusals(row: Any) -> list[tuple[str, str]]:
    """Why a row is refused. What the database refuses without a word is logged."""
    if row.validation_error is not None:
        return sentences_of(row.validation_error)
    for error in row.errors:
        logger.error("a row of a sheet cannot be saved", exc_info=error.error)
    return [("", _("The database refuses this row."))]


def _called(values: dict[str, str]) -> str:
    """What a row says that its record is called."""
    names = (
        "title_en",
        "title_no",
        "name",
        "name_en",
        "label_en",
        "title",
        "agreement_title",
        "signatory_name",
        "label",
    )
    return next((values[name] for name in names if values.get(name)), values.get(ID, ""))
