"""What the page of a search tells its reader: why each agreement was found, and other ways to ask."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from agreements.models import AlternativeTitle, Registration, SignatoryAlias, ThemeAltLabel
from tests.client import shows
from tests.factories import (
    make_agreement,
    make_institution,
    make_instrument,
    make_project,
    make_signatory,
    make_signature,
    make_text,
    make_theme,
)
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db

FILLING = "The parties consult each other every year. " * 60


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_world):
        yield


def make_world() -> None:
    """An agreement that has every kind of text, another, and a draft."""
    mercury = make_theme("Mercury", label_no="Kvikksølv")
    ThemeAltLabel.objects.create(theme=mercury, label="quicksilver", language="en")
    agreement = make_agreement(
        "Agreement on heavy metals",
        ("nor", "chn"),
        published=True,
        themes=[mercury],
        signed_on="2017-06",
        kind="memorandum",
        title_no="Avtale om tungmetaller",
        summary_en="In 2017 both began to measure emissions from cement.",
    )
    person = make_signatory("Li Ganjie", sort_name="Li Ganjie")
    SignatoryAlias.objects.create(signatory=person, name="李干杰", language="zh-Hans")
    make_signature(agreement, person, "chn")
    make_signature(agreement, make_signatory("Vidar Helgesen"))
    AlternativeTitle.objects.create(agreement=agreement, title="Metallavtalen", language="nb")
    make_text(agreement, extracted_text=f"{FILLING}They watch the <lake> sediments together. {FILLING}")
    make_project("Sinomer in Guizhou", [agreement], published=True)
    make_agreement("Agreement on salmon", ("nor", "fin"), published=True, signed_on="1991")
    make_agreement("Secret talks on sturgeon", ("nor", "rus"))


def rows(client: Client, words: str, language: str = "en", **more: str) -> Any:
    return shows(client.get(f"/{language}/agreements/", {"q": words, **more}))["rows"]


def passages(client: Client, words: str, language: str = "en") -> list[tuple[str, str, str]]:
    (row,) = rows(client, words, language)
    return [(passage.label, passage.text, passage.lang) for passage in row.passages]


def test_words_of_the_title_are_marked_there(world: None, client: Client) -> None:
    (row,) = rows(client, "METAL")
    assert (row.title, list(row.passages)) == ("Agreement on heavy <mark>metals</mark>", [])


def test_a_long_title_is_not_cut_where_words_are_marked_in_it(client: Client) -> None:
    make_agreement(f"Agreement {'on the protection of rivers and lakes ' * 8}and salmon", published=True)
    for words, is_cut in (("salmon", False), ("-trout", True), ("salmon", False)):
        page = client.get("/en/agreements/", {"q": words}).content.decode()
        assert ("row__title--long" in page) is is_cut, words
        assert ("<mark>salmon</mark>" in page) is not is_cut


def test_words_of_names_and_themes_are_marked_there(world: None, client: Client) -> None:
    (row,) = rows(client, "helgesen mercury")
    assert [link.name for link in row.signatories] == ["Li Ganjie", "Vidar <mark>Helgesen</mark>"]
    assert [link.name for link in row.themes] == ["<mark>Mercury</mark>"]
    assert list(row.passages) == []


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("tungmetaller", ("Title", "Avtale om <mark>tungmetaller</mark>", "no")),
        ("metallavtalen", ("Other title", "<mark>Metallavtalen</mark>", "nb")),
        ("李干杰", ("Other name", "<mark>李干杰</mark>", "zh-Hans")),
        ("quicksilver", ("Theme", "<mark>quicksilver</mark>", "en")),
        ("kvikksølv", ("Theme", "<mark>Kvikksølv</mark>", "no")),
        ("kina", ("Party", "<mark>Kina</mark>", "no")),
        ("cement", ("In brief", "In 2017 both began to measure emissions from <mark>cement</mark>.", "en")),
        # found by its date of signature, which is not marked: what says it in words is still shown
        ("2017", ("In brief", "In <mark>2017</mark> both began to measure emissions from cement.", "en")),
        ("cem*", ("In brief", "In 2017 both began to measure emissions from <mark>cement</mark>.", "en")),
        (
            '"emissions from"',
            ("In brief", "In 2017 both began to measure <mark>emissions</mark> <mark>from</mark> cement.", "en"),
        ),
        ("theme:quicksilver", ("Theme", "<mark>quicksilver</mark>", "en")),
        ("guizhou", ("Project", "Sinomer in <mark>Guizhou</mark>", "en")),
    ],
)
def test_words_that_the_row_does_not_show_stand_in_a_passage(
    world: None, client: Client, words: str, passage: tuple[str, str, str]
) -> None:
    assert passages(client, words) == [passage]


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("oceans", ("Office", "Envoy for the <mark>oceans</mark>", "en")),
        ("sendebud", ("Office", "<mark>Sendebud</mark> for havet", "no")),
        ("basel", ("Multilateral instrument", "<mark>Basel</mark> Convention", "en")),
        ("BaselKonvensjonen", ("Multilateral instrument", "<mark>Baselkonvensjonen</mark>", "no")),
        ("brs", ("Multilateral instrument", "<mark>BRS</mark>", "")),
        ("fiji", ("Depositary", "Government of <mark>Fiji</mark>", "")),
        ("suva", ("Place of signature", "<mark>Suva</mark>", "")),
        ("east-west-waste", ("Reference in the archive", "<mark>east-west-waste</mark>", "")),
        ("unts 61234", ("Number", "<mark>UNTS</mark> <mark>61234</mark>", "")),
        ("agency kepa", ("Institution", "Waste <mark>Agency</mark> (<mark>KEPA</mark>)", "en")),
        ("生态环境部", ("Institution", "<mark>生态环境部</mark>", "")),
        ("avfallsvern", ("Institution", "Direktoratet for <mark>avfallsvern</mark>", "no")),
        ("grime", ("Theme", "<mark>grime</mark>", "en")),
        ("milieu", ("Theme", "<mark>milieu</mark>", "nb")),
        ("surroundings", ("Theme", "<mark>Surroundings</mark>", "en")),
        ("swe", ("Party", "Sweden (<mark>SWE</mark>)", "en")),
        ("bas-17-204", ("Project", "<mark>bas-17-204</mark>", "")),
    ],
)
def test_so_do_offices_instruments_institutions_and_what_it_is_filed_under(
    client: Client, words: str, passage: tuple[str, str, str]
) -> None:
    surroundings = make_theme("Surroundings", label_no="Omgivelser")
    ThemeAltLabel.objects.create(theme=surroundings, label="milieu", language="nb")
    pollution = make_theme("Pollution", label_no="Forurensning", broader=surroundings)
    ThemeAltLabel.objects.create(theme=pollution, label="grime", language="en")
    waste = make_agreement(
        "Agreement on waste",
        ("nor", "swe"),
        published=True,
        themes=[make_theme("Refuse", label_no="Avfall", broader=pollution)],
        reference="east-west-waste",
        depositary="Government of Fiji",
        place_of_signature="Suva",
    )
    Registration.objects.create(agreement=waste, register="unts", number="61234")
    agency = make_institution("Waste Agency", "swe", acronym="KEPA", native_name="生态环境部")
    waste.participations.filter(party__code="swe").update(institution=agency)
    make_project("Cleaner bays", [waste], published=True, reference="bas-17-204")
    directorate = make_institution("Directorate", name_no="Direktoratet for avfallsvern")
    waste.instruments.add(make_instrument("Basel Convention", name_no="Baselkonvensjonen", short_name="BRS"))
    make_signature(
        waste,
        "Kari Nordmann",
        institution=directorate,
        office_en="Envoy for the oceans",
        office_no="Sendebud for havet",
    )
    assert passages(client, words) == [passage]


@pytest.mark.parametrize(
    ("words", "english", "norwegian"),
    [
        ("swe", ("Party", "Sweden (<mark>SWE</mark>)", "en"), ("Part", "Sverige (<mark>SWE</mark>)", "no")),
        (
            "okb",
            ("Institution", "Ocean Bureau (<mark>OKB</mark>)", "en"),
            ("Institusjon", "Havbyrået (<mark>OKB</mark>)", "no"),
        ),
        (
            "krill",
            ("In brief", "Less <mark>krill</mark> is caught.", "en"),
            ("Kort fortalt", "Det fanges mindre <mark>krill</mark>.", "no"),
        ),
        (
            "plankton",
            ("Text", "Of <mark>plankton</mark> and benthos.", "en"),
            ("Tekst", "Om <mark>plankton</mark>.", "nn"),
        ),
        (
            "benthos",
            ("Text", "Of plankton and <mark>benthos</mark>.", "en"),
            ("Tekst", "Of plankton and <mark>benthos</mark>.", "en"),
        ),
    ],
)
def test_where_both_languages_have_a_word_readers_get_their_own(
    client: Client, words: str, english: tuple[str, str, str], norwegian: tuple[str, str, str]
) -> None:
    seas = make_agreement(
        "Agreement on seas",
        ("nor", "swe"),
        published=True,
        title_no="Avtale om hav",
        summary_en="Less krill is caught.",
        summary_no="Det fanges mindre krill.",
    )
    bureau = make_institution("Ocean Bureau", "swe", name_no="Havbyrået", acronym="OKB")
    seas.participations.filter(party__code="swe").update(institution=bureau)
    make_text(seas, "nn", extracted_text="Om plankton.")
    make_text(seas, "en", extracted_text="Of plankton and benthos.")
    make_text(seas, "is", extracted_text="Um plankton.")
    assert [passages(client, words, language) for language in ("en", "nb")] == [[english], [norwegian]]


def test_a_passage_of_a_text_is_short_and_escaped(world: None, client: Client) -> None:
    ((label, text, lang),) = passages(client, "sediments")
    assert (label, lang) == ("Text", "en")
    assert "watch the &lt;lake&gt; <mark>sediments</mark> together" in text
    assert len(text) < 400


def test_passages_explain_each_word_once(world: None, client: Client) -> None:
    assert [label for label, _text, _lang in passages(client, "metals cement guizhou")] == ["In brief", "Project"]


def ways(client: Client, words: str, **more: str) -> list[tuple[str, int, str]]:
    context = shows(client.get("/en/agreements/", {"q": words, **more}))
    return [(way.words, way.count, way.url) for way in context["offers"]]


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        ("Vidar HELGESEN", [("Agreements signed by Vidar Helgesen", 1, "?signatory=vidar-helgesen")]),
        ("李干杰", [("Agreements signed by Li Ganjie", 1, "?signatory=li-ganjie")]),
        ("kvikksølv", [("Agreements about Mercury", 1, "?theme=mercury")]),
        ("norge", [("Agreements with Norway", 2, "?party=nor")]),
        ("1991", [("Agreements signed in 1991", 1, "?year=1991")]),
        (
            "memorandum of understanding metals",
            [("Agreements of the kind Memorandum of understanding", 1, "?q=metals&kind=memorandum")],
        ),
        (
            "mercury china",
            [
                ("Agreements about Mercury", 1, "?q=china&theme=mercury"),
                ("Agreements with China", 1, "?q=mercury&party=chn"),
            ],
        ),
        ("helgesen", []),
        ("russia", []),
        ("2031", []),
        ('"mercury"', []),
        ("mercury or salmon", []),
        ("-mercury", []),
        ("party:china", []),
    ],
)
def test_words_that_name_something_are_offered_as_a_filter(
    world: None, client: Client, words: str, offers: list[tuple[str, int, str]]
) -> None:
    assert ways(client, words) == [(sentence, count, f"/en/agreements/{query}") for sentence, count, query in offers]


def test_an_offer_keeps_the_other_filters_and_counts_what_it_leads_to(world: None, client: Client) -> None:
    ((_sentence, count, url),) = ways(client, "norge", decade="1990", order="date", page="1")
    assert url == "/en/agreements/?decade=1990&party=nor"
    assert shows(client.get(url))["result_count"] == count == 1


def meant(client: Client, words: str) -> Any:
    return shows(client.get("/en/agreements/", {"q": words}))["meant"]


def test_a_slip_of_the_keys_is_put_right(world: None, client: Client) -> None:
    way = meant(client, "agrement on slamon")
    assert (way.words, way.count, way.url) == ("agreement on salmon", 1, "/en/agreements/?q=agreement+on+salmon")


def test_a_suggested_word_stands_as_the_archive_has_it(world: None, client: Client) -> None:
    assert meant(client, "kvikksølw").words == "kvikksølv"


@pytest.mark.parametrize("words", ["salmon", "zzzzzz", "sturgeom", "((("])
def test_nothing_is_suggested_where_it_would_not_help(world: None, client: Client, words: str) -> None:
    # "sturgeon" stands in a draft alone
    assert not meant(client, words)


OTHER_WORDS = {
    "en": "Nothing has exactly these words. This was found by what they mean.",
    "nb": "Ingenting har nettopp disse ordene. Dette er funnet etter hva de betyr.",
}


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_what_was_found_in_other_words_says_so(world: None, client: Client, language: str) -> None:
    # a compound that stands nowhere: "avtale" about "kvikksølv"
    for words, is_reworded in (("kvikksølvavtale", True), ("kvikksølv", False), ("zzzzzz", False)):
        response = client.get(f"/{language}/agreements/", {"q": words})
        assert (OTHER_WORDS[language] in response.content.decode()) is is_reworded, words
        assert bool(shows(response)["result_count"]) is (words != "zzzzzz")
        assert client_json(client, language, words)["is_reworded"] is is_reworded


def client_json(client: Client, language: str, words: str) -> Any:
    response = client.get(f"/{language}/agreements.json", {"q": words})
    return json.loads(b"".join(response))


def test_a_draft_is_not_found(world: None, client: Client) -> None:
    assert rows(client, "sturgeon") == []


def fewer_words(client: Client, words: str, **more: str) -> list[tuple[str, int, str]]:
    context = shows(client.get("/en/agreements/", {"q": words, **more}))
    return [(way.value, way.count, way.url) for way in context["loosen"]]


def test_less_is_asked_in_words(world: None, client: Client) -> None:
    page = client.get("/en/agreements/", {"q": "salmon <mercury>"}).content.decode()
    assert '?q=salmon">1 result for “salmon”</a>,\nwithout “&lt;mercury&gt;”' in page
    page = client.get("/nb/agreements/", {"q": "salmon mercury"}).content.decode()
    assert '?q=salmon">1 treff på «salmon»</a>,\nuten «mercury»' in page


def test_where_nothing_has_all_words_it_says_what_has_the_others(world: None, client: Client) -> None:
    assert fewer_words(client, "salmon mercury") == [
        ("salmon", 1, "/en/agreements/?q=mercury"),
        ("mercury", 1, "/en/agreements/?q=salmon"),
    ]
    ((value, count, url),) = fewer_words(client, "sturgeon salmon", party="fin", page="1")
    assert (value, count, url) == ("sturgeon", 1, "/en/agreements/?q=salmon&party=fin")
    assert shows(client.get(url))["result_count"] == count


def test_other_filters_may_be_in_the_way_as_well(world: None, client: Client) -> None:
    assert fewer_words(client, "salmon mercury", party="swe") == []
    assert fewer_words(client, "salmon", party="chn") == [
        ("salmon", 1, "/en/agreements/?party=chn"),
        ("China", 1, "/en/agreements/?q=salmon"),
    ]
