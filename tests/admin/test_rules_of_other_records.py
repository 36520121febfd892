"""Rules of parties, people, themes, projects and events, broken through their forms: a message, nothing stored."""

from typing import Any

import pytest
from django.test import Client

from agreements.models import Event, Institution, Party, Project, Signatory, Theme
from tests import factories as make
from tests.admin.conftest import World, errors_of, open_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "values", "field", "message"),
    [
        (Project, {"title_en": "P", "budget_amount": "5"}, "budget_currency", "A budget needs a currency"),
        (Project, {"title_en": "P", "budget_currency": "NOK"}, "budget_currency", "A budget needs a currency"),
        (Project, {"title_en": "P", "budget_amount": "5", "budget_currency": "kr"}, "budget_currency", "ISO 4217"),
        (Project, {"title_en": "P", "started_on": "2018", "ended_on": "2017"}, "ended_on", "cannot end before"),
        (Event, {"kind": "visit", "started_on": "2018", "ended_on": "2017"}, "ended_on", "cannot end before"),
        (Event, {"kind": "visit", "started_on": ""}, "started_on", "required"),
        (Signatory, {"name": "A", "born_on": "1950", "died_on": "1949"}, "died_on", "before being born"),
        (Signatory, {"name": "A", "wikidata_id": "Q1"}, "wikidata_id", "Another signatory"),
        (Signatory, {"name": "A", "slug": "taken"}, "slug", "already exists"),
        (Party, {"code": "NOR", "name_en": "N", "name_no": "N"}, "code", "small letters"),
        (Party, {"code": "nor", "name_en": "N", "name_no": "N"}, "code", "already exists"),
        (
            Party,
            {"code": "ddr", "name_en": "D", "name_no": "D", "existed_from": "1990", "existed_until": "1949"},
            "existed_until",
            "cannot end before",
        ),
        (Institution, {"name_en": "M", "existed_from": "2", "party": ""}, "existed_from", "is not a date"),
        (Theme, {"label_en": "Mercury", "label_no": "Nytt"}, "label_en", "already exists"),
    ],
)
def test_rules_of_other_records(
    model: Any, values: dict[str, str], field: str, message: str, editor: Client, world: World
) -> None:
    make.make_signatory("Other", wikidata_id="Q1", slug="taken")
    count = model.objects.count()
    response = open_form(editor, model).send("_save", **values)
    assert message in errors_of(response)
    assert message in str(response.context["adminform"].form.errors[field])
    assert model.objects.count() == count


def test_themes_do_not_go_in_a_circle(editor: Client, world: World) -> None:
    pollution = Theme.objects.get(label_en="Pollution")
    for broader, message in ((world.mercury, "go in a circle"), (pollution, "broader than itself")):
        response = open_form(editor, pollution).send("_save", broader=broader.pk)
        assert message in errors_of(response)
        assert "broader" in response.context["adminform"].form.errors


@pytest.mark.parametrize("side", ["successor", "predecessor"])
@pytest.mark.parametrize("name", ["norway", "ministry"])
def test_nothing_succeeds_itself(side: str, name: str, editor: Client, world: World) -> None:
    record = getattr(world, name)
    prefix = {"successor": "succeeded_by", "predecessor": "succeeds"}[side]
    form = open_form(editor, record)
    form.add_row(prefix, **{side: record})
    assert "cannot succeed itself" in errors_of(form.send("_save"))


def test_an_exact_match_belongs_to_one_theme(editor: Client, world: World) -> None:
    world.climate.matches.update(kind="exact")
    form = open_form(editor, world.mercury)
    form.add_row("matches", vocabulary="GEMET", term="climatic change", kind="exact")
    assert "Another theme already has exactly this meaning" in errors_of(form.send("_save"))


def test_a_term_of_office_ends_after_it_begins(editor: Client, world: World) -> None:
    form = open_form(editor, world.helgesen)
    form.change_row("terms", 0, started_on="2018", ended_on="2015")
    assert "cannot end before it begins" in errors_of(form.send("_save"))
