"""What merging two records would do: which values stay, which rows move, what clashes, what speaks against it.

Nothing is written here. The plan is what ``merge`` carries out, so an editor who has seen it has seen what will happen.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.history.state import columns_of, state_of, written
from agreements.history.words import NOTHING, FieldChange, label_of, shown
from agreements.merging.clashes import NOT_SAID, Decision, Outcome, decisions
from agreements.merging.pointers import Links, links_of
from agreements.merging.rules import NOT_CHOSEN, refusals, warnings
from agreements.models import Theme

#: Whose value or row stays.
KEPT, GONE = "kept", "gone"


@dataclass(frozen=True)
class FieldChoice:
    """A field of the two records, with the values in words. ``chosen``: KEPT or GONE, whose value stays."""

    column: str
    label: str
    kept: str
    gone: str
    chosen: str
    differs: bool


@dataclass(frozen=True)
class RowChoice:
    """Two rows of which one must give way, with the values in which they differ. ``chosen``: whose stay."""

    key: str
    kind: str
    name: str
    fields: list[FieldChange]
    chosen: str


@dataclass(frozen=True)
class Moving:
    """How many rows or links of one sort point to the record that goes, and what becomes of them."""

    kind: str
    total: int
    folded: int
    names: list[str]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.total - len(self.names)


@dataclass
class Plan:
    """One merger. ``choices`` by column, and by key of a row (see ``Decision.key``): KEPT or GONE.

    A choice that is not given follows a simple rule: the value of the record that stays, unless it has none.
    """

    kept: Any
    gone: Any
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        """The kind of record."""
        model: type[models.Model] = type(self.kept)
        return model

    @cached_property
    def rows(self) -> list[Decision]:
        """What becomes of each row that points to the record that goes."""
        return list(decisions(self.gone, self.kept))

    @cached_property
    def links(self) -> list[tuple[Links, list[int]]]:
        """The links to many of the record that goes, by field."""
        return [(links, links.ids(self.gone)) for links in links_of(self.model)]

    # For people

    @cached_property
    def fields(self) -> list[FieldChoice]:
        """Every field, those that differ first."""
        found = [self._field(column) for column in columns_of(self.model) if column.name not in NOT_CHOSEN]
        return sorted(found, key=lambda choice: not choice.differs)

    @property
    def differing(self) -> list[FieldChoice]:
        """The fields in which the two differ."""
        return [choice for choice in self.fields if choice.differs]

    @property
    def alike(self) -> list[FieldChoice]:
        """The fields in which both say the same, or nothing."""
        return [choice for choice in self.fields if not choice.differs]

    @cached_property
    def clashes(self) -> list[RowChoice]:
        """Rows between which an editor chooses."""
        return [self._row_choice(one) for one in self.rows if one.outcome in (Outcome.CHOSEN, Outcome.GIVES_WAY)]

    @cached_property
    def moving(self) -> list[Moving]:
        """What moves, by sort, with numbers and some names."""
        by_kind: dict[str, list[Decision]] = {}
        for one in self.rows:
            by_kind.setdefault(str(capfirst(one.row._meta.verbose_name_plural)), []).append(one)
        found = [self._moving(kind, rows) for kind, rows in by_kind.items()]
        for links, ids in self.links:
            if ids:
                both = len(set(ids) & set(links.ids(self.kept)))
                names = [str(record) for record in links.other._base_manager.filter(pk__in=ids[:NAMED])]
                found.append(Moving(_name_of_links(links), len(ids), both, names))
        return found

    @cached_property
    def warnings(self) -> list[str]:
        """What an editor should look at."""
        return list(warnings(self.kept, self.gone))

    @cached_property
    def refusals(self) -> list[str]:
        """Why it cannot be done; empty when it can."""
        return list(refusals(self.kept, self.gone))

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything that the plan stands on does."""
        rows = [[one.row._meta.label, one.row.pk, one.outcome.value, one.differing] for one in self.rows]
        links = [[links.owner._meta.label, links.name, ids] for links, ids in self.links]
        states = [sorted((str(key), value) for key, value in state_of(one).items()) for one in (self.kept, self.gone)]
        return hashlib.sha256(json.dumps([states, rows, links], sort_keys=True).encode()).hexdigest()[:32]

    # Choices

    def chosen(self, name: str, default: str = KEPT) -> str:
        """Whose value or row stays."""
        choice = self.choices.get(name)
        return choice if choice in (KEPT, GONE) else default

    def value(self, column: Any) -> Any:
        """The value that the record has in the end."""
        kept, gone = getattr(self.kept, column.attname), getattr(self.gone, column.attname)
        if isinstance(self.kept, Theme) and column.name == "broader" and self._lies_below():
            return self.gone.broader_id  # it takes the place of the one that it lies under
        return gone if self.chosen(column.attname, self._default(kept, gone)) == GONE else kept

    def _lies_below(self) -> bool:
        return Theme.objects.with_narrower([self.gone]).filter(pk=self.kept.pk).exists()

    def _default(self, kept: Any, gone: Any) -> str:
        return GONE if kept in NOT_SAID and gone not in NOT_SAID else KEPT

    def _field(self, column: Any) -> FieldChoice:
        values = [getattr(record, column.attname) for record in (self.kept, self.gone)]
        kept, gone = (written(column, value) or None for value in values)
        words = (shown(column, kept), shown(column, gone))
        chosen = self.chosen(column.attname, self._default(*values))
        return FieldChoice(column.attname, label_of(column), *words, chosen, kept != gone)

    def _row_choice(self, one: Decision) -> RowChoice:
        columns = {column.attname: column for column in columns_of(one.pointer.model)}
        names = one.differing or list(one.given_up)
        fields = []
        for name in names:
            column = columns[name]
            words = (shown(column, written(column, getattr(row, name))) for row in (one.twin, one.row))
            fields.append(FieldChange(name, label_of(column), *words))
        if one.outcome is Outcome.GIVES_WAY:
            fields = [FieldChange("", str(capfirst(one.row._meta.verbose_name)), str(one.twin), str(one.row))]
        kind = str(capfirst(one.row._meta.verbose_name))
        return RowChoice(one.key, kind, _name(one.twin), fields, self.chosen(one.key))

    def _moving(self, kind: str, rows: list[Decision]) -> Moving:
        outcomes = Counter(one.outcome for one in rows)
        folded = outcomes[Outcome.FOLDED] + outcomes[Outcome.CHOSEN] + outcomes[Outcome.POINTLESS]
        return Moving(kind, len(rows), folded, [_name(one.row) for one in rows[:NAMED]])


#: So many rows of a sort are named on the page.
NAMED = 12


def _name(row: Any) -> str:
    """What a row is called: by its agreement where its own name is only that of the party."""
    if row._meta.model_name == "agreementparty":
        return _("%(party)s in “%(title)s”") % {"party": row.party, "title": row.agreement}
    return str(row) or NOTHING


def _name_of_links(links: Links) -> str:
    return str(capfirst(links.other._meta.verbose_name_plural))
