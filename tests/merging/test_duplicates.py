"""Records that look like one are found with reasons; pairs that are known to be two are not."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from agreements.merging.duplicates import find_duplicates, likely_duplicates
from agreements.models import (
    Agreement,
    DistinctPair,
    Institution,
    InstitutionSuccession,
    Party,
    Project,
    Signatory,
    SignatoryAlias,
    Theme,
    ThemeAltLabel,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


def score(one: models.Model, other: models.Model) -> int | None:
    """The score of the pair; None: it is not listed."""
    pairs = {(pair.one, pair.other): pair.score for pair in find_duplicates(type(one))}
    return pairs.get((min(one.pk, other.pk), max(one.pk, other.pk)))


# Agreements


@pytest.mark.parametrize(
    ("one", "other", "listed"),
    [
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-06-26"}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-06-26", "title": "Treaty on reindeer"}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-07-02"}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-07-02", "title": "Treaty on reindeer"}, False),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017"}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-11-01"}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": None}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2027-06-26"}, False),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-06-26", "parties": ["swe", "fin"]}, False),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-06-26", "parties": ["nor", "swe"]}, True),
        ({"signed_on": "2017-06-26"}, {"signed_on": "2017-06-26", "parties": ["nor"]}, True),
    ],
)
def test_agreements_by_parties_date_and_title(one: dict[str, Any], other: dict[str, Any], listed: bool) -> None:
    pair = [make.make_agreement(**{"title": "Agreement on mercury in rivers", **fields}) for fields in (one, other)]
    assert (score(*pair) is not None) is listed


def test_like_titles_come_first_and_protocols_after() -> None:
    first, same, protocol, unlike = (
        make.make_agreement(title, signed_on="2017-06-26")
        for title in ("Treaty on reindeer", "Agreement on reindeer", "Protocol on reindeer", "Agreement on mercury")
    )
    assert score(first, same) == 100
    assert 100 > (score(first, protocol) or 0) > (score(first, unlike) or 0) >= 60


def test_a_recorded_amendment_is_less_likely_the_same() -> None:
    one, other = (make.make_agreement("On air", signed_on="2017-06-26") for _ in range(2))
    before = score(one, other)
    make.relate(other, "amends", one)
    assert (score(one, other) or 0) < (before or 0)


def test_what_was_withdrawn_is_left_alone() -> None:
    one = make.make_agreement("On air", signed_on="2017-06-26")
    other = make.make_withdrawn_agreement(title="On air", signed_on="2017-06-26")
    assert score(one, other) is None


# People


@pytest.mark.parametrize(
    ("one", "other", "listed"),
    [
        ("Jens Stoltenberg", "STOLTENBERG, Jens", True),
        ("Bjørn Ås", "Bjorn As", True),
        ("Vidar Helgesen", "Vidar Helgessen", True),
        ("V. Helgesen", "Vidar Helgesen", True),
        ("Kari Hansen", "Knut Hansen", False),
        ("Kari Hansen", "Kari Olsen", False),
    ],
)
def test_people_by_their_names(one: str, other: str, listed: bool) -> None:
    assert (score(make.make_signatory(one), make.make_signatory(other)) is not None) is listed


def test_the_same_person_in_another_script() -> None:
    one, other = make.make_signatory("Li Ganjie"), make.make_signatory("Lee Kan-chieh")
    SignatoryAlias.objects.create(signatory=one, name="李干杰")
    SignatoryAlias.objects.create(signatory=other, name="李干杰")
    assert score(one, other) == 85


def test_two_chinese_names_are_not_one_because_their_pinyin_is_equal() -> None:
    china = make.make_party("chn")
    one, other = make.make_signatory("Li Wei", party=china), make.make_signatory("Li Wei", party=china)
    assert (score(one, other) or 100) <= 50
    SignatoryAlias.objects.create(signatory=one, name="李伟")
    SignatoryAlias.objects.create(signatory=other, name="李维")
    assert score(one, other) is None


def test_what_tells_two_people_apart() -> None:
    alike = [make.make_signatory("Anna Berg", born_on="1950"), make.make_signatory("Anna Berg", born_on="1980")]
    assert (score(*alike) or 100) < 40
    known = [make.make_signatory("Ola Dal", wikidata_id="Q1"), make.make_signatory("Ola Dal", wikidata_id="Q2")]
    assert score(*known) is None


# Others


def test_institutions_of_one_party() -> None:
    one = make.make_institution("Ministry of Climate and Environment")
    other = make.make_institution("Climate and Environment Ministry")
    abroad = make.make_institution("Ministry of Climate and Environment", "swe")
    assert score(one, other) is not None
    assert score(one, abroad) is None
    InstitutionSuccession.objects.create(predecessor=one, successor=other)
    assert score(one, other) is None


def test_themes_and_parties_by_any_of_their_names() -> None:
    climate, warming = make.make_theme("Climate change"), make.make_theme("Warming of the globe")
    ThemeAltLabel.objects.create(theme=climate, label="warming of the GLOBE", language="en")
    assert score(climate, warming) == 80
    below = make.make_theme("Climate changes", broader=climate)
    assert score(climate, below) is None
    britain, other = make.make_party("gbr", official_name_en="United Kingdom"), make.make_party("uki")
    Party.objects.filter(pk=other.pk).update(name_en="united kingdom")
    assert score(britain, other) == 80


def test_projects_under_one_agreement() -> None:
    agreement = make.make_agreement()
    one, other = make.make_project("Less mercury", [agreement]), make.make_project("Mercury: less!", [agreement])
    assert score(one, other) == 90
    assert score(one, make.make_project("More forest", [agreement])) is None


# Known to be two


def test_pairs_that_are_not_the_same_do_not_come_back_in_either_order() -> None:
    one, other = make.make_signatory("Anna Berg"), make.make_signatory("Berg, Anna")
    DistinctPair.say(other, one)
    DistinctPair.say(one, other)
    assert DistinctPair.objects.count() == 1
    assert score(one, other) is None
    assert likely_duplicates(one) == []


# One record


def test_one_that_is_not_saved_yet_is_compared_with_all() -> None:
    known = make.make_signatory("Vidar Helgesen")
    assert [record for record, _ in likely_duplicates(Signatory(name="Helgesen, Vidar"))] == [known]
    assert likely_duplicates(Signatory(name="Erik Solheim")) == []


def test_a_new_agreement_is_compared_by_the_parties_that_its_form_has() -> None:
    known = make.make_agreement("On air", signed_on="2017-06-26")
    new = Agreement(title_en="About air", signed_on="2017-06-26")
    new.declared_party_ids = set(known.participations.values_list("party_id", flat=True))
    assert [record for record, _ in likely_duplicates(new)] == [known]
    new.declared_party_ids = {make.make_party("swe").pk, make.make_party("fin").pk}
    assert likely_duplicates(new) == []


# The command


def test_the_command_prints_text_csv_and_json() -> None:
    make.make_signatory("Anna Berg")
    make.make_signatory("Berg, Anna")
    make.make_theme("Air")
    text, table, data = io.StringIO(), io.StringIO(), io.StringIO()
    call_command("find_duplicates", stdout=text)
    call_command("find_duplicates", csv=True, stdout=table)
    call_command("find_duplicates", json=True, kind="signatory", limit=1, stdout=data)
    assert text.getvalue().endswith("1 pairs\n")
    assert "“Anna Berg” – " in text.getvalue()
    (row,) = csv.DictReader(io.StringIO(table.getvalue()))
    (pair,) = json.loads(data.getvalue())
    assert (row["kind"], row["one_name"], row["other_name"]) == ("signatory", "Anna Berg", "Berg, Anna")
    assert pair["reasons"] == ["the same name"]
    nothing = io.StringIO()
    call_command("find_duplicates", kind="theme", stdout=nothing)
    assert nothing.getvalue() == "0 pairs\n"


def test_every_kind_that_can_be_merged_is_looked_at() -> None:
    for model in (Agreement, Institution, Party, Project, Signatory, Theme):
        assert find_duplicates(model) == []
