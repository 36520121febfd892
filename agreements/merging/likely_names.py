"""People, parties, institutions and themes that may have been entered twice, by their names in any script.

Two Chinese names are never one because their pinyin is equal: where both are known in characters, these decide.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.merging.likeness import Best, best_overlap, blocks, near_spellings, telling, words_of
from agreements.merging.rules import CHINESE, contradict
from agreements.models import (
    Institution,
    InstitutionSuccession,
    Party,
    PartyName,
    PartySuccession,
    Signatory,
    SignatoryAlias,
    Theme,
    ThemeAltLabel,
)

#: How alike two names of one country's institutions are at least.
INSTITUTION_NAME = 0.6


@dataclass(frozen=True)
class NameFacts:
    """What tells somebody or something with names from another. ``party``: code; '' when not recorded or not asked.

    ``apart``: ids of records that it is known not to be, such as its successor. ``exists``: from and until, or birth
    and death.
    """

    pk: int
    names: tuple[str, ...]
    party: str = ""
    exists: tuple[Any, Any] = (None, None)
    identifier: str = ""
    apart: frozenset[int] = frozenset()
    keys: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozenset(filter(None, map(name_key, self.names))))

    @property
    def characters(self) -> frozenset[str]:
        """The names in Chinese characters."""
        return frozenset(key for key in self.keys if is_in_characters(key))


def name_key(name: str) -> str:
    """A name whatever the order of its words, its accents and its capitals: "Li Ganjie" and "GANJIE, Li" are one."""
    return " ".join(sorted(words_of(name)))


def is_in_characters(name: str) -> bool:
    """Whether a name has Chinese characters."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in name)


def contradict_in_time(one: NameFacts, other: NameFacts) -> bool:
    """Whether they were born, died, began or ended at different times."""
    return any(contradict(first, second) for first, second in zip(one.exists, other.exists, strict=True))


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows:
        found[pk].append(name)
    return found


# People


def facts_of_people(people: models.QuerySet[Any]) -> list[NameFacts]:
    """Read the facts of people, in two queries."""
    aliases = _grouped(SignatoryAlias.objects.values_list("signatory_id", "name"))
    columns = ("pk", "name", "sort_name", "party__code", "born_on", "died_on", "wikidata_id")
    return [
        NameFacts(pk, (name, sort_name, *aliases.get(pk, ())), code or "", (born, died), wikidata)
        for pk, name, sort_name, code, born, died, wikidata in people.order_by("pk").values_list(*columns)
    ]


def facts_of_person(person: Signatory) -> NameFacts:
    """The facts of one who may not be saved yet. Id 0: new."""
    aliases = person.aliases.values_list("name", flat=True) if person.pk else []
    code = person.party.code if person.party else ""
    exists = (person.born_on, person.died_on)
    return NameFacts(person.pk or 0, (person.name, person.sort_name, *aliases), code, exists, person.wikidata_id)


def like_people(facts: list[NameFacts]) -> Best:
    """The pairs that may be one person."""
    best = Best()
    for one, other in blocks(facts, _keys_of_person):
        if one.identifier and other.identifier and one.identifier != other.identifier:
            continue
        if one.characters and other.characters and not one.characters & other.characters:
            continue  # the characters say that they are two
        score, reason = _names_of_people(one, other)
        if score:
            _add_person(best, one, other, score, reason)
    return best


def _keys_of_person(fact: NameFacts) -> Iterator[Any]:
    for key in fact.keys:
        yield from near_spellings(key)
    for name in fact.names:
        family, given = family_and_given(name)
        if given:
            yield family, given[0]


def family_and_given(name: str) -> tuple[str, str]:
    """Family name and first given name, folded: the last word is the family's unless a comma says otherwise."""
    before, comma, after = name.partition(",")
    words = words_of(before)
    given = words_of(after) if comma else words[:-1]
    family = " ".join(words) if comma else (words[-1] if words else "")
    return family, given[0] if given else ""


def _names_of_people(one: NameFacts, other: NameFacts) -> tuple[int, Any]:
    same = one.keys & other.keys
    if any(not key.isascii() for key in same):
        return 85, _("the same name in another script")
    if same:
        return 75, _("the same name")
    if _differ_by_a_letter(one.keys, other.keys):
        return 60, _("names that differ by a letter")
    for name in one.names:
        for other_name in other.names:
            if _same_but_for_given_names(name, other_name):
                return 50, _("the same family name and initial")
    return 0, ""


def _differ_by_a_letter(one: frozenset[str], other: frozenset[str]) -> bool:
    spellings = {text for key in one for text in near_spellings(key)}
    return any(text in spellings for key in other for text in near_spellings(key))


def _same_but_for_given_names(one: str, other: str) -> bool:
    """Whether one gives an initial or a short form of what the other writes out, beside the same family name."""
    (family, given), (other_family, other_given) = family_and_given(one), family_and_given(other)
    if family != other_family or not given or not other_given:
        return False
    return given.startswith(other_given) or other_given.startswith(given)


def _add_person(best: Best, one: NameFacts, other: NameFacts, score: int, reason: Any) -> None:
    reasons = [reason]
    if one.party and other.party:
        score += 10 if one.party == other.party else -25
        reasons.append(_("the same party") if one.party == other.party else _("different parties"))
    if contradict_in_time(one, other):
        score -= 40
        reasons.append(_("different dates of birth or death"))
    elif one.exists[0] and other.exists[0]:
        score += 5
        reasons.append(_("the same date of birth"))
    only_pinyin = {one.party, other.party} & CHINESE and not one.characters & other.characters
    if only_pinyin:
        score -= 35
        reasons.append(_("alike in Latin letters only, which tells nothing of Chinese names"))
    if score > 0:
        best.add(one.pk, other.pk, score, *reasons)


# Institutions


def facts_of_institutions(institutions: models.QuerySet[Any]) -> list[NameFacts]:
    """Read the facts of institutions, in two queries."""
    apart = _apart(InstitutionSuccession)
    columns = ("pk", "name_en", "name_no", "native_name", "party__code", "existed_from", "existed_until", "acronym")
    return [
        NameFacts(pk, (en, no, native), code, (start, end), acronym.casefold(), frozenset(apart.get(pk, ())))
        for pk, en, no, native, code, start, end, acronym in institutions.order_by("pk").values_list(*columns)
    ]


def facts_of_institution(institution: Institution) -> NameFacts:
    """The facts of one that may not be saved yet. Id 0: new."""
    names = (institution.name_en, institution.name_no, institution.native_name)
    exists = (institution.existed_from, institution.existed_until)
    apart = frozenset(_apart(InstitutionSuccession).get(institution.pk, ()))
    code, acronym = institution.party.code, institution.acronym.casefold()
    return NameFacts(institution.pk or 0, names, code, exists, acronym, apart)


def like_institutions(facts: list[NameFacts]) -> Best:
    """The pairs of one party's institutions that may be one."""

    def keys(fact: NameFacts) -> Iterator[Any]:
        yield from ((fact.party, word) for name in fact.names for word in telling(words_of(name)))
        if fact.identifier:
            yield fact.party, "", fact.identifier

    best = Best()
    for one, other in blocks(facts, keys):
        if other.pk in one.apart:
            continue
        alike = best_overlap(*([telling(words_of(name)) for name in fact.names if name] for fact in (one, other)))
        acronym = bool(one.identifier) and one.identifier == other.identifier
        if alike < INSTITUTION_NAME and not acronym:
            continue
        reasons = [_("the same name, but for common words") if alike == 1 else _("like names")] if alike else []
        reasons += [_("the same acronym")] if acronym else []
        apart_in_time = contradict_in_time(one, other)
        reasons += [_("existed at different times")] if apart_in_time else []
        best.add(one.pk, other.pk, 75 * alike + 20 * acronym - 40 * apart_in_time, _("the same party"), *reasons)
    return best


def _apart(model: Any) -> dict[int, set[int]]:
    """Of each record: those that it succeeded, and those that succeeded it."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in model._base_manager.values_list("predecessor_id", "successor_id"):
        found[one].add(other)
        found[other].add(one)
    return found


# Parties and themes


def facts_of_parties(parties: models.QuerySet[Any]) -> list[NameFacts]:
    """Read the facts of parties, in three queries."""
    names, apart = _grouped(PartyName.objects.values_list("party_id", "name")), _apart(PartySuccession)
    columns = ("pk", "name_en", "name_no", "official_name_en", "official_name_no", "existed_from", "existed_until")
    return [
        NameFacts(pk, (*own, *names.get(pk, ())), "", (start, end), "", frozenset(apart.get(pk, ())))
        for pk, *own, start, end in parties.order_by("pk").values_list(*columns)
    ]


def facts_of_party(party: Party) -> NameFacts:
    """The facts of one that may not be saved yet. Id 0: new."""
    others = party.names.values_list("name", flat=True) if party.pk else []
    names = (party.name_en, party.name_no, party.official_name_en, party.official_name_no, *others)
    apart = frozenset(_apart(PartySuccession).get(party.pk, ()))
    return NameFacts(party.pk or 0, names, "", (party.existed_from, party.existed_until), "", apart)


def facts_of_themes(themes: models.QuerySet[Any]) -> list[NameFacts]:
    """Read the facts of themes, in three queries. A theme is known not to be the one above it."""
    labels, apart = _grouped(ThemeAltLabel.objects.values_list("theme_id", "label")), defaultdict(set)
    for pk, broader in Theme.objects.exclude(broader=None).values_list("pk", "broader_id"):
        apart[pk].add(broader)
        apart[broader].add(pk)
    columns = themes.order_by("pk").values_list("pk", "label_en", "label_no")
    return [NameFacts(pk, (en, no, *labels.get(pk, ())), apart=frozenset(apart[pk])) for pk, en, no in columns]


def facts_of_theme(theme: Theme) -> NameFacts:
    """The facts of one that may not be saved yet. Id 0: new."""
    others = theme.alt_labels.values_list("label", flat=True) if theme.pk else []
    return NameFacts(
        theme.pk or 0, (theme.label_en, theme.label_no, *others), apart=frozenset({theme.broader_id or -1})
    )


def like_names(facts: list[NameFacts]) -> Best:
    """The pairs of parties or themes that share a name, or whose names differ by a letter."""
    best = Best()
    for one, other in blocks(facts, lambda fact: [text for key in fact.keys for text in near_spellings(key)]):
        if other.pk in one.apart or one.pk in other.apart:
            continue
        same = bool(one.keys & other.keys)
        score = 80 if same else 45
        reasons = [_("the same name") if same else _("names that differ by a letter")]
        if contradict_in_time(one, other):
            score -= 40
            reasons.append(_("existed at different times"))
        best.add(one.pk, other.pk, score, *reasons)
    return best
