"""Why a row was found: the words marked in what the row shows, and where they stand when it does not show them."""

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from agreements.catalogue.arrays import among
from agreements.catalogue.fulltext import TIERS, Tier
from agreements.catalogue.highlight import Matcher, highlighted
from agreements.catalogue.matching import Match
from agreements.catalogue.names import in_norwegian
from agreements.catalogue.passages import passage
from agreements.catalogue.prepared import Prepared
from agreements.models import KIND_BITS, Kind, SearchDocument, document_id
from agreements.text import is_norwegian
from agreements.views.places import PLACES, Texts
from agreements.views.rows import AgreementRow, Link, Passage

#: Passages under a row, at most.
MOST_PASSAGES = 2


def explained(rows: list[AgreementRow], match: Match) -> list[AgreementRow]:
    """The rows with the words marked, and with passages from elsewhere for words that they do not show."""
    marked = [_marked(row, match) if _may_show(row.id, match) else (row, match.parts) for row in rows]
    waiting = {row.id: left for row, left in marked if left}
    passages = _passages(waiting, match) if waiting else {}
    return [row._replace(passages=passages[row.id]) if row.id in passages else row for row, _left in marked]


def _may_show(pk: int, match: Match) -> bool:
    """Whether a word may stand in what a row shows: what it is called and whom it names, as far as the index knows."""
    return any(part not in match.standing or pk in match.standing[part][Tier.NAMES - 1] for part in match.parts)


_DOCUMENTS = Prepared(lambda ids: SearchDocument.objects.filter(among("pk", ids)).values_list("pk", *PLACES))


def _passages(waiting: dict[int, list[Matcher]], match: Match) -> dict[int, list[Passage]]:
    """By agreement, passages for what still waits for an explanation; what finds one waits no longer."""
    columns = _Columns(list(waiting), match)
    found: dict[int, list[Passage]] = {}
    for tier, places in zip(TIERS, PLACES.values(), strict=True):
        standing = [pk for pk, left in waiting.items() if any(columns.hold(part, pk, tier) for part in left)]
        for place in places:
            ids = [pk for pk in standing if pk in waiting]
            label = str(place.label) if ids else ""
            for pk, text, lang in _in_turn(place.texts(ids, match.snapshot)) if ids else ():
                if text and pk in waiting:
                    _explain(pk, text, label, lang, waiting, found)
    return found


def _in_turn(texts: Texts) -> list[tuple[int, str, str]]:
    """The texts in the language of the reader before those in any other."""
    listed = list(texts)
    if len(listed) < 2:
        return listed
    reads_norwegian = in_norwegian()

    def is_foreign(row: tuple[int, str, str]) -> bool:
        language = row[2]
        return not is_norwegian(language) if reads_norwegian else language.partition("-")[0] != "en"

    return sorted(listed, key=is_foreign)


class _Columns:
    """The columns of the search documents of some agreements, in which what is searched for may stand.

    Of a word the index knows the first; for the others, and for phrases, the documents are read.
    """

    def __init__(self, ids: list[int], match: Match) -> None:
        self._ids = ids
        self._standing = match.standing

    @cached_property
    def _terms(self) -> dict[int, list[str]]:
        rows = _DOCUMENTS.rows([document_id(Kind.AGREEMENT, pk) for pk in self._ids])
        return {document >> KIND_BITS: [f" {column} " for column in columns] for document, *columns in rows}

    def hold(self, part: Matcher, pk: int, tier: Tier) -> bool:
        """Whether what the part marks is among the terms of the tier's own column."""
        known = self._standing.get(part)
        if known and (tier is Tier.TITLES or pk not in known[tier - 2]):
            return pk in known[tier - 1]
        if pk not in self._terms:
            return False
        between = self._terms[pk][tier - 1]
        return any(needle in between for needle in part.needles)


def _explain(
    pk: int,
    text: str,
    label: str,
    lang: str,
    waiting: dict[int, list[Matcher]],
    passages: dict[int, list[Passage]],
) -> None:
    """Take the passage of a text, if words stand there that are still to be explained."""
    left = waiting[pk]
    matcher = Matcher.joined(left)
    found = passage(text, matcher)
    if not found:
        return
    shown = SafeString(f"{found.before}{highlighted(found.text, matcher)}{found.after}")  # all of it is escaped
    passages.setdefault(pk, []).append(Passage(label, shown, lang))
    left = [part for part in left if not part.spans(found.text)]
    if left and len(passages[pk]) < MOST_PASSAGES:
        waiting[pk] = left
    else:
        del waiting[pk]


def _marked(row: AgreementRow, match: Match) -> tuple[AgreementRow, list[Matcher]]:
    """The row with the words marked: in its title and, for those that are not there, in its names and themes.

    Also what marks the words that it does not show.
    """
    left = [part for part in match.parts if not part.spans(row.title)]
    if len(left) < len(match.parts) or not left:
        row = row._replace(title=highlighted(row.title, match.matcher))
    if not left:
        return row, []
    shown = [*([row.parties] if row.parties else []), *row.signatories, *row.themes]
    found = {link.name for link in shown if match.matcher.spans(link.name)}
    if not found:
        return row, left

    def mark(link: Link) -> Link:
        return link._replace(name=highlighted(link.name, match.matcher)) if link.name in found else link

    row = row._replace(
        parties=row.parties and mark(row.parties),
        signatories=tuple(map(mark, row.signatories)),
        themes=tuple(map(mark, row.themes)),
        names_marked=True,
    )
    return row, [part for part in left if not any(part.spans(name) for name in found)]
