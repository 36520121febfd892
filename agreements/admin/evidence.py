"""Sources of a record, as rows of its form: which source supports which fact."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveFields, count_of
from agreements.admin.conflicts import RowsThatWentMixin
from agreements.admin.forms import RowForm, kept_forms
from agreements.models import Evidence

if TYPE_CHECKING:
    _GenericTabular = GenericTabularInline
    _GenericFormSet = BaseGenericInlineFormSet[Any, Any]
else:
    _GenericTabular = GenericTabularInline  # type parameters are for the type checker alone
    _GenericFormSet = BaseGenericInlineFormSet

#: Fields that are the archive's own bookkeeping, for which no source speaks.
UNSUPPORTED = {
    "id", "evidence", "editorial_status", "withdrawn_reason", "review_note", "verified_on", "verified_by", "added_at",
    "changed_at", "norwegian_form", "reference", "merged_into", "merged_from", "date_exception", "press_releases",
}  # fmt: skip


def fields_of(model: type[models.Model]) -> list[tuple[str, str]]:
    """The facts of a kind of record that a source may support, by name, with the words for them; '' is the whole."""
    named: dict[str, str] = {}
    for field in model._meta.get_fields():
        if field.name in UNSUPPORTED or getattr(field, "hidden", False):
            continue
        if field.auto_created and field.is_relation:
            named[field.name] = str(field.related_model._meta.verbose_name_plural)  # type: ignore[union-attr]
        elif getattr(field, "editable", False):
            named[field.name] = str(getattr(field, "verbose_name", field.name))
    words = sorted(((name, str(capfirst(text))) for name, text in named.items()), key=lambda choice: choice[1])
    return [("", str(_("The whole record"))), *words]


def sources_of(model: type[models.Model]) -> Coalesce:
    """SQL: how many sources a record has."""
    kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    return count_of(Evidence, "object_id", "source", **kind)


class EvidenceForm(RowForm):
    """A row of evidence. A name that the list of facts does not have (any more) stays choosable where it is stored."""

    constraint_fields: ClassVar[dict[str, str]] = {"evidence_once": "source"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored, field = self.initial.get("field"), self.fields.get("field")
        if stored and isinstance(field, forms.ChoiceField) and stored not in dict(field.choices):  # type: ignore[arg-type]
            field.choices = [*field.choices, (stored, stored)]  # type: ignore[misc]


class EvidenceFormSet(RowsThatWentMixin, _GenericFormSet):
    """The sources of one record. A published record keeps at least one."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """Tell a new row which record it belongs to, so that its rules can be checked before it is saved."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # Django's hook, not in its stubs
        form.instance.content_type = ContentType.objects.get_for_model(self.instance)
        form.instance.object_id = self.instance.pk
        return form

    def clean(self) -> None:
        """Raise ValidationError for evidence given twice, and when a published record would have none."""
        super().clean()
        rows = [form.cleaned_data for form in kept_forms(self)]
        given = [(row["source"], row.get("field"), row.get("locator")) for row in rows if row.get("source")]
        if len(given) != len(set(given)):
            raise ValidationError(_("This evidence is given twice. Say where in the source each piece stands."))
        if self.instance.is_published and not given:
            raise ValidationError(_("A published record needs a source."))


class EvidenceInline(ArchiveFields, _GenericTabular):
    """Which source says what."""

    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet  # type: ignore[assignment]  # the stubs know of no generic formset here
    fields = ["source", "field", "locator", "note"]
    autocomplete_fields = ["source"]
    extra = 0
    verbose_name = _("source")
    verbose_name_plural = _("sources")
    section = 4

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One empty row on a new record, which cannot be published without a source."""
        return 0 if obj else 1

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "field":
            choices = fields_of(self.parent_model)
            return forms.ChoiceField(
                choices=choices, required=False, label=capfirst(db_field.verbose_name), help_text=_("What it supports.")
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
