"""What each kind of record is found by, column by column; what it quotes, and that quotes follow what they quote."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalogue import documents as making
from agreements.catalogue.analysis import terms, tokens
from agreements.catalogue.changes import changed, changes_since, current_version, gathered
from agreements.catalogue.documents import BETWEEN, Maker, Reader
from agreements.catalogue.fulltext import everything, find
from agreements.catalogue.indexing import index_if_empty, rebuild
from agreements.catalogue.query import parse
from agreements.catalogue.statistics import refresh_statistics
from agreements.models import (
    Agreement,
    AlternativeTitle,
    Kind,
    Party,
    PartyName,
    Registration,
    SearchDocument,
    SearchTerm,
    SearchWord,
    SignatoryAlias,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
    document_id,
)
from tests import factories as make
from tests.worlds import made_or_put_back

pytestmark = pytest.mark.django_db

TITLES, NAMES, BODY = "titles", "names", "body"


def stands(text: str, record: Any, column: str) -> bool:
    """Whether the text stands as a whole in one field of a column of the record's document."""
    document = SearchDocument.objects.get(pk=document_id(Kind.of(type(record)), record.pk))
    return f" {' '.join(terms(text))} " in f" {getattr(document, column)} "


def found(kind: Kind, words: str) -> set[int]:
    """The ids of what a query finds."""
    node = parse(words)
    assert node is not None
    return set(find(kind, node))


class World:
    """A published agreement with everything that it is found by, and a draft that says nothing to the public."""

    def __init__(self) -> None:
        self.air = make.make_theme(
            "Air", label_no="Luft", broader=make.make_theme("Pollution", label_no="Forurensning")
        )
        ThemeAltLabel.objects.create(theme=self.air, label="Atmosphere", language="en")
        ThemeMatch.objects.create(theme=self.air, vocabulary="GEMET", term="Clean skies")
        self.china = make.make_party("chn", official_name_en="People's Republic of China")
        PartyName.objects.create(party=self.china, name="中国", language="zh-Hans")
        self.ministry = make.make_institution("Ministry of Climate", "nor", name_no="Klimadepartementet", acronym="KLD")
        self.li = make.make_signatory("Li Ganjie", party=self.china)
        SignatoryAlias.objects.create(signatory=self.li, name="李干杰", language="zh-Hans")
        TermOfOffice.objects.create(signatory=self.li, office_en="Governor of Shandong")
        self.agreement = make.make_agreement(
            "Agreement on ships",
            ["nor", self.china],
            published=True,
            themes=[self.air],
            reference="nor-chn-2017",
            title_no="Avtale om skip",
            summary_en="They cut emissions.",
            summary_no="De kutter utslipp.",
            place_of_signature="Beijing",
            depositary="Storting",
        )
        self.agreement.participations.filter(position=1).update(institution=self.ministry)
        AlternativeTitle.objects.create(agreement=self.agreement, title="Skipsavtala", language="nn")
        Registration.objects.create(agreement=self.agreement, register="unts", number="5417")
        Registration.objects.create(agreement=self.agreement, register="other", number="88")
        make.make_signature(
            self.agreement, self.li, self.china, office_en="Minister of Waters", office_no="Vannminister"
        )
        make.make_text(self.agreement, "en", extracted_text="The vessels shall be green.")
        self.agreement.instruments.add(make.make_instrument("Minamata Convention"))
        self.project = make.make_project("Green harbours", [self.agreement], published=True, summary_no="Grønne havner")
        self.draft = make.make_agreement("Secret draft", ["chn", "swe"])
        make.make_signature(self.draft, self.li, "swe", office_en="Envoy")
        self.project.agreements.add(self.draft)
        make.make_project("Hidden plan", [self.agreement])


@gathered()
def make_world() -> World:
    return World()


@pytest.fixture
def world(db: None) -> World:
    return made_or_put_back(make_world)


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("agreement", TITLES, "Agreement on ships"),
        ("agreement", TITLES, "Avtale om skip"),
        ("agreement", TITLES, "Skipsavtala"),
        ("agreement", TITLES, "nor chn 2017"),
        ("agreement", TITLES, "UNTS 5417"),
        ("agreement", TITLES, "88"),
        ("agreement", NAMES, "Norge"),
        ("agreement", NAMES, "People's Republic of China"),
        ("agreement", NAMES, "中国"),
        ("agreement", NAMES, "Ministry of Climate"),
        ("agreement", NAMES, "KLD"),
        ("agreement", NAMES, "Li Ganjie"),
        ("agreement", NAMES, "李干杰"),
        ("agreement", NAMES, "Luft"),
        ("agreement", NAMES, "Atmosphere"),
        ("agreement", NAMES, "Forurensning"),
        ("agreement", BODY, "They cut emissions"),
        ("agreement", BODY, "Beijing"),
        ("agreement", BODY, "Storting"),
        ("agreement", BODY, "Vannminister"),
        ("agreement", BODY, "vessels shall be green"),
        ("agreement", BODY, "Minamata Convention"),
        ("agreement", BODY, "Green harbours"),
        ("li", TITLES, "Li Ganjie"),
        ("li", TITLES, "李干杰"),
        ("li", NAMES, "China"),
        ("li", BODY, "Governor of Shandong"),
        ("li", BODY, "Minister of Waters"),
        ("china", TITLES, "chn"),
        ("china", TITLES, "Kina"),
        ("china", TITLES, "中国"),
        ("air", TITLES, "Luft"),
        ("air", TITLES, "Atmosphere"),
        ("air", NAMES, "Pollution"),
        ("air", BODY, "Clean skies"),
        ("ministry", TITLES, "Klimadepartementet"),
        ("ministry", NAMES, "Norway"),
        ("project", TITLES, "Green harbours"),
        ("project", NAMES, "Kina"),
        ("project", BODY, "Grønne havner"),
    ],
)
def test_a_record_is_found_by_its_texts_and_by_what_it_names(name: str, column: str, text: str, world: World) -> None:
    assert stands(text, getattr(world, name), column)


@pytest.mark.parametrize(
    ("name", "text"), [("agreement", "Hidden plan"), ("project", "Sweden"), ("li", "Envoy"), ("li", "Sverige")]
)
def test_nothing_of_a_draft_is_quoted(name: str, text: str, world: World) -> None:
    assert not any(stands(text, getattr(world, name), column) for column in (TITLES, NAMES, BODY))


def test_a_draft_is_quoted_once_it_is_published(world: World) -> None:
    make.make_evidence(world.draft)
    world.draft.publish()
    assert stands("Sweden", world.project, NAMES)
    assert stands("Envoy", world.li, BODY)
    world.draft.editorial_status, world.draft.withdrawn_reason = "withdrawn", "Entered twice."
    world.draft.save()
    assert not stands("Sweden", world.project, NAMES)
    assert not stands("Envoy", world.li, BODY)


def test_fields_are_parted_and_further_terms_stand_apart() -> None:
    agreement = make.make_agreement("Co-operation", title_no="Samarbeid om luft")
    document = SearchDocument.objects.get(pk=document_id(Kind.AGREEMENT, agreement.pk))
    assert document.titles == BETWEEN.join(["co oper", "cooper", "samarbeid om luft"])


@given(st.text(alphabet="aeøÅ李干 \u3000-'’.,|_\ń", max_size=30))
def test_a_text_is_read_piece_by_piece_as_it_is_read_whole(text: str) -> None:
    found = tokens(text)
    further = list(dict.fromkeys(extra for token in found for extra in token.extras))
    reader = Reader()
    assert reader.read(text) == BETWEEN.join([" ".join(token.term for token in found), *further])
    assert {text[token.start : token.end] for token in found} <= reader.words.keys()
    assert reader.read(text) == Reader().read(text)


# Quotes follow


def renamed(record: Any, field: str) -> Callable[[], None]:
    def rename() -> None:
        setattr(record, field, "Utterly new")
        record.save()

    return rename


@pytest.mark.parametrize(
    ("record", "field", "quoting"),
    [
        (lambda w: w.china, "name_en", ["agreement", "li", "project"]),
        (lambda w: w.china.names.get(), "name", ["agreement", "li", "project"]),
        (lambda w: w.agreement.participations.get(position=1).party, "name_no", ["agreement", "project", "ministry"]),
        (lambda w: w.air, "label_en", ["agreement"]),
        (lambda w: w.air.alt_labels.get(), "label", ["agreement"]),
        (lambda w: w.air.broader, "label_no", ["air", "agreement"]),
        (lambda w: w.ministry, "name_no", ["agreement"]),
        (lambda w: w.li, "name", ["agreement"]),
        (lambda w: w.li.aliases.get(), "name", ["agreement"]),
    ],
)
def test_a_new_name_is_found_where_the_old_one_was(record: Any, field: str, quoting: list[str], world: World) -> None:
    renamed(record(world), field)()
    for name in quoting:
        assert stands("Utterly new", getattr(world, name), NAMES), name


@pytest.mark.parametrize(("record", "field"), [("project", "title_en"), ("instrument", "name_en")])
def test_what_stands_in_the_body_follows_too(record: str, field: str, world: World) -> None:
    owner = world.project if record == "project" else world.agreement.instruments.get()
    renamed(owner, field)()
    assert stands("Utterly new", world.agreement, BODY)


def test_a_theme_that_moves_takes_its_new_place_everywhere(world: World) -> None:
    world.air.broader = make.make_theme("Climate", broader=make.make_theme("Earth"))
    world.air.save()
    for record in (world.air, world.agreement):
        assert stands("Climate", record, NAMES)
        assert stands("Earth", record, NAMES)
        assert not stands("Pollution", record, NAMES)


def test_what_is_gone_is_no_longer_found(world: World) -> None:
    world.agreement.themes.clear()
    world.agreement.signatures.all().delete()
    for text in ("Luft", "Forurensning", "Li Ganjie"):
        assert not stands(text, world.agreement, NAMES)
    world.air.delete()
    project = world.project.pk
    world.project.delete()
    assert not stands("Green harbours", world.agreement, BODY)
    assert project not in everything(Kind.PROJECT)


def test_a_deleted_record_has_no_document() -> None:
    agreement = make.make_agreement("Short life")
    pk = agreement.pk
    agreement.delete()
    assert not SearchDocument.objects.filter(pk=document_id(Kind.AGREEMENT, pk)).exists()
    assert not found(Kind.AGREEMENT, "short")


def test_themes_in_a_circle_do_not_keep_others_from_being_indexed() -> None:
    one, two = make.make_theme("One"), make.make_theme("Two")
    Theme.objects.filter(pk=one.pk).update(broader=two)
    Theme.objects.filter(pk=two.pk).update(broader=one)
    changed(Kind.THEME, [one.pk, two.pk])
    assert stands("One", one, TITLES)


# Words


def test_words_remember_whether_they_are_norwegian(world: World) -> None:
    known = dict(SearchWord.objects.values_list("surface", "is_norwegian"))
    assert {word: known[word] for word in ("emissions", "utslipp", "skipsavtala", "beijing", "vessels")} == {
        "emissions": False, "utslipp": True, "skipsavtala": True, "beijing": False, "vessels": False,
    }  # fmt: skip
    assert "中国" not in known


def test_a_word_becomes_norwegian_and_stays_so() -> None:
    make.make_agreement("Fjord")
    assert not SearchWord.objects.get(surface="fjord").is_norwegian
    agreement = make.make_agreement("Fjord", title_no="Fjord")
    assert SearchWord.objects.get(surface="fjord").is_norwegian
    agreement.delete()
    make.make_agreement("Fjord")
    assert SearchWord.objects.get(surface="fjord").is_norwegian


def test_words_are_kept_with_their_diacritics_whatever_comes_first() -> None:
    make.make_agreement("CO2 and miljo", title_no="Ærlighet om MILJØ", summary_no="Et bedre miljø med Støre.")
    make.make_agreement("Miljo")
    written = dict(SearchWord.objects.values_list("surface", "written"))
    assert [written[surface] for surface in ("miljo", "store", "co2", "arlighet")] == [
        *("miljø", "støre", "co2", "ærlighet")
    ]


# Bounds


def test_a_very_long_text_is_indexed_up_to_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "LONGEST_DOCUMENT", 60)
    agreement = make.make_agreement("Agreement on ports", title_no="Øyer", summary_en="早 " * 10 + "ends here")
    document = SearchDocument.objects.get(pk=document_id(Kind.AGREEMENT, agreement.pk))
    columns = (document.titles, document.names, document.body)
    assert 50 < sum(len(column.encode()) for column in columns) <= 60
    assert not any(column.startswith(" ") or column.endswith(" ") for column in columns)


def test_a_text_of_many_different_words_fits_the_index() -> None:
    words = [f"{'w' * 50}{number}" for number in range(25_000)]
    agreement = make.make_agreement("Long")
    make.make_text(agreement, extracted_text=" ".join(words))
    assert found(Kind.AGREEMENT, words[7]) == {agreement.pk}
    assert found(Kind.AGREEMENT, words[-1]) == set()


def test_more_records_take_no_more_queries() -> None:
    def queries(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(list(Maker().documents(Kind.AGREEMENT, ids))) == len(ids)
        return len(captured)

    ids = [make.make_agreement(f"Number {number}", themes=["Air"]).pk for number in range(9)]
    assert queries(ids[:2]) == queries(ids) < 12


# Bulk writing and upkeep


def test_records_written_in_bulk_are_found_once_they_are_told_of() -> None:
    (agreement,) = Agreement.objects.bulk_create([Agreement(title_en="Written in bulk")])
    assert not found(Kind.AGREEMENT, "bulk")
    changed(Kind.AGREEMENT, [agreement.pk])
    assert found(Kind.AGREEMENT, "bulk") == {agreement.pk}


def test_the_command_makes_the_index_anew() -> None:
    Party.objects.bulk_create([Party(code="zzz", name_en="Zedland", name_no="Zedland")])
    before, output = current_version(), StringIO()
    call_command("index", stdout=output)
    assert output.getvalue() == "1 records indexed\n"
    assert found(Kind.PARTY, "zedland")
    assert changes_since(before) is None


@pytest.mark.sqlite
def test_documents_are_looked_up_by_their_ids_though_few_were_counted_before() -> None:
    make.make_agreement("Agreement on air")
    refresh_statistics()
    plans: list[str] = []
    rebuild(lambda done: plans.append(SearchDocument.objects.filter(pk__in=range(100)).explain()))
    assert plans
    assert all("USING INDEX" in plan for plan in plans)


def test_an_archive_without_an_index_is_given_one() -> None:
    party = make.make_party("nor")
    SearchTerm.objects.all().delete()
    index_if_empty()
    assert found(Kind.PARTY, "norge") == {party.pk}
