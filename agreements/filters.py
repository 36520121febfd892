"""Filter sets: the only place where a parameter of an address gets its meaning."""

from typing import Any, ClassVar

import django_filters as df
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.catalogue.counts import published_projects_q
from agreements.choices import EditorialStatus, LegalStatus
from agreements.dates import PartialDate, PartialDateFormField
from agreements.models import (
    Agreement,
    AgreementKind,
    Institution,
    Party,
    PartyKind,
    Project,
    ProjectStatus,
    Signatory,
    Theme,
)
from agreements.sorting import ByCodePoint, reading_order

MAX_WORDS = 12
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class PartialDateFilter(df.Filter):
    """A filter whose value is a PartialDate."""

    field_class = PartialDateFormField


class OneValueForm(forms.Form):
    """A form that refuses a second value for a parameter that takes one, instead of dropping the first in silence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"  # how Designsystemet knows its controls

    def clean(self) -> dict[str, Any]:
        """Add an error at each field whose parameter is repeated."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.fields:
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else []
            if len(set(filter(None, values))) > 1:
                self.add_error(name, ValidationError(_("Choose only one value here."), code="repeated"))
        return cleaned


class ArchiveFilterSet(df.FilterSet):
    """Base of all filter sets: filters, then puts in order; a bad value gives an error at its field and no results.

    ``orders`` maps the values of ``order`` to a label; ``order_by`` says what they mean. The first is the default.
    """

    orders: ClassVar[dict[str, str | Promise]] = {}
    order = df.ChoiceFilter(label=_("Order"), choices=(), method="keep", empty_label=None)

    class Meta:
        form = OneValueForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["order"].extra["choices"] = list(self.orders.items())

    def keep(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """For parameters that act together with another one."""
        return queryset

    def order_by(self, order: str) -> tuple[Any, ...]:
        """What ``order`` means, as arguments of QuerySet.order_by; always ends with the primary key."""
        raise NotImplementedError

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The filtered set, in order."""
        filtered = super().filter_queryset(queryset)
        order = self.form.cleaned_data.get("order") or next(iter(self.orders))
        return filtered.order_by(*self.order_by(order))

    @property
    def qs(self) -> QuerySet[Any]:
        """The set that was asked for; nothing when a value is bad."""
        if not hasattr(self, "_answer"):
            asked: QuerySet[Any] = super().qs
            self._answer = asked if self.form.is_valid() else asked.none()
        return self._answer


def words_in(value: str, *fields: str) -> Q:
    """Every word stands in at least one of the fields, in any case.

    SQLite folds the case of ASCII letters only, so a word with others is tried in its usual cases.
    """
    condition = Q()
    for word in value.split()[:MAX_WORDS]:
        cases = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
        found = Q()
        for field in fields:
            for case in cases:
                found |= Q(**{f"{field}__icontains": case})
        condition &= found
    return condition


def ids(queryset: QuerySet[Any], *conditions: Q) -> Q:
    """Records among ``queryset`` that meet the conditions, by id: a join over several rows cannot repeat a record."""
    return Q(pk__in=queryset.filter(*conditions).order_by().values("pk"))


def party_choices(request: Any) -> QuerySet[Party]:
    """Parties that readers may choose, by name."""
    return Party.objects.published().order_by(reading_order("name"))


def signatory_choices(request: Any) -> QuerySet[Signatory]:
    """Signatories that readers may choose, by family name."""
    return Signatory.objects.published().order_by(ByCodePoint("sort_name"), "pk")


def institution_choices(request: Any) -> QuerySet[Institution]:
    """Institutions that act on a published agreement, by name."""
    acting = Agreement.objects.published()
    return (
        Institution.objects.filter(Q(participations__agreement__in=acting) | Q(signatures__agreement__in=acting))
        .distinct()
        .order_by("name_en", "pk")
    )


def theme_choices(request: Any) -> QuerySet[Theme]:
    """All themes, by label."""
    return Theme.objects.order_by(reading_order("label"))


def choice_filter(label: Any, queryset: Any, to_field: str | None, **kwargs: Any) -> df.ModelChoiceFilter:
    """A filter that names a record by its code, slug or id."""
    return df.ModelChoiceFilter(label=label, queryset=queryset, to_field_name=to_field, empty_label=_("Any"), **kwargs)


class AgreementFilter(ArchiveFilterSet):
    """The set of agreements."""

    q = df.CharFilter(label=_("Words in the title"), method="filter_words", max_length=200)
    theme = choice_filter(_("Theme"), theme_choices, "slug", method="filter_theme")
    party = choice_filter(_("Party"), party_choices, "code", method="filter_party")
    partner = choice_filter(_("Other party"), party_choices, "code", method="filter_party")
    signatory = choice_filter(_("Signatory"), signatory_choices, None, method="filter_signatory")
    institution = choice_filter(_("Institution"), institution_choices, "slug", method="filter_institution")
    kind = df.ChoiceFilter(label=_("Kind"), choices=AgreementKind.choices, empty_label=_("Any"))
    status = df.ChoiceFilter(
        label=_("Legal status"), choices=LegalStatus.choices, method="filter_status", empty_label=_("Any")
    )
    on = PartialDateFilter(label=_("Legal status on the day"), method="keep", help_text=_("Today if left empty."))
    signed_from = PartialDateFilter(label=_("Signed from"), field_name="signed_on", lookup_expr="on_or_after")
    signed_to = PartialDateFilter(label=_("Signed to"), field_name="signed_on", lookup_expr="on_or_before")
    has_projects = df.ChoiceFilter(
        label=_("Has projects"), choices=YES_NO, method="filter_has_projects", empty_label=_("Any")
    )
    has_text = df.ChoiceFilter(label=_("Has a text"), choices=YES_NO, method="filter_has_text", empty_label=_("Any"))

    orders: ClassVar[dict[str, str | Promise]] = {
        "-date": _("Newest first"),
        "date": _("Oldest first"),
        "title": _("Title, A to Z"),
        "-title": _("Title, Z to A"),
    }

    def order_by(self, order: str) -> tuple[Any, ...]:
        """By date (undated last) or title."""
        return {
            "-date": (F("signed_on").desc(nulls_last=True), "-pk"),
            "date": (F("signed_on").asc(nulls_last=True), "pk"),
            "title": (reading_order("title").asc(), "pk"),
            "-title": (reading_order("title").desc(), "-pk"),
        }[order]

    def filter_words(self, queryset: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        """Every word stands in a title or an alternative title."""
        return queryset.filter(
            ids(Agreement.objects.all(), words_in(value, "title_en", "title_no", "alternative_titles__title"))
        )

    def filter_theme(self, queryset: QuerySet[Agreement], name: str, value: Theme) -> QuerySet[Agreement]:
        """The theme or one narrower than it."""
        return queryset.filter(ids(Agreement.objects.all(), Q(themes__in=Theme.objects.with_narrower([value]))))

    def filter_party(self, queryset: QuerySet[Agreement], name: str, value: Party) -> QuerySet[Agreement]:
        """One of the two sides; asked twice (``party`` and ``partner``), both."""
        return queryset.filter(participations__party=value)

    def filter_signatory(self, queryset: QuerySet[Agreement], name: str, value: Signatory) -> QuerySet[Agreement]:
        """Signed by the person."""
        return queryset.filter(ids(Agreement.objects.all(), Q(signatures__signatory=value)))

    def filter_institution(self, queryset: QuerySet[Agreement], name: str, value: Institution) -> QuerySet[Agreement]:
        """The institution acts for a party, or somebody signed in its name."""
        acting = Q(participations__institution=value) | Q(signatures__institution=value)
        return queryset.filter(ids(Agreement.objects.all(), acting))

    def filter_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The legal status on the day of ``on``, today when that is empty."""
        day: PartialDate | None = self.form.cleaned_data.get("on")
        return queryset.filter(ids(Agreement.objects.with_legal_status(day), Q(legal_status=value)))

    def filter_has_projects(self, queryset: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        """At least one published project, or none."""
        having = ids(Agreement.objects.all(), published_projects_q())
        return queryset.filter(having if value == "yes" else ~having)

    def filter_has_text(self, queryset: QuerySet[Agreement], name: str, value: str) -> QuerySet[Agreement]:
        """A text is held or linked, or not."""
        agreements = Agreement.objects.with_text() if value == "yes" else Agreement.objects.without_text()
        return queryset.filter(ids(agreements))


class SignatoryFilter(ArchiveFilterSet):
    """The set of signatories."""

    q = df.CharFilter(label=_("Name"), method="filter_words", max_length=200)
    party = choice_filter(_("Signed for"), party_choices, "code", method="filter_party")
    theme = choice_filter(_("Signed about"), theme_choices, "slug", method="filter_theme")

    orders: ClassVar[dict[str, str | Promise]] = {"name": _("Name"), "-agreements": _("Most agreements first")}

    def order_by(self, order: str) -> tuple[Any, ...]:
        """By family name, or by number of agreements and then name."""
        by_name = (ByCodePoint("sort_name"), "pk")
        return by_name if order == "name" else ("-agreement_count", *by_name)

    def filter_words(self, queryset: QuerySet[Signatory], name: str, value: str) -> QuerySet[Signatory]:
        """Every word stands in the name or in one other form of it."""
        return queryset.filter(ids(Signatory.objects.all(), words_in(value, "name", "sort_name", "aliases__name")))

    def filter_party(self, queryset: QuerySet[Signatory], name: str, value: Party) -> QuerySet[Signatory]:
        """Signed a published agreement for the party."""
        signed = Q(signatures__party=value, signatures__agreement__editorial_status=EditorialStatus.PUBLISHED)
        return queryset.filter(ids(Signatory.objects.all(), signed))

    def filter_theme(self, queryset: QuerySet[Signatory], name: str, value: Theme) -> QuerySet[Signatory]:
        """Signed a published agreement with the theme or one narrower than it."""
        about = Agreement.objects.published().filter(themes__in=Theme.objects.with_narrower([value]))
        return queryset.filter(ids(Signatory.objects.all(), Q(signatures__agreement__in=about)))


class PartyFilter(ArchiveFilterSet):
    """The set of parties."""

    q = df.CharFilter(label=_("Name"), method="filter_words", max_length=200)
    kind = df.ChoiceFilter(label=_("Kind"), choices=PartyKind.choices, empty_label=_("Any"))

    orders: ClassVar[dict[str, str | Promise]] = {"name": _("Name"), "-agreements": _("Most agreements first")}

    def order_by(self, order: str) -> tuple[Any, ...]:
        """By name, or by number of agreements and then name."""
        by_name = (reading_order("name"), "pk")
        return by_name if order == "name" else ("-agreement_count", *by_name)

    def filter_words(self, queryset: QuerySet[Party], name: str, value: str) -> QuerySet[Party]:
        """Every word stands in a name of today, an official or another name."""
        fields = ("name_en", "name_no", "official_name_en", "official_name_no", "names__name")
        return queryset.filter(ids(Party.objects.all(), words_in(value, *fields)))


class ThemeFilter(ArchiveFilterSet):
    """The set of themes."""

    q = df.CharFilter(label=_("Words"), method="filter_words", max_length=200)

    orders: ClassVar[dict[str, str | Promise]] = {"label": _("Label")}

    def order_by(self, order: str) -> tuple[Any, ...]:
        """By label."""
        return (reading_order("label"), "pk")

    def filter_words(self, queryset: QuerySet[Theme], name: str, value: str) -> QuerySet[Theme]:
        """Every word stands in a label or an alternative label."""
        return queryset.filter(ids(Theme.objects.all(), words_in(value, "label_en", "label_no", "alt_labels__label")))


class ProjectFilter(ArchiveFilterSet):
    """The set of projects."""

    q = df.CharFilter(label=_("Words in the title"), method="filter_words", max_length=200)
    status = df.ChoiceFilter(label=_("Status"), choices=ProjectStatus.choices, empty_label=_("Any"))
    theme = choice_filter(_("Theme"), theme_choices, "slug", method="filter_theme")
    party = choice_filter(_("Party"), party_choices, "code", method="filter_party")

    orders: ClassVar[dict[str, str | Promise]] = {
        "-date": _("Newest first"),
        "date": _("Oldest first"),
        "title": _("Title, A to Z"),
    }

    def order_by(self, order: str) -> tuple[Any, ...]:
        """By start (undated last) or title."""
        return {
            "-date": (F("started_on").desc(nulls_last=True), "-pk"),
            "date": (F("started_on").asc(nulls_last=True), "pk"),
            "title": (reading_order("title"), "pk"),
        }[order]

    def filter_words(self, queryset: QuerySet[Project], name: str, value: str) -> QuerySet[Project]:
        """Every word stands in a title."""
        return queryset.filter(words_in(value, "title_en", "title_no"))

    def filter_theme(self, queryset: QuerySet[Project], name: str, value: Theme) -> QuerySet[Project]:
        """The theme or one narrower than it."""
        return queryset.filter(ids(Project.objects.all(), Q(themes__in=Theme.objects.with_narrower([value]))))

    def filter_party(self, queryset: QuerySet[Project], name: str, value: Party) -> QuerySet[Project]:
        """A party of a published agreement that the project stands under."""
        under = Agreement.objects.published().filter(participations__party=value)
        return queryset.filter(ids(Project.objects.all(), Q(agreements__in=under)))
