"""The archive that speed is measured on is made as it says, and again the same."""

from itertools import pairwise

import pytest

from agreements.choices import EditorialStatus
from agreements.models import Agreement, AgreementParty, Project, Signatory, Theme
from agreements.vocabulary.loader import load_vocabulary
from tests.bench.archive import HOME, Archive
from tests.bench.store import Writer
from tests.bench.words import CONSONANTS, VOWELS, languages

SIZE = 50
THEMES = ["air", "forests", "mercury", "oceans", "waste", "whales"]


def drawn(seed: int) -> tuple[object, ...]:
    archive = Archive(SIZE, seed, THEMES)
    return archive.parties, archive.people, list(archive.agreements()), list(archive.projects())


def test_a_seed_gives_the_same_records_again_and_another_seed_others() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_no_made_up_word_stands_in_both_languages_or_can_be_made_of_others() -> None:
    english, norwegian = languages(1)
    made_up = [*english.made_up, *norwegian.made_up]

    assert len(set(made_up)) == len(made_up)
    assert max(map(len, made_up)) < 2 * min(map(len, made_up))
    assert all((one in VOWELS) != (next_one in VOWELS) for word in made_up for one, next_one in pairwise(word))
    assert {letter for word in made_up for letter in word} <= {*CONSONANTS, *VOWELS}


@pytest.mark.django_db
def test_an_archive_is_written_whole_and_by_the_rules() -> None:
    load_vocabulary()
    archive = Archive(SIZE, 1, list(Theme.objects.values_list("slug", flat=True)))

    Writer(archive).write(archive.agreements(), archive.projects())

    agreements = Agreement.objects.all()
    assert agreements.count() == SIZE
    assert agreements.filter(editorial_status=EditorialStatus.DRAFT).count() == sum(
        not made.published for made in Archive(SIZE, 1, archive.themes).agreements()
    )
    assert Signatory.objects.count() == len(archive.people)
    assert Project.objects.count() == SIZE // 20
    assert not Agreement.objects.published().needs_review().exists()
    at_home = AgreementParty.objects.filter(party__code=HOME).count()
    assert SIZE * 0.25 < at_home < SIZE * 0.65
    for agreement in agreements:
        agreement.full_clean()
        assert 1 <= agreement.themes.count() <= 4
