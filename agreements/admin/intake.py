"""The intake in the admin: press releases are taken in, reviewed beside their proposals, and become drafts."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from agreements.admin.intake_forms import StartForm
from agreements.admin.intake_records import kind_name
from agreements.admin.intake_review import Review
from agreements.intake.accept import Accepted, accept
from agreements.intake.formats.document import too_large
from agreements.intake.marking import Piece, marked
from agreements.intake.take_in import read_again, take_in
from agreements.models import Agreement, PressRelease, ReleaseStatus

#: What an editor must be allowed to take in a press release and make a draft of it.
RIGHTS = ("agreements.add_pressrelease", "agreements.change_pressrelease", "agreements.add_agreement")
#: Press releases that were decided on, in the list of the latest.
LATEST = 20

View = Callable[..., HttpResponse]


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of the intake in an admin site."""
    return [
        path("intake/", site.admin_view(start), {"site": site}, name="intake"),
        path("intake/<int:pk>/", site.admin_view(review), {"site": site}, name="intake_review"),
    ]


def for_editors(view: View) -> View:
    """Refuse (403) who may not take press releases in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perms(RIGHTS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


# Taking in


@csrf_exempt  # checked a line below, once a text beyond what the server reads has been answered in words
@for_editors
def start(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Take a press release in; beside the form the open ones."""
    try:
        request.POST  # noqa: B018 - reading it is what may fail
    except RequestDataTooBig:
        form = StartForm()
        return _start_page(request, site, form, str(too_large(_("The text"))))
    protected: View = csrf_protect(_start)
    return protected(request, site)


def _start(request: HttpRequest, site: AdminSite) -> HttpResponse:
    form = StartForm(request.POST, request.FILES) if request.method == "POST" else StartForm()
    if request.method != "POST" or not form.is_valid():
        return _start_page(request, site, form)
    try:
        release, is_new = take_in(form.received, form.details(), request.user)
    except ValidationError as error:
        return _start_page(request, site, form, " ".join(error.messages))
    if not is_new:
        messages.info(request, _("This press release was taken in before. Here it is."))
    return HttpResponseRedirect(reverse("admin:intake_review", args=[release.pk]))


def _start_page(request: HttpRequest, site: AdminSite, form: StartForm, problem: str = "") -> HttpResponse:
    releases = PressRelease.objects.defer("text", "reading", "choices").select_related("taken_in_by", "decided_by")
    context = {
        **site.each_context(request),
        "title": _("Take in a press release"),
        "form": form,
        "problem": problem,
        "open_releases": releases.open(),
        "decided_releases": releases.exclude(status=ReleaseStatus.OPEN).order_by("-decided_at")[:LATEST],
    }
    return TemplateResponse(request, "admin/intake/start.html", context)


# Review


@for_editors
def review(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """The text beside its proposals; what is accepted is written, what is only kept waits here."""
    release = get_object_or_404(PressRelease, pk=pk)
    if request.method == "POST":
        answer = next((answer for button, answer in ANSWERS.items() if button in request.POST), _accept)
        if release.is_open or answer is _open_again:
            return answer(request, site, release)
        messages.warning(request, _("Somebody else has decided on this press release in the meantime."))
        return _back(release)
    return _review_page(request, site, release, Review(release))


def _back(release: PressRelease) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:intake_review", args=[release.pk]))


def _accept(request: HttpRequest, site: AdminSite, release: PressRelease) -> HttpResponse:
    page = Review(release, request.POST)
    if not page.is_valid():
        return _review_page(request, site, release, page)
    try:
        accepted = accept(release, page.decision(), request.user)
    except ValidationError as error:
        return _review_page(request, site, release, page, error.messages)
    _tell(request, accepted, page)
    first = accepted.agreements[0]
    if len(accepted.agreements) > 1:
        return _back(release)
    return HttpResponseRedirect(reverse("admin:agreements_agreement_change", args=[first.pk]))


def _tell(request: HttpRequest, accepted: Accepted, page: Review) -> None:
    """Say what was written, and what the first agreement still lacks."""
    made: dict[str, int] = {}
    for record in accepted.made:
        made[kind_name(record)] = made.get(kind_name(record), 0) + 1
    written = ", ".join(f"{name} ({count})" for name, count in made.items())
    messages.success(request, _("Written, and nothing published: %(written)s.") % {"written": written})
    missing = accepted.agreements[0].missing_to_publish()
    not_stated = page.agreements[0].not_stated
    if missing:
        messages.warning(request, _("Missing before publication: %(missing)s.") % {"missing": ", ".join(missing)})
    if not_stated:
        messages.info(request, _("The press release does not state: %(missing)s.") % {"missing": ", ".join(not_stated)})


def _keep(request: HttpRequest, site: AdminSite, release: PressRelease) -> HttpResponse:
    release.choices = Review(release, request.POST).sent()
    release.save()
    messages.success(request, _("Your choices are kept. Nothing is written yet."))
    return HttpResponseRedirect(reverse("admin:intake"))


def _read_again(request: HttpRequest, site: AdminSite, release: PressRelease) -> HttpResponse:
    page = Review(release, request.POST)
    if not page.source.is_valid():
        return _review_page(request, site, release, page)
    for name in ("publisher", "title", "url", "language"):
        setattr(release, name, page.source.cleaned_data[name])
    read_again(release, page.source.cleaned_data["published_on"])
    messages.success(request, _("The text was read again with this day of publication."))
    return _back(release)


def _set_aside(request: HttpRequest, site: AdminSite, release: PressRelease) -> HttpResponse:
    release.decide(ReleaseStatus.SET_ASIDE, request.user)
    messages.success(request, _("The press release is set aside. It can be opened again."))
    return HttpResponseRedirect(reverse("admin:intake"))


def _open_again(request: HttpRequest, site: AdminSite, release: PressRelease) -> HttpResponse:
    release.decide(ReleaseStatus.OPEN, request.user)
    return _back(release)


#: What each button of the review does; any other accepts.
ANSWERS: dict[str, View] = {
    "_keep": _keep,
    "_read_again": _read_again,
    "_set_aside": _set_aside,
    "_open_again": _open_again,
}


def as_html(pieces: Iterable[Piece]) -> str:
    """The text with its marks."""
    return format_html_join("", "{}", ((_tag(piece),) for piece in pieces))


def _tag(piece: Piece) -> str:
    if piece.text:
        return piece.text
    return format_html('<mark id="p{}">', piece.number) if piece.number else mark_safe("</mark>")


def _review_page(
    request: HttpRequest, site: AdminSite, release: PressRelease, page: Review, problems: Any = ()
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": str(release),
        "release": release,
        "page": page,
        "text": as_html(marked(release.text, page.marks)),
        "problems": problems,
        "has_errors": page.data is not None,
        "agreements": Agreement.objects.filter(press_releases=release),
    }
    return TemplateResponse(request, "admin/intake/review.html", context)
