"""Which party a name or a code means on a day: the Russia of 1979 is the Soviet Union."""

from agreements.dates import PartialDate
from agreements.imports.parties.table import table


def on_the_day(code: str, day: PartialDate | None) -> str | None:
    """The code of the party that ``code`` meant on the day; itself when no day is known.

    A date known to the year or the month is taken at its first day. A former state's last day is the day before its
    successor's first. None: the name meant nobody in particular that day (Czechoslovakia after 1992).
    """
    if day is None:
        return code
    on = PartialDate.of(day.earliest)
    for _ in range(len(table().parties)):
        party = table().parties[code]
        if party.existed_from and on < PartialDate.of(party.existed_from.earliest) and party.before:
            step = party.before
        elif _has_ended(code, on):
            if not party.after:
                return None
            step = party.after
        else:
            step = _former(code, on)
        if step == code:
            return code
        code = step
    raise ValueError(f"the table of parties goes in a circle at {code}")


def _has_ended(code: str, on: PartialDate) -> bool:
    until = table().parties[code].existed_until
    return until is not None and on >= until


def _former(code: str, on: PartialDate) -> str:
    """The former state that registers enter under the code and that existed on the day, else the code."""
    for former in table().former_of(code):
        begins = former.existed_from
        if on < former.today[code] and (begins is None or on >= PartialDate.of(begins.earliest)):
            return former.code
    return code


def is_same_or_part(code: str, other: str) -> bool:
    """Whether one of the two is a part, a former shape or a region of the other, so that registers mix them up."""
    return code == other or code in _kin(other) or other in _kin(code)


def _kin(code: str) -> set[str]:
    party = table().parties[code]
    return {*party.today, party.part_of, party.after, party.before, *party.successors} - {""}
