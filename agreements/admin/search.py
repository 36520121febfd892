"""Searching the admin's lists by the archive's full text, drafts included, while the last word is still being typed."""

import json
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from agreements.catalogue.fulltext import find
from agreements.catalogue.query import All, Either, Node, Prefix, Term, parse
from agreements.models import Kind

#: Stands in ``search_fields`` of what is searched so; Django shows no search box without a name there.
FULL_TEXT = ["full text"]

#: SQL of ids that are given as one parameter: a list of thousands is more than SQLite takes.
_IDS = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT json_array_elements_text(%s)::bigint"}


def found_by_words(records: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those of the records that the words find in the language of the public search; none for what is no word.

    The last word also finds those that begin with it.
    """
    node = parse(words)
    ids = find(Kind.of(records.model), _unfinished(node)) if node else BitMap()
    return records.filter(pk__in=RawSQL(_IDS[connection.vendor], [json.dumps(list(ids))]))  # noqa: S611 - SQL of ours


def _unfinished(node: Node) -> Node:
    """The query, its last word taken for the beginning of one."""
    if isinstance(node, Term):
        return Either((node, Prefix(node.surface)))
    if isinstance(node, All):
        return All((*node.parts[:-1], _unfinished(node.parts[-1])))
    return node
