"""Searching the admin's lists by the archive's full text, drafts included, while the last word is still being typed."""

from typing import Any

from django.db.models import QuerySet
from pyroaring import BitMap

from agreements.catalogue.arrays import among
from agreements.catalogue.fulltext import Tier, everything, find
from agreements.catalogue.query import All, Either, Node, Prefix, Term, parse
from agreements.catalogue.smallwords import SMALL, without
from agreements.models import Kind

#: Stands in ``search_fields`` of what is searched so; Django shows no search box without a name there.
FULL_TEXT = ["full text"]
#: Of these, what records are called and what they name is searched: an editor who looks for a record knows no more of
#: it, and the words of summaries and texts would bury it.
BY_NAMES = {Kind.AGREEMENT, Kind.PROJECT}
#: With more records than this it is asked whether they are most of those there are.
MANY = 1000


def found_by_words(records: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those of the records that the words find in the language of the public search; none for what is no word.

    The last word also finds those that begin with it.
    """
    node, kind = parse(words), Kind.of(records.model)
    tier = Tier.NAMES if kind in BY_NAMES else Tier.ALL
    ids = find(kind, without(SMALL, _unfinished(node)), tier) if node else BitMap()
    others = everything(kind) - ids if len(ids) > MANY else None
    if others is not None and len(others) < len(ids):
        # A word on most of the records: to leave out the rest is quicker, and nothing at all where there is no rest.
        return records.exclude(among("pk", list(others))) if others else records
    return records.filter(among("pk", list(ids)))


def _unfinished(node: Node) -> Node:
    """The query, its last word taken for the beginning of one."""
    if isinstance(node, Term):
        return Either((node, Prefix(node.surface)))
    if isinstance(node, All):
        return All((*node.parts[:-1], _unfinished(node.parts[-1])))
    return node
