"""The editors' front page: what waits, each number with the list of exactly the records that it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from agreements.admin import intake
from agreements.admin.recent import recent_changes
from agreements.choices import EditorialStatus
from agreements.models import Agreement, LinkCheck, Party
from agreements.quality.coverage import Missing, missing_by_party
from agreements.quality.norwegian import ASKED_FOR, Forms, forms_by_year
from agreements.quality.worklists import GROUPS, MISSING, WRITTEN_IN, Asking, Group, WorkList, numbers

#: Parties that the front page shows, and years.
PARTIES, YEARS = 8, 5
KEPT = ",".join(status for status in EditorialStatus.values if status != EditorialStatus.WITHDRAWN)


@dataclass(frozen=True)
class Tool:
    """A page that helps to keep the records.

    ``url_name``: without the namespace ``admin``. ``rights``: what a user must be allowed to be led there.
    """

    label: str | Promise
    description: str | Promise
    url_name: str
    rights: tuple[str, ...]


#: Tools that the front page leads to, in its order.
TOOLS: tuple[Tool, ...] = (
    Tool(
        _("New agreement"),
        _("Enter one from the beginning."),
        "agreements_agreement_add",
        ("agreements.add_agreement",),
    ),
    Tool(
        _("Take in a press release"),
        _("Its facts are proposed beside its text; you decide."),
        "intake",
        intake.RIGHTS,
    ),
    Tool(
        _("Likely duplicates"),
        _("Records that look like one: merge them, or say that they are two."),
        "duplicates",
        ("agreements.view_agreement",),
    ),
    Tool(
        _("What is missing, by party"),
        _("Agreements without a text, a date, a source or a signatory."),
        "missing_by_party",
        ("agreements.view_agreement",),
    ),
    Tool(
        _("Guide for editors"),
        _("How to do each task, step by step."),
        "guide",
        (),
    ),
)


@dataclass(frozen=True)
class Number:
    """How many records of a kind are on a list, with the address of that very list."""

    count: int
    name: str
    url: str


@dataclass(frozen=True)
class Row:
    """A work list with its numbers; kinds of record that have none are left out."""

    work_list: WorkList
    numbers: list[Number]


@dataclass(frozen=True)
class Section:
    """A group of work lists on the page."""

    group: Group
    rows: list[Row]


@dataclass(frozen=True)
class MissingRow:
    """What the agreements of a party lack, in the order of MISSING. ``party`` None: all agreements."""

    party: Party | None
    agreements: Number
    numbers: list[Number]


@dataclass(frozen=True)
class YearRow:
    """A year with the numbers of records in each written form, bokmål first."""

    forms: Forms
    numbers: list[list[Number]]


def front_page(request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """What the front page shows, of the kinds of record that the user may see."""
    asking = Asking.now(request.user.pk or 0)
    visible = [model for model, page in site._registry.items() if page.has_view_permission(request)]
    sees_agreements = Agreement in visible
    return {
        "sections": _sections(asking, visible),
        "tools": [(tool, reverse(f"admin:{tool.url_name}")) for tool in TOOLS if request.user.has_perms(tool.rights)],
        "missing_lists": list(MISSING.values()),
        "missing": missing_rows(asking, PARTIES) if sees_agreements else [],
        "years": [_year(forms, visible) for forms in forms_by_year(YEARS)],
        "asked_for": ASKED_FOR,
        "links_checked_at": LinkCheck.objects.aggregate(latest=Max("checked_at"))["latest"],
        "changes": recent_changes(visible),
    }


def list_address(model: type[models.Model], **parameters: str | int) -> str:
    """The address of a list of records in the admin, narrowed by the parameters."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(parameters)}"


def _number(model: type[models.Model], count: int, **parameters: str | int) -> Number:
    name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return Number(count, str(name), list_address(model, **parameters))


def _sections(asking: Asking, visible: Iterable[type[models.Model]]) -> list[Section]:
    """The groups of work lists, counted by one query for each kind of record."""
    lists = [one for group in GROUPS for one in group.lists]
    counted = {model: numbers(lists, model, asking) for model in visible}
    return [Section(group, [Row(one, list(_numbers(one, counted))) for one in group.lists]) for group in GROUPS]


def _numbers(one: WorkList, counted: dict[type[models.Model], dict[str, int]]) -> Iterator[Number]:
    for model in one.models:
        count = counted.get(model, {}).get(one.code, 0)
        if count:
            yield _number(model, count, worklist=one.code)


def missing_rows(asking: Asking, parties: int | None = None) -> list[MissingRow]:
    """All agreements first, then the parties whose agreements lack most; ``parties``: how many of them at most."""
    whole, *rest = missing_by_party(asking)
    shown = [row for row in rest if row.total][:parties]
    records = Party.objects.in_bulk([row.party for row in shown])
    return [_missing(whole, None), *(_missing(row, records[row.party]) for row in shown)]


def missing_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The page of what is missing, for every party. Raise PermissionDenied for those who may not see agreements."""
    if not site._registry[Agreement].has_view_permission(request):
        raise PermissionDenied
    context = {
        **site.each_context(request),
        "title": _("What is missing, by party"),
        "missing_lists": list(MISSING.values()),
        "missing": missing_rows(Asking.now(request.user.pk or 0)),
    }
    return TemplateResponse(request, "admin/agreements/missing.html", context)


def _missing(row: Missing, party: Party | None) -> MissingRow:
    of_party = {"party": party.pk} if party else {}
    return MissingRow(
        party,
        _number(Agreement, row.agreements, editorial_status__in=KEPT, **of_party),
        [_number(Agreement, row.lacking[code], worklist=one.code, **of_party) for code, one in MISSING.items()],
    )


def _year(forms: Forms, visible: Iterable[type[models.Model]]) -> YearRow:
    def of(one: WorkList, form: str) -> Iterator[Number]:
        for model, count in forms.counts[form].items():
            if model in visible:
                yield _number(model, count, worklist=one.code, added_at__year=forms.year)

    return YearRow(forms, [list(of(one, form)) for form, one in WRITTEN_IN.items()])
