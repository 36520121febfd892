"""The two parties of an agreement, from what a register states and what its title says."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.dates import PartialDate
from agreements.imports.parties.intitle import mentioned_in, parties_in_title, party_named
from agreements.imports.parties.onday import is_same_or_part, on_the_day
from agreements.imports.parties.table import table
from agreements.models import PartyBasis


@dataclass(frozen=True)
class FoundParty:
    """One side: the party's code, how we know it, and the register's name for it ('' when only the title says so)."""

    code: str
    basis: PartyBasis
    stated_as: str = ""


@dataclass(frozen=True)
class Finding:
    """The parties found, at most two, and ``doubt``: one sentence on what is missing or contradictory, else ''."""

    parties: tuple[FoundParty, ...]
    doubt: str = ""


def find_parties(stated: Sequence[str], title: str, day: PartialDate | None) -> Finding:
    """Find who the parties were on the day.

    What the register states comes first; the title gives what it leaves open, and is preferred where it names a part or
    another shape of a stated party (East Germany where the register says Germany). When both name two and they do not
    agree, the register's stand, with the doubt. Nobody is guessed.
    """
    sides, unknown = _stated(stated, day)
    named = _named(title, day)
    if unknown:
        return Finding(tuple(sides)[:2], f"The register names a party that the archive does not know: {unknown}.")
    if len(sides) > 2 or (len(named) > 2 and len(sides) < 2):
        count = max(len(sides), len(named))
        return Finding(tuple(sides[:2]), f"Not two parties: {count} are named ({_names([*_codes(sides), *named])}).")
    if len(named) == 2:
        return _agreed(sides, named, title)
    return _complete(sides or [FoundParty(code, PartyBasis.TITLE) for code in named[:1]])


def _stated(names: Sequence[str], day: PartialDate | None) -> tuple[list[FoundParty], str]:
    """The register's parties on the day, and the first name that the table does not know."""
    known = [(party_named(name), name) for name in names]
    unknown = next((name for code, name in known if code is None), "")
    codes = _on_the_day([code for code, _ in known if code], day)
    labels = [name for code, name in known if code]
    return [FoundParty(code, PartyBasis.SOURCE, name) for code, name in zip(codes, labels, strict=True)], unknown


def _named(title: str, day: PartialDate | None) -> list[str]:
    """The title's parties on the day."""
    return _on_the_day(parties_in_title(title), day)


def _on_the_day(codes: list[str], day: PartialDate | None) -> list[str]:
    """Each code on the day; as they stand when two would become one (the Czech and Slovak republics in 1992)."""
    then = [on_the_day(code, day) or code for code in codes]
    return then if len(set(then)) == len(set(codes)) else codes


def _agreed(sides: list[FoundParty], named: list[str], title: str) -> Finding:
    """Bring the stated parties and the two of the title together, in the title's order."""
    mentioned = mentioned_in(title)
    matched: dict[str, FoundParty] = {side.code: side for side in sides if side.code in named}
    unmatched = [side for side in sides if side.code not in matched]
    for side in unmatched:
        free = [code for code in named if code not in matched and is_same_or_part(code, side.code)]
        if not free:
            return _contradicted(sides, named)
        if mentioned & {side.code, *table().parties[side.code].today}:
            return _complete(sides) if len(sides) == 2 else _contradicted(sides, named)
        matched[free[0]] = FoundParty(free[0], PartyBasis.TITLE, side.stated_as)
    return Finding(tuple(matched.get(code, FoundParty(code, PartyBasis.TITLE)) for code in named))


def _contradicted(sides: list[FoundParty], named: list[str]) -> Finding:
    """The stated parties, with a doubt unless the title only names two halves of one side (Denmark and the Faroes)."""
    extra = [code for code in named if code not in _codes(sides)]
    shared = [code for code in named if code in _codes(sides)]
    if len(sides) == 2 and all(any(is_same_or_part(code, other) for other in shared) for code in extra):
        return Finding(tuple(sides))
    doubt = f"The register names {_names(_codes(sides))}, the title {_names(named)}."
    return Finding(tuple(sides), doubt)


def _complete(sides: list[FoundParty]) -> Finding:
    """The parties found, with the doubt when they are not two."""
    if len(set(_codes(sides))) == 2:
        return Finding(tuple(sides))
    missing = "One party is missing: neither the register nor the title names it."
    return Finding(tuple(sides[:1]), missing if sides else "Both parties are missing: nobody names them.")


def _codes(sides: Sequence[FoundParty]) -> list[str]:
    return [side.code for side in sides]


def _names(codes: Sequence[str]) -> str:
    """Names in English, for a note to editors."""
    return " and ".join(table().parties[code].name_en for code in dict.fromkeys(codes)) or "nobody"
