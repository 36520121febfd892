"""Permanent addresses: ``<id>-<slug>``. An id is given once; what became of its record is always told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agreements.models import Agreement, FormerAddress, Party, Project, Signatory, Theme

RecordView = Callable[..., HttpResponseBase]
AddressView = Callable[..., HttpResponseBase]


def suffixed(address: str, suffix: str) -> str:
    """The address of a page in another form; the page itself where ``suffix`` is ''."""
    return f"{address.rstrip('/')}.{suffix}" if suffix else address


def at_permanent_address(model: type[Agreement | Project | Signatory]) -> Callable[[RecordView], AddressView]:
    """Let a view of one record answer at ``<id>-<slug>``, or of one of its other forms at ``<id>-<slug>.<suffix>``.

    A wrong or missing slug is redirected (301) with its query; a merged record leads to the one it became (301); a
    withdrawn one answers 410 and says what stood here and why it went; anything else unpublished is 404.
    """

    def decorate(view: RecordView) -> AddressView:
        @wraps(view)
        def answer(request: HttpRequest, pk: int, slug: str = "", suffix: str = "") -> HttpResponseBase:
            record: Any = model.objects.published().filter(pk=pk).first()
            if record is None:
                return led_on(request, model, pk) or _gone(request, get_object_or_404(model, pk=pk))
            if slug != record.slug:
                return _redirect(request, record, suffix)
            return view(request, record, suffix) if suffix else view(request, record)

        return answer

    return decorate


def led_on(request: HttpRequest, model: type[Party | Theme | Agreement | Project | Signatory], key: object) -> Any:
    """A permanent redirect (301) to the record that took over the address when two were merged. None: nobody did."""
    pk = FormerAddress.leads_to(model, key)
    record = model.objects.published().filter(pk=pk).first() if pk else None
    return None if record is None else _redirect(request, record)


def led_on_or_404(request: HttpRequest, model: type[Party | Theme], key: str) -> HttpResponseBase:
    """The same for a record that there is not. Raise Http404 when nobody took over its address."""
    answer: HttpResponseBase | None = led_on(request, model, key)
    if answer is None:
        raise Http404(_("There is no such record."))
    return answer


def _redirect(request: HttpRequest, record: Any, suffix: str = "") -> HttpResponseBase:
    query = request.META.get("QUERY_STRING", "")
    address = suffixed(record.get_absolute_url(), suffix)
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def _gone(request: HttpRequest, record: Any) -> HttpResponseBase:
    """What answers for a record that is not published. Raise Http404 unless it once was."""
    if not getattr(record, "is_withdrawn", False):
        raise Http404(_("There is no such record."))
    successor = getattr(record, "merged_into", None)
    if successor is not None and successor.is_published:
        return redirect(successor.get_absolute_url(), permanent=True)
    context = {"record": record, "reason": record.withdrawn_reason}
    return render(request, "agreements/agreement_gone.html", context, status=410)
