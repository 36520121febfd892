"""Nothing that points to a record that can be merged is forgotten."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models
from simple_history.models import HistoricalChanges

from agreements.merging.clashes import GIVES_WAY, KEYS, unique_keys
from agreements.merging.pointers import links_of, pointers_to
from agreements.merging.rules import MERGEABLE
from agreements.models import Agreement, Evidence, FormerAddress, Relation, Signature, Theme

of_every_kind = pytest.mark.parametrize("model", MERGEABLE, ids=lambda model: model.__name__)


def foreign_keys_in_the_database() -> set[tuple[str, str, str]]:
    """Every foreign key that the database itself holds: table, column, table pointed to."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column, pointed_to in connection.introspection.get_relations(cursor, table).items():
                found.add((table, column, pointed_to[1]))
    return found


@pytest.mark.django_db
@of_every_kind
def test_every_foreign_key_of_the_database_is_seen_to(model: type[models.Model]) -> None:
    seen_to = {
        (pointer.model._meta.db_table, str(pointer.model._meta.get_field(pointer.column).column))  # type: ignore[union-attr]
        for pointer in pointers_to(model)
    }
    for links in links_of(model):
        field: Any = links.owner._meta.get_field(links.name)
        column = field.m2m_column_name() if links.is_own else field.m2m_reverse_name()
        seen_to.add((field.m2m_db_table(), column))
    table = model._meta.db_table
    held = {(where, column) for where, column, to in foreign_keys_in_the_database() if to == table}
    assert held, "the database says nothing of foreign keys"
    assert held <= seen_to


@of_every_kind
def test_every_number_beside_a_kind_of_record_is_seen_to(model: type[models.Model]) -> None:
    generic = {
        one for one in apps.get_models() if any(isinstance(f, GenericForeignKey) for f in one._meta.private_fields)
    }
    assert generic >= {Evidence, FormerAddress}
    assert {pointer.model for pointer in pointers_to(model) if pointer.content_type} == generic


def test_only_versions_are_left_where_they_are() -> None:
    """What the database does not hold to its record is history, which says what was so at its time."""
    for model in apps.get_app_config("agreements").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and not getattr(field, "db_constraint", True):
                assert issubclass(model, HistoricalChanges) or model.__name__.startswith("Historical"), field


@of_every_kind
def test_every_unique_constraint_on_the_way_can_be_worked_out(model: type[models.Model]) -> None:
    for pointer in pointers_to(model):
        list(unique_keys(pointer))  # LookupError for one made of expressions that nobody described


def test_the_constraints_named_here_exist() -> None:
    names = {constraint.name for model in apps.get_models() for constraint in model._meta.constraints}
    assert {*KEYS, *GIVES_WAY} <= names


def test_some_pointers_by_name() -> None:
    assert {(p.model, p.column) for p in pointers_to(Agreement)} >= {
        (Signature, "agreement_id"), (Relation, "from_agreement_id"), (Relation, "to_agreement_id"),
        (Agreement, "merged_into_id"), (Evidence, "object_id"),
    }  # fmt: skip
    assert {(one.owner.__name__, one.name) for one in links_of(Theme)} == {
        ("Agreement", "themes"),
        ("Project", "themes"),
    }
