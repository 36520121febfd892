"""What each parameter of an address means: named records in, named records out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoDbBlocker

from agreements.filters import (
    AgreementFilter,
    ArchiveFilterSet,
    PartyFilter,
    ProjectFilter,
    SignatoryFilter,
    ThemeFilter,
)
from agreements.models import (
    Agreement,
    AgreementParty,
    AlternativeTitle,
    Party,
    PartyName,
    Project,
    Signatory,
    SignatoryAlias,
    Theme,
    ThemeAltLabel,
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
    make_withdrawn_agreement,
)
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_world):
        yield


CHINA, SWEDEN, RUSSIA, UNDATED = "Mercury in China", "Salmon in Sweden", "Border waters", "Undated letter"


def make_world() -> None:
    """Four published agreements, a draft and a withdrawn one, two people, two projects, a small tree of themes."""
    pollution = make_theme("Pollution")
    mercury = make_theme("Mercury", broader=pollution)
    climate = make_theme("Climate")
    ThemeAltLabel.objects.create(theme=mercury, label="quicksilver", language="en")
    make_party("sun", kind="former_state")
    china = make_agreement(
        CHINA,
        ("nor", "chn"),
        published=True,
        themes=[mercury, climate],
        signed_on="2017-06",
        title_no="Kvikksølv i Kina",
        kind="memorandum",
        entry_into_force_on="2017-07-01",
    )
    sweden = make_agreement(
        SWEDEN,
        ("nor", "swe"),
        published=True,
        themes=[pollution],
        signed_on="1991-12-05",
        entry_into_force_on="1992",
        terminated_on="2010-03-09",
    )
    russia = make_agreement(RUSSIA, ("sun", "fin"), published=True, signed_on="1964")
    make_agreement(UNDATED, ("chn", "swe"), published=True, kind="letter_of_intent")
    draft = make_agreement("Secret draft", ("nor", "idn"), themes=[mercury, "Secret"], signed_on="1975")
    make_withdrawn_agreement(title="Withdrawn", parties=("nor", "chn"), themes=[mercury], signed_on="2017")
    AlternativeTitle.objects.create(agreement=russia, title="Соглашение о водах")
    _institutions_and_signatures(china, sweden, draft)
    for agreement, language in ((sweden, "en"), (sweden, "sv"), (china, "en"), (draft, "ru")):
        make_text(agreement, language, url="" if agreement is china else "https://example.org/text")
    make_project("Mercury project", [china], published=True, themes=[mercury], status="active", started_on="2006")
    make_project("Salmon project", [sweden], published=True, status="completed", started_on="1992")
    make_project("Draft project", [russia], themes=[climate], status="proposed")
    PartyName.objects.create(party=make_party("chn"), name="中国", language="zh-Hans")


def _institutions_and_signatures(china: Agreement, sweden: Agreement, draft: Agreement) -> None:
    """One institution stands on a participation, one on a signature, one on a draft alone."""
    ministry = make_institution("Ministry of Climate and Environment")
    AgreementParty.objects.filter(agreement=china, party__code="nor").update(institution=ministry)
    AgreementParty.objects.filter(agreement=draft, party__code="nor").update(
        institution=make_institution("Secret ministry")
    )
    helgesen = make_signatory("Vidar Helgesen", sort_name="Helgesen, Vidar")
    li = make_signatory("Li Ganjie", sort_name="Li, Ganjie")
    SignatoryAlias.objects.create(signatory=li, name="李干杰", language="zh-Hans")
    make_signature(china, helgesen, "nor", institution=ministry)
    make_signature(china, li, "chn")
    make_signature(sweden, helgesen, "nor", institution=make_institution("Fisheries agency"))
    make_signature(draft, make_signatory("Never Public", sort_name="Never"), "nor")


AGREEMENTS: list[tuple[str, list[str]]] = [
    ("", [CHINA, SWEDEN, RUSSIA, UNDATED]),
    # a theme, and everything narrower
    ("theme=pollution", [CHINA, SWEDEN]),
    ("theme=mercury", [CHINA]),
    ("theme=climate&theme=pollution", [CHINA, SWEDEN]),
    ("theme=climate&theme=pollution&theme_match=any", [CHINA, SWEDEN]),
    ("theme=climate&theme=pollution&theme_match=all", [CHINA]),
    ("theme=mercury&theme=pollution&theme_match=all", [CHINA]),
    ("theme_not=mercury", [SWEDEN, RUSSIA, UNDATED]),
    ("theme_not=climate&theme_not=pollution", [RUSSIA, UNDATED]),
    ("theme=pollution&theme_not=climate", [SWEDEN]),
    ("theme=mercury&theme_not=pollution", []),
    ("theme=secret", []),
    ("theme_match=all", [CHINA, SWEDEN, RUSSIA, UNDATED]),
    # a party, and the pair
    ("party=nor", [CHINA, SWEDEN]),
    ("party=nor&party=nor", [CHINA, SWEDEN]),
    ("party=nor&party=sun", [CHINA, SWEDEN, RUSSIA]),
    ("party=nor&party=chn&party_match=all", [CHINA]),
    ("party=chn&party=nor&party_match=all", [CHINA]),
    ("party=nor&party=fin&party_match=all", []),
    ("party=nor&party=chn&party=swe&party_match=all", []),
    ("party_not=nor", [RUSSIA, UNDATED]),
    ("party=swe&party_not=nor", [UNDATED]),
    ("party=nor&party=chn&party_match=all&party_not=swe", [CHINA]),
    # who signed
    ("signatory=vidar-helgesen", [CHINA, SWEDEN]),
    ("signatory=li-ganjie", [CHINA]),
    ("signatory=vidar-helgesen&signatory=li-ganjie", [CHINA, SWEDEN]),
    ("signatory=vidar-helgesen&signatory=li-ganjie&signatory_match=all", [CHINA]),
    ("signatory_not=li-ganjie", [SWEDEN, RUSSIA, UNDATED]),
    # an institution of a party to it or of somebody who signed
    ("institution=nor-ministry-of-climate-and-environment", [CHINA]),
    ("institution=nor-fisheries-agency", [SWEDEN]),
    ("institution=nor-fisheries-agency&institution=nor-ministry-of-climate-and-environment", [CHINA, SWEDEN]),
    (
        "institution=nor-fisheries-agency&institution=nor-ministry-of-climate-and-environment&institution_match=all",
        [],
    ),
    ("institution_not=nor-fisheries-agency", [CHINA, RUSSIA, UNDATED]),
    # the form of the instrument
    ("kind=memorandum", [CHINA]),
    ("kind=memorandum&kind=letter_of_intent", [CHINA, UNDATED]),
    ("kind_not=agreement", [CHINA, UNDATED]),
    ("kind=treaty", []),
    # where it stands in law, today or on a day
    ("status=terminated", [SWEDEN]),
    ("status=not_recorded", [RUSSIA, UNDATED]),
    ("status=in_force&status=terminated", [CHINA, SWEDEN]),
    ("status_not=not_recorded", [CHINA, SWEDEN]),
    ("status=superseded", []),
    ("status=in_force&on=2017-06", []),
    ("status=not_yet_in_force&on=2017-06", [CHINA]),
    ("status=in_force&on=2017-07-01", [CHINA]),
    ("status=in_force&on=2000", [SWEDEN]),
    ("status=terminated&on=2010-03-08", []),
    ("status_not=not_recorded&status_not=not_yet_in_force&on=2000", [SWEDEN]),
    ("on=2000", [CHINA, SWEDEN, RUSSIA, UNDATED]),
    # when it was signed
    ("decade=2010", [CHINA]),
    ("decade=1960&decade=1990", [SWEDEN, RUSSIA]),
    ("decade_not=1990", [CHINA, RUSSIA, UNDATED]),
    ("decade=1970", []),
    ("year=1964", [RUSSIA]),
    ("year=1964&year=2017", [CHINA, RUSSIA]),
    ("year_not=2017", [SWEDEN, RUSSIA, UNDATED]),
    ("year=1975", []),
    ("signed_from=2017", [CHINA]),
    ("signed_from=2017-06-30", [CHINA]),
    ("signed_from=2017-07", []),
    ("signed_to=1991-12-05", [SWEDEN, RUSSIA]),
    ("signed_to=1991-12-04", [RUSSIA]),
    ("signed_to=1963", []),
    ("signed_from=1964-12-31&signed_to=1964-12-31", [RUSSIA]),
    ("signed_from=2000&signed_to=1990", []),
    # texts and projects
    ("language=en", [CHINA, SWEDEN]),
    ("language=en&language=sv", [CHINA, SWEDEN]),
    ("language=en&language=sv&language_match=all", [SWEDEN]),
    ("language_not=sv", [CHINA, RUSSIA, UNDATED]),
    ("has_text=yes", [SWEDEN]),
    ("has_text=no", [CHINA, RUSSIA, UNDATED]),
    ("has_text=yes&has_text=no", [CHINA, SWEDEN, RUSSIA, UNDATED]),
    ("has_text_not=yes", [CHINA, RUSSIA, UNDATED]),
    ("has_projects=yes", [CHINA, SWEDEN]),
    ("has_projects=no", [RUSSIA, UNDATED]),
    ("has_projects=yes&has_projects=no&party=fin", [RUSSIA]),
    ("has_projects_not=no", [CHINA, SWEDEN]),
    # order
    ("order=date", [RUSSIA, SWEDEN, CHINA, UNDATED]),
    ("order=-date", [CHINA, SWEDEN, RUSSIA, UNDATED]),
    ("order=title", [RUSSIA, CHINA, SWEDEN, UNDATED]),
    ("order=-title", [UNDATED, SWEDEN, CHINA, RUSSIA]),
    ("order=relevance", [CHINA, SWEDEN, RUSSIA, UNDATED]),
    # words
    ("q=mercury", [CHINA]),
    ("q=china+mercury", [CHINA]),
    ("q=china+salmon", []),
    ("q=KVIKKSØLV", [CHINA]),
    ("q=соглашение", [RUSSIA]),
    ("q=secret", []),
    ("q=norway&order=title", [CHINA, SWEDEN]),
    # together
    ("theme=pollution&party=nor&signed_to=2000&has_text=yes", [SWEDEN]),
    ("theme=pollution&party_not=chn&kind=agreement&kind=memorandum&decade=1990&decade=2010", [SWEDEN]),
    ("party=swe&party=chn&status=not_recorded&order=date", [UNDATED]),
    ("q=mercury&theme_not=climate", []),
]


@pytest.mark.parametrize(("query", "titles"), AGREEMENTS)
def test_agreements(world: None, query: str, titles: list[str]) -> None:
    assert found(AgreementFilter, query) == titles


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Vidar Helgesen", "Li Ganjie"]),
        ("q=helgesen", ["Vidar Helgesen"]),
        ("q=李干杰", ["Li Ganjie"]),
        ("q=never", []),
        ("party=chn", ["Li Ganjie"]),
        ("party=chn&party=nor", ["Vidar Helgesen", "Li Ganjie"]),
        ("party=chn&party=nor&party_match=all", []),
        ("party_not=chn", ["Vidar Helgesen"]),
        ("party=swe", []),
        ("theme=pollution", ["Vidar Helgesen", "Li Ganjie"]),
        ("theme=climate", ["Vidar Helgesen", "Li Ganjie"]),
        ("theme=climate&theme=secret", ["Vidar Helgesen", "Li Ganjie"]),
        ("theme=climate&theme=secret&theme_match=all", []),
        ("theme_not=mercury", []),
        ("theme_not=secret&party=nor", ["Vidar Helgesen"]),
        ("order=-agreements", ["Vidar Helgesen", "Li Ganjie"]),
        ("order=name", ["Vidar Helgesen", "Li Ganjie"]),
    ],
)
def test_signatories(world: None, query: str, names: list[str]) -> None:
    assert found(SignatoryFilter, query) == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["China", "Finland", "Norway", "Soviet Union", "Sweden"]),
        ("q=中国", ["China"]),
        ("q=Norge", ["Norway"]),
        ("q=indonesia", []),
        ("kind=former_state", ["Soviet Union"]),
        ("kind=former_state&kind=state", ["China", "Finland", "Norway", "Soviet Union", "Sweden"]),
        ("kind_not=former_state", ["China", "Finland", "Norway", "Sweden"]),
        ("kind=organisation", []),
        ("order=name", ["China", "Finland", "Norway", "Soviet Union", "Sweden"]),
        ("order=-agreements", ["China", "Norway", "Sweden", "Finland", "Soviet Union"]),
    ],
)
def test_parties(world: None, query: str, names: list[str]) -> None:
    assert found(PartyFilter, query) == names


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ["Climate", "Mercury", "Pollution", "Secret"]),
        ("q=quicksilver", ["Mercury"]),
        ("q=CLIMATE", ["Climate"]),
        ("order=name", ["Climate", "Mercury", "Pollution", "Secret"]),
    ],
)
def test_themes(world: None, query: str, labels: list[str]) -> None:
    assert found(ThemeFilter, query) == labels


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Mercury project", "Salmon project"]),
        ("q=salmon", ["Salmon project"]),
        ("q=draft", []),
        ("status=active", ["Mercury project"]),
        ("status=active&status=completed", ["Mercury project", "Salmon project"]),
        ("status_not=active", ["Salmon project"]),
        ("status=proposed", []),
        ("theme=pollution", ["Mercury project"]),
        ("theme=pollution&theme=mercury&theme_match=all", ["Mercury project"]),
        ("theme=climate", []),
        ("theme_not=pollution", ["Salmon project"]),
        ("party=swe", ["Salmon project"]),
        ("party=swe&party=chn", ["Mercury project", "Salmon project"]),
        ("party=swe&party=chn&party_match=all", []),
        ("party=nor&party=chn&party_match=all", ["Mercury project"]),
        ("party_not=chn", ["Salmon project"]),
        ("party=nor&order=date", ["Salmon project", "Mercury project"]),
        ("order=-date", ["Mercury project", "Salmon project"]),
        ("order=title", ["Mercury project", "Salmon project"]),
    ],
)
def test_projects(world: None, query: str, titles: list[str]) -> None:
    assert found(ProjectFilter, query) == titles


def found(filterset_class: type[ArchiveFilterSet], query: str) -> list[str]:
    """What the records are called, in order."""
    filterset = filterset_class(QueryDict(query))
    assert filterset.form.is_valid(), filterset.form.errors
    ids = filterset.answer.ids.tolist()
    assert filterset.answer.total == len(ids)
    records: dict[int, Any] = filterset.kind.model._default_manager.in_bulk(ids)
    return [str(records[pk]) for pk in ids]


TESTS: dict[type[ArchiveFilterSet], Any] = {
    AgreementFilter: test_agreements,
    SignatoryFilter: test_signatories,
    PartyFilter: test_parties,
    ThemeFilter: test_themes,
    ProjectFilter: test_projects,
}


def parameters(filterset: type[ArchiveFilterSet]) -> set[str]:
    """All that an address of the set may say."""
    of_facets = {f"{name}{suffix}" for name in filterset.facets for suffix in ("", "_not")}
    return set(filterset.base_filters) | of_facets | {f"{name}_match" for name in filterset.many}


@pytest.mark.parametrize("filterset", TESTS)
def test_every_parameter_is_tested_above(filterset: type[ArchiveFilterSet]) -> None:
    cases = next(mark for mark in TESTS[filterset].pytestmark if mark.name == "parametrize").args[1]
    queries = [QueryDict(query) for query, _ in cases]
    assert {name for query in queries for name in query} == parameters(filterset)
    several = {name for query in queries for name, values in query.lists() if len(values) > 1}
    assert several >= set(filterset.facets)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("theme=nonsense", "theme"),
        ("theme=mercury&theme=nonsense", "theme"),
        ("theme_not=nonsense", "theme_not"),
        ("theme=mercury&theme_match=some", "theme_match"),
        ("theme=mercury&theme_match=all&theme_match=any", "theme_match"),
        ("party=atlantis", "party"),
        ("party=NOR", "party"),
        ("party_not=1", "party_not"),
        ("signatory=99999999999999999999", "signatory"),
        ("institution=none", "institution"),
        ("kind=pact", "kind"),
        ("kind_not=pact", "kind_not"),
        ("status=alive", "status"),
        ("decade=199x", "decade"),
        ("decade=९", "decade"),
        ("year=-1", "year"),
        ("year=20170", "year"),
        ("language=tlh", "language"),
        ("language=ru", "language"),  # the language of a draft's text alone
        ("has_projects=perhaps", "has_projects"),
        ("has_text=1", "has_text"),
        ("on=2017-13", "on"),
        ("signed_from=0000-00-00", "signed_from"),
        ("signed_to=2017-02-30", "signed_to"),
        ("signed_to=2017&signed_to=2018", "signed_to"),
        ("order=size", "order"),
        ("order=date&order=title", "order"),
        ("q=one&q=two", "q"),
        ("q=" + "x" * 1001, "q"),
    ],
)
def test_a_bad_value_is_an_error_at_its_field_and_finds_nothing(world: None, query: str, field: str) -> None:
    filterset = AgreementFilter(QueryDict(query))
    assert list(filterset.form.errors) == [field]
    assert (filterset.answer.total, filterset.answer.ids.tolist()) == (0, [])
    assert filterset.answer.counts("theme") == {}


@pytest.mark.parametrize("query", ["signatory=never-public", "party=idn", "institution=nor-secret-ministry"])
@pytest.mark.parametrize("suffix", ["", "_not"])
def test_who_stands_on_drafts_alone_cannot_be_chosen(world: None, query: str, suffix: str) -> None:
    name, _, code = query.partition("=")
    filterset = AgreementFilter(QueryDict(f"{name}{suffix}={code}"))
    assert list(filterset.form.errors) == [f"{name}{suffix}"]


@pytest.mark.parametrize("query", ["partner=chn", "kind_match=all", "zebra=1", "page=2", "find=x"])
def test_an_unknown_parameter_changes_nothing(world: None, query: str) -> None:
    assert found(AgreementFilter, query) == [CHINA, SWEDEN, RUSSIA, UNDATED]


def test_every_kind_of_record_is_in_the_world(world: None) -> None:
    """What must not be found is there to be found."""
    counts = [model._default_manager.count() for model in (Agreement, Signatory, Party, Theme, Project)]
    assert counts == [6, 3, 6, 4, 3]


def test_two_links_to_one_theme_are_one_agreement(world: None) -> None:
    """Two people signed, two themes lie under one: the agreement is still one record, in lists and in counts."""
    answer = AgreementFilter(QueryDict("theme=pollution&party=chn")).answer
    pollution = Theme.objects.get(slug="pollution").pk
    assert (answer.total, answer.count("theme", pollution), answer.counts("theme")[pollution]) == (1, 1, 1)


@pytest.mark.parametrize("query", ["order=sideways", "party_match=sideways", "theme=sideways"])
def test_whatever_cannot_be_chosen_is_told_in_the_same_words(query: str) -> None:
    filterset = AgreementFilter(QueryDict(query))
    assert [str(text) for texts in filterset.form.errors.values() for text in texts] == [
        "“sideways” is not one of the values to choose from."
    ]
    (texts,) = AgreementFilter(QueryDict(f"{query}{'z' * 5000}")).form.errors.values()
    assert len(str(texts[0])) < 100
    assert filterset.answer.total == 0
