"""Checking a record of which only some fields were changed.

A constraint is asked of the database one by one, which for thousands of rows takes minutes. Those that do not mention a
changed field hold already; and a fault that was there before is not the editor's who changed something else.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def clean_changed(record: Any, changed: Collection[str]) -> None:
    """Do what ``full_clean`` does, as far as it concerns the changed fields. Raise ValidationError as it does."""
    model = type(record)
    unchanged = {field.name for field in model._meta.fields} - set(changed)
    errors: dict[str, Any] = {}
    _collect(errors, lambda: record.clean_fields(exclude=unchanged))
    _collect(errors, record.clean)
    _collect(errors, lambda: record.validate_unique(exclude=unchanged | errors.keys()))
    for constraint in model._meta.constraints:
        mentioned = fields_of(constraint)
        if not mentioned or mentioned & set(changed):
            _validate(errors, constraint, record)
    if errors:
        raise ValidationError(errors)


def fields_of(constraint: Any) -> set[str]:
    """The fields that a constraint mentions; empty where it is made of expressions."""
    condition = getattr(constraint, "condition", None)
    mentioned = set(getattr(constraint, "fields", ()))
    return mentioned if condition is None else mentioned | set(condition.referenced_base_fields)


def _validate(errors: dict[str, Any], constraint: Any, record: models.Model) -> None:
    _collect(errors, lambda: constraint.validate(type(record), record, exclude=errors.keys() - {NON_FIELD_ERRORS}))


def _collect(errors: dict[str, Any], check: Callable[[], None]) -> None:
    try:
        check()
    except ValidationError as error:
        error.update_error_dict(errors)
