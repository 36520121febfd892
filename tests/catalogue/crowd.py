"""What the processes do that write to one archive and read it at once. Each is a process of its own."""

import itertools
import random
import sys
import time
from pathlib import Path

from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from agreements.catalogue import Answer, Choice, current
from agreements.catalogue.changes import changed, gathered
from agreements.choices import EditorialStatus
from agreements.filters import AgreementFilter, ArchiveFilterSet, PartyFilter, ProjectFilter, SignatoryFilter
from agreements.models import Agreement, Kind, Signatory, Theme
from tests.catalogue import oracle
from tests.catalogue.archive import PARTIES, Archive
from tests.factories import make_agreement, make_signatory, make_signature

#: A page is asked for once in so many answers.
PAGES = 10
#: Seconds between two answers, so that who writes has a share of the processors, and between two transactions: SQLite
#: keeps no queue, so that who writes again at once would keep the other out.
PAUSE = 0.02
QUESTIONS: list[tuple[type[ArchiveFilterSet], str]] = [
    (AgreementFilter, ""),
    (AgreementFilter, "theme=theme-0&order=title"),
    (AgreementFilter, "party=nor&party=chn&theme_not=theme-1&order=-title"),
    (AgreementFilter, "status_not=in_force&on=2001-05&order=date"),
    (SignatoryFilter, "theme=theme-0&order=-agreements"),
    (PartyFilter, "order=-agreements"),
    (ProjectFilter, "party=nor&order=title"),
]
PAGE_ADDRESSES = ["/en/agreements/", "/nb/agreements/?theme=theme-0&order=title", "/en/signatories/", "/en/parties/"]


def prepare(seed: str) -> None:
    """Make the tables and a small archive."""
    call_command("migrate", verbosity=0)
    with gathered():
        Archive(int(seed))


def write(edits: str, seed: str) -> None:
    """Make so many edits, in transactions of several: a few records one by one, or many at once, as importers do."""
    writer = Writer(int(seed))
    while writer.number < int(edits):
        with gathered():
            if writer.rng.random() < 0.5:
                writer.edit_many(writer.rng.randint(10, 30))
            else:
                for _ in range(writer.rng.randint(1, 6)):
                    writer.edit()
        time.sleep(PAUSE)
    sys.stdout.write(f"{writer.number} edits")


class Writer:
    """Edits records of the archive. ``number``: how many edits it has made."""

    def __init__(self, seed: int) -> None:
        self.seed, self.rng, self.number = seed, random.Random(seed), 0  # noqa: S311 - no secret
        self.agreements = list(Agreement.objects.values_list("pk", flat=True))
        self.themes, self.people = list(Theme.objects.all()), list(Signatory.objects.all())

    def edit_many(self, count: int) -> None:
        """Publish or withdraw so many agreements by one statement, and tell of it."""
        ids = self.rng.sample(self.agreements, count)
        status = self.rng.choice([EditorialStatus.PUBLISHED, EditorialStatus.WITHDRAWN])
        some = Agreement.objects.filter(pk__in=ids)
        self.number += some.update(editorial_status=status, withdrawn_reason="Once more.")
        changed(Kind.AGREEMENT, ids)

    def edit(self) -> None:
        """Make, delete or change one record."""
        rng = self.rng
        self.number += 1
        record = Agreement.objects.get(pk=rng.choice(self.agreements))
        match rng.randrange(20):
            case 0:
                code, theme = "".join(rng.sample("abcdefghijklmnop", 6)), rng.choice(self.themes)
                made = make_agreement(f"New {self.number}", ("nor", code), published=True, themes=[theme])
                if self.number % 2:
                    made.delete()
            case 1 | 2:
                record.signatures.all().delete()
                person = rng.choice(self.people)
                if self.number % 2:
                    person = make_signatory(f"Newcomer {self.seed} {self.number}")
                make_signature(record, person, rng.choice(PARTIES))
            case 3 | 4:
                record.title_en, record.signed_on = f"Title {self.number}", f"{1990 + self.number % 20}"
                record.save()
            case kind if kind % 2:
                record.themes.set(rng.sample(self.themes, 2))
            case _:
                hidden = record.editorial_status == EditorialStatus.PUBLISHED
                record.editorial_status = EditorialStatus.WITHDRAWN if hidden else EditorialStatus.PUBLISHED
                record.withdrawn_reason = "Once more."
                record.save()


def read(done: str, seed: str) -> None:
    """Ask until the file ``done`` is there, checking each answer by itself; then compare with plain SQL.

    A line on the standard output says that the archive is in memory.
    """
    rng, client, versions = random.Random(int(seed)), Client(), set()  # noqa: S311 - no secret
    versions.add(current().version)
    print("Reading.", flush=True)  # noqa: T201 - to the test that waits for it
    for number in itertools.count():
        is_over = Path(done).exists()
        for filterset, query in QUESTIONS if is_over else [rng.choice(QUESTIONS)]:
            with override(rng.choice(["en", "nb"])):
                answer = filterset(QueryDict(query)).answer
                check(answer, rng)
                versions.add(answer.snapshot.version)
                if is_over:
                    assert answer.ids.tolist() == oracle.answer(answer.question), query
        if is_over:
            break
        time.sleep(PAUSE)
        if number % PAGES == 0:
            address = rng.choice(PAGE_ADDRESSES)
            assert client.get(address).status_code == 200, address
    assert len(versions) > 10, "hardly anything happened while this one read"
    sys.stdout.write(f"{number} answers of {len(versions)} versions")


def check(answer: Answer, rng: random.Random) -> None:
    """An answer holds together: its list is as long as it says, and so is every list that a count leads to."""
    assert len(answer.ids) == answer.total
    assert set(answer.ids.tolist()) == set(answer.found)
    question = answer.question
    facets = {name for name in answer.records.facets if name != "agreement"}
    facet = rng.choice(sorted(facets))
    for value, count in answer.counts(facet).items():
        own = question.choices.get(facet, Choice())
        chosen = Choice(frozenset([value]), without=own.without)
        assert answer.to(question.choosing(facet, chosen)).total == count, (facet, value)
