"""Everything that points to a kind of record, read from the models, so that one added later is not forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


@dataclass(frozen=True)
class Pointer:
    """A column of ``model`` that holds the id of a record: a foreign key, or a number beside the kind of record."""

    model: type[models.Model]
    column: str
    content_type: str = ""

    def rows(self, record: models.Model) -> Any:
        """The rows that point to the record, oldest first."""
        condition: dict[str, Any] = {self.column: record.pk}
        if self.content_type:
            condition[self.content_type] = ContentType.objects.get_for_model(record).pk
        return self.model._base_manager.filter(**condition).order_by("pk")


@dataclass(frozen=True)
class Links:
    """Links to many without a model of their own: the field ``name`` of ``owner``.

    ``is_own``: the field stands on the merged kind of record; otherwise the records of ``owner`` link to it.
    """

    owner: type[models.Model]
    name: str
    is_own: bool

    @property
    def other(self) -> type[models.Model]:
        """The kind of record at the far end, seen from the merged one."""
        far = self.owner._meta.get_field(self.name).related_model
        return far if self.is_own else self.owner  # type: ignore[return-value]

    def ids(self, record: models.Model) -> list[int]:
        """The ids at the far end."""
        if self.is_own:
            return sorted(getattr(record, self.name).values_list("pk", flat=True))
        return sorted(self.owner._base_manager.filter(**{self.name: record}).values_list("pk", flat=True))


@cache
def pointers_to(model: type[models.Model]) -> tuple[Pointer, ...]:
    """The columns that point to records of the model. Versions in the history stay: they say what was so then."""
    keys = [
        Pointer(relation.related_model, relation.field.attname)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and _is_held(relation)
    ]
    return (*keys, *_generic_pointers())


def _is_held(relation: models.ManyToOneRel) -> bool:
    """Whether the database holds the row to its record: neither a version nor a link without a model of its own."""
    key: Any = relation.field
    return bool(key.db_constraint) and not relation.related_model._meta.auto_created


def _generic_pointers() -> Iterator[Pointer]:
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                yield Pointer(model, field.fk_field, model._meta.get_field(field.ct_field).attname)  # type: ignore[union-attr]


@cache
def links_of(model: type[models.Model]) -> tuple[Links, ...]:
    """The links to many at whose one end records of the model stand."""
    own = [Links(model, field.name, True) for field in model._meta.many_to_many if _is_plain(field)]
    theirs = [
        Links(relation.related_model, relation.field.name, False)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToManyRel) and _is_plain(relation.field)
    ]
    return (*own, *theirs)


def _is_plain(field: Any) -> bool:
    return bool(field.remote_field.through._meta.auto_created)
