"""The list of likely duplicates, and the warning of one while a record is being entered."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.admin.labels import label, with_label_parts
from agreements.admin.merging import Lookalike, admin_address, lookalikes_of, merge_address
from agreements.catalogue.changes import gathered
from agreements.merging.duplicates import KINDS, find_duplicates, looks_otherwise
from agreements.merging.likeness import Likeness
from agreements.models import Agreement, DistinctPair

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin  # type parameters are for the type checker alone

PER_PAGE = 50
#: The kinds of record by the name that the address gives them.
BY_NAME = {str(model._meta.model_name): model for model in KINDS}
#: At most so many lookalikes are shown to somebody who is entering a record.
SHOWN = 10


def duplicates_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Likely pairs of one kind (``?kind=signatory``), the likeliest first. POST: two are not the same."""
    visible = [name for name, model in BY_NAME.items() if _may(request, site, model, "view")]
    if not visible:
        raise PermissionDenied
    name = request.GET.get("kind", "")
    name = name if name in visible else visible[0]
    model = BY_NAME[name]
    address = f"{reverse('admin:duplicates')}?kind={name}"
    if request.method == "POST":
        return _say_not_the_same(request, site, model, address)
    page = Paginator(find_duplicates(model), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **site.each_context(request),
        "title": _("Likely duplicates"),
        "kinds": [(one, capfirst(BY_NAME[one]._meta.verbose_name_plural), one == name) for one in visible],
        "kind": name,
        "page_obj": page,
        "pairs": list(_shown(model, list(page))),
        "may_change": _may(request, site, model, "change"),
    }
    return TemplateResponse(request, "admin/agreements/duplicates.html", context)


def _may(request: HttpRequest, site: admin.AdminSite, model: type[models.Model], action: str) -> bool:
    return bool(getattr(site.get_model_admin(model), f"has_{action}_permission")(request))


def _shown(model: type[models.Model], pairs: list[Likeness]) -> list[dict[str, Any]]:
    ids = {pk for pair in pairs for pk in (pair.one, pair.other)}
    records = {record.pk: record for record in with_label_parts(model._default_manager.filter(pk__in=ids))}
    return [
        {
            "likeness": pair,
            "records": [(label(records[pk]), admin_address(records[pk])) for pk in (pair.one, pair.other)],
            "merge": merge_address(model, pair.one, pair.other),
        }
        for pair in pairs
        if {pair.one, pair.other} <= records.keys()
    ]


def _say_not_the_same(
    request: HttpRequest, site: admin.AdminSite, model: type[models.Model], address: str
) -> HttpResponse:
    if not _may(request, site, model, "change"):
        raise PermissionDenied
    given = [value for value in (request.POST.get("one", ""), request.POST.get("other", "")) if value.isdecimal()]
    records = list(model._default_manager.filter(pk__in=[int(value) for value in given if len(value) < 19]))
    if len(records) == 2:
        DistinctPair.say(records[0], records[1], user=request.user)
        words = {"one": records[0], "other": records[1]}
        messages.success(request, _("“%(one)s” and “%(other)s” are not the same. They are not listed again.") % words)
    else:
        messages.warning(request, _("One of the two is no longer there."))
    return HttpResponseRedirect(address)


# While entering


class LooksLikeAnotherError(Exception):
    """A record that is being saved looks like others; nothing is saved."""

    def __init__(self, lookalikes: list[Lookalike]) -> None:
        super().__init__()
        self.lookalikes = lookalikes


class CarefulAdmin(_ModelAdmin):
    """Holds back a record that looks like another until somebody has said that it is not. Nothing typed is lost."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            # What a form writes, the record with all its rows, is one change to those who read the archive.
            with gathered() if request.method == "POST" else nullcontext():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except LooksLikeAnotherError as error:
            request.lookalikes = error.lookalikes  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which refuses what was held back."""
        form = super().get_form(request, obj, change, **kwargs)
        form.is_held_back = bool(getattr(request, "lookalikes", None))  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Raise LooksLikeAnotherError, once, for what may be in the archive already."""
        lookalikes: list[Lookalike] = []
        if looks_otherwise(obj) or _has_other_parties(obj):
            lookalikes = lookalikes_of(obj)[:SHOWN]
        said = {int(pk) for pk in request.POST.get("_another", "").split(",") if pk.isdecimal() and len(pk) < 19}
        if {one.pk for one in lookalikes} - said:
            raise LooksLikeAnotherError(lookalikes)
        super().save_model(request, obj, form, change)
        for one in type(obj)._default_manager.filter(pk__in=[one.pk for one in lookalikes]):
            DistinctPair.say(obj, one, user=request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the records that it looks like."""
        lookalikes: list[Lookalike] = getattr(request, "lookalikes", [])
        context["lookalikes"] = lookalikes
        context["lookalike_ids"] = ",".join(str(one.pk) for one in lookalikes)
        return super().render_change_form(request, context, *args, **kwargs)


def _has_other_parties(record: Any) -> bool:
    """Whether the form of an agreement is about to give it parties that it has not."""
    if not isinstance(record, Agreement) or record.declared_party_ids is None or not record.pk:
        return False
    return record.declared_party_ids != set(record.participations.values_list("party_id", flat=True))
