"""History as the admin shows it: every occasion, what it changed, any two compared, one restored, mergers undone."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from agreements.history.occasions import Occasion, occasions_of
from agreements.history.restoring import NotRestorableError, restore
from agreements.history.state import State, state_of
from agreements.history.words import EntryChange, compared, name_of
from agreements.merging.journal import NotUndoableError
from agreements.merging.merge import mergers_of, undo
from agreements.merging.rules import MERGEABLE
from agreements.models import Merger

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = SimpleHistoryAdmin  # type parameters are for the type checker alone

#: Occasions on a page of the history.
PER_PAGE = 30


class RecordHistory:
    """The occasions of one record, which may be gone. Raise Http404 for an id that never was."""

    def __init__(self, model: type[models.Model], object_id: str) -> None:
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        self.model, self.pk = model, int(object_id)
        self.record = model._base_manager.filter(pk=self.pk).first()
        if self.record is None and not self.occasions:
            raise Http404

    @cached_property
    def occasions(self) -> list[Occasion]:
        """Every occasion, the oldest first."""
        return occasions_of(self.model, self.pk)

    @property
    def name(self) -> str:
        """What the record is called, or was last."""
        if self.record is not None:
            return str(self.record)
        states = [one.state for one in self.occasions if one.state]
        key = (str(self.model._meta.model_name), self.pk)
        return name_of(self.model, self.pk, states[-1][key]) if states else f"#{self.pk}"

    def numbered(self, number: object) -> Occasion:
        """The occasion with the number. Raise Http404 when there is none."""
        text = str(number)
        if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= len(self.occasions):
            raise Http404
        return self.occasions[int(text) - 1]

    def changes(self, occasion: Occasion) -> list[EntryChange]:
        """What the occasion changed; nothing for the first, whose version shows everything."""
        if occasion.number == 1:
            return []
        return compared(self.model, self.occasions[occasion.number - 2].state, occasion.state)

    def states(self, first: Occasion, second: Occasion) -> tuple[State, State]:
        """The states of two occasions, the older first."""
        older, newer = sorted((first, second), key=lambda occasion: occasion.number)
        return older.state, newer.state


class HistoryAdmin(_ModelAdmin):
    """The pages of a record's history. Who may see the record sees it; who may change the record restores a version."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<object_id>/versions/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<object_id>/versions/<int:number>/", view(self.version_view), name=f"{name}_version"),
            path("<object_id>/mergers/<int:merger_id>/undo/", view(self.undo_view), name=f"{name}_undo"),
            *super().get_urls(),
        ]

    def address_in_history(self, page: str, *args: object) -> str:
        """The address of one of these pages."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _opened(self, request: HttpRequest, object_id: str) -> RecordHistory:
        history = RecordHistory(self.model, object_id)
        if not self.has_view_or_change_permission(request, history.record):
            raise PermissionDenied
        return history

    def _page(self, request: HttpRequest, template: str, history: RecordHistory, **context: Any) -> TemplateResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": history.record,
            "object_id": history.pk,
            "subtitle": history.name,
            "may_restore": history.record is not None and self.has_change_permission(request, history.record),
        }
        return TemplateResponse(request, f"admin/agreements/{template}.html", {**shared, **context})

    # Pages

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every occasion on which the record or a row of it changed, the latest first, and its mergers."""
        history = self._opened(request, object_id)
        paginator = Paginator(history.occasions[::-1], PER_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        mergers = []
        if self.model in MERGEABLE:
            mergers = list(mergers_of(history.record or self.model(pk=history.pk)))
        context = {
            "title": _("History"),
            "page_obj": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "occasions": [(occasion, history.changes(occasion)) for occasion in page],
            "latest": len(history.occasions),
            "mergers": mergers,
            "may_undo": self.may_undo(request),
        }
        return self._page(request, "history", history, **context, **(extra_context or {}))

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The library's address of a version leads to the occasion on which it was made."""
        history = self._opened(request, object_id)
        if not version_id.isdecimal() or len(version_id) > 18:
            raise Http404
        version = get_object_or_404(self.model.history, id=history.pk, history_id=version_id)
        number = next(one.number for one in history.occasions if one.at >= version.history_date)
        return HttpResponseRedirect(self.address_in_history("version", history.pk, number))

    def version_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """What the record and its rows held, and what restoring that would change. POST restores it."""
        history = self._opened(request, object_id)
        occasion = history.numbered(number)
        if request.method == "POST":
            return self._restore(request, history, occasion)
        now = state_of(history.record) if history.record is not None else {}
        context = {
            "title": _("Version of %(at)s") % {"at": in_words(occasion)},
            "occasion": occasion,
            "contents": compared(self.model, {}, occasion.state),
            "differences": compared(self.model, now, occasion.state) if now and occasion.state else [],
            "latest": len(history.occasions),
        }
        return self._page(request, "version", history, **context)

    def _restore(self, request: HttpRequest, history: RecordHistory, occasion: Occasion) -> HttpResponse:
        record = history.record
        if record is None or not self.has_change_permission(request, record):
            raise PermissionDenied
        address = self.address_in_history("version", history.pk, occasion.number)
        if request.POST.get("latest") != str(len(history.occasions)):
            text = _("Somebody changed the record meanwhile, so nothing was restored. Look at the differences again.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(address)
        words = {"at": in_words(occasion)}
        try:
            changed = restore(record, occasion.state, str(_("Restored: version of %(at)s") % words)[:100])
        except NotRestorableError as error:
            self.message_user(request, _("Nothing was restored. %(why)s") % {"why": error}, messages.ERROR)
            return HttpResponseRedirect(address)
        text = _("The version of %(at)s is restored.") if changed else _("The record holds what it held on %(at)s.")
        self.message_user(request, text % words, messages.SUCCESS)
        return HttpResponseRedirect(self.address_in_history("history", history.pk))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What changed between two versions (``?from=2&to=5``, in whatever order)."""
        history = self._opened(request, object_id)
        first, second = (history.numbered(request.GET.get(name, "")) for name in ("from", "to"))
        older, newer = sorted((first, second), key=lambda occasion: occasion.number)
        context = {
            "title": _("Two versions compared"),
            "older": older,
            "newer": newer,
            "changes": compared(self.model, *history.states(older, newer)),
        }
        return self._page(request, "versions_compared", history, **context)

    # Mergers

    def may_undo(self, request: HttpRequest) -> bool:
        """Whether the user may undo mergers: publishers, who may make any."""
        return request.user.has_perm("agreements.publish_record")

    def undo_view(self, request: HttpRequest, object_id: str, merger_id: int) -> HttpResponse:
        """Ask, and on POST undo a merger; a change since that forbids it is told in a sentence."""
        history = self._opened(request, object_id)
        if not self.may_undo(request):
            raise PermissionDenied
        about = self.model(pk=history.pk)
        merger = get_object_or_404(mergers_of(about), pk=merger_id)
        address = self.address_in_history("history", history.pk)
        if request.method != "POST":
            return self._page(request, "undo_merger", history, title=_("Undo the merger"), merger=merger)
        try:
            undo(merger)
        except NotUndoableError as error:
            self.message_user(request, _("The merger stands. %(why)s") % {"why": error}, messages.ERROR)
        else:
            self.message_user(request, self._undone(merger), messages.SUCCESS)
        return HttpResponseRedirect(address)

    def _undone(self, merger: Merger) -> str:
        words = {"gone": merger.gone_name, "kept": merger.kept_name}
        return _("“%(gone)s” and “%(kept)s” are two again, with all that belonged to each.") % words


def in_words(occasion: Occasion) -> str:
    """When it was."""
    return date_format(localtime(occasion.at), "DATETIME_FORMAT")
