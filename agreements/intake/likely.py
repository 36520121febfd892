"""Records that a proposal may already be, each with why: so that nothing is entered twice.

Two Chinese names are never one because they would be transliterated alike; letters of other alphabets are compared as
they are usually transliterated.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, TypeVar

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from agreements.catalogue.analysis import tokens
from agreements.choices import EditorialStatus
from agreements.dates import PartialDate
from agreements.intake.names import is_same, plain
from agreements.intake.reading import ProposedAgreement
from agreements.models import Agreement, Party, Project, Signatory, SignatoryAlias

R = TypeVar("R", Agreement, Signatory, Project)

#: Days between two dates that may be one event told twice.
NEAR = dt.timedelta(days=366)
#: Shares of words in common (Dice) from which titles are similar, and nearly the same.
SIMILAR, SAME = 0.5, 0.8
#: Of letters in common (Ratcliff and Obershelp), from which two spellings may be one name.
LIKE_SPELT = 0.84
MOST = 5
#: Small Cyrillic letters as passports and newspapers write them.
CYRILLIC = str.maketrans(
    {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
     "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
     "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
     "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"}
)  # fmt: skip


@dataclass(frozen=True)
class Likely(Generic[R]):
    """A record with the reasons, in words, why it may be the one. ``is_strong``: an editor would take it for that."""

    record: R
    reasons: tuple[str, ...]
    is_strong: bool


# Agreements


def agreements_between(parties: Sequence[Party]) -> list[Agreement]:
    """All agreements between two parties that stand in the archive, drafts too, the newest first."""
    if len(parties) != 2:
        return []
    found = Agreement.objects.between(*parties).exclude(editorial_status=EditorialStatus.WITHDRAWN)
    return list(found.by_date().prefetch_related("alternative_titles", "signatures__signatory__aliases"))


def likely_agreements(
    proposal: ProposedAgreement, published_on: PartialDate | None, among: Iterable[Agreement]
) -> list[Likely[Agreement]]:
    """Those of the pair's agreements that the release may be about, the likeliest first, with why.

    Of a near date, of a similar title, or signed by the same people; where the text tells no time at all, any of them.
    """
    day = proposal.signed_on.value if proposal.signed_on else published_on
    found = [_compared(agreement, proposal, day) for agreement in among]
    likely = sorted((one for one in found if one), key=lambda one: (not one.is_strong, -len(one.reasons)))
    if likely and likely[0].is_strong:
        likely = [one for one in likely if len(one.reasons) > 1]
    return likely[:MOST]


def _compared(agreement: Agreement, proposal: ProposedAgreement, day: PartialDate | None) -> Likely[Agreement] | None:
    title = proposal.title.value if proposal.title else ""
    similarity = max((similar(title, other) for other in _titles(agreement)), default=0.0)
    is_near = day is not None and agreement.signed_on is not None and _near(day, agreement.signed_on)
    signers = _common_signers(agreement, proposal)
    reasons = [_("the same parties")]
    if agreement.signed_on and is_near:
        reasons.append(_("signed at about that time: %(date)s") % {"date": agreement.signed_on.in_words()})
    if similarity >= SIMILAR:
        reasons.append(_("a similar title"))
    if signers:
        reasons.append(_("signed by %(people)s too") % {"people": ", ".join(signers)})
    if len(reasons) == 1 and day is not None:
        return None
    is_strong = is_near or similarity >= SAME or (len(signers) > 1 and (day is None or agreement.signed_on is None))
    return Likely(agreement, tuple(reasons), is_strong)


def _common_signers(agreement: Agreement, proposal: ProposedAgreement) -> list[str]:
    """Names of the agreement's signatories whom the text names as signing too."""
    return [
        signature.signatory.name
        for signature in agreement.signatures.all()
        if any(
            plain(person.name) == plain(name) or is_same(person.name, name)
            for person in proposal.signatories
            for name in (signature.signatory.name, *(alias.name for alias in signature.signatory.aliases.all()))
        )
    ]


def _titles(agreement: Agreement) -> list[str]:
    others = [other.title for other in agreement.alternative_titles.all()]
    return [title for title in (agreement.title_en, agreement.title_no, *others) if title]


def _near(one: PartialDate, other: PartialDate) -> bool:
    """Whether some day of the one lies near some day of the other."""
    return one.earliest - NEAR <= other.latest and other.earliest <= one.latest + NEAR


def similar(one: str, other: str) -> float:
    """How much two titles have in common, by the search's own terms: 0 nothing, 1 the same words."""
    a, b = _terms(one), _terms(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=4096)
def _terms(title: str) -> frozenset[str]:
    return frozenset(token.term for token in tokens(title) if len(token.term) > 2)


# People


class KnownPeople:
    """The people of the archive with all their names."""

    def __init__(self) -> None:
        aliases = Prefetch("aliases", SignatoryAlias.objects.order_by("pk"))
        self.people = list(Signatory.objects.select_related("party").prefetch_related(aliases).order_by("sort_name"))

    def likely(self, name: str, party: Party | None) -> list[Likely[Signatory]]:
        """Those who may be the person of that name, the surest first. ``party`` None: whose minister is not known."""
        found = [one for person in self.people if (one := self._compared(person, name, party))]
        return sorted(found, key=lambda one: not one.is_strong)[:MOST]

    def _compared(self, person: Signatory, name: str, party: Party | None) -> Likely[Signatory] | None:
        is_theirs = party is None or person.party_id is None or person.party_id == party.pk
        names = [person.name, *(alias.name for alias in person.aliases.all())]
        reason = next(filter(None, (_same_name(name, other, person.name) for other in names)), "")
        if not reason and is_theirs:
            reason = next((_("a similar name: %(name)s") % {"name": o} for o in names if _is_like_spelt(name, o)), "")
            return Likely(person, (reason,), False) if reason else None
        if not reason:
            return None
        if is_theirs:
            return Likely(person, (reason,), True)
        return Likely(person, (reason, _("recorded for %(party)s") % {"party": person.party}), False)


def _same_name(name: str, other: str, main: str) -> str:
    """Why the names are one, '' when they are not."""
    if plain(name) == plain(other) or is_same(name, other):
        return _("the same name") if other == main else _("also written %(name)s") % {"name": other}
    return ""


def _is_like_spelt(name: str, other: str) -> bool:
    """Whether two names differ by a few letters, or by the alphabet."""
    one, two = in_latin(name), in_latin(other)
    if not one.isascii() or not two.isascii() or one[:1] != two[:1]:
        return False
    matcher = SequenceMatcher(None, one, two)
    return matcher.quick_ratio() >= LIKE_SPELT and matcher.ratio() >= LIKE_SPELT


def in_latin(name: str) -> str:
    """A name to compare by, its words in alphabetical order, Cyrillic letters transliterated; others as they are."""
    return " ".join(sorted(plain(name).translate(CYRILLIC).split()))


# Projects


def projects_between(parties: Sequence[Party]) -> list[Project]:
    """Projects under agreements between two parties, withdrawn ones left out."""
    if len(parties) != 2:
        return []
    pair = Q(agreements__in=Agreement.objects.between(*parties).values("pk"))
    return list(Project.objects.filter(pair).exclude(editorial_status=EditorialStatus.WITHDRAWN).distinct())


def likely_projects(title: str, among: Iterable[Project]) -> list[Likely[Project]]:
    """Those of the pair's projects that have a similar title."""
    found = []
    for project in among:
        similarity = max(similar(title, project.title_en), similar(title, project.title_no))
        if similarity >= SIMILAR:
            found.append((similarity, Likely(project, (_("a similar title"),), similarity >= SAME)))
    found.sort(key=lambda one: -one[0])
    return [likely for _score, likely in found[:MOST]]
