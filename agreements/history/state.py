"""What a record holds, with its rows, as plain values that can be compared, kept in a form and written back.

A state is a mapping: (name of the model, id) → values by column. The record itself is one of the entries, each of its
rows another. Values are texts as ``Field.value_to_string`` writes them, None for NULL; links to many are sorted tuples
of ids under the name of their field. What belongs to a record is read from its model: a row model that is added later
is not forgotten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

#: A record or a row: the name of its model and its id.
Key = tuple[str, int]
#: Of one record or row: its values by column.
Values = dict[str, Any]
State = dict[Key, Values]

#: Columns that follow from others or keep themselves; no two versions differ in what they say.
BOOKKEEPING = frozenset({"added_at", "changed_at", "expires_on", "sha256"})
#: Foreign keys whose row belongs to the record at its other end and is only shown here.
ELSEWHERE = frozenset({("relation", "to_agreement")})


@dataclass(frozen=True)
class RowKind:
    """A model whose rows belong to a record, by the foreign key ``via`` or, generic, by kind and number."""

    model: type[models.Model]
    via: str
    content_type: str = ""

    @property
    def owner_columns(self) -> frozenset[str]:
        """The columns that say whose row it is."""
        return frozenset({self.via, self.content_type} - {""})

    def condition(self, model: type[models.Model], pk: int) -> dict[str, Any]:
        """The filter for the rows of one record."""
        if self.content_type:
            return {self.content_type: ContentType.objects.get_for_model(model).pk, self.via: pk}
        return {self.via: pk}


@cache
def row_kinds(model: type[models.Model]) -> tuple[RowKind, ...]:
    """The kinds of rows that belong to records of the model and have a history: they go when the record goes."""
    found = []
    for relation in model._meta.get_fields():
        if isinstance(relation, GenericRelation):
            row = relation.related_model
            kind: Any = row._meta.get_field(relation.content_type_field_name)
            found.append(RowKind(row, relation.object_id_field_name, kind.attname))
        elif isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.CASCADE:
            row, field = relation.related_model, relation.field
            if hasattr(row, "history") and (row._meta.model_name, field.name) not in ELSEWHERE:
                found.append(RowKind(row, field.attname))
    return tuple(found)


@cache
def columns_of(model: type[models.Model]) -> tuple[Any, ...]:
    """The columns in which versions of a record or row may differ."""
    return tuple(f for f in model._meta.concrete_fields if not f.primary_key and f.name not in BOOKKEEPING)


def values_of(model: type[models.Model], instance: Any) -> Values:
    """The values of a record or row, or of a version of one, which has the same columns."""
    return {field.attname: written(field, getattr(instance, field.attname)) for field in columns_of(model)}


def written(field: Any, value: Any) -> str | None:
    """A value as text; None for NULL."""
    if value is None:
        return None
    return str(field.value_to_string(_Holder(**{field.attname: value, field.name: value})))


class _Holder:
    """Something that has an attribute, which is all that a field asks of a record."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


def read_back(field: Any, value: str | None) -> Any:
    """The value that a text stands for. Raise ValidationError for a text that the field does not know."""
    return None if value is None else field.to_python(value)


def tracked_links(model: type[models.Model]) -> list[str]:
    """Names of the links to many that belong to a record's versions."""
    return [field.name for field in model.history.model._history_m2m_fields]  # type: ignore[attr-defined]


def state_of(record: models.Model) -> State:
    """What the database holds of the record and its rows now."""
    model = type(record)
    stored = model._base_manager.get(pk=record.pk)
    values = values_of(model, stored)
    for name in tracked_links(model):
        values[name] = tuple(sorted(getattr(stored, name).values_list("pk", flat=True)))
    state: State = {key_of(stored): values}
    for kind in row_kinds(model):
        for row in kind.model._base_manager.filter(**kind.condition(model, record.pk)).order_by("pk"):
            state[key_of(row)] = values_of(kind.model, row)
    return state


def with_links_from(record: models.Model, state: State, names: Iterable[str]) -> State:
    """The state with links that other records make to this one (``projects`` of an agreement), which are theirs."""
    linked = {name: tuple(sorted(getattr(record, name).values_list("pk", flat=True))) for name in names}
    return {**state, key_of(record): {**state[key_of(record)], **linked}}


def key_of(record: models.Model) -> Key:
    """The key of a record or row in a state."""
    return str(record._meta.model_name), record.pk


def differences(before: State, after: State) -> Iterator[tuple[Key, Values | None, Values | None]]:
    """The records and rows that differ, each with what it held before and after; None: it was not there."""
    for key in sorted({**before, **after}, key=lambda key: (key not in before, key)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield key, old, new
