"""Agreements and projects that may have been entered twice."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.choices import EditorialStatus
from agreements.merging.likeness import LARGEST_BLOCK, Best, best_overlap, blocks, telling, words_of
from agreements.models import Agreement, AgreementParty, AlternativeTitle, Party, PartyName, Project, Relation

#: Days between two signatures that may be one, written down differently.
NEAR = 31
#: How alike titles are at least, 0 to 1, when the dates agree less than to the day.
NEAR_TITLE, SAME_YEAR_TITLE, WRONG_PARTY_TITLE = 0.5, 0.7, 0.8
_SETTING_APART = """
    protocol protocols supplementary supplemental supplementing additional amendment amendments amending amend
    modifying modification extension extending extend renewal renewing renewed implementing annex
    protokoll tilleggsprotokoll tilleggsavtale endring endringer forlengelse fornyelse vedlegg
"""
#: Words that set an instrument apart from the one it belongs to; what they take from the score.
SETTING_APART = frozenset(_SETTING_APART.split())
SET_APART = 20
#: Words of a title that are looked up where a party is missing.
RAREST = 3


@dataclass(frozen=True)
class AgreementFacts:
    """What tells an agreement from another. ``signed_on``: ISO text as precise as known, '' when not recorded.

    ``marks``: words of its own titles that set it apart; ``related``: ids of agreements that it amends, renews or so.
    """

    pk: int
    titles: tuple[frozenset[str], ...]
    parties: frozenset[int]
    signed_on: str
    marks: frozenset[str] = frozenset()
    related: frozenset[int] = frozenset()

    @property
    def ordinal(self) -> int | None:
        """A number for the day, days apart as the days are (months of 31); None: not known to the day."""
        if len(self.signed_on) < 10:
            return None
        year, month, day = map(int, self.signed_on.split("-"))
        return (year * 12 + month) * 31 + day


def facts_of_agreements(agreements: models.QuerySet[Any]) -> list[AgreementFacts]:
    """Read the facts of agreements, but for withdrawn ones, in a handful of queries."""
    agreements = agreements.exclude(editorial_status=EditorialStatus.WITHDRAWN)
    ids = agreements.order_by().values("pk")
    parties, titles = defaultdict(set), defaultdict(list)
    for agreement, party in AgreementParty.objects.filter(agreement__in=ids).values_list("agreement_id", "party_id"):
        parties[agreement].add(party)
    for agreement, title in AlternativeTitle.objects.filter(agreement__in=ids).values_list("agreement_id", "title"):
        titles[agreement].append(title)
    related, of_parties = _related(Relation.objects.all()), _words_of_parties()
    columns = agreements.order_by("pk").values_list("pk", "title_en", "title_no", "signed_on")
    return [
        AgreementFacts(
            pk,
            _titles([en, no, *titles[pk]], of_parties),
            frozenset(parties[pk]),
            str(signed or ""),
            _marks(en, no),
            frozenset(related[pk]),
        )
        for pk, en, no, signed in columns
    ]


def _related(relations: models.QuerySet[Relation]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in relations.values_list("from_agreement_id", "to_agreement_id"):
        found[one].add(other)
        found[other].add(one)
    return found


def _marks(*titles: str) -> frozenset[str]:
    return SETTING_APART.intersection(*[words_of(" ".join(titles))])


def facts_of_agreement(agreement: Agreement) -> AgreementFacts:
    """The facts of one that may not be saved yet, with the parties that its form is about to save. Id 0: it is new."""
    others = agreement.alternative_titles.values_list("title", flat=True) if agreement.pk else []
    titles = _titles([agreement.title_en, agreement.title_no, *others], _words_of_parties())
    own = models.Q(from_agreement=agreement.pk) | models.Q(to_agreement=agreement.pk)
    return AgreementFacts(
        agreement.pk or 0,
        titles,
        frozenset(agreement.party_ids()),
        str(agreement.signed_on or ""),
        _marks(agreement.title_en, agreement.title_no),
        frozenset(_related(Relation.objects.filter(own))[agreement.pk]) if agreement.pk else frozenset(),
    )


def _titles(titles: Iterable[str], of_parties: frozenset[str]) -> tuple[frozenset[str], ...]:
    """The telling words of each title. Words of the parties' names tell nothing: these are compared themselves."""
    told = (telling(words_of(title)) for title in titles if title)
    return tuple(dict.fromkeys((words - of_parties) or words for words in told))


def _words_of_parties() -> frozenset[str]:
    names = [name for row in Party.objects.values_list("name_en", "official_name_en", "name_no") for name in row]
    names += PartyName.objects.values_list("name", flat=True)
    return frozenset(word for name in names for word in words_of(name))


def near(agreement: Agreement) -> models.QuerySet[Any]:
    """The agreements with which one need be compared: a party in common, and a year next to its own or none."""
    facts = facts_of_agreement(agreement)
    found = Agreement.objects.exclude(pk=agreement.pk)
    if facts.parties:
        sharing = AgreementParty.objects.filter(party__in=facts.parties).values("agreement")
        incomplete = Agreement.objects.annotate(sides=models.Count("participations")).filter(sides__lt=2)
        found = found.filter(models.Q(pk__in=sharing) | models.Q(pk__in=incomplete.order_by().values("pk")))
    if facts.signed_on:
        year = int(facts.signed_on[:4])
        around = models.Q(signed_on__isnull=True)
        for one in (year - 1, year, year + 1):
            around |= models.Q(signed_on__startswith=f"{one:04}")
        found = found.filter(around)
    return found


def like_agreements(facts: list[AgreementFacts]) -> Best:
    """The pairs that may be one agreement. Every two of the same parties and day are among them, like titles first."""
    best = Best()
    by_pair: dict[frozenset[int], list[AgreementFacts]] = defaultdict(list)
    for one in facts:
        if len(one.parties) == 2:
            by_pair[one.parties].append(one)
    for together in by_pair.values():
        for one, other in _near_in_time(together):
            _compare(best, one, other)
    for one, other in blocks(facts, lambda fact: [(p, fact.signed_on) for p in fact.parties if fact.ordinal]):
        alike = best_overlap(one.titles, other.titles)
        if one.parties != other.parties and len(one.parties | other.parties) > 2 and alike >= WRONG_PARTY_TITLE:
            best.add(one.pk, other.pk, 10 + 40 * alike, _("one party and the same date"), _like(alike))
    for one, other in _with_a_missing_party(facts):
        _compare_incomplete(best, one, other)
    return best


def _near_in_time(facts: list[AgreementFacts]) -> Iterator[tuple[AgreementFacts, AgreementFacts]]:
    """Pairs of one date, of near days, of one year, and those of which one has no date; each at least once.

    Of all agreements between two busy countries only those of neighbouring days and of the same year meet.
    """
    dated = sorted((fact for fact in facts if fact.ordinal is not None), key=lambda fact: (fact.ordinal, fact.pk))
    ordinals = [fact.ordinal or 0 for fact in dated]
    for place, fact in enumerate(dated):
        for other in dated[place + 1 : bisect_right(ordinals, ordinals[place] + NEAR)]:
            yield fact, other
    by_date, by_year = defaultdict(list), defaultdict(list)
    for fact in facts:
        by_date[fact.signed_on].append(fact)
        by_year[fact.signed_on[:4]].append(fact)
    for together in (*by_date.values(), *by_year.values()):
        yield from _each_with_each(together)
    if by_year.get(""):
        few = len(by_year[""]) * len(facts) <= LARGEST_BLOCK**2
        for one, other in combinations(facts, 2) if few else blocks(facts, _rarest_words(facts)):
            if not (one.signed_on and other.signed_on):
                yield one, other


def _each_with_each(facts: list[AgreementFacts]) -> Iterator[tuple[AgreementFacts, AgreementFacts]]:
    """The pairs of a few; of very many, those that share one of their rarest words."""
    return combinations(facts, 2) if len(facts) <= LARGEST_BLOCK else blocks(facts, _rarest_words(facts))


def _rarest_words(facts: Iterable[AgreementFacts]) -> Callable[[AgreementFacts], list[str]]:
    """Gives the words of a fact's titles that fewest of the facts have."""
    number = Counter(word for fact in facts for title in fact.titles for word in title)

    def rarest(fact: AgreementFacts) -> list[str]:
        words = {word for title in fact.titles for word in title}
        return sorted(words, key=lambda word: (number[word], word))[:RAREST]

    return rarest


def _compare(best: Best, one: AgreementFacts, other: AgreementFacts) -> None:
    """Two of the same parties."""
    alike = best_overlap(one.titles, other.titles)
    found = _when(one, other, alike)
    if found is None:
        return
    base, date = found
    reasons, score = [_("the same parties"), date, _like(alike)], base + 40 * alike
    if one.marks != other.marks:
        score -= SET_APART
        reasons.append(_("one may be a protocol or amendment to the other"))
    if other.pk in one.related:
        score -= SET_APART
        reasons.append(_("one is recorded as following from the other"))
    best.add(one.pk, other.pk, score, *reasons)


def _when(one: AgreementFacts, other: AgreementFacts, alike: float) -> tuple[int, Any] | None:
    """How far the dates speak for one agreement, with the words for it; None: not enough for titles so alike."""
    if one.signed_on and one.signed_on == other.signed_on:
        return (60, _("the same day")) if one.ordinal else (40, _("the same date, not known to the day"))
    if one.ordinal and other.ordinal and abs(one.ordinal - other.ordinal) <= NEAR:
        return (30, _("days not far apart")) if alike >= NEAR_TITLE else None
    if alike < SAME_YEAR_TITLE:
        return None
    return (25, _("the same year")) if one.signed_on and other.signed_on else (20, _("one has no date"))


def _with_a_missing_party(facts: list[AgreementFacts]) -> Iterator[tuple[AgreementFacts, AgreementFacts]]:
    """Pairs of which one lacks a party, by the rarest words of their titles."""
    for one, other in blocks(facts, _rarest_words(facts)):
        if len(one.parties) < 2 or len(other.parties) < 2:
            yield one, other


def _compare_incomplete(best: Best, one: AgreementFacts, other: AgreementFacts) -> None:
    alike = best_overlap(one.titles, other.titles)
    together = one.parties | other.parties
    one_date = one.signed_on.startswith(other.signed_on) or other.signed_on.startswith(one.signed_on)
    if alike >= SAME_YEAR_TITLE and len(together) <= 2 and one_date:
        best.add(one.pk, other.pk, 15 + 40 * alike, _("a party is missing"), _like(alike))


def _like(alike: float) -> Any:
    if alike == 1:
        return _("the same title, but for common words")
    if alike >= NEAR_TITLE:
        return _("like titles")
    return _("other titles")


# Projects


@dataclass(frozen=True)
class ProjectFacts:
    """What tells a project from another."""

    pk: int
    titles: tuple[frozenset[str], ...]
    agreements: frozenset[int]


def facts_of_projects(projects: models.QuerySet[Any]) -> list[ProjectFacts]:
    """Read the facts of projects, but for withdrawn ones."""
    under = defaultdict(set)
    for project, agreement in Project.agreements.through.objects.values_list("project_id", "agreement_id"):
        under[project].add(agreement)
    columns = projects.exclude(editorial_status=EditorialStatus.WITHDRAWN).order_by("pk")
    return [
        ProjectFacts(pk, _titles([en, no], frozenset()), frozenset(under[pk]))
        for pk, en, no in columns.values_list("pk", "title_en", "title_no")
    ]


def facts_of_project(project: Project) -> ProjectFacts:
    """The facts of one that may not be saved yet."""
    under = project.agreements.values_list("pk", flat=True) if project.pk else []
    return ProjectFacts(project.pk or 0, _titles([project.title_en, project.title_no], frozenset()), frozenset(under))


def like_projects(facts: list[ProjectFacts]) -> Best:
    """The pairs that may be one project: under one agreement with like titles, or of the same title."""
    best = Best()
    for one, other in blocks(facts, lambda fact: [*fact.agreements, *map(tuple, map(sorted, fact.titles))]):
        alike = best_overlap(one.titles, other.titles)
        shared = bool(one.agreements & other.agreements)
        if alike >= (NEAR_TITLE if shared else 1):
            reasons = [_("under the same agreement")] if shared else []
            best.add(one.pk, other.pk, 20 * shared + 70 * alike, *reasons, _like(alike))
    return best
