"""Suggestions while somebody types: public records that are called so, by kind.

The last word counts as the beginning of a word, those before it as whole words. A record is looked for in all that it
is called, in any language and script: 李 suggests Li Ganjie.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from typing import Any, NamedTuple

from agreements.catalogue.analysis import is_unspaced, surface
from agreements.catalogue.called import Wanted, called
from agreements.catalogue.fulltext import expansions
from agreements.catalogue.highlight import Matcher, marked
from agreements.catalogue.names import in_norwegian
from agreements.catalogue.query import MOST_TERMS, Prefix, Term
from agreements.catalogue.records import NamedRecords
from agreements.catalogue.snapshot import Snapshot, current
from agreements.catalogue.syntax import readable, words
from agreements.catalogue.texts import ROWS, TITLES
from agreements.choices import EditorialStatus
from agreements.models import Kind
from agreements.models.base import make_slug

#: The kinds that are suggested, in the order in which readers see them.
GROUPS = (Kind.SIGNATORY, Kind.THEME, Kind.PARTY, Kind.AGREEMENT, Kind.PROJECT)
#: Suggestions of a kind.
USUAL_LIMIT = 4
#: Of the agreements and projects that are called so, the newest are looked through for those whose title begins so.
MOST_TITLES = 50


class Called(NamedTuple):
    """A name in parts, and of each whether it is what was typed. ``lang`` (BCP 47) '': not recorded, or anyone's."""

    parts: list[tuple[str, bool]]
    lang: str

    @property
    def is_marked(self) -> bool:
        """Whether any of it is what was typed."""
        return any(is_match for _, is_match in self.parts)


@dataclass(frozen=True)
class Suggestion:
    """A public record.

    ``code``: what names it in its address, beside the id where that stands there. ``other``: another name it has, by
    which it was found when ``name`` does not show it.
    """

    id: int
    code: str
    name: Called
    other: Called | None = None


class Shown(NamedTuple):
    """What readers see of a record that was found."""

    id: int
    code: str
    name: str
    lang: str


@dataclass(frozen=True)
class Typed:
    """What was typed. ``start``: the surface of it all, with which names may begin."""

    wanted: Wanted
    start: str

    @classmethod
    def read(cls, text: str) -> "Typed | None":
        """The words that are asked for; None if there are none. Never raises."""
        query = readable(text).rstrip("* ")
        found = list(islice(words(query), MOST_TERMS))
        if not found:
            return None
        *whole, last = [Term(token.term, surface(query[token.start : token.end])) for token in found]
        start = surface(query[found[0].start : found[-1].end])
        # Of a run of Chinese characters every pair is in the index, so the last one is looked for as it is.
        if is_unspaced(last.term):
            return cls(Wanted(tuple(whole), last), start)
        begun = Prefix(last.surface)
        return cls(Wanted(tuple(whole), begun, expansions(begun)), start)

    def begins(self, *names: str) -> bool:
        """Whether one of the names begins so."""
        return any(_surface(name).startswith(self.start) for name in names)


_surface = lru_cache(maxsize=2**15)(surface)


def suggest(text: str, limit: int = USUAL_LIMIT, snapshot: Snapshot | None = None) -> dict[Kind, list[Suggestion]]:
    """At most ``limit`` records of each kind that are called so; kinds without any are left out.

    Those whose name begins so come first; within these and the others the people, themes and parties of most
    agreements, the newest agreements and projects. Of the query language only words count. Never raises.
    """
    typed = Typed.read(text)
    if typed is None:
        return {}
    held = snapshot or current()
    groups = {kind: _suggestions(kind, _best(kind, typed, 2 * limit, held), typed)[:limit] for kind in GROUPS}
    return {kind: found for kind, found in groups.items() if found}


def _best(kind: Kind, typed: Typed, limit: int, snapshot: Snapshot) -> list[Shown]:
    """The records of a kind that are called so, in order."""
    ids = called(kind, typed.wanted, snapshot, MOST_TITLES)
    records = snapshot.of(kind)
    if isinstance(records, NamedRecords):
        best = nsmallest(limit, ids, key=_by_agreements(records, typed))
        return [Shown(pk, records.names[pk].code, str(records.names[pk]), "") for pk in best]
    return _by_title(kind, ids, typed)[:limit]


def _by_agreements(records: NamedRecords, typed: Typed) -> Callable[[int], Any]:
    """The key by which records that have names are put in order."""

    def key(pk: int) -> tuple[bool, int, str, int]:
        name = records.names[pk]
        return not typed.begins(name.en, name.no, name.sort), -records.count(pk), str(name), pk

    return key


def _by_title(kind: Kind, ids: Sequence[int], typed: Typed) -> list[Shown]:
    """Records that have titles, those first whose title begins so, else in the order given."""
    columns = ("pk", "title_en", "title_no", "norwegian_form", "editorial_status")
    found = kind.model._default_manager.filter(pk__in=ids).values_list(*columns)
    # Asked of the database, the status would make SQLite go through all that are published.
    titles = {pk: rest for pk, *rest, status in found if status == EditorialStatus.PUBLISHED}
    known = sorted((pk for pk in ids if pk in titles), key=lambda pk: not typed.begins(*titles[pk][:2]))
    return [_titled(pk, *titles[pk]) for pk in known]


def _titled(pk: int, english: str, norwegian: str, norwegian_form: str) -> Shown:
    is_norwegian = bool(norwegian) and (in_norwegian() or not english)
    name, lang = (norwegian, norwegian_form) if is_norwegian else (english, "en")
    return Shown(pk, make_slug(english or norwegian), name, lang)


def _suggestions(kind: Kind, best: Sequence[Shown], typed: Typed) -> list[Suggestion]:
    """The records with what was typed marked, in another name of theirs where the one shown does not hold it.

    Helga has the term of Helgesen, so that she is found for the beginning ``helges``: who is not called so is left out.
    """
    matcher = Matcher.of(typed.wanted.node)
    names = {shown.id: Called(marked(shown.name, matcher), shown.lang) for shown in best}
    others = _other_names(kind, [pk for pk, name in names.items() if not name.is_marked], matcher)
    found = [Suggestion(shown.id, shown.code, names[shown.id], others.get(shown.id)) for shown in best]
    return [one for one in found if one.name.is_marked or one.other or not typed.wanted.expanded]


def _other_names(kind: Kind, ids: Sequence[int], matcher: Matcher) -> dict[int, Called]:
    """Of each record, the first of all its names that holds something to mark."""
    found: dict[int, Called] = {}
    for rows in ROWS[kind] if ids else ():
        columns = [column for column, place in rows.texts.items() if place == TITLES]
        for pk, *cells in rows.of(ids) if columns else ():
            values = dict(zip(rows.columns, cells, strict=True))
            for column in columns:
                name = Called(marked(values[column] or "", matcher), _language(column, values.get(rows.language, "")))
                if name.is_marked:
                    found.setdefault(pk, name)
    return found


def _language(column: str, recorded: str) -> str:
    return {"_en": "en", "_no": "nb"}.get(column[-3:], recorded)
