"""Suggestions for the script at the search boxes, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agreements.catalogue import current
from agreements.catalogue.names import Name
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.records import NamedRecords
from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.suggest import Called, Suggestion, suggest
from agreements.catalogue.syntax import readable
from agreements.figures import agreements_counted
from agreements.models import Kind, PartyKind
from agreements.views.addresses import code_address, record_address
from agreements.views.unchanged import entity_tag

#: Seconds for which a browser may show the same suggestions without asking.
FRESH = 60
#: Parties that are named beside a project, at most.
MOST_PARTIES = 3
PARTY_KINDS = list(PartyKind)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the parameter ``q`` suggests, in groups, with all that the script says in the reader's language."""
    text, snapshot = request.GET.get("q", ""), current()
    groups = suggest(text, snapshot=snapshot)
    total = sum(map(len, groups.values()))
    response = JsonResponse(
        {
            "groups": [_group(kind, found, snapshot) for kind, found in groups.items()],
            "search": _("Search for “%(words)s”") % {"words": readable(text).strip()},
            "status": ngettext("%(n)s suggestion", "%(n)s suggestions", total) % {"n": total},
        }
    )
    response["ETag"] = entity_tag(request, snapshot.version)
    patch_cache_control(response, max_age=FRESH)
    return response


def _group(kind: Kind, found: Sequence[Suggestion], snapshot: Snapshot) -> dict[str, Any]:
    labels = {
        Kind.SIGNATORY: _("People"),
        Kind.THEME: _("Themes"),
        Kind.PARTY: _("Countries and organisations"),
        Kind.AGREEMENT: _("Agreements"),
        Kind.PROJECT: _("Projects"),
    }
    return {"label": labels[kind], "items": [_item(kind, one, snapshot) for one in found]}


def _item(kind: Kind, found: Suggestion, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "url": _address(kind, found),
        "name": _parts(found.name),
        "other": _parts(found.other) if found.other else None,
        "note": " · ".join(filter(None, _notes(kind, found.id, snapshot))),
    }


def _parts(called: Called) -> dict[str, Any]:
    """The name in parts; those at odd places are what was typed."""
    parts: list[str] = []
    for text, is_match in called.parts:
        if len(parts) % 2 != is_match:
            parts.append("")
        parts.append(text)
    return {"parts": parts, "lang": called.lang}


def _address(kind: Kind, found: Suggestion) -> str:
    if kind in (Kind.PARTY, Kind.THEME):
        return code_address(kind.name.lower(), found.code)
    return record_address(kind.name.lower(), found.id, found.code)


def _notes(kind: Kind, pk: int, snapshot: Snapshot) -> list[str]:
    """What tells the record from others: of an agreement or project its year and parties, else its agreements."""
    records = snapshot.of(kind)
    if not isinstance(records, NamedRecords):
        code = int(getattr(snapshot, "agreements" if kind == Kind.AGREEMENT else "projects").codes[pk])
        return [str(code // 10_000) if code else "", _pair(records.facets["party"].of_record(pk), snapshot)]
    if kind == Kind.SIGNATORY:
        parties = [snapshot.names[Kind.PARTY][party] for party in snapshot.signed_for.of_record(pk)]
        first = ", ".join(sorted(map(str, parties)))
    else:
        is_former = kind == Kind.PARTY and PARTY_KINDS[snapshot.party_kinds[pk]] == PartyKind.FORMER_STATE
        first = str(PartyKind.FORMER_STATE.label) if is_former else ""
    count = records.count(pk)
    return [first, agreements_counted(count) if count else ""]


def _pair(parties: Sequence[int], snapshot: Snapshot) -> str:
    """Two parties in the order of their pair, others by name; '' when there are many."""
    names: Mapping[str, Name] = {name.code: name for name in map(snapshot.names[Kind.PARTY].__getitem__, parties)}
    if len(names) > MOST_PARTIES:
        return ""
    codes = pair_codes(*names) if len(names) == 2 else sorted(names, key=lambda code: str(names[code]))
    return " – ".join(str(names[code]) for code in codes)
