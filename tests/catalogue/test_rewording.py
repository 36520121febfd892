"""A query that finds nothing is asked in other words; one that finds something is left alone."""

from typing import Any

import pytest
from pyroaring import BitMap

from agreements.catalogue import Question, ask
from agreements.catalogue.analysis import surface
from agreements.catalogue.compounds import divided
from agreements.catalogue.query import parse
from agreements.catalogue.rewording import reworded
from agreements.models import Agreement, AgreementKind, Kind
from tests import factories as make

WORDS = "klima miljø avtale avtalen tana kvote kvoter energi grense elv fiske regn"
KNOWN = set(map(surface, WORDS.split()))


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("klimaavtale", "klima avtale"),
        ("Klimaavtalene", "klima avtalene"),  # with any ending
        ("kvoteavtalen", "kvote avtalen"),
        ("klimakvoteavtalen", "klima kvote avtalen"),
        ("fiskesavtale", "fiske avtale"),  # a letter links the two
        ("Tanaavtalen", "tana avtalen"),  # of two equal letters the surface keeps one
        ("miljøenergi", "miljo energi"),
        ("avtale", ""),
        ("avtaleklima", "avtale klima"),
        ("klimatull", ""),
        ("tullavtale", ""),
        ("fraavtale", ""),  # no part of a compound
        ("miljøelv", ""),  # too short to be told from an ending
        ("klima-avtale", "klima avtale"),
        ("李干杰", ""),
        ("", ""),
    ],
)
def test_a_compound_is_the_fewest_known_words_that_make_it_up(compound: str, parts: str) -> None:
    assert divided(compound, KNOWN) == tuple(parts.split())


def test_the_longest_compound_is_divided_at_once() -> None:
    assert len(divided("avtale" * 10, KNOWN)) == 10


# Against an archive


def found(words: str) -> set[str]:
    """The English titles of the agreements that a query finds."""
    ids = ask(Question(Kind.AGREEMENT, words=words)).found
    return set(Agreement.objects.filter(pk__in=ids).values_list("title_en", flat=True))


def publish(title: str, **fields: Any) -> Agreement:
    return make.make_agreement(title, published=True, **fields)


@pytest.fixture
def archive(db: None) -> None:
    publish("Quotas", title_no="Avtale om kvoter og regn", signed_on="1909-01-11")
    publish("Trade", title_no="Kvoteavtalen")
    seals = make.make_theme("Seals and whales", label_no="Sel og hval")
    for label, language in (("Selfangst", "nb"), ("Sealing", "en"), ("Marine mammals", "en")):
        seals.alt_labels.create(label=label, language=language)
    publish("Measures for conserving seals")
    publish("A regime for marine mammals", kind=AgreementKind.MEMORANDUM)


@pytest.mark.usefixtures("archive")
class TestInTheArchive:
    def test_a_compound_that_no_text_has_is_its_words(self) -> None:
        assert found("regnavtalen") == {"Quotas"}

    def test_one_that_a_text_has_is_not(self) -> None:
        assert found("kvoteavtalen") == {"Trade"}

    def test_a_word_of_the_vocabulary_finds_what_it_is_called_in_the_other_language(self) -> None:
        assert found("selfangst") == {"Measures for conserving seals", "A regime for marine mammals"}

    def test_so_does_one_of_several_words(self) -> None:
        assert found("sel og hval measures") == {"Measures for conserving seals"}

    @pytest.mark.parametrize(
        ("words", "titles"),
        [
            ("what under conserving", {"Measures for conserving seals"}),
            ("agreements about sealing", {"Measures for conserving seals", "A regime for marine mammals"}),
            ("avtaler om kvoter og regn", {"Quotas"}),
            ("avtale som gjelder selfangst", {"Measures for conserving seals", "A regime for marine mammals"}),
            ("treaties between regime", {"A regime for marine mammals"}),
            ("agreements with whom", set()),
            ("the agreements of the", set()),
            ("the -trade", set()),
            ('seals "what about"', set()),  # a phrase is meant as it is written
            ("the conserving -trade", {"Measures for conserving seals"}),
            ("the conserving -seals", set()),
        ],
    )
    def test_words_that_say_little_are_left_out(self, words: str, titles: set[str]) -> None:
        assert found(words) == titles

    def test_the_other_words_must_stand_there_too(self) -> None:
        assert found("selfangst quotas") == set()

    @pytest.mark.parametrize(
        "words", ["-selfangst", '"sel og hval"', "theme:selfangst", "title:regnavtalen", "regnavt*"]
    )
    def test_exclusions_phrases_fields_and_beginnings_stay(self, words: str) -> None:
        node = parse(words)
        assert node is not None
        assert reworded(node) == node

    def test_a_draft_does_not_count_as_found(self) -> None:
        make.make_agreement("Hunt", title_no="Selfangst")
        assert found("selfangst") == {"Measures for conserving seals", "A regime for marine mammals"}

    def test_what_is_renamed_is_asked_for_by_its_new_name_at_once(self) -> None:
        assert found("kobbefangst") == set()
        theme = make.make_theme("Sealing off the coast")
        theme.alt_labels.create(label="Kobbefangst", language="nb")
        theme.alt_labels.create(label="Sealing", language="en")
        assert "Measures for conserving seals" in found("kobbefangst")

    def test_the_year_of_signature_is_a_word_of_the_title(self) -> None:
        assert found("quotas 1909") == {"Quotas"}

    def test_a_memorandum_is_found_as_people_call_it(self) -> None:
        assert found("MoU") == {"A regime for marine mammals"}


@pytest.mark.django_db
def test_an_agreement_has_the_themes_of_its_projects_when_a_query_asks_for_a_theme() -> None:
    above = publish("On the environment")
    publish("On fish")
    project = make.make_project("Less of it", [above], published=True, themes=["Mercury"])
    assert found("theme:mercury") == {"On the environment"}
    assert ask(Question(Kind.PROJECT, words="theme:mercury")).found == BitMap([project.pk])
