"""Agreements in the admin: one page from the titles to the sources, in the order in which a document is read."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.admin import filters
from agreements.admin.agreement_rows import (
    AlternativeTitleInline,
    PartyInline,
    RegistrationInline,
    RelationInline,
    SignatureInline,
    TextInline,
)
from agreements.admin.base import count_of, link_to_record
from agreements.admin.editorial import EditorialAdmin
from agreements.admin.evidence import EvidenceInline, sources_of
from agreements.admin.forms import EditorialForm
from agreements.admin.labels import LabelledMultipleChoiceField
from agreements.admin.search import FULL_TEXT
from agreements.choices import LegalStatus
from agreements.models import (
    Agreement,
    AgreementText,
    Event,
    Project,
    legal_standing,
    legal_status_expression,
)
from agreements.quality.completeness import completeness


def linked_records(model: type[Project] | type[Event], name: str, help_text: Any) -> LabelledMultipleChoiceField:
    """A choice of the projects or events that name this agreement; ``name`` is the field of the rows between them."""
    between = model.agreements.through._meta.get_field(name)
    widget = RelatedFieldWidgetWrapper(
        AutocompleteSelectMultiple(between, admin.site),
        between.remote_field,  # type: ignore[arg-type]  # a foreign key's
        admin.site,
        can_add_related=True,
    )
    return LabelledMultipleChoiceField(
        queryset=model._default_manager.all(),
        widget=widget,
        required=False,
        label=capfirst(model._meta.verbose_name_plural),
        help_text=help_text,
    )


class AgreementForm(EditorialForm):
    """An agreement with the projects and events that name it."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "agreement_signed_on_before_entry_into_force_on": "entry_into_force_on",
        "agreement_signed_on_before_valid_until": "valid_until",
        "agreement_signed_on_before_terminated_on": "terminated_on",
        "agreement_entry_into_force_on_before_valid_until": "valid_until",
        "agreement_entry_into_force_on_before_terminated_on": "terminated_on",
        "agreement_term_is_positive": "term_months",
    }

    projects = linked_records(Project, "project", _("What came of the agreement, or is proposed under it."))
    events = linked_records(Event, "event", _("Visits, meetings, ratifications and the like."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("projects", "events"):
                self.initial[name] = list(getattr(self.instance, name).values_list("pk", flat=True))

    def _post_clean(self) -> None:
        """Keep what the database says of the parties until their formset says what they are to be."""
        self.instance.declared_party_ids = self.instance.party_ids()  # type: ignore[attr-defined]
        super()._post_clean()

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's hook, not in its stubs
        for name in ("projects", "events"):
            getattr(self.instance, name).set(self.cleaned_data[name])


@admin.register(Agreement)
class AgreementAdmin(EditorialAdmin):
    """Agreements. Each class of rows says in ``section`` after which group of fields it stands."""

    form = AgreementForm
    list_display = [
        "name",
        "parties_shown",
        "signed",
        "standing_today",
        "editorial_status",
        "completeness",
        "texts_count",
        "sources_count",
    ]
    list_filter = [
        "editorial_status",
        filters.NeedsReview,
        filters.CompletenessBand,
        filters.HasText,
        filters.HasSource,
        filters.LegalStatusToday,
        filters.AgreementParty,
        filters.AgreementTheme,
        "kind",
        filters.Decade,
        filters.AgreementSignatory,
        filters.AgreementInstitution,
        filters.AgreementInstrument,
        filters.AgreementProject,
        filters.CitedSource,
    ]
    search_fields = FULL_TEXT
    search_help_text = _("Words of a title, a party, a signatory in any script, or a number in a register.")
    autocomplete_fields = ["themes", "instruments", "merged_into"]
    readonly_fields = (
        *EditorialAdmin.readonly_fields,
        "standing",
        "expires_on",
        "inverse_relations_shown",
        "merged_into",
        "projects_shown",
        "events_shown",
        "register_note",
    )
    withdrawal_fields = ["withdrawn_reason", "merged_into"]
    inlines = [
        AlternativeTitleInline,
        PartyInline,
        SignatureInline,
        TextInline,
        RelationInline,
        RegistrationInline,
        EvidenceInline,
    ]
    fieldsets = [
        (
            _("Title"),
            {"fields": ["title_en", "title_no", "norwegian_form", ("kind", "is_legally_binding"), "reference"]},
        ),
        (_("Signature"), {"fields": [("signed_on", "place_of_signature")]}),
        (
            _("Entry into force, validity and end"),
            {
                "fields": [
                    ("entry_into_force_on", "entry_into_force_condition"),
                    ("provisionally_applied_from", "entry_into_force_note"),
                    ("valid_until", "term_months", "renewal"),
                    ("terminated_on", "termination_ground"),
                    "date_exception",
                    "depositary",
                ]
            },
        ),
        (
            _("Content and multilateral context"),
            {"fields": ["summary_en", "summary_no", "themes", "instruments"]},
        ),
        (_("Projects and events"), {"fields": ["projects", "events"]}),
        (_("Editorial"), {"fields": ["verified_on", "review_note"]}),
    ]
    counts = {
        "texts_count": count_of(AgreementText, "agreement"),
        "sources_count": sources_of(Agreement),
    }
    derived = {2: ["standing", "expires_on"], 3: ["inverse_relations_shown"], 5: ["register_note"]}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        derived = {"legal_status": legal_status_expression(), "share": completeness(Agreement)}
        records: models.QuerySet[Any] = super().get_queryset(request).annotate(**derived)
        return records

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The groups; somebody who may only look sees projects and events as links."""
        groups = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return groups
        shown = {"projects": "projects_shown", "events": "events_shown"}
        return [
            (title, {**options, "fields": [shown.get(field, field) for field in options["fields"]]})
            for title, options in groups
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the template the groups of fields, each with the rows that stand after it."""
        formsets = context["inline_admin_formsets"]
        context["parts"] = [
            {"fieldset": fieldset, "inlines": [rows for rows in formsets if rows.opts.section == number]}
            for number, fieldset in enumerate(context["adminform"])
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    # Columns

    @admin.display(description=_("title"), ordering="title_en")
    def name(self, obj: Any) -> str:
        return str(obj)

    @admin.display(description=_("parties"))
    def parties_shown(self, obj: Any) -> str:
        return " – ".join(str(side.party) for side in obj.participations.all())

    @admin.display(description=_("signed"), ordering="signed_on")
    def signed(self, obj: Any) -> str | None:
        return obj.signed_on.in_words() if obj.signed_on else None

    @admin.display(description=_("legal status"), ordering="legal_status")
    def standing_today(self, obj: Any) -> str:
        return str(LegalStatus(obj.legal_status).label)

    @admin.display(description=_("complete"), ordering="share")
    def completeness(self, obj: Any) -> str:
        return f"{obj.share} %"

    @admin.display(description=_("texts"), ordering="texts_count")
    def texts_count(self, obj: Any) -> int:
        return int(obj.texts_count)

    @admin.display(description=_("sources"), ordering="sources_count")
    def sources_count(self, obj: Any) -> int:
        return int(obj.sources_count)

    # Derived values on the page

    @admin.display(description=_("legal status today"))
    def standing(self, obj: Any) -> str:
        standing = legal_standing(obj)
        return f"{standing.status.label}. {standing.reason}"

    @admin.display(description=_("named by later agreements"))
    def inverse_relations_shown(self, obj: Any) -> str:
        relations = obj.inverse_relations.select_related("from_agreement")
        found = [(relation.inverse_verb, link_to_record(relation.from_agreement)) for relation in relations]
        return self._items("<li>{} {}</li>", found)

    @admin.display(description=_("projects"))
    def projects_shown(self, obj: Any) -> str:
        return self._links(obj.projects.all())

    @admin.display(description=_("events"))
    def events_shown(self, obj: Any) -> str:
        return self._links(obj.events.all())

    def _links(self, records: models.QuerySet[Any]) -> str:
        return self._items("<li>{}</li>", [(link_to_record(record),) for record in records])

    def _items(self, item: str, values: Sequence[tuple[str, ...]]) -> str:
        return (
            format_html("<ul>{}</ul>", format_html_join("", item, values)) if values else self.get_empty_value_display()
        )
