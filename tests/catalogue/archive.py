"""A small archive drawn at random from a seed: every kind of record, linked every way, public and not."""

import random
from collections.abc import Sequence
from typing import Any, TypeVar

from agreements.choices import EditorialStatus
from agreements.models import (
    Agreement,
    AgreementKind,
    EntryIntoForceCondition,
    Institution,
    PartyKind,
    Project,
    ProjectStatus,
    Relation,
    RelationKind,
    Renewal,
    Signatory,
    Theme,
)
from tests.factories import (
    make_agreement,
    make_institution,
    make_party,
    make_project,
    make_signatory,
    make_signature,
    make_text,
    make_theme,
)

T = TypeVar("T")

PARTIES = ["nor", "chn", "swe", "fin", "sun"]
#: Also such as no text is in.
LANGUAGES = ["en", "nb", "ru", "zh-Hans"]
TEXTS = 30
THEMES, PEOPLE, INSTITUTIONS, AGREEMENTS, PROJECTS, RELATIONS = 9, 8, 6, 36, 12, 14
#: In the middle of all dates, so that a day can lie before and after.
FIRST_YEAR, LAST_YEAR = 1998, 2004
PUBLIC = EditorialStatus.PUBLISHED
#: Two of three records are public.
STATUSES = [PUBLIC, PUBLIC, PUBLIC, PUBLIC, EditorialStatus.DRAFT, EditorialStatus.WITHDRAWN]


class Archive:
    """The records, as far as they were made; ``rng`` draws more."""

    def __init__(self, seed: int, agreements: int = AGREEMENTS) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        for code in PARTIES:
            make_party(code, kind=self.rng.choice(list(PartyKind)))
        self.themes: list[Theme] = []
        for number in range(THEMES):
            above = self.rng.choice([None, *self.themes[-3:]])
            self.themes.append(make_theme(f"Theme {number}", broader=above))
        self.people = [
            make_signatory(f"{self.word()} {number}", sort_name=self.rng.choice(["", self.word()]))
            for number in range(PEOPLE)
        ]
        self.institutions = [
            make_institution(f"Ministry {number}", self.rng.choice(PARTIES)) for number in range(INSTITUTIONS)
        ]
        self.agreements = [self.agreement() for _ in range(agreements)]
        self.projects = [self.project() for _ in range(PROJECTS)]
        for _ in range(TEXTS):
            make_text(
                self.rng.choice(self.agreements),
                self.rng.choice(LANGUAGES[:-1]),
                url=self.rng.choice(["", "https://example.org/text"]),
            )
        for _ in range(RELATIONS):
            self.relation()

    def word(self) -> str:
        """A short word, so that names and titles are often equal."""
        return self.rng.choice(["Air", "air", "Bear", "acid", "Zinc", "fish", "Øre"])

    def some(self, records: Sequence[T], most: int) -> list[T]:
        """Some of the records, each once."""
        return self.rng.sample(records, self.rng.randrange(most + 1))

    def date(self) -> str | None:
        """A date known to the day, the month or the year, or none."""
        day = f"{self.rng.randint(FIRST_YEAR, LAST_YEAR)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        return self.rng.choice([None, day[:4], day[:7], day, day])

    def fate(self) -> dict[str, Any]:
        """Whether a record is public."""
        return {"editorial_status": self.rng.choice(STATUSES), "withdrawn_reason": "Entered twice."}

    def dates(self) -> dict[str, Any]:
        """Dates of an agreement, in any order, and what makes it take effect and end."""
        condition = self.rng.choice(list(EntryIntoForceCondition))
        never = condition == EntryIntoForceCondition.NOT_APPLICABLE
        return {
            "signed_on": self.date(),
            "entry_into_force_condition": condition,
            "entry_into_force_on": None if never else self.date(),
            "valid_until": self.rng.choice([None, None, self.date()]),
            "terminated_on": self.rng.choice([None, None, None, self.date()]),
            "term_months": self.rng.choice([None, None, 1, 12]),
            "renewal": self.rng.choice(list(Renewal)),
            "date_exception": "Drawn by lot.",
        }

    def agreement(self) -> Agreement:
        """One more, with its rows."""
        agreement = make_agreement(
            f"{self.word()} {self.word()}",
            self.rng.sample(PARTIES, 2),
            themes=self.some(self.themes, 3),
            title_no=self.rng.choice(["", self.word()]),
            kind=self.rng.choice(list(AgreementKind)[:4]),
            **self.fate(),
            **self.dates(),
        )
        side = agreement.participations.get(position=1)
        side.institution = self.institution()
        side.save()
        for person in self.some(self.people, 3):
            make_signature(agreement, person, self.rng.choice(PARTIES), institution=self.institution())
        return agreement

    def institution(self) -> Institution | None:
        """One, or none."""
        return self.rng.choice([None, *self.institutions])

    def person(self) -> Signatory:
        """One of the people."""
        return self.rng.choice(self.people)

    def project(self) -> Project:
        """One more, under some agreements."""
        return make_project(
            self.word(),
            self.some(self.agreements, 3),
            themes=self.some(self.themes, 2),
            status=self.rng.choice(list(ProjectStatus)),
            started_on=self.date(),
            **self.fate(),
        )

    def relation(self) -> None:
        """One more, unless there is one between the two."""
        later, earlier = self.rng.sample(self.agreements, 2)
        if not Relation.objects.filter(from_agreement__in=(later, earlier), to_agreement__in=(later, earlier)).exists():
            kind = self.rng.choice([RelationKind.SUPERSEDES, RelationKind.TERMINATES, RelationKind.RENEWS])
            Relation.objects.create(from_agreement=later, kind=kind, to_agreement=earlier)
