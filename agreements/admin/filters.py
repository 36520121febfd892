"""List filters that several lists share. A value nobody offers finds nothing; it never fails."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, ClassVar

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin.labels import label, with_label_parts
from agreements.choices import LegalStatus
from agreements.dates import PartialDate
from agreements.models import Agreement, Institution, Instrument, Party, Project, Signatory, Source, Theme
from agreements.quality.completeness import Band, in_band
from agreements.quality.worklists import Asking, work_lists_of

Lookups = Iterable[tuple[Any, Any]]


class ChoiceFilter(SimpleListFilter):
    """A filter with a fixed list of values; anything else finds nothing."""

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        """The records with the value, one of those offered."""
        raise NotImplementedError

    def value(self) -> str | None:
        """The value asked for; an empty one is none."""
        return super().value() or None

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        if value not in {str(key) for key, _words in self.lookup_choices}:
            return queryset.none()
        return self.narrow(queryset, value)


class SelectFilter(ChoiceFilter):
    """A filter with more values than a list of links has room for."""

    template = "admin/agreements/filter_select.html"

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Django's choices with what the form that the template draws needs: values, and the rest of the address."""
        kept = [(name, value) for name, value in changelist.params.items() if name != self.parameter_name]
        for number, choice in enumerate(super().choices(changelist)):
            value = self.lookup_choices[number - 1][0] if number else ""
            yield {**choice, "value": value, "kept": kept, "parameter": self.parameter_name}


class OnWorkList(SelectFilter):
    """Records on one of the work lists that the front page counts; every list of such records has it."""

    title = _("work list")
    parameter_name = "worklist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        self.asking = Asking.now(request.user.pk or 0)
        return [(code, one.label) for code, one in work_lists_of(model_admin.model).items()]

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        return work_lists_of(queryset.model)[value].narrow(queryset, self.asking)


class CompletenessBand(ChoiceFilter):
    """Records by how complete they are."""

    title = _("completeness")
    parameter_name = "completeness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return Band.choices

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        return in_band(queryset, value)


class NeedsReview(ChoiceFilter):
    """Records that wait for an editor: in review, or with a note that says what is missing."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("needed", _("Needs review"))]

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        return queryset.needs_review()  # type: ignore[attr-defined, no-any-return]  # EditorialQuerySet


class HasText(ChoiceFilter):
    """Agreements with and without a text that can be read."""

    title = _("text")
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("yes", _("With text")), ("no", _("Without text"))]

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        records: Any = queryset
        found: models.QuerySet[Any] = records.with_text() if value == "yes" else records.without_text()
        return found


class HasSource(ChoiceFilter):
    """Records with and without a source."""

    title = _("source")
    parameter_name = "sources"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("yes", _("With source")), ("no", _("Without source"))]

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        having = queryset.model._base_manager.filter(evidence__isnull=False).order_by().values("pk")
        return queryset.filter(pk__in=having) if value == "yes" else queryset.exclude(pk__in=having)


class LegalStatusToday(ChoiceFilter):
    """Where agreements stand in law today."""

    title = _("legal status today")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return LegalStatus.choices

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        return queryset.with_legal_status().filter(legal_status=value)  # type: ignore[attr-defined, no-any-return]


class Decade(ChoiceFilter):
    """The ten years in which a partial date may lie, of those that occur; or no date at all."""

    parameter_name = "decade"
    field: ClassVar[str] = "signed_on"
    title = _("decade of signature")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        text = Cast(self.field, models.CharField())
        found = model_admin.model._base_manager.filter(**{f"{self.field}__isnull": False}).order_by()
        decades = found.annotate(decade=Substr(text, 1, 3)).values_list("decade", flat=True).distinct()
        known = [(f"{start}0", f"{start}0–{start}9") for start in sorted(decades, reverse=True)]
        return [*known, ("none", _("No date recorded"))]

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        if value == "none":
            return queryset.filter(**{f"{self.field}__isnull": True})
        first, last = PartialDate(int(value) or 1), PartialDate(int(value) + 9)
        return queryset.filter(**{f"{self.field}__on_or_after": first, f"{self.field}__on_or_before": last})


class DecadeOfStart(Decade):
    """The ten years in which something began."""

    field = "started_on"
    title = _("decade")


class RelatedRecord(SelectFilter):
    """Records tied to one other record, chosen from a list of those in use or come to by a link.

    ``path`` is the lookup from the listed model to the other record.
    """

    model: ClassVar[type[models.Model]]
    path: ClassVar[str]
    #: Too many to choose from: shown only when a link has set it.
    by_link_only: ClassVar[bool] = False

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        value = self.value()
        records = with_label_parts(self.model._default_manager.all())
        if self.by_link_only:
            records = records.filter(pk=value) if value and value.isdecimal() else records.none()
            return [(record.pk, label(record)) for record in records] or ([(value, _("unknown"))] if value else [])
        used = model_admin.model._base_manager.filter(**{f"{self.path}__isnull": False}).order_by().values(self.path)
        return sorted(((record.pk, str(record)) for record in records.filter(pk__in=used)), key=itemgetter(1))

    def narrow(self, queryset: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        if not value.isdecimal():
            return queryset.none()
        # Through the other record's table, where a number that no key can hold is just not found.
        other = self.model._default_manager.filter(pk=value).order_by().values("pk")
        tied = queryset.model._base_manager.filter(**{f"{self.path}__in": other}).order_by()
        return queryset.filter(pk__in=tied.values("pk"))


class AgreementParty(RelatedRecord):
    """Agreements by party."""

    title = _("party")
    parameter_name = "party"
    model = Party
    path = "participations__party"


class AgreementTheme(RelatedRecord):
    """Agreements and projects by the theme itself, without its narrower themes."""

    title = _("theme")
    parameter_name = "theme"
    model = Theme
    path = "themes"


class AgreementSignatory(RelatedRecord):
    """Agreements that one person signed."""

    title = _("signatory")
    parameter_name = "signatory"
    model = Signatory
    path = "signatures__signatory"
    by_link_only = True


class AgreementInstitution(RelatedRecord):
    """Agreements for which one institution acts."""

    title = _("institution")
    parameter_name = "institution"
    model = Institution
    path = "participations__institution"
    by_link_only = True


class AgreementInstrument(RelatedRecord):
    """Agreements in the context of one multilateral instrument."""

    title = _("multilateral instrument")
    parameter_name = "instrument"
    model = Instrument
    path = "instruments"
    by_link_only = True


class CitedSource(RelatedRecord):
    """Records for which one source is evidence."""

    title = _("evidence from")
    parameter_name = "source"
    model = Source
    path = "evidence__source"
    by_link_only = True


class ProjectParty(RelatedRecord):
    """Projects by party: a project's parties are those of its agreements."""

    title = _("party")
    parameter_name = "party"
    model = Party
    path = "agreements__participations__party"


class AgreementProject(RelatedRecord):
    """Agreements that one project is carried out under."""

    title = _("project")
    parameter_name = "project"
    model = Project
    path = "projects"
    by_link_only = True


class ProjectAgreement(RelatedRecord):
    """Projects and events of one agreement."""

    title = _("agreement")
    parameter_name = "agreement"
    model = Agreement
    path = "agreements"
    by_link_only = True


class BroaderTheme(RelatedRecord):
    """Themes directly under another."""

    title = _("broader theme")
    parameter_name = "broader"
    model = Theme
    path = "broader"


class OwnParty(RelatedRecord):
    """Institutions and people by the party they serve."""

    title = _("party")
    parameter_name = "party"
    model = Party
    path = "party"


class EventParty(RelatedRecord):
    """Events by party."""

    title = _("party")
    parameter_name = "party"
    model = Party
    path = "parties"
