"""Records of one kind that look like one: all likely pairs, or those of one record that somebody is entering.

Records are brought together by what they share (parties and day, rare words, folded names), never each with every
other. Pairs that somebody has said are not the same do not come back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from agreements.merging import likely_agreements, likely_names
from agreements.merging.likeness import Best, Likeness
from agreements.models import Agreement, DistinctPair, Institution, Party, Project, Signatory, Theme

#: Less likely pairs are no help while somebody is typing.
WORTH_A_WARNING = 55


@dataclass(frozen=True)
class _Finder:
    """How likely pairs of one kind are found. ``near``: the records that one need be compared with; None: all.

    ``columns``: what makes a record look like another; a change of anything else raises no warning.
    """

    read: Callable[[Any], list[Any]]
    read_one: Callable[[Any], Any]
    compare: Callable[[list[Any]], Best]
    columns: frozenset[str]
    near: Callable[[Any], models.QuerySet[Any]] | None = None


_FINDERS: dict[type[models.Model], _Finder] = {
    Agreement: _Finder(
        likely_agreements.facts_of_agreements,
        likely_agreements.facts_of_agreement,
        likely_agreements.like_agreements,
        frozenset({"title_en", "title_no", "signed_on"}),
        likely_agreements.near,
    ),
    Project: _Finder(
        likely_agreements.facts_of_projects,
        likely_agreements.facts_of_project,
        likely_agreements.like_projects,
        frozenset({"title_en", "title_no"}),
    ),
    Signatory: _Finder(
        likely_names.facts_of_people,
        likely_names.facts_of_person,
        likely_names.like_people,
        frozenset({"name", "sort_name", "party", "born_on", "died_on", "wikidata_id"}),
    ),
    Institution: _Finder(
        likely_names.facts_of_institutions,
        likely_names.facts_of_institution,
        likely_names.like_institutions,
        frozenset({"name_en", "name_no", "native_name", "acronym", "party"}),
    ),
    Party: _Finder(
        likely_names.facts_of_parties,
        likely_names.facts_of_party,
        likely_names.like_names,
        frozenset({"name_en", "name_no", "official_name_en", "official_name_no"}),
    ),
    Theme: _Finder(
        likely_names.facts_of_themes,
        likely_names.facts_of_theme,
        likely_names.like_names,
        frozenset({"label_en", "label_no"}),
    ),
}
#: The kinds of record of which likely pairs are found.
KINDS = tuple(_FINDERS)


def find_duplicates(model: type[models.Model]) -> list[Likeness]:
    """The likely pairs of one kind of record, the likeliest first. Raise KeyError for a kind that is not looked at."""
    finder = _FINDERS[model]
    known = DistinctPair.objects.of(model).ids()
    found = finder.compare(finder.read(model._default_manager.all())).sorted()
    return [pair for pair in found if (pair.one, pair.other) not in known]


def likely_duplicates(record: models.Model, least: int = WORTH_A_WARNING) -> list[tuple[models.Model, Likeness]]:
    """The records that this one, saved or not, looks like, the likeliest first. ``least``: the score of the last."""
    model = type(record)
    finder = _FINDERS.get(model)
    if finder is None:
        return []
    others = finder.near(record) if finder.near else model._default_manager.exclude(pk=record.pk)
    own = finder.read_one(record)
    likely = finder.compare([own, *finder.read(others)])
    known = DistinctPair.objects.of(model).ids()
    ours = [
        pair
        for pair in likely.sorted()
        if own.pk in (pair.one, pair.other) and pair.score >= least and (pair.one, pair.other) not in known
    ]
    records = model._default_manager.in_bulk([_other(pair, own.pk) for pair in ours])
    return [(records[_other(pair, own.pk)], pair) for pair in ours]


def _other(pair: Likeness, pk: int) -> int:
    return pair.other if pair.one == pk else pair.one


def looks_otherwise(record: models.Model) -> bool:
    """Whether a record that is about to be saved is new, or is called or dated otherwise than the stored one."""
    finder = _FINDERS.get(type(record))
    stored = type(record)._base_manager.filter(pk=record.pk).first()
    if finder is None or stored is None:
        return finder is not None
    columns = [record._meta.get_field(name).attname for name in finder.columns]  # type: ignore[union-attr]
    return any(str(getattr(stored, name) or "") != str(getattr(record, name) or "") for name in columns)
