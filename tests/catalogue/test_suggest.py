"""What is suggested while somebody types: named records in, named suggestions out."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from agreements.catalogue import called, current
from agreements.catalogue.analysis import surface, tokens
from agreements.catalogue.called import Wanted
from agreements.catalogue.fulltext import Tier, expansions, find
from agreements.catalogue.query import Prefix, Term
from agreements.catalogue.suggest import GROUPS, MOST_TITLES, suggest
from agreements.models import Agreement, Kind, Signatory, Theme
from tests.factories import (
    make_agreement,
    make_party,
    make_project,
    make_signatory,
    make_signature,
    make_theme,
    make_withdrawn_agreement,
)
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_world):
        yield


def make_world() -> None:
    make_party("sun", kind="former_state")
    make_theme("Mercury", label_no="Kvikksølv")
    make_theme("Waste", label_no="Avfall").alt_labels.create(label="Refuse", language="en")
    make_theme("Air pollution", label_no="Luftforurensning")
    climate = make_agreement(
        "Agreement on climate", published=True, signed_on="2017", themes=["Waste"], title_no="Avtale om klima"
    )
    old = make_agreement("Air over the Arctic", ("nor", "sun"), published=True, signed_on="1988", themes=["Mercury"])
    make_agreement("Clean air for all", ("nor", "swe"), published=True, signed_on="2020", themes=["Mercury"])
    draft = make_agreement("Air, a draft", ("nor", "idn"), themes=["Waste"])
    make_withdrawn_agreement(title="Air, withdrawn", parties=("nor", "idn"))
    li = make_signatory("Li Ganjie", sort_name="Li Ganjie")
    li.aliases.create(name="李干杰", language="zh-Hans")
    for person, sort_name, agreements in [
        ("Vidar Helgesen", "Helgesen, Vidar", [climate]),
        ("Jonas Gahr Støre", "Støre, Jonas Gahr", [climate]),
        ("Anna Helgø Berg", "Berg, Anna Helgø", [climate, old]),
        ("Helga Hansen", "Hansen, Helga", [climate]),
        ("Helgi Draft", "Draft, Helgi", [draft]),
    ]:
        signatory = make_signatory(person, sort_name=sort_name)
        for agreement in agreements:
            make_signature(agreement, signatory)
    make_signature(climate, li, "chn")
    make_project("Mercury in Guizhou", [climate], published=True, started_on="2015")
    make_project("Mercury in cement", [climate], published=True, started_on="2018")
    make_project("Mercury, a draft", [climate])


def names(text: str, limit: int = 4) -> dict[str, list[str]]:
    """The names that are suggested, by kind."""
    return {
        kind.name.lower(): ["".join(part for part, _ in one.name.parts) for one in found]
        for kind, found in suggest(text, limit).items()
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("helge", {"signatory": ["Vidar Helgesen"]}),  # not Helga, whose name has the same stem
        ("Støre", {"signatory": ["Jonas Gahr Støre"]}),
        ("stoere", {"signatory": ["Jonas Gahr Støre"]}),
        ("STORE", {"signatory": ["Jonas Gahr Støre"]}),
        ("jonas st", {"signatory": ["Jonas Gahr Støre"]}),
        ("støre jonas", {"signatory": ["Jonas Gahr Støre"]}),
        ("gah jonas", {}),  # only the last word may be begun
        ("李", {"signatory": ["Li Ganjie"]}),
        ("李干", {"signatory": ["Li Ganjie"]}),
        ("李干杰", {"signatory": ["Li Ganjie"]}),
        ("杰李", {}),
        ("kvikks", {"theme": ["Mercury"]}),
        ("refu", {"theme": ["Waste"]}),
        ("pollution", {"theme": ["Air pollution"]}),
        ("sov", {"party": ["Soviet Union"]}),
        ("sverige", {"party": ["Sweden"]}),
        ("mercury", {"theme": ["Mercury"], "project": ["Mercury in cement", "Mercury in Guizhou"]}),
        ("klim", {"agreement": ["Agreement on climate"]}),
        ("minister:helge", {"signatory": ["Vidar Helgesen"]}),
        ("-helge", {}),
        ('"jonas gahr', {"signatory": ["Jonas Gahr Støre"]}),
        ("", {}),
        (" * ", {}),
    ],
)
def test_what_is_typed_suggests_what_is_called_so(typed: str, expected: dict[str, list[str]]) -> None:
    assert names(typed) == expected


def test_names_that_begin_so_come_first_then_those_of_most_agreements() -> None:
    # Helga and, by the name for sorting, Helgesen begin so; Anna has more agreements than either.
    assert names("helg")["signatory"] == ["Helga Hansen", "Vidar Helgesen", "Anna Helgø Berg"]
    assert names("a")["theme"] == ["Waste", "Air pollution"]  # Avfall begins so too, and has an agreement
    assert names("s")["party"] == ["Soviet Union", "Sweden"]


def test_agreements_that_begin_so_come_first_then_the_newest() -> None:
    assert names("air")["agreement"] == ["Air over the Arctic", "Clean air for all"]
    assert names("a")["agreement"] == ["Agreement on climate", "Air over the Arctic", "Clean air for all"]


def test_so_many_of_a_kind_and_no_more() -> None:
    assert names("helg", limit=2)["signatory"] == ["Helga Hansen", "Vidar Helgesen"]


def test_drafts_and_withdrawn_records_leak_nowhere() -> None:
    for typed in ("air", "draft", "withdrawn", "helgi", "indo", "mercury", "waste"):
        found = names(typed, limit=100)
        assert "Indonesia" not in found.get("party", [])
        assert "Helgi Draft" not in found.get("signatory", [])
        shown = [*found.get("agreement", []), *found.get("project", [])]
        assert not [name for name in shown if "draft" in name or "withdrawn" in name], typed


def test_what_becomes_public_is_suggested_and_what_is_withdrawn_is_not() -> None:
    assert names("helgi") == {}
    draft = Agreement.objects.get(title_en="Air, a draft")
    make_signature(draft, Signatory.objects.get(name="Vidar Helgesen"))
    make_agreement("Air of another", published=True)
    assert names("air of") == {"agreement": ["Air of another"]}
    newcomer = Agreement.objects.get(title_en="Air of another")
    make_signature(newcomer, Signatory.objects.get(name="Helgi Draft"))
    assert names("helgi") == {"signatory": ["Helgi Draft"]}
    newcomer.editorial_status, newcomer.withdrawn_reason = "withdrawn", "Entered twice."
    newcomer.save()
    assert names("helgi") == names("air of") == {}


def test_an_edited_name_is_suggested_at_once() -> None:
    assert names("hydrar") == {}
    Theme.objects.get(label_en="Mercury").alt_labels.create(label="Hydrargyrum", language="la")
    assert names("hydrar") == {"theme": ["Mercury"]}


def test_the_words_are_marked_in_the_name_or_in_another_that_was_meant() -> None:
    [person] = suggest("jonas stø")[Kind.SIGNATORY]
    assert person.name.parts == [("Jonas", True), (" Gahr ", False), ("Støre", True)]
    assert person.other is None
    [li] = suggest("李干")[Kind.SIGNATORY]
    assert (li.name.is_marked, li.other) == (False, ([("李干", True), ("杰", False)], "zh-Hans"))
    [mercury] = suggest("kvikk")[Kind.THEME]
    assert mercury.other == ([("Kvikksølv", True)], "nb")


def test_names_are_in_the_readers_language() -> None:
    with override("nb"):
        assert names("merc")["theme"] == ["Kvikksølv"]
        [climate] = suggest("clim")[Kind.AGREEMENT]
        assert (climate.name, climate.other) == (
            ([("Avtale om klima", False)], "nb"),
            ([("Agreement on ", False), ("climate", True)], "en"),
        )
        assert climate.code == "agreement-on-climate", "addresses are the same in both languages"


def test_agreements_beyond_those_in_memory_are_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = {typed: names(typed) for typed in ("air", "climate", "clean ai", "clean a", "clean x", "a", "kli")}
    monkeypatch.setattr(called, "_titles", {})
    monkeypatch.setattr(called, "MOST_HELD", {Kind.AGREEMENT: 1, Kind.PROJECT: 1})
    assert {typed: names(typed) for typed in everything} == everything


parts = st.sampled_from(["air", "Air", "helg", "Støre", "mercury", "kvikksølv", "agreement", "klima", "s", "a", "in"])


@given(st.lists(parts, max_size=2), parts)
def test_looking_through_names_finds_what_the_index_finds(whole: list[str], begun: str) -> None:
    words = tuple(Term(token.term, surface(word)) for word in whole for token in tokens(word))
    last = Prefix(surface(begun))
    wanted, snapshot = Wanted(words, last, expansions(last)), current()
    for kind in GROUPS:
        by_index = find(kind, wanted.node, Tier.TITLES, expanded=wanted.expanded) & snapshot.of(kind).ids
        assert set(called.called(kind, wanted, snapshot, MOST_TITLES)) == set(by_index), kind


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    for found in suggest(text).values():
        assert 0 < len(found) <= 4
