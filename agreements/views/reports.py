"""Reporting an error in a record: a form for readers, without a puzzle, a cookie or a trace of who they are.

Robots are kept out by a box that people do not see, by a signed stamp that says for which record the form was opened
and when, and by a limit for each network address, of which only a keyed hash is kept, in memory, for an hour.

Django's protection against forged requests needs a cookie, and public pages set none. It is not needed here: such a
request makes a visitor's browser use rights that it alone has. This form uses none. Whoever sends it is nobody, and the
note is the same from whatever browser it comes. Requests that another site makes are refused nevertheless, by what the
browser says of their origin, and the stamp cannot be had from another site either (no other origin may read it).
"""

import time
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.validators import MinLengthValidator
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import ErrorReport, Kind

#: Kinds of record, by the word in the address.
KINDS = {kind.name.lower(): kind for kind in (Kind.AGREEMENT, Kind.PROJECT, Kind.SIGNATORY, Kind.PARTY, Kind.THEME)}
SALT = "agreements.report"
#: Seconds: what a person needs at least to write a report, and for how long a form may lie open.
QUICKEST, OLDEST = 3, 24 * 3600
#: Reports from one network address in an hour, and from all together in one process.
MOST_FROM_ONE, MOST_OF_ALL, HOUR = 5, 200, 3600


class ReportForm(forms.Form):
    """What is wrong, and an address for an answer. ``website`` is a trap: people do not see it."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Say what should stand there instead, and where one can see it, if you know."),
        max_length=4000,
        validators=[MinLengthValidator(3)],
        widget=forms.Textarea(attrs={"class": "ds-input", "rows": 6}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail, if you would like an answer"),
        help_text=gettext_lazy("It is used for the answer alone, and erased when the report has been dealt with."),
        required=False,
        widget=forms.EmailInput(attrs={"class": "ds-input", "autocomplete": "email"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"class": "ds-input", "autocomplete": "off", "tabindex": "-1"})
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, record_name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_name = record_name

    def clean(self) -> dict[str, Any]:
        """What was said. Raise ValidationError for a stamp that is forged, of another record, too young or too old."""
        try:
            stamped = signing.loads(self.cleaned_data.get("stamp", ""), salt=SALT, max_age=OLDEST)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("The form had lain open for too long. Send it once more.")) from error
        if stamped["record"] != self.record_name or time.time() - stamped["at"] < QUICKEST:
            raise forms.ValidationError(_("That was quicker than anybody writes. Send it once more."))
        return self.cleaned_data


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """The form for one published record; 404 for any other."""
    record = _published(kind, pk)
    name = f"{kind} {pk}"
    form, status = ReportForm(name), 200
    if request.method == "POST":
        form = ReportForm(name, request.POST)
        if _is_from_another_site(request):
            form.add_error(None, _("The form was sent from another site. Send it from here."))
            status = 403
        elif not form.is_valid():
            status = 400
        elif _is_too_much(request):
            form.add_error(None, _("Many reports have come from your network. Wait an hour, and send it once more."))
            status = 429
        else:
            _keep(record, form.cleaned_data)
            return redirect("report_sent", kind, pk)
    stamp = signing.dumps({"record": name, "at": int(time.time())}, salt=SALT)
    context = {"record": record, "form": form, "stamp": stamp, "url": _address(record)}
    return render(request, "agreements/report.html", context, status=status)


@require_safe
def report_sent(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Thanks, and the way back to the record."""
    record = _published(kind, pk)
    return render(request, "agreements/report_sent.html", {"record": record, "url": _address(record)})


def _published(kind: str, pk: int) -> Model:
    if kind not in KINDS:
        raise Http404(_("There is no such record."))
    manager: Any = KINDS[kind].model._default_manager
    record: Model = get_object_or_404(manager.published(), pk=pk)
    return record


def _address(record: Any) -> str:
    return str(record.get_absolute_url())


def _keep(record: Model, said: dict[str, str]) -> None:
    """Write the report down, unless a robot has filled in what people do not see; it is not told."""
    if not said["website"]:
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        ErrorReport.objects.create(record=record, text=said["text"], email=said["email"], language=language)


def _is_from_another_site(request: HttpRequest) -> bool:
    """Whether the browser says so; one that says nothing is believed."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site" or (bool(origin) and origin != own)


def _is_too_much(request: HttpRequest) -> bool:
    """Count a report, and say whether there are too many; of the network address only a keyed hash is kept."""
    sender = salted_hmac(SALT, _network_address(request)).hexdigest()
    return any(_counted(key) > most for key, most in ((f"reports-{sender}", MOST_FROM_ONE), ("reports", MOST_OF_ALL)))


def _counted(key: str) -> int:
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it has run out in between
        return 1


def _network_address(request: HttpRequest) -> str:
    """The address that our own proxy saw, or that we see ourselves; what is said further off may be made up."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_TLS_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
