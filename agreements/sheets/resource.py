"""A sheet: the records of one kind, a row each, and what happens to a record when its row comes back.

Built on django-import-export, whose loop over the rows keeps what became of each. A row is compared with the record as
a sheet would show it now, cell by cell. What reads the same is not touched, so that a sheet brought back unchanged
writes nothing; only a cell that reads otherwise is understood and put into the record.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from agreements.sheets import rights
from agreements.sheets.cells import CUT, LONGEST, Cell, Link, Shown
from agreements.sheets.directory import Directory
from agreements.sheets.validation import clean_changed

#: The first and the last column of every sheet: which record a row is, and what the row said when it was taken out.
ID, VERSION = "id", "version"


@dataclass
class Change:
    """One cell that reads otherwise: its column, what the record says and what it is to say, and the value meant."""

    cell: Cell
    old: str
    new: str
    value: Any = None


@dataclass
class Pending:
    """What is known of the row at hand."""

    record: Any = None
    is_new: bool = False
    #: Of a record that is there: what its row would say, cell by cell.
    stored: list[tuple[Cell, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def of(self, *names: str) -> dict[str, Any]:
        """The values meant for columns that change."""
        return {change.cell.name: change.value for change in self.changes if change.cell.name in names}


class Outcome(RowResult):  # type: ignore[misc]  # the library has no types
    """What became of a row, without the name of its record: nobody asks for it, and it costs a query or two a row."""

    def add_instance_info(self, instance: Any) -> None:
        """Keep nothing."""


class Sheet(Resource):  # type: ignore[misc]  # the library has no types
    """The rows of one kind of record. A subclass declares the cells in the order in which an editor reads them.

    ``user`` is who brings the sheet back; None takes one out. ``directory`` is shared by the sheets of one workbook.
    """

    sheet_name: ClassVar[str]
    model: ClassVar[type[models.Model]]
    #: Of a sheet whose rows belong to other records: the foreign key to those.
    parent: ClassVar[str] = ""
    #: Whether a row without an id makes a record.
    adds: ClassVar[bool] = True
    prefetched: ClassVar[Sequence[str]] = ()

    class Meta:
        skip_diff = True
        instance_loader_class = BaseInstanceLoader  # records are found by ``get_or_init_instance``

    def __init__(self, directory: Directory | None = None, user: Any = None) -> None:
        super().__init__()
        self.directory, self.user = directory or Directory(), user
        for cell in self.fields.values():
            cell.directory, cell.model = self.directory, self.model
        self._records: dict[int, Any] = {}
        self._repeated: dict[str, list[int]] = {}
        self._row = Pending()
        #: Records whose rows in this sheet were written.
        self.parents: set[int] = set()

    # Taking out

    @property
    def cells(self) -> list[Cell]:
        """The columns between ``id`` and ``version``."""
        return list(self.fields.values())

    @property
    def headers(self) -> list[str]:
        """The names of all columns."""
        return [ID, *(cell.name for cell in self.cells), VERSION]

    def records(self) -> models.QuerySet[Any]:
        """All records of the kind, with what their cells read."""
        found = self.model._base_manager.prefetch_related(*self.prefetched)
        return found.order_by("pk")

    def records_of(self, owners: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows of a list of records, or the records themselves where they are of this sheet."""
        ids = owners.order_by().values("pk")
        return self.records().filter(**{f"{self.parent}__in" if self.parent else "pk__in": ids})

    def row_of(self, record: Any) -> list[str]:
        """A record's row, column by column."""
        cells = [(cell, cell.export(record)) for cell in self.cells]
        return [str(record.pk), *(text for _cell, text in cells), version_of(cells)]

    # Bringing back: the library's hooks, in the order in which it calls them

    @classmethod
    def get_row_result_class(cls) -> type[Outcome]:
        """What each row's outcome is kept in."""
        return Outcome

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Read the records of all rows at once, and find ids that stand in several rows."""
        places: dict[str, list[int]] = {}
        for number, key in enumerate(dataset[ID], start=2):
            if key:
                places.setdefault(key, []).append(number)
        self._repeated = {key: numbers for key, numbers in places.items() if len(numbers) > 1}
        ids = [int(key) for key in places if key.isdecimal() and len(key) < 19]
        for start in range(0, len(ids), 500):
            self._records |= {record.pk: record for record in self.records().filter(pk__in=ids[start : start + 500])}

    def get_or_init_instance(self, instance_loader: Any, row: Mapping[str, str]) -> tuple[Any, bool]:
        """The record of a row, and whether it is a new one. An unknown one is complained of later."""
        key = row[ID]
        record = self._records.get(int(key)) if key.isdecimal() else None
        self._row = Pending(record or self.model(), is_new=not key)
        if key and record is None and not self._is_untouched(row):
            raise ValidationError({ID: _("No record here has the id %(id)s; it may have been deleted.") % {"id": key}})
        if key in self._repeated:
            places = ", ".join(map(str, self._repeated[key]))
            raise ValidationError(
                {ID: _("The id %(id)s stands in several rows: %(rows)s.") % {"id": key, "rows": places}}
            )
        return self._row.record, not key

    def import_instance(self, instance: Any, row: Mapping[str, str], **kwargs: Any) -> None:
        """Find the cells that read otherwise, and put what they mean into the record."""
        is_new = self._row.is_new
        if not is_new and (instance.pk is None or self._is_untouched(row)):
            return
        self._row.stored = [(cell, "" if is_new else cell.export(instance)) for cell in self.cells]
        errors: dict[str, Any] = {}
        for cell, old in self._row.stored:
            if cell.counts and cell.name in row:
                try:
                    self._compare(cell, old, row[cell.name])
                except ValidationError as error:
                    errors[cell.name] = error
        if errors or self._row.changes:
            self._refuse_what_is_not_allowed(row)
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: Any, original: Any, row: Mapping[str, str], import_validation_errors: Any = None
    ) -> bool:
        """A row is passed over when nothing in it reads otherwise."""
        return not import_validation_errors and not self._row.is_new and not self._row.changes

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raise ValidationError with everything wrong with the row. What cannot be read is not checked further."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        if self._row.is_new:
            instance.full_clean()
        else:
            clean_changed(instance, {change.cell.attribute or change.cell.name for change in self._row.changes})

    def save_instance(self, instance: Any, is_create: bool, row: Mapping[str, str], **kwargs: Any) -> None:
        """Save the record, its links, and what a subclass keeps beside it."""
        instance._change_reason, instance._history_user = kwargs.get("reason", "")[:100], self.user
        with transaction.atomic():
            super().save_instance(instance, is_create, row, **kwargs)
            for change in self._row.changes:
                change.cell.put_links(instance, change.value)
            self.save_rows(instance, self._row)
        if self.parent:
            link: Any = self.model._meta.get_field(self.parent)
            self.parents.add(getattr(instance, link.attname))

    def save_m2m(self, instance: Any, row: Mapping[str, str], **kwargs: Any) -> None:
        """Done when the record was saved."""

    def after_import_row(self, row: Mapping[str, str], row_result: Any, **kwargs: Any) -> None:
        """Keep what changed, and what the record is called, for the preview."""
        row_result.changes, row_result.record = self._row.changes, self._row.record

    # What a subclass may add

    def save_rows(self, record: Any, row: Pending) -> None:
        """Write what stands in the row and is kept beside the record. Raise ValidationError when it must not be so."""

    # Comparing

    def _compare(self, cell: Cell, old: str, text: str) -> None:
        """Note a cell that reads otherwise than the record. Raise ValidationError when it cannot be taken over."""
        if cell.normal(text) == cell.normal(old):
            return
        if not cell.writable:
            raise ValidationError(_("This is not changed by a sheet. Write “%(value)s” again.") % {"value": old})
        if cell.fixed and not self._row.is_new:
            raise ValidationError(_("A row stays with its record. Write “%(value)s” again.") % {"value": old})
        if old.endswith(CUT) and len(old) > LONGEST:
            raise ValidationError(_("This text is too long for a sheet. Change it on the record's own page."))
        value = cell.read(text)
        new = cell.shown(value)
        if new != old:
            cell.put(self._row.record, value)
            self._row.changes.append(Change(cell, old, new, value))

    def _is_untouched(self, row: Mapping[str, str]) -> bool:
        """Whether the row says what it said when it was taken out, whatever the record says by now."""
        counted = [cell for cell in self.cells if cell.counts]
        if not row.get(VERSION) or not all(cell.name in row for cell in counted):
            return False
        return version_of((cell, row[cell.name]) for cell in counted) == row[VERSION]

    def _refuse_what_is_not_allowed(self, row: Mapping[str, str]) -> None:
        """Raise ValidationError for a record that may not be added or changed by the user, or that others changed."""
        record, is_new = self._row.record, self._row.is_new
        if is_new and not self.adds:
            raise ValidationError({ID: _("Rows are not added here; a row without an id belongs to no record.")})
        rights.refuse_unless_allowed(self.user, record, self._owner(record), is_new)
        if is_new:
            return
        if not row.get(VERSION):
            raise ValidationError({VERSION: _("The version is missing. Export the sheet anew and change that one.")})
        if row[VERSION] != version_of(self._row.stored):
            raise ValidationError(_changed_since(record))

    def _owner(self, record: Any) -> Any:
        """The record that the row belongs to; None while that is not known."""
        if not self.parent:
            return record
        related: Any = self.model._meta.get_field(self.parent)
        pk = getattr(record, related.attname)
        return related.related_model._base_manager.filter(pk=pk).first() if pk else None


class RowsOfAnyRecord(Sheet):
    """Rows that belong to records of several kinds by a generic relation; each sheet is of one kind."""

    owner: ClassVar[type[models.Model]]

    def records(self) -> models.QuerySet[Any]:
        kind = ContentType.objects.get_for_model(self.owner)
        return super().records().filter(content_type=kind)

    def records_of(self, owners: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return self.records().filter(object_id__in=owners.order_by().values("pk"))

    def _owner(self, record: Any) -> Any:
        pk = record.object_id
        return self.owner._base_manager.filter(pk=pk).first() if pk else None


class OwnerLink(Link):
    """The record that a row of evidence belongs to."""

    def __init__(self, owner: type[models.Model]) -> None:
        super().__init__(attribute="object_id", fixed=True)
        self.owner = owner

    @property
    def other(self) -> type[models.Model]:
        return self.owner

    @property
    def words(self) -> str:
        return str(self.owner._meta.verbose_name)

    def value(self, record: Any) -> Any:
        return record.object_id

    def put(self, record: Any, value: Any) -> None:
        record.object_id = value
        record.content_type = ContentType.objects.get_for_model(self.owner)


def version_of(cells: Iterable[tuple[Cell, str]]) -> str:
    """What a row says, in eleven characters: the same for the same contents. Begins with a letter, so that no
    spreadsheet takes it for a number.
    """
    said = "\x1f".join(cell.normal(text) for cell, text in cells if not isinstance(cell, Shown))
    return "v" + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def sentences_of(error: ValidationError) -> list[tuple[str, str]]:
    """The column ('' for the row as a whole) and the sentence of everything that an error says."""
    if not hasattr(error, "error_dict"):
        return [("", sentence) for sentence in error.messages]
    return [
        ("" if column == NON_FIELD_ERRORS else column, sentence)
        for column, errors in error.message_dict.items()
        for sentence in errors
    ]


def _changed_since(record: Any) -> str:
    """Who changed the record after the sheet was taken out, and when."""
    latest = type(record).history.filter(**{record._meta.pk.attname: record.pk}).order_by("-history_id").first()
    who = getattr(latest, "history_user", None) or _("An import or a command")
    when = date_format(localtime(latest.history_date), "DATETIME_FORMAT") if latest else "–"
    return _(
        "%(who)s changed this record (%(when)s) after the sheet was exported. Export it anew and make the change there."
    ) % {"who": who, "when": when}
