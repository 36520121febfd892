"""Forms of the admin: every rule of the database gives a message at a field, and nobody overwrites another unawares."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.admin.conflicts import Conflict, RowsThatWentMixin, compact, conflict_between, state_of_token, token_of
from agreements.history.state import State, state_of, with_links_from

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[models.Model]
    _InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _ModelForm = forms.ModelForm  # type parameters are for the type checker alone
    _InlineFormSet = forms.BaseInlineFormSet


class ArchiveForm(_ModelForm):
    """A form that shows the message of a broken constraint at the field named in ``constraint_fields``."""

    #: Constraint name → the field whose correction mends it. Others are shown above the form.
    constraint_fields: ClassVar[dict[str, str]] = {}

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            places = self._places()
            for error in errors.error_dict.pop(NON_FIELD_ERRORS, []):
                self.add_error(places.get(str(error.message)), error)
        super()._update_errors(errors)  # type: ignore[misc]  # Django's hook, not in its stubs

    def _places(self) -> dict[str, str]:
        """Message of a constraint → its field."""
        return {
            str(constraint.get_violation_error_message()): self.constraint_fields[constraint.name]
            for constraint in self.instance._meta.constraints
            if self.constraint_fields.get(constraint.name) in self.fields
        }


class RowForm(ArchiveForm):
    """A row of another record's form, checked against every constraint of its table.

    Django leaves out those that mention the record the row belongs to, because it may not be saved yet, and compares
    rows only with one another. A row that takes the key another is just giving up would then fail on saving.
    """

    #: Constraints that the formset sees to, because its rows may exchange their values.
    checked_by_formset: ClassVar[frozenset[str]] = frozenset()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook, not in its stubs
        model = type(self.instance)
        for constraint in model._meta.constraints:
            if constraint.name not in self.checked_by_formset:
                try:
                    constraint.validate(model, self.instance, exclude=set(self.errors))
                except ValidationError as error:
                    field = self.constraint_fields.get(constraint.name)
                    if not self.has_error(field or NON_FIELD_ERRORS):
                        self.add_error(field, error)


def kept_forms(formset: Any) -> list[Any]:
    """The rows of a formset that are not to be deleted; Django tells which are only once every row is valid."""
    return [form for form in formset.forms if not (formset.can_delete and formset._should_delete_form(form))]


class RowFormSet(RowsThatWentMixin, _InlineFormSet):
    """The rows of one sort that a record has."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        """For people, who do not know the names of fields."""
        return gettext("Two rows say the same. Remove one of them.")


class RecordForm(ArchiveForm):
    """A form of a record. It notices when somebody else changed the record or a row of it in the meantime.

    ``conflict``: what they changed, once a form that does not know of it has been sent.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    conflict: Conflict | None = None
    #: The record looks like another, and nobody has said that it is not.
    is_held_back = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = token_of(self._held())

    def _held(self) -> State:
        """What the database holds, as far as this form can change it."""
        record = type(self.instance)._base_manager.get(pk=self.instance.pk)
        links = [name for name in self.fields if isinstance(_field(record, name), models.ManyToManyRel)]
        return with_links_from(record, state_of(record), links)

    def clean(self) -> dict[str, Any] | None:
        """Raise ValidationError once when the record changed since the form was opened; saving again overwrites."""
        cleaned = super().clean()
        if self.is_held_back:
            raise ValidationError(_("It looks like a record that is in the archive already, so nothing was saved."))
        if self.instance.pk:
            held = self._held()
            seen = state_of_token(self.cleaned_data.get("version") or "")
            if seen != compact(held):
                self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
                self.data[self.add_prefix("version")] = token_of(held)  # type: ignore[index]
                self.conflict = conflict_between(self, seen, held)
                raise ValidationError(
                    _(
                        "Somebody else changed this record while you were writing, so nothing was saved. What they "
                        "changed stands above; what you typed is still here. Saving again overwrites their version."
                    )
                )
        return cleaned


def _field(record: models.Model, name: str) -> Any:
    try:
        return record._meta.get_field(name)
    except FieldDoesNotExist:
        return None


class EditorialForm(RecordForm):
    """A form of a record with an editorial life."""

    def _post_clean(self) -> None:
        """Leave the rows of a published record to their formsets, which see what is about to be saved."""
        self.instance.rows_follow = True  # type: ignore[attr-defined]
        super()._post_clean()  # type: ignore[misc]  # Django's hook, not in its stubs
