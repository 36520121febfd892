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
from agreements.catalogue.changes import gathered
from agreements.choices import EditorialStatus
from agreements.filters import AgreementFilter, ArchiveFilterSet, PartyFilter, ProjectFilter, SignatoryFilter
from agreements.models import Agreement, Signatory, Theme
from tests.catalogue import oracle
from tests.catalogue.archive import PARTIES, Archive
from tests.factories import make_agreement, make_signatory, make_signature

#: A page is asked for once in so many answers.
PAGES = 10
#: Seconds between two answers, so that who writes has a share of the processors.
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


def write(edits: str, seconds: str, seed: str) -> None:
    """Make small edits, one after the other: as many as that, or as there is time for."""
    end = time.monotonic() + float(seconds)
    rng = random.Random(int(seed))  # noqa: S311 - no secret
    agreements = list(Agreement.objects.values_list("pk", flat=True))
    themes, people = list(Theme.objects.all()), list(Signatory.objects.all())
    number = 0
    while number < int(edits) and time.monotonic() < end:
        number += 1
        record = Agreement.objects.get(pk=rng.choice(agreements))
        match rng.randrange(20):
            case 0:
                code = "".join(rng.sample("abcdefghijklmnop", 6))
                made = make_agreement(f"New {number}", ("nor", code), published=True, themes=[rng.choice(themes)])
                if number % 2:
                    made.delete()
            case 1 | 2:
                record.signatures.all().delete()
                person = make_signatory(f"Newcomer {seed} {number}") if number % 2 else rng.choice(people)
                make_signature(record, person, rng.choice(PARTIES))
            case 3 | 4:
                record.title_en, record.signed_on = f"Title {number}", f"{1990 + number % 20}"
                record.save()
            case kind if kind % 2:
                record.themes.set(rng.sample(themes, 2))
            case _:
                hidden = record.editorial_status == EditorialStatus.PUBLISHED
                record.editorial_status = EditorialStatus.WITHDRAWN if hidden else EditorialStatus.PUBLISHED
                record.withdrawn_reason = "Once more."
                record.save()
    sys.stdout.write(f"{number} edits")


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
    assert len(versions) > 3, "hardly anything happened while this one read"
    sys.stdout.write(f"{number} answers of {len(versions)} versions")


def check(answer: Answer, rng: random.Random) -> None:
    """An answer holds together: its list is as long as it says, and so is every list that a count leads to."""
    assert len(answer.ids) == answer.total
    assert set(answer.ids.tolist()) == set(answer.found)
    question = answer.question
    facets = {name for name in answer.records.facets if name not in ("agreement", "given_theme")}
    facet = rng.choice(sorted(facets))
    for value, count in answer.counts(facet).items():
        own = question.choices.get(facet, Choice())
        chosen = Choice(frozenset([value]), without=own.without)
        assert answer.to(question.choosing(facet, chosen)).total == count, (facet, value)
