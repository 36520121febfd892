"""The facets beside a list: values, counts, and the address that each leads to."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markupsafe import escape

from agreements.catalogue import FACETS, Answer, Choice
from agreements.figures import figure
from agreements.filters import ALL, ArchiveFilterSet
from agreements.hot import gap, in_pieces, macro, remembered, shaped
from agreements.sorting import alphabetical
from agreements.text import fold
from agreements.views.parameters import encoded_parts, joined

#: Values of a facet that stand beside the list; the others are a page away.
SHOWN = 7
#: Facets whose values have an order of their own, latest first.
IN_OWN_ORDER = frozenset({"decade", "year"})
#: Facets that are open from the start, as long as nothing is chosen of the others.
OPEN = frozenset({"theme", "party", "signatory", "status"})


class Chosen(NamedTuple):
    """A value that is chosen, or (``excluded``) left out. ``flip_url``: the list with it the other way round."""

    label: str
    excluded: bool
    remove_url: str
    flip_url: str


class FacetPanel(NamedTuple):
    """One facet as the page shows it. ``lines``: the values to choose, as HTML; ``all_url`` '': every one is shown."""

    name: str
    label: str
    is_open: bool
    every: bool
    can_match_all: bool
    match_url: str
    all_url: str
    lines: SafeString
    chosen: Sequence[Chosen] = ()


def drawn(shown: Iterable[FacetPanel]) -> SafeString:
    """The facets one after the other, each behind a fold."""
    language, kept = get_language(), remembered(_plain)
    return SafeString("".join([_drawn(one, language, kept) for one in shown]))  # drawn by a template


def _drawn(shown: FacetPanel, language: str | None, kept: "_Plain") -> str:
    """Most facets have nothing chosen, and differ in little."""
    if shown.chosen or shown.can_match_all:
        return shaped("facet", {"facet": shown}, "panel")
    key = (language, shown.label, shown.is_open, not shown.all_url)
    if key not in kept:
        with_marks = shown._replace(lines=gap("lines"), all_url=shown.all_url and gap("all"))
        kept[key] = [*in_pieces(macro("facet", "panel")(with_marks)), ""]
    before, after, end, *_ = kept[key]
    return f"{before}{shown.lines}{after}{escape(shown.all_url) if shown.all_url else ''}{end}"


#: Facets of which nothing is chosen, around their lines and the address of all values.
_Plain = dict[tuple[str | None, str, bool, bool], list[str]]
_plain: _Plain = {}


class Addresses:
    """Addresses of a list with other values of one facet chosen."""

    def __init__(self, rest: "Rest", parameters: QueryDict, name: str) -> None:
        self.name = name
        self.rest = rest.without(name, f"{name}_not", f"{name}_match")
        is_own = self.rest is not rest
        self.included = parameters.getlist(name) if is_own else []
        self.excluded = parameters.getlist(f"{name}_not") if is_own else []
        self.match = parameters.get(f"{name}_match", "") if is_own else ""

    def of(self, included: list[str], excluded: list[str] | None = None, match: str | None = None) -> str:
        """The list with these codes included and excluded (None: those of now)."""
        excluded = self.excluded if excluded is None else excluded
        match = self.match if match is None else match
        parts = [f"{self.name}={quote(code)}" for code in included]
        parts += [f"{self.name}_not={quote(code)}" for code in excluded]
        if match and included:
            parts.append(f"{self.name}_match={quote(match)}")
        return f"{self.rest.followed}{'&'.join(parts)}" if parts else self.rest.address

    def with_one_more(self, included: list[str]) -> tuple[str, str]:
        """What stands before and after the code of one more value, as HTML. Codes need no quoting, nor escaping."""
        if not (included or self.excluded or self.match):
            return f"{self.rest.followed_html}{self.name}=", ""
        before, _, after = self.of([*included, _HERE]).partition(_HERE)
        return str(escape(before)), str(escape(after))


class Rest:
    """The address of a list but for the values of one facet, and for what belongs to a page."""

    def __init__(self, path: str, encoded: Mapping[str, str]) -> None:
        """``encoded``: each of the parameters as it stands in an address, see ``encoded_parts``."""
        self.path = path
        self.encoded = {name: part for name, part in encoded.items() if name not in ("page", "find")}
        query = "&".join(self.encoded.values())
        self.address = joined(path, query)
        self.followed = f"{self.address}{'&' if query else '?'}"
        self.followed_html = str(escape(self.followed))

    def without(self, *names: str) -> "Rest":
        """The same without some parameters."""
        if self.encoded.keys().isdisjoint(names):
            return self
        return Rest(self.path, {name: part for name, part in self.encoded.items() if name not in names})

    def all_of(self, name: str) -> str:
        """The address of the page of all values of a facet."""
        return joined(f"{self.path}by/{name}/", "&".join(self.encoded.values()))


class _List(NamedTuple):
    """What all facets of a list have in common."""

    filterset: ArchiveFilterSet
    answer: Answer
    rest: Rest
    language: str | None
    line: "_Line"


def panels(filterset: ArchiveFilterSet, path: str, encoded: Mapping[str, str]) -> list[FacetPanel]:
    """The facets of a list, in order; one without a value to choose is left out. ``encoded``: see ``encoded_parts``."""
    of = _list_of(filterset, path, encoded)
    shown = [_panel(of, name, SHOWN) for name in filterset.facets]
    return [one for one in shown if one.lines or one.chosen]


def panel(filterset: ArchiveFilterSet, name: str, path: str, find: str = "") -> FacetPanel:
    """One facet with all its values that have ``find`` in their label, the most frequent first."""
    return _panel(_list_of(filterset, path, encoded_parts(filterset.data)), name, None, find)


def _list_of(filterset: ArchiveFilterSet, path: str, encoded: Mapping[str, str]) -> _List:
    language = get_language()
    return _List(filterset, filterset.answer, Rest(path, encoded), language, _line(language))


def _panel(of: _List, name: str, limit: int | None, find: str = "") -> FacetPanel:
    filterset, answer, rest, language, line = of
    addresses = Addresses(rest, filterset.data, name)
    own = answer.question.choices.get(name, _NOTHING)
    taken = own.values | own.without
    counts = _counts(answer, name, None if limit is None else limit + len(taken) + 1)
    left = [pair for pair in counts if pair[0] not in taken] if taken else counts
    if find:
        left = [(value, count) for value, count in left if _has(answer, name, value, find)]
    shown = left if limit is None else left[:limit]
    if name in IN_OWN_ORDER:
        shown = sorted(shown, reverse=True)
    return FacetPanel(
        name=name,
        label=_label(type(filterset), name, language),
        is_open=bool(taken) or name in OPEN,
        every=own.every,
        can_match_all=name in filterset.many and bool(own.values),
        match_url=addresses.of(addresses.included, match="" if own.every else ALL) if own.values else "",
        all_url=rest.all_of(name) if len(left) > len(shown) else "",
        lines=_lines(answer, name, shown, own, addresses, language, line),
        chosen=_chosen(answer, name, own, addresses) if taken else (),
    )


_NOTHING = Choice()


@lru_cache
def _label(filterset: type[ArchiveFilterSet], name: str, language: str | None) -> str:
    return str(filterset.facets[name])


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


def _lines(
    answer: Answer,
    name: str,
    counts: list[tuple[int, int]],
    own: Choice,
    addresses: Addresses,
    language: str | None,
    line: "_Line",
) -> SafeString:
    """The values, each with the list that it leads to: that of now and this one more where all are asked for.

    Otherwise it leads to the list of itself alone, and where others are chosen to that with this one too.
    """
    is_added = bool(own.values) and own.every
    before, after = addresses.with_one_more(addresses.included if is_added else [])
    has_more = bool(own.values) and not is_added
    more = addresses.with_one_more(addresses.included) if has_more else None
    kept = _kept(answer, name, language)
    pieces = line.with_more if has_more else line.plain
    lines: list[str] = []
    for value, count in counts:
        code, label = kept.get(value) or _known(answer, name, value, kept)
        lines += (pieces[0], before, code, after, pieces[1], label, pieces[2], figure(count, language), pieces[3])
        if more:
            lines += (more[0], code, more[1], pieces[4], label, pieces[5])
    return SafeString("".join(lines))  # drawn by a template, and what fills its gaps is escaped


class _Line(NamedTuple):
    """A line in pieces: around the address, the name and the count of a value, and its second address if it has one."""

    plain: list[str]
    with_more: list[str]


def _line(language: str | None) -> _Line:
    kept: dict[str | None, _Line] = remembered(_line_pieces)
    if language not in kept:
        choice = macro("facet", "choice")
        drawn = (choice(gap("url"), gap("label"), gap("count"), more) for more in ("", gap("more")))
        kept[language] = _Line(*map(in_pieces, drawn))
    return kept[language]


_line_pieces: dict[str | None, _Line] = {}


#: Stands for a code in an address. Codes are letters, digits and hyphens: they need no quoting, and none is this.
_HERE = "__HERE__"
#: Values of a facet of which code and name are kept, at most.
MOST_KEPT = 10_000


class _Known(NamedTuple):
    """A value of a facet in one language: its code, and its name as HTML."""

    code: str
    label: str


def _kept(answer: Answer, name: str, language: str | None) -> dict[int, _Known]:
    """Values of a facet, in the reader's language, that were shown before and whose names have not changed."""
    key = ("values", answer.question.kind, name, language)
    kept: dict[int, _Known] = answer.snapshot.of_names.setdefault(key, {})
    return kept


def _known(answer: Answer, name: str, value: int, kept: dict[int, _Known]) -> _Known:
    values, snapshot = FACETS[answer.question.kind][name], answer.snapshot
    known = _Known(values.code(value, snapshot), str(escape(values.label(value, snapshot))))
    if len(kept) < MOST_KEPT:
        kept[value] = known
    return known


def _chosen(answer: Answer, name: str, own: Choice, addresses: Addresses) -> list[Chosen]:
    values, snapshot = FACETS[answer.question.kind][name], answer.snapshot
    rows = []
    for value in sorted(own.values | own.without, key=lambda value: alphabetical(values.label(value, snapshot))):
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
