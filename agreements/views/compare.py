"""Two to four agreements side by side, what differs between them marked; and the list to choose them from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.catalogue.rows import in_order, with_all_rows
from agreements.catalogue.values import language_name
from agreements.catalogue.versions import current_version
from agreements.choices import LegalStatus
from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.views.boxes import WORDS, Mistake, boxes, mistakes
from agreements.views.parameters import address, asked, pairs, without
from agreements.views.rows import agreement_rows
from agreements.views.unchanged import entity_tag, remembered

FEWEST, MOST, OFFERED = 2, 4, 25


class Item(NamedTuple):
    """One of the values of a cell, and whether all agreements that are compared have it."""

    text: str
    in_all: bool


@dataclass(frozen=True)
class Line:
    """One fact of each agreement. ``same``: all say the same."""

    label: str
    cells: Sequence[Sequence[Item]]
    same: bool


def _dated(name: str) -> Callable[[Any], list[str]]:
    def value(agreement: Any) -> list[str]:
        date = getattr(agreement, name)
        return [date.in_words()] if date else []

    return value


def _written(name: str) -> Callable[[Any], list[str]]:
    def value(agreement: Any) -> list[str]:
        return list(filter(None, [str(getattr(agreement, name))]))

    return value


#: What is compared, in the order of an agreement's own page.
FACTS: list[tuple[Any, Callable[[Any], list[str]]]] = [
    (gettext_lazy("Parties"), lambda each: [side.party.name for side in each.participations.all()]),
    (gettext_lazy("Kind"), lambda each: [each.get_kind_display()]),
    (gettext_lazy("Signed"), _dated("signed_on")),
    (gettext_lazy("Place of signature"), _written("place_of_signature")),
    (gettext_lazy("Entry into force"), _dated("entry_into_force_on")),
    (gettext_lazy("Expires"), _dated("expires_on")),
    (gettext_lazy("Terminated"), _dated("terminated_on")),
    (gettext_lazy("Legal status today"), lambda each: [str(LegalStatus(each.legal_status).label)]),
    (gettext_lazy("Signed by"), lambda each: [signature.signatory.name for signature in each.signatures.all()]),
    (
        gettext_lazy("Institutions"),
        lambda each: [side.institution.name for side in each.participations.all() if side.institution],
    ),
    (gettext_lazy("Themes"), lambda each: [theme.label for theme in each.themes.all()]),
    (gettext_lazy("Multilateral context"), lambda each: [str(instrument) for instrument in each.instruments.all()]),
    (gettext_lazy("Languages of texts"), lambda each: [language_name(text.language) for text in each.texts.all()]),
    (gettext_lazy("Projects"), lambda each: [project.title for project in each.public_projects]),
]


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """Agreements named by ``id`` side by side, and others of the set that is asked for to choose from."""
    if any("" in values for _name, values in request.GET.lists()):
        return redirect(address(request.path, asked(request.GET)))
    return remembered(entity_tag(request, current_version()), lambda: _page(request))


def _page(request: HttpRequest) -> HttpResponse:
    chosen, wrong = _chosen(request)
    parameters = without(request.GET, "id", "page")
    filterset = AgreementFilter(parameters)
    can_add = len(chosen) < MOST
    wrong += mistakes(request.path, filterset, typed=[WORDS] if can_add else [], parameters=request.GET)
    answer = filterset.answer
    taken = {agreement.pk for agreement in chosen}
    offered = [row for row in agreement_rows(answer.part(0, OFFERED), answer.snapshot) if row.id not in taken]
    context = {
        "agreements": [_head(request, agreement) for agreement in chosen],
        "lines": lines(chosen) if len(chosen) >= FEWEST else [],
        "wrong": wrong,
        "fewest": FEWEST,
        "most": MOST,
        "can_add": can_add,
        "offered": offered,
        "words": boxes(filterset, [WORDS])[0],
        "kept": [pair for pair in pairs(parameters) if pair[0] != WORDS],
        "set": pairs(parameters),
    }
    return render(request, "agreements/compare.html", context)


def _chosen(request: HttpRequest) -> tuple[list[Any], list[Mistake]]:
    """The published agreements that are named, each once, and what cannot be used."""
    values = list(dict.fromkeys(request.GET.getlist("id")))
    ids = list(dict.fromkeys(pk for value in values if (pk := _number(value)) is not None))
    found = list(in_order(Agreement.objects.published().with_legal_status(), ids))
    known = {agreement.pk for agreement in found}
    wrong = [_no_agreement(request, value) for value in values if _number(value) not in known]
    if len(found) > MOST:
        wrong.append(Mistake("", "", _("Four agreements can stand side by side; the first four are shown.")))
    found = found[:MOST]
    for agreement in found:
        with_all_rows(agreement)
    prefetch_related_objects(found, "texts")
    return found, wrong


def _number(value: str) -> int | None:
    """The id that the value may be; None: it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _no_agreement(request: HttpRequest, value: str) -> Mistake:
    text = _("There is no agreement “%(value)s”.") % {"value": value[:20]}
    return Mistake("", "", text, _without(request, lambda other: other == value))


def _without(request: HttpRequest, is_gone: Callable[[str], bool]) -> str:
    """The page without some of its ids."""
    rest = request.GET.copy()
    rest.setlist("id", [value for value in rest.getlist("id") if not is_gone(value)])
    return address(request.path, rest if rest.getlist("id") else without(rest, "id"))


def _head(request: HttpRequest, agreement: Any) -> dict[str, Any]:
    return {"agreement": agreement, "without_url": _without(request, lambda value: _number(value) == agreement.pk)}


def lines(agreements: Sequence[Any]) -> list[Line]:
    """Every fact that one of the agreements has."""
    found = []
    for label, value in FACTS:
        values = [list(dict.fromkeys(value(agreement))) for agreement in agreements]
        if any(values):
            shared = set(values[0]).intersection(*values[1:])
            cells = [[Item(text, text in shared) for text in each] for each in values]
            found.append(Line(str(label), cells, same=all(set(each) == set(values[0]) for each in values)))
    return found
