"""Values of facets as readers meet them: a code in the address, a label on the page."""

from dataclasses import dataclass
from typing import Protocol

from babel import Locale, UnknownLocaleError
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements.catalogue.snapshot import Snapshot
from agreements.catalogue.sources import NO, YES, known_language, language_code
from agreements.choices import LegalStatus
from agreements.models import AgreementKind, Kind, PartyKind, ProjectStatus


class Values(Protocol):
    """The values of one facet."""

    def find(self, code: str, snapshot: Snapshot) -> int | None:
        """The value that a code names; None when it names none."""

    def code(self, value: int, snapshot: Snapshot) -> str:
        """The code of a value."""

    def label(self, value: int, snapshot: Snapshot) -> str:
        """The value in the reader's language."""


@dataclass(frozen=True)
class Named:
    """Values that are records of a kind."""

    kind: Kind

    def find(self, code: str, snapshot: Snapshot) -> int | None:
        """The record with the code."""
        return snapshot.ids_by_code[self.kind].get(code)

    def code(self, value: int, snapshot: Snapshot) -> str:
        """The record's code."""
        return snapshot.names[self.kind][value].code

    def label(self, value: int, snapshot: Snapshot) -> str:
        """The record's name."""
        return str(snapshot.names[self.kind][value])


@dataclass(frozen=True)
class Enumerated:
    """Values that are places in an enumeration."""

    members: tuple[TextChoices, ...]

    @classmethod
    def of(cls, choices: type[TextChoices]) -> "Enumerated":
        """The values of an enumeration."""
        return cls(tuple(choices))

    def find(self, code: str, snapshot: Snapshot) -> int | None:
        """The place of the stored choice."""
        return next((place for place, member in enumerate(self.members) if member.value == code), None)

    def code(self, value: int, snapshot: Snapshot) -> str:
        """The stored choice."""
        return str(self.members[value].value)

    def label(self, value: int, snapshot: Snapshot) -> str:
        """The choice's label."""
        return str(self.members[value].label)


@dataclass(frozen=True)
class Number:
    """Values that are numbers of at most four digits; ``words`` puts one in words."""

    words: Promise | str = "%(number)s"

    def find(self, code: str, snapshot: Snapshot) -> int | None:
        """The number that the digits write."""
        return int(code) if code.isascii() and code.isdigit() and len(code) <= 4 else None

    def code(self, value: int, snapshot: Snapshot) -> str:
        """The digits."""
        return str(value)

    def label(self, value: int, snapshot: Snapshot) -> str:
        """The number in words."""
        return str(self.words) % {"number": value}


class YesNo:
    """Values that say whether something holds."""

    def find(self, code: str, snapshot: Snapshot) -> int | None:
        """From ``yes`` or ``no``."""
        return {"yes": YES, "no": NO}.get(code)

    def code(self, value: int, snapshot: Snapshot) -> str:
        """``yes`` or ``no``."""
        return "yes" if value == YES else "no"

    def label(self, value: int, snapshot: Snapshot) -> str:
        """Yes or no."""
        return _("Yes") if value == YES else _("No")


class Languages:
    """Values that are languages (BCP 47)."""

    def find(self, code: str, snapshot: Snapshot) -> int | None:
        """The language, if a public text is in it."""
        number = known_language(code)
        return number if number in snapshot.agreements.facets["language"].sets else None

    def code(self, value: int, snapshot: Snapshot) -> str:
        """The language's tag."""
        return language_code(value)

    def label(self, value: int, snapshot: Snapshot) -> str:
        """The language's name."""
        return language_name(language_code(value))


def language_name(code: str) -> str:
    """The name of a language in the reader's language (Unicode CLDR); the code itself where it has no name."""
    try:
        locale = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return code
    return locale.get_display_name(get_language() or "en") or code


#: The facets of each kind, in the order in which pages show them.
FACETS: dict[Kind, dict[str, Values]] = {
    Kind.AGREEMENT: {
        "theme": Named(Kind.THEME),
        "party": Named(Kind.PARTY),
        "signatory": Named(Kind.SIGNATORY),
        "institution": Named(Kind.INSTITUTION),
        "kind": Enumerated.of(AgreementKind),
        "status": Enumerated.of(LegalStatus),
        "decade": Number(gettext_lazy("%(number)ss")),
        "year": Number(),
        "language": Languages(),
        "has_text": YesNo(),
        "has_projects": YesNo(),
    },
    Kind.PROJECT: {"status": Enumerated.of(ProjectStatus), "theme": Named(Kind.THEME), "party": Named(Kind.PARTY)},
    Kind.SIGNATORY: {"party": Named(Kind.PARTY), "theme": Named(Kind.THEME)},
    Kind.PARTY: {"kind": Enumerated.of(PartyKind)},
    Kind.THEME: {},
}
