"""What each parameter of an address means: named records in, named records out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoDbBlocker

from agreements.catalogue.rows import party_rows, signatory_rows
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
    make_project,
    make_signatory,
    make_signature,
    make_text,
    make_theme,
)
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    with records_for_a_module(django_db_blocker, make_world) as records:
        yield records


def make_world() -> dict[str, Any]:
    """Four published agreements, one draft, two people, two projects, a small tree of themes."""
    pollution = make_theme("Pollution")
    mercury = make_theme("Mercury", broader=pollution)
    climate = make_theme("Climate")
    ThemeAltLabel.objects.create(theme=mercury, label="quicksilver", language="en")
    ministry = make_institution("Ministry of Climate and Environment")
    china = make_agreement(
        "Mercury in China",
        ("nor", "chn"),
        published=True,
        themes=[mercury, climate],
        signed_on="2017-06",
        title_no="Kvikksølv i Kina",
        kind="memorandum",
        entry_into_force_on="2017-07-01",
    )
    sweden = make_agreement(
        "Salmon in Sweden",
        ("nor", "swe"),
        published=True,
        themes=[pollution],
        signed_on="1991-12-05",
        entry_into_force_on="1992",
        terminated_on="2010-03-09",
    )
    russia = make_agreement("Border waters", ("rus", "fin"), published=True, signed_on="1964")
    undated = make_agreement("Undated letter", ("chn", "swe"), published=True, kind="letter_of_intent")
    draft = make_agreement("Secret draft", ("nor", "chn"), themes=[mercury], signed_on="2017")
    AlternativeTitle.objects.create(agreement=russia, title="Соглашение о водах")
    AgreementParty.objects.filter(agreement=china, party__code="nor").update(institution=ministry)
    helgesen = make_signatory("Vidar Helgesen", sort_name="Helgesen, Vidar")
    li = make_signatory("Li Ganjie", sort_name="Li, Ganjie")
    nobody = make_signatory("Never Public", sort_name="Never")
    SignatoryAlias.objects.create(signatory=li, name="李干杰", language="zh-Hans")
    make_signature(china, helgesen, "nor")
    make_signature(china, li, "chn")
    make_signature(sweden, helgesen, "nor")
    make_signature(draft, nobody, "nor")
    make_text(sweden)
    make_text(russia, url="")
    make_project("Mercury project", [china], published=True, themes=[mercury], status="active", started_on="2006")
    make_project("Salmon project", [sweden], published=True, status="completed", started_on="1992")
    make_project("Draft project", [sweden])
    PartyName.objects.create(party=Party.objects.get(code="chn"), name="中国", language="zh-Hans")
    return {"helgesen": helgesen, "ministry": ministry, "undated": undated}  # fmt: skip


def agreements(query: str) -> ArchiveFilterSet:
    return AgreementFilter(QueryDict(query), queryset=Agreement.objects.published())


CHINA, SWEDEN, RUSSIA, UNDATED = "Mercury in China", "Salmon in Sweden", "Border waters", "Undated letter"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", [CHINA, SWEDEN, RUSSIA, UNDATED]),
        ("q=mercury", [CHINA]),
        ("q=china+mercury", [CHINA]),
        ("q=china+salmon", []),
        ("q=KVIKKSØLV", [CHINA]),
        ("q=соглашение", [RUSSIA]),
        ("theme=pollution", [CHINA, SWEDEN]),
        ("theme=mercury", [CHINA]),
        ("party=nor", [CHINA, SWEDEN]),
        ("party=chn", [CHINA, UNDATED]),
        ("party=nor&partner=chn", [CHINA]),
        ("party=chn&partner=nor", [CHINA]),
        ("partner=swe", [SWEDEN, UNDATED]),
        ("party=nor&partner=rus", []),
        ("institution=nor-ministry-of-climate-and-environment", [CHINA]),
        ("kind=memorandum", [CHINA]),
        ("status=in_force&on=2017-06", []),
        ("status=not_yet_in_force&on=2017-06", [CHINA]),
        ("status=in_force&on=2017-07-01", [CHINA]),
        ("status=in_force&on=2000", [SWEDEN]),
        ("status=terminated", [SWEDEN]),
        ("status=terminated&on=2010-03-08", []),
        ("status=not_recorded", [RUSSIA, UNDATED]),
        ("signed_from=2017", [CHINA]),
        ("signed_from=2017-06-30", [CHINA]),
        ("signed_from=2017-07", []),
        ("signed_to=1991-12-05", [SWEDEN, RUSSIA]),
        ("signed_to=1991-12-04", [RUSSIA]),
        ("signed_from=1964-12-31&signed_to=1964-12-31", [RUSSIA]),
        ("has_projects=yes", [CHINA, SWEDEN]),
        ("has_projects=no", [RUSSIA, UNDATED]),
        ("has_text=yes", [SWEDEN]),
        ("has_text=no", [CHINA, RUSSIA, UNDATED]),
        ("order=date", [RUSSIA, SWEDEN, CHINA, UNDATED]),
        ("order=-date", [CHINA, SWEDEN, RUSSIA, UNDATED]),
        ("order=title", [RUSSIA, CHINA, SWEDEN, UNDATED]),
        ("order=-title", [UNDATED, SWEDEN, CHINA, RUSSIA]),
        ("theme=pollution&party=nor&signed_to=2000&has_text=yes", [SWEDEN]),
    ],
)
def test_agreements(world: dict[str, Any], query: str, titles: list[str]) -> None:
    filterset = agreements(query)
    assert filterset.form.is_valid(), filterset.form.errors
    assert [agreement.title_en for agreement in filterset.qs] == titles


def test_agreements_by_signatory(world: dict[str, Any]) -> None:
    found = agreements(f"signatory={world['helgesen'].pk}").qs
    assert [agreement.title_en for agreement in found] == [CHINA, SWEDEN]


def test_every_agreement_parameter_is_tested_above() -> None:
    cases = next(mark for mark in test_agreements.pytestmark if mark.name == "parametrize").args[1]
    used = {name for query, _ in cases for name in QueryDict(query)}
    assert used | {"signatory"} == set(AgreementFilter.base_filters)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("theme=nonsense", "theme"),
        ("party=atlantis", "party"),
        ("partner=NOR", "partner"),
        ("signatory=abc", "signatory"),
        ("signatory=99999999999999999999", "signatory"),
        ("institution=none", "institution"),
        ("kind=pact", "kind"),
        ("status=alive", "status"),
        ("on=2017-13", "on"),
        ("signed_from=0000-00-00", "signed_from"),
        ("signed_to=2017-02-30", "signed_to"),
        ("has_projects=perhaps", "has_projects"),
        ("has_text=1", "has_text"),
        ("order=size", "order"),
        ("q=" + "x" * 201, "q"),
        ("party=nor&party=chn", "party"),
    ],
)
def test_a_bad_value_is_an_error_at_its_field_and_finds_nothing(world: dict[str, Any], query: str, field: str) -> None:
    filterset = agreements(query)
    assert list(filterset.form.errors) == [field]
    assert list(filterset.qs) == []


def test_a_signatory_of_drafts_alone_cannot_be_chosen(world: dict[str, Any]) -> None:
    hidden = Signatory.objects.get(name="Never Public")
    assert "signatory" in agreements(f"signatory={hidden.pk}").form.errors


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Vidar Helgesen", "Li Ganjie"]),
        ("q=helgesen", ["Vidar Helgesen"]),
        ("q=李干杰", ["Li Ganjie"]),
        ("q=never", []),
        ("party=chn", ["Li Ganjie"]),
        ("party=swe", []),
        ("theme=pollution", ["Vidar Helgesen", "Li Ganjie"]),
        ("theme=climate", ["Vidar Helgesen", "Li Ganjie"]),
        ("order=-agreements", ["Vidar Helgesen", "Li Ganjie"]),
        ("order=name", ["Vidar Helgesen", "Li Ganjie"]),
    ],
)
def test_signatories(world: dict[str, Any], query: str, names: list[str]) -> None:
    found = SignatoryFilter(QueryDict(query), queryset=signatory_rows(Signatory.objects.published())).qs
    assert [person.name for person in found] == names


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["chn", "fin", "nor", "rus", "swe"]),
        ("q=中国", ["chn"]),
        ("q=Norge", ["nor"]),
        ("kind=former_state", []),
        ("kind=state", ["chn", "fin", "nor", "rus", "swe"]),
        ("order=name", ["chn", "fin", "nor", "rus", "swe"]),
        ("order=-agreements", ["chn", "nor", "swe", "fin", "rus"]),
    ],
)
def test_parties(world: dict[str, Any], query: str, codes: list[str]) -> None:
    found = PartyFilter(QueryDict(query), queryset=party_rows(Party.objects.published())).qs
    assert [party.code for party in found] == codes


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["climate", "mercury", "pollution"]),
        ("q=quicksilver", ["mercury"]),
        ("q=CLIMATE", ["climate"]),
        ("order=label", ["climate", "mercury", "pollution"]),
    ],
)
def test_themes(world: dict[str, Any], query: str, slugs: list[str]) -> None:
    found = ThemeFilter(QueryDict(query), queryset=Theme.objects.all()).qs
    assert [theme.slug for theme in found] == slugs


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Mercury project", "Salmon project"]),
        ("q=salmon", ["Salmon project"]),
        ("status=active", ["Mercury project"]),
        ("theme=pollution", ["Mercury project"]),
        ("party=swe", ["Salmon project"]),
        ("party=nor&order=date", ["Salmon project", "Mercury project"]),
        ("order=-date", ["Mercury project", "Salmon project"]),
        ("order=title", ["Mercury project", "Salmon project"]),
    ],
)
def test_projects(world: dict[str, Any], query: str, titles: list[str]) -> None:
    found = ProjectFilter(QueryDict(query), queryset=Project.objects.published()).qs
    assert [project.title_en for project in found] == titles


@pytest.mark.parametrize("filterset", [SignatoryFilter, PartyFilter, ThemeFilter, ProjectFilter])
def test_every_other_parameter_is_tested_above(filterset: type[ArchiveFilterSet]) -> None:
    test = {
        SignatoryFilter: test_signatories,
        PartyFilter: test_parties,
        ThemeFilter: test_themes,
        ProjectFilter: test_projects,
    }[filterset]
    cases = next(mark for mark in test.pytestmark if mark.name == "parametrize").args[1]
    assert {name for query, _ in cases for name in QueryDict(query)} == set(filterset.base_filters)


def test_words_of_a_signature_and_a_party_do_not_repeat_records(world: dict[str, Any]) -> None:
    """Two people signed, two themes lie under one: the agreement is still one record."""
    found = agreements("theme=pollution&q=mercury").qs
    assert found.count() == len(found) == 1
