"""What a proposal of a press release can be tied to: the archive's records as choices, likely ones first with why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.admin.base import link_to_record
from agreements.admin.intake_forms import NEW, NOTHING
from agreements.admin.labels import label, with_label_parts
from agreements.imports.parties.table import table
from agreements.intake.likely import KnownPeople, Likely, agreements_between, projects_between
from agreements.models import Agreement, Institution, Instrument, Party, Project, Signatory, Theme

#: A choice, or a group of choices under a heading.
Choice = tuple[str, Any]


@dataclass(frozen=True)
class Offer:
    """The choices of one proposal, the one that stands chosen, and links to the likely records, each with why."""

    choices: list[Choice]
    initial: str
    likely: Sequence[tuple[str, str]] = ()


class Records:
    """The archive's records while one review is drawn or read; each kind is read once."""

    @cached_property
    def parties(self) -> dict[str, Party]:
        """By code."""
        return {party.code: party for party in Party.objects.all()}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """By id as text."""
        return {str(theme.pk): theme for theme in with_label_parts(Theme.objects.all())}

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """By id as text."""
        return {str(instrument.pk): instrument for instrument in Instrument.objects.all()}

    @cached_property
    def institutions(self) -> dict[str, Institution]:
        """By id as text."""
        return {str(one.pk): one for one in Institution.objects.select_related("party").order_by("name_en")}

    @cached_property
    def known_people(self) -> KnownPeople:
        """The people with all their names."""
        return KnownPeople()

    @cached_property
    def people(self) -> dict[str, Signatory]:
        """By id as text."""
        return {str(person.pk): person for person in self.known_people.people}

    # Choices

    def party_choices(self, proposed: Iterable[str]) -> list[Choice]:
        """Every party by code, and those proposed that have no record yet."""
        found = sorted(((code, str(party)) for code, party in self.parties.items()), key=lambda choice: choice[1])
        new = [code for code in dict.fromkeys(proposed) if code not in self.parties and code in table().parties]
        return [("", "–"), *((code, _("%(name)s (new)") % {"name": self.party_name(code)}) for code in new), *found]

    def party_name(self, code: str) -> str:
        """What the party is called in the editor's language, also where it has no record yet; else its code."""
        party = self.parties.get(code)
        known = table().parties.get(code)
        if party or not known:
            return str(party or code.upper())
        return str(Party(name_en=known.name_en, name_no=known.name_no))

    def theme(self, label_en: str) -> Offer:
        """The theme of that label among all themes."""
        initial = next((pk for pk, theme in self.themes.items() if theme.label_en == label_en), "")
        return Offer([("", "–"), *_sorted((pk, str(theme)) for pk, theme in self.themes.items())], initial)

    def instrument(self, name: str) -> Offer:
        """The instrument of that name among all instruments, or a new one."""
        found = (pk for pk, one in self.instruments.items() if name in (one.name_en, one.name_no, one.short_name))
        choices = _sorted((pk, str(one)) for pk, one in self.instruments.items())
        return Offer([(NEW, _("New: %(name)s") % {"name": name}), *choices], next(found, NEW))

    def institution_choices(self, codes: Iterable[str]) -> list[Choice]:
        """The institutions of these parties, by party."""
        groups: dict[str, list[Choice]] = defaultdict(list)
        for pk, one in self.institutions.items():
            if one.party.code in codes:
                groups[str(one.party)].append((pk, str(one)))
        return [("", "–"), *groups.items()]

    def person(self, name: str, code: str | None) -> Offer:
        """A new person, those who may be the one, and everybody else, those of the party first."""
        party = self.parties.get(code or "")
        likely = self.known_people.likely(name, party)
        taken = {one.record.pk for one in likely}
        groups: dict[str, list[Choice]] = defaultdict(list)
        if party:
            groups[str(party)] = []
        for pk, person in self.people.items():
            if person.pk not in taken:
                is_theirs = party is not None and person.party_id == party.pk
                groups[str(party) if is_theirs else _("Everybody else")].append((pk, label(person)))
        choices: list[Choice] = [(NEW, _("A new person")), *_likely_choices(likely)]
        return Offer(
            [*choices, *((name, group) for name, group in groups.items() if group)], _first(likely), shown(likely)
        )


class Pair:
    """Two parties with what is between them."""

    def __init__(self, records: Records, codes: Sequence[str]) -> None:
        found = [records.parties[code] for code in codes if code in records.parties]
        self.agreements = agreements_between(found) if len(found) == len(codes) else []
        self.projects = projects_between(found) if len(found) == len(codes) else []

    def agreement(self, likely: Sequence[Likely[Agreement]], is_signed: bool) -> Offer:
        """A new draft, an agreement that the release may be about, or none. Who must think finds nothing chosen."""
        choices: list[Choice] = [(NEW, _("a new agreement, written as a draft"))]
        choices += [(str(one.record.pk), described(one.record)) for one in likely]
        is_doubtful = any(one.is_strong for one in likely) or not is_signed
        return Offer([*choices, (NOTHING, _("none for the archive"))], "" if is_doubtful else NEW, shown(likely))

    def earlier(self) -> list[Choice]:
        """The pair's agreements, as what a new one renews."""
        return [("", "–"), *((str(one.pk), described(one)) for one in self.agreements)]

    def project(self, likely: Sequence[Likely[Project]]) -> Offer:
        """A new project, one that it may be, or another of the pair's."""
        taken = {one.record.pk for one in likely}
        others = [(str(one.pk), str(one)) for one in self.projects if one.pk not in taken]
        choices: list[Choice] = [(NEW, _("A new project")), *_likely_choices(likely)]
        if others:
            choices.append((_("Others between the two"), others))
        return Offer(choices, _first(likely), shown(likely))


def described(agreement: Agreement) -> str:
    """The agreement with its date and how far it has come."""
    day = agreement.signed_on.in_words() if agreement.signed_on else _("no date")
    return f"{agreement} ({day}; {agreement.get_editorial_status_display().lower()})"


def shown(likely: Sequence[Likely[Any]]) -> list[tuple[str, str]]:
    """Links to the records in the admin, each with why it may be the one."""
    return [(link_to_record(one.record), ", ".join(one.reasons)) for one in likely]


def _first(likely: Sequence[Likely[Any]]) -> str:
    """The likely record that stands chosen: the one strong one; of several nobody can tell."""
    strong = [one for one in likely if one.is_strong]
    return str(strong[0].record.pk) if len(strong) == 1 else NEW


def _likely_choices(likely: Sequence[Likely[Any]]) -> list[Choice]:
    def words(one: Likely[Any]) -> str:
        return f"{label(one.record)}: {', '.join(one.reasons)}"

    return [(_("Perhaps the same"), [(str(one.record.pk), words(one)) for one in likely])] if likely else []


def _sorted(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice[1].casefold())


def kind_name(record: models.Model) -> str:
    """What sort of record it is, for a list of what was made."""
    return capfirst(str(record._meta.verbose_name))
