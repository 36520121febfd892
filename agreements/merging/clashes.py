"""What becomes of a row when the record it points to is merged: moved, folded into its twin, or a question.

A row's twin is the row of the record that stays which a unique constraint would not allow beside it, or which says
exactly the same. Twins that do not contradict each other are folded: the one that stays takes what it lacks from the
other. Where both say something else, an editor chooses.
"""

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from agreements.history.state import columns_of, written
from agreements.merging.pointers import Pointer, pointers_to

#: Keys of unique constraints that are made by expressions, which only the database can work out.
KEYS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "relation_one_way": lambda row: (row.kind, *sorted((row.from_agreement_id, row.to_agreement_id))),
}
#: Constraints that two true rows can break: the one that is not preferred gives up the values named here.
GIVES_WAY: dict[str, dict[str, Any]] = {"agreement_one_prevailing_text": {"prevails": False}}
#: Of two sides of an agreement, which stands first says nothing, and no twin is found by it.
PLACES = {("agreementparty", "position")}
#: Texts of which both can stand, one after the other.
JOINED = {("evidence", "note")}
#: A value of a choice that says that there is none.
NOT_SAID = (None, "", "not_recorded")


class Outcome(enum.Enum):
    """What becomes of a row."""

    MOVED = "moved"
    # It points to the record that stays.
    FOLDED = "folded"
    # Its twin says the same, or takes over what it lacks.
    CHOSEN = "chosen"
    # Its twin says something else: an editor chooses whose values stay.
    GIVES_WAY = "gives_way"
    # Both stay, but only one keeps a mark that only one can have.
    POINTLESS = "pointless"
    # It tied the two records to each other.


@dataclass
class Decision:
    """One row with what becomes of it. ``twin``: the row of the record that stays, if there is one.

    ``differing``: columns in which the two contradict each other; ``filled``: what the twin takes over.
    """

    pointer: Pointer
    row: Any
    outcome: Outcome
    twin: Any = None
    differing: list[str] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)
    given_up: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Names the row in a form."""
        return f"{self.row._meta.model_name}-{self.row.pk}"


def decisions(gone: models.Model, kept: models.Model) -> Iterator[Decision]:
    """What becomes of every row that points to the record that goes, table by table."""
    for pointer in pointers_to(type(gone)):
        twins = _Twins(pointer, kept)
        for row in pointer.rows(gone):
            if type(row) is type(kept) and row.pk == kept.pk:
                continue  # a theme under the one that goes: its broader theme is one of the fields
            yield _decide(pointer, row, gone, kept, twins)


def _decide(pointer: Pointer, row: Any, gone: models.Model, kept: models.Model, twins: "_Twins") -> Decision:
    if _ties_both(row, gone, kept):
        return Decision(pointer, row, Outcome.POINTLESS)
    setattr(row, pointer.column, kept.pk)  # as it will be; what is stored changes when the plan is carried out
    name, twin = twins.of(row)
    if twin is None:
        return Decision(pointer, row, Outcome.MOVED)
    differing, filled = _compared(pointer, row, twin)
    if differing and name in GIVES_WAY:
        return Decision(pointer, row, Outcome.GIVES_WAY, twin, given_up=GIVES_WAY[name])
    outcome = Outcome.CHOSEN if differing else Outcome.FOLDED
    return Decision(pointer, row, outcome, twin, differing, filled)


def _ties_both(row: Any, gone: models.Model, kept: models.Model) -> bool:
    """Whether two columns of the row point to the two records, so that it would point to one of them twice."""
    columns = [p.column for p in pointers_to(type(gone)) if p.model is type(row) and not p.content_type]
    return len(columns) > 1 and {getattr(row, column) for column in columns} <= {gone.pk, kept.pk}


class _Twins:
    """The rows that point to the record that stays, found by the keys of each unique constraint."""

    def __init__(self, pointer: Pointer, kept: models.Model) -> None:
        self.keys = list(unique_keys(pointer))
        self.found: dict[tuple[str, Any], Any] = {}
        for row in pointer.rows(kept):
            for name, key_of in self.keys:
                key = key_of(row)
                if key is not None:
                    self.found.setdefault((name, key), row)

    def of(self, row: Any) -> tuple[str, Any]:
        """The twin of a row, with the name of the constraint that makes it one; None: it has none."""
        for name, key_of in self.keys:
            twin = self.found.get((name, key_of(row)))
            if twin is not None and twin.pk != row.pk:
                return name, twin
        return "", None


#: Gives the key of a row; None: the constraint does not speak of it.
KeyOf = Callable[[Any], Any]


def unique_keys(pointer: Pointer) -> Iterator[tuple[str, KeyOf]]:
    """The constraints that a row may break when the pointer moves, and the comparison of everything it says.

    Raise LookupError for a constraint made of expressions that KEYS does not know.
    """
    model = pointer.model
    yield "", _everything(pointer)
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        if constraint.expressions:
            if constraint.name not in KEYS:
                raise LookupError(constraint.name)
            yield constraint.name, KEYS[constraint.name]
        else:
            yield from _by_fields(pointer, constraint.name, constraint.fields, constraint.condition)
    for fields in model._meta.unique_together:
        yield from _by_fields(pointer, "+".join(fields), fields, None)
    for column in model._meta.concrete_fields:
        if column.unique and column.attname == pointer.column:
            yield from _by_fields(pointer, column.name, [column.name], None)


def _by_fields(pointer: Pointer, name: str, fields: Any, condition: models.Q | None) -> Iterator[tuple[str, KeyOf]]:
    columns = [pointer.model._meta.get_field(one).attname for one in fields]  # type: ignore[union-attr]
    places = {(str(pointer.model._meta.model_name), one) for one in fields} & PLACES
    if pointer.column not in columns or places:
        return

    def key_of(row: Any) -> tuple[Any, ...] | None:
        values = tuple(getattr(row, column) for column in columns)
        if None in values or (condition is not None and not condition.check(_named(row))):
            return None
        return values

    yield name, key_of


def _named(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.attname) for column in row._meta.concrete_fields}


def _everything(pointer: Pointer) -> KeyOf:
    """Every value of a row that has one, but where it points: rows that agree in them say the same."""
    columns = [column for column in columns_of(pointer.model) if column.attname != pointer.column]
    own_name = {column.name for column in columns if column.unique}

    def key_of(row: Any) -> tuple[Any, ...] | None:
        if own_name or not columns:  # it has an address or code of its own
            return None
        return tuple(written(column, getattr(row, column.attname)) for column in columns if not _is_place(row, column))

    return key_of


def _is_place(row: Any, column: Any) -> bool:
    return (row._meta.model_name, column.name) in PLACES


def _compared(pointer: Pointer, row: Any, twin: Any) -> tuple[list[str], dict[str, Any]]:
    """The columns in which a row contradicts its twin, and what the twin takes over because it says nothing there."""
    differing, filled = [], {}
    for column in columns_of(pointer.model):
        value, other = getattr(row, column.attname), getattr(twin, column.attname)
        if value == other or value in NOT_SAID or column.attname == pointer.column or _is_place(row, column):
            continue
        if other in NOT_SAID:
            filled[column.attname] = value
        elif not _joined(row, column, value, other, filled):
            differing.append(column.attname)
    return differing, filled


def _joined(row: Any, column: Any, value: Any, other: Any, filled: dict[str, Any]) -> bool:
    together = f"{other} – {value}"
    if (row._meta.model_name, column.name) not in JOINED or len(together) > column.max_length:
        return False
    filled[column.attname] = together
    return True
