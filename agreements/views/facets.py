"""The facets beside a list: values, counts, and the address that each leads to."""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from django.http import QueryDict

from agreements.catalogue import FACETS, Answer, Choice
from agreements.filters import ALL, ArchiveFilterSet
from agreements.sorting import alphabetical
from agreements.text import fold
from agreements.views.parameters import without

#: Values of a facet that stand beside the list; the others are a page away.
SHOWN = 7
#: Facets whose values have an order of their own, latest first.
IN_OWN_ORDER = frozenset({"decade", "year"})
#: Facets that are open from the start, as long as nothing is chosen of the others.
OPEN = frozenset({"theme", "party", "signatory", "status"})


class Value(NamedTuple):
    """A value of a facet. ``url``: the list with the value chosen; its length is ``count``.

    ``more_url``: the list with the value chosen too; '' where ``url`` is that.
    """

    label: str
    count: int  # type: ignore[assignment]  # no tuple is counted here
    url: str
    more_url: str


class Chosen(NamedTuple):
    """A value that is chosen, or (``excluded``) left out. ``flip_url``: the list with it the other way round."""

    label: str
    excluded: bool
    remove_url: str
    flip_url: str


@dataclass(frozen=True)
class FacetPanel:
    """One facet as the page shows it. ``all_url`` '': every value is shown."""

    name: str
    label: str
    is_open: bool
    every: bool
    can_match_all: bool
    match_url: str
    all_url: str
    choices: list[Value] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)


class Addresses:
    """Addresses of the list at ``path`` with other values of one facet chosen."""

    def __init__(self, path: str, parameters: QueryDict, name: str) -> None:
        self.path = path
        self.name = name
        self.included = parameters.getlist(name)
        self.excluded = parameters.getlist(f"{name}_not")
        self.match = parameters.get(f"{name}_match", "")
        self.rest = without(parameters, name, f"{name}_not", f"{name}_match", "page", "find").urlencode()

    def of(self, included: list[str], excluded: list[str] | None = None, match: str | None = None) -> str:
        """The list with these codes included and excluded (None: those of now)."""
        excluded = self.excluded if excluded is None else excluded
        match = self.match if match is None else match
        parts = [self.rest, *(f"{self.name}={quote(code)}" for code in included)]
        parts += [f"{self.name}_not={quote(code)}" for code in excluded]
        if match and included:
            parts.append(f"{self.name}_match={quote(match)}")
        query = "&".join(filter(None, parts))
        return f"{self.path}?{query}" if query else self.path


def panels(filterset: ArchiveFilterSet, path: str) -> list[FacetPanel]:
    """The facets of a list, in order; one without a value to choose is left out."""
    shown = (panel(filterset, name, path) for name in filterset.facets)
    return [one for one in shown if one.choices or one.chosen]


def panel(filterset: ArchiveFilterSet, name: str, path: str, limit: int | None = SHOWN, find: str = "") -> FacetPanel:
    """One facet, with its most frequent values (``limit`` None: all) that have ``find`` in their label."""
    answer, addresses = filterset.answer, Addresses(path, filterset.data, name)
    own = answer.question.choices.get(name, Choice())
    taken = own.values | own.without
    counts = _counts(answer, name, None if limit is None else limit + len(taken) + 1)
    rest = [(value, count) for value, count in counts if value not in taken]
    if find:
        rest = [(value, count) for value, count in rest if _has(answer, name, value, find)]
    shown = rest if limit is None else rest[:limit]
    if name in IN_OWN_ORDER:
        shown = sorted(shown, reverse=True)
    query = f"?{filterset.data.urlencode()}" if filterset.data else ""
    return FacetPanel(
        name=name,
        label=str(filterset.facets[name]),
        is_open=bool(own) or name in OPEN,
        every=own.every,
        can_match_all=name in filterset.many and bool(own.values),
        match_url=addresses.of(addresses.included, match="" if own.every else ALL),
        all_url=f"{path}by/{name}/{query}" if len(rest) > len(shown) else "",
        choices=_choices(answer, name, shown, own, addresses),
        chosen=_chosen(answer, name, own, addresses),
    )


def _has(answer: Answer, name: str, value: int, find: str) -> bool:
    """Whether the folded label of a value holds the folded words."""
    label = FACETS[answer.question.kind][name].label(value, answer.snapshot)
    return fold(find).casefold() in fold(label).casefold()


def _counts(answer: Answer, name: str, limit: int | None) -> list[tuple[int, int]]:
    if limit is not None:
        return answer.top(name, limit)
    values, snapshot = FACETS[answer.question.kind][name], answer.snapshot
    in_turn = sorted(answer.counts(name).items(), key=lambda pair: alphabetical(values.label(pair[0], snapshot)))
    return sorted(in_turn, key=lambda pair: -pair[1])


def _choices(
    answer: Answer, name: str, counts: list[tuple[int, int]], own: Choice, addresses: Addresses
) -> list[Value]:
    """The values with their addresses: those of now and one more where all are asked for, else the one alone."""
    values, snapshot = FACETS[answer.question.kind][name], answer.snapshot
    added = addresses.of([*addresses.included, _HERE])
    alone = added if own.every else addresses.of([_HERE])
    rows = []
    for value, count in counts:
        code = values.code(value, snapshot)
        rows.append(
            Value(
                label=values.label(value, snapshot),
                count=count,
                url=alone.replace(_HERE, code),
                more_url=added.replace(_HERE, code) if own.values and not own.every else "",
            )
        )
    return rows


#: Stands for a code in an address. Codes are letters, digits and hyphens: they need no quoting, and none is this.
_HERE = "__HERE__"


def _chosen(answer: Answer, name: str, own: Choice, addresses: Addresses) -> list[Chosen]:
    values, snapshot = FACETS[answer.question.kind][name], answer.snapshot
    rows = []
    for value in sorted(own.values | own.without, key=lambda value: values.label(value, snapshot)):
        code, excluded = values.code(value, snapshot), value in own.without
        kept = [other for other in addresses.included if other != code]
        kept_out = [other for other in addresses.excluded if other != code]
        flipped = ([*kept, code], kept_out) if excluded else (kept, [*kept_out, code])
        rows.append(
            Chosen(
                label=values.label(value, snapshot),
                excluded=excluded,
                remove_url=addresses.of(kept, kept_out),
                flip_url=addresses.of(*flipped),
            )
        )
    return rows
