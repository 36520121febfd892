"""Writes wanted agreements into the archive: new ones, changed ones, and nothing else. History goes along.

Made for thousands of records at once, in a transaction that the caller opens: rows are compared in memory and written
in bulk, with the same history that editing one by one would leave.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from agreements.bulk import insert, new_ids
from agreements.catalogue.changes import changed
from agreements.imports.dates import first_contradiction
from agreements.imports.history import BATCH, given_themes, history_of, write_history, written_values
from agreements.imports.merge import RowKind, merge
from agreements.imports.rows import RowWriter
from agreements.imports.wanted import Result, Wanted
from agreements.models import Agreement, Kind

#: Later than those before it, each: the order that an agreement's dates keep.
DATE_ORDER = (
    ("signed_on", "entry_into_force_on", "valid_until"),
    ("signed_on", "entry_into_force_on", "terminated_on"),
)


class Upsert:
    """One run over one register. ``ids``: the agreement of each number that the archive has already.

    ``reason`` marks the import's versions in the history. ``detailed_fields`` are those that the richer file touches;
    they and rows of detailed kinds stay as they are for agreements in ``detailed`` when a run comes without that file.
    """

    def __init__(
        self,
        kinds: Sequence[RowKind],
        ids: dict[str, int],
        reason: str,
        detailed_fields: frozenset[str] = frozenset(),
        detailed: frozenset[int] = frozenset(),
    ) -> None:
        self.kinds = kinds
        self.ids = ids
        self.reason = reason
        self.detailed_fields = detailed_fields
        self.detailed = detailed
        self.result = Result()
        self.agreements = Agreement.objects.in_bulk(list(ids.values()))
        versions = history_of(Agreement).filter(id__in=list(self.agreements)).order_by("history_id")
        self.written = written_values(versions.values().iterator(), reason)
        self.touched = set[int]()
        #: By agreement: kinds of rows in which editors contradict the register.
        self.edited: dict[int, set[str]] = {}
        self.new = set[int]()
        #: How many of the register's rows became each agreement; more than one where editors merged two.
        self.numbers = Counter[int]()

    def create_agreements(self, wanted: Iterable[Wanted]) -> None:
        """Make the agreements whose number the archive does not have. Their ids are then in ``ids``."""
        fresh = [(want, Agreement(**want.fields)) for want in wanted if want.number not in self.ids]
        for pk, (_, agreement) in zip(new_ids(Agreement, len(fresh)), fresh, strict=True):
            agreement.pk = pk
            agreement.derive()
        columns = list(dict.fromkeys(["id", "expires_on", *(name for want, _ in fresh for name in want.fields)]))
        values = attrgetter(*columns)
        insert(Agreement, columns, (values(agreement) for _, agreement in fresh))
        for want, agreement in fresh:
            self.ids[want.number] = agreement.pk
            self.agreements[agreement.pk] = agreement
            self.new.add(agreement.pk)

    def write(self, wanted: Sequence[Wanted], step: Callable[[], object] = lambda: None) -> Result:
        """Write rows, themes and columns of all agreements, then their history. ``step``: called len(kinds) times."""
        self.numbers = Counter(self.ids[want.number] for want in wanted)
        ours = [want for want in wanted if self._is_ours(want)]
        before = [pk for pk in self.agreements if pk not in self.new]
        for kind in self.kinds:
            writer = RowWriter(kind, before, self.reason)
            for want in ours:
                if not (kind.detailed and self._stays(want)):
                    self._take_in(want, kind, writer)
            writer.write()
            step()
        self._write_themes([want for want in ours if not self._stays(want)])
        for want in ours:
            self._merge_fields(want)
        self._save()
        for want in wanted:
            pk = self.ids[want.number]
            existing = self.result.updated if pk in self.touched else self.result.unchanged
            (self.result.created if pk in self.new else existing).append(want.number)
        return self.result

    def _take_in(self, want: Wanted, kind: RowKind, writer: RowWriter) -> None:
        pk = self.ids[want.number]
        merged = writer.merge(pk, want.rows.get(kind.name, {}))
        if merged.create or merged.change or merged.delete:
            self.touched.add(pk)
        if merged.kept:
            self.result.keep(want.number, merged.kept)
            self.edited.setdefault(pk, set()).add(kind.name)

    def _stays(self, want: Wanted) -> bool:
        """Whether what the richer file gave before is to stay, because this run does not have it."""
        return not want.has_details and self.ids[want.number] in self.detailed

    def _is_ours(self, want: Wanted) -> bool:
        """Whether an import made the record; one that was written by hand, or merged, is left alone and reported."""
        pk = self.ids[want.number]
        if self.numbers[pk] > 1:  # its values are those that an editor chose from two rows
            self.result.keep(want.number, ["the whole record: it was merged with another"])
            return False
        if pk in self.new or pk in self.written:
            return True
        self.result.keep(want.number, ["the whole record: it was written by hand"])
        return False

    def _write_themes(self, wanted: Iterable[Wanted]) -> None:
        """Add the register's themes, and take away those that an import gave and the register dropped."""
        through = Agreement.themes.through
        now: dict[int, set[int]] = {}
        for pk, theme in through.objects.filter(agreement_id__in=list(self.agreements)).values_list(
            "agreement_id", "theme_id"
        ):
            now.setdefault(pk, set()).add(theme)
        given = given_themes([pk for pk in self.agreements if pk not in self.new], self.reason)
        add: list[tuple[int, int]] = []
        for want in wanted:
            pk = self.ids[want.number]
            has, gave = now.get(pk, set()), given.get(pk, set())
            new, dropped = want.themes - gave - has, (gave - want.themes) & has
            add += [(pk, theme) for theme in sorted(new)]
            if dropped:
                through.objects.filter(agreement_id=pk, theme_id__in=dropped).delete()
            if new or dropped:
                self.touched.add(pk)
        insert(through, ("agreement_id", "theme_id"), add)

    def _merge_fields(self, want: Wanted) -> None:
        """Bring the agreement's own columns up to date, as far as editors have not changed them."""
        pk = self.ids[want.number]
        if pk in self.new:
            return
        agreement = self.agreements[pk]
        wanted = want.fields
        if self._stays(want):
            wanted = {name: value for name, value in wanted.items() if name not in self.detailed_fields}
        now = {name: getattr(agreement, name) for name in wanted}
        merged = merge(now, self.written[pk], wanted)
        if "editorial_status" in merged.changes and "parties" in self.edited.get(pk, ()):
            del merged.changes["editorial_status"]
        for name, value in merged.changes.items():
            setattr(agreement, name, value)
        if merged.changes and not agreement.date_exception and _contradicts_itself(agreement):
            for name in merged.changes:
                setattr(agreement, name, now[name])
            merged.kept += sorted(merged.changes)
            merged.changes = {}
        if merged.changes:
            self.touched.add(pk)
        self.result.keep(want.number, merged.kept)

    def _save(self) -> None:
        """Write the changed agreements, and a version of every new and every changed one into the history."""
        altered = [self.agreements[pk] for pk in sorted(self.touched - self.new)]
        for agreement in altered:
            agreement.derive()
        columns = [field.name for field in Agreement._meta.concrete_fields if not field.primary_key]
        # An upsert by primary key: bulk_update would write a CASE for every row and column.
        Agreement.objects.bulk_create(
            altered, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=columns
        )
        write_history(Agreement, sorted(self.new), self.reason)
        write_history(Agreement, [agreement.pk for agreement in altered], self.reason, update=True)
        changed(Kind.AGREEMENT, self.new | self.touched)


def _contradicts_itself(agreement: Agreement) -> bool:
    """Whether the dates are out of order, which the database refuses without an explanation."""
    return any(
        first_contradiction((name, getattr(agreement, name)) for name in names) is not None for names in DATE_ORDER
    )
