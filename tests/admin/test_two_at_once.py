"""Two people at one record: the second to save is told what changed and by whom, and loses nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, Evidence, PartyName, Signature, Theme
from tests import factories as make
from tests.admin.conftest import FilledForm, World, errors_of, open_form

pytestmark = pytest.mark.django_db
EVIDENCE = "agreements-evidence-content_type-object_id"


def held_back(form: FilledForm, **values: Any) -> Any:
    """Send the form; it comes back with what somebody else changed."""
    response = form.send("_save", **values)
    assert "Somebody else changed this record" in errors_of(response)
    return response


def again(form: FilledForm, response: Any, **values: Any) -> None:
    """Send what came back, as it came back, with what is typed."""
    form.fields["version"] = response.context["adminform"].form["version"].value()
    assert form.send("_save", **values).status_code == 302


def test_the_second_is_told_what_changed_by_whom_and_what_they_typed(
    editor: Client, publisher: Client, world: World
) -> None:
    mine = open_form(editor, world.draft)
    assert open_form(publisher, world.draft).send("_save", place_of_signature="Beijing").status_code == 302
    response = held_back(mine, place_of_signature="Oslo")
    conflict = response.context["adminform"].form.conflict
    assert [(one.label, one.before, one.now, one.typed) for one in conflict.fields] == [
        ("Place of signature", "–", "Beijing", "Oslo")
    ]
    assert [str(one.user) for one in conflict.by] == ["publisher"]
    page = response.content.decode()
    assert "by publisher" in page
    assert 'value="Oslo"' in page
    assert Agreement.objects.get(pk=world.draft.pk).place_of_signature == "Beijing"
    again(mine, response, place_of_signature="Oslo")
    assert Agreement.objects.get(pk=world.draft.pk).place_of_signature == "Oslo"
    assert "Beijing" in world.draft.history.values_list("place_of_signature", flat=True)


def test_a_row_that_the_other_added_is_told_and_stays(editor: Client, publisher: Client, world: World) -> None:
    mine, theirs = open_form(editor, world.draft), open_form(publisher, world.draft)
    theirs.add_row("signatures", party=world.norway, signatory=world.helgesen, qualifier="in_office")
    theirs.add_row(EVIDENCE, source=world.source, field="signed_on")
    assert theirs.send("_save").status_code == 302
    response = held_back(mine, place_of_signature="Oslo")
    rows = response.context["adminform"].form.conflict.rows
    assert {(one.words, one.kind, one.name) for one in rows} == {
        ("Added", "Signature", "Vidar Helgesen (Norway)"),
        ("Added", "Evidence", "A ministry: Press release"),
    }
    again(mine, response, place_of_signature="Oslo")
    assert Signature.objects.filter(agreement=world.draft).count() == 1
    assert world.draft.evidence.count() == 1


def test_a_row_that_the_other_took_away_comes_back_if_it_was_typed_in(
    editor: Client, publisher: Client, world: World
) -> None:
    row = make.make_signature(world.draft, world.helgesen, world.norway, office_en="Minister")
    make.make_signature(world.draft, world.li, world.china)
    mine, theirs = open_form(editor, world.draft), open_form(publisher, world.draft)
    theirs.delete_row("signatures", 0)
    theirs.delete_row("signatures", 1)
    assert theirs.send("_save").status_code == 302
    mine.change_row("signatures", 0, office_en="Minister of Climate")
    response = held_back(mine)
    formsets = {one.formset.prefix: one.formset for one in response.context["inline_admin_formsets"]}
    assert formsets["signatures"].initial_form_count() == 0
    assert "Minister of Climate" in response.content.decode()
    sent = {name: value for name, value in mine.fields.items() if not name.startswith("signatures-")}
    sent |= {"signatures-TOTAL_FORMS": "1", "signatures-INITIAL_FORMS": "0"}
    sent |= {f"signatures-0-{name}": value for name, value in [
        ("party", world.norway.pk), ("signatory", world.helgesen.pk), ("office_en", "Minister of Climate"),
        ("qualifier", "in_office"),
    ]}  # fmt: skip
    mine.fields = sent
    again(mine, response)
    (kept,) = Signature.objects.filter(agreement=world.draft)
    assert (kept.pk != row.pk, kept.office_en) == (True, "Minister of Climate")


def test_changes_by_actions_on_lists_count(editor: Client, publisher: Client, world: World) -> None:
    mine = open_form(editor, world.draft)
    publisher.post(
        reverse("admin:agreements_agreement_changelist"),
        {"action": "send_to_review", "_selected_action": [world.draft.pk]},
    )
    response = held_back(mine)
    assert [(one.label, one.now) for one in response.context["adminform"].form.conflict.fields] == [
        ("Editorial status", "In review")
    ]


def test_a_change_that_left_no_version_is_noticed(editor: Client, world: World) -> None:
    mine = open_form(editor, world.draft)
    Evidence.objects.bulk_create([Evidence(record=world.draft, source=world.source)])
    assert "without leaving a version" in held_back(mine).content.decode()


def test_a_link_made_from_the_other_side_is_noticed(editor: Client, publisher: Client, world: World) -> None:
    mine = open_form(editor, world.draft)
    project = make.make_project("Cleaner air", [])
    form = open_form(publisher, project)
    assert form.send("_save", agreements=[world.draft.pk]).status_code == 302
    conflict = held_back(mine).context["adminform"].form.conflict
    assert [(one.label, one.before, one.now) for one in conflict.fields] == [("Projects", "–", "Cleaner air")]
    assert "publisher" in {str(one.user) for one in conflict.by}


@pytest.mark.parametrize(
    ("kind", "field", "theirs", "mine"),
    [
        ("norway", "name_no", "Noreg", "Norge"),
        ("helgesen", "born_on", "1968", "1969"),
        ("ministry", "acronym", "KMD", "MD"),
        ("climate", "scope_note_en", "Theirs", "Mine"),
        ("paris", "short_name", "Theirs", "Mine"),
        ("source", "licence", "CC0", "CC BY"),
        ("project", "results_en", "Theirs", "Mine"),
        ("event", "place", "Oslo", "Bergen"),
    ],
)
def test_every_kind_of_record(
    kind: str, field: str, theirs: str, mine: str, administrator: Client, publisher: Client, world: World
) -> None:
    record = getattr(world, kind)
    form = open_form(administrator, record)
    assert open_form(publisher, record).send("_save", **{field: theirs}).status_code == 302
    response = held_back(form, **{field: mine})
    assert [(one.now, one.typed) for one in response.context["adminform"].form.conflict.fields] == [
        (response.context["adminform"].form.conflict.fields[0].now, mine)
    ]
    assert str(getattr(type(record).objects.get(pk=record.pk), field)) == theirs
    again(form, response, **{field: mine})
    assert str(getattr(type(record).objects.get(pk=record.pk), field)) == mine


def test_a_row_of_a_party_counts(administrator: Client, publisher: Client, world: World) -> None:
    form = open_form(administrator, world.china)
    theirs = open_form(publisher, world.china)
    theirs.change_row("names", 0, name="中国人")
    assert theirs.send("_save").status_code == 302
    rows = held_back(form).context["adminform"].form.conflict.rows
    assert [(one.words, [(field.before, field.after) for field in one.fields]) for one in rows] == [
        ("Changed", [("中国", "中国人")])
    ]
    assert PartyName.objects.get(party=world.china).name == "中国人"


def test_saving_without_a_change_holds_nobody_back(administrator: Client, publisher: Client, world: World) -> None:
    form = open_form(administrator, world.climate)
    assert open_form(publisher, world.climate).send("_save").status_code == 302
    assert form.send("_save", scope_note_en="About the climate").status_code == 302
    assert Theme.objects.get(pk=world.climate.pk).scope_note_en == "About the climate"


@pytest.mark.parametrize("version", ["", "{", "[]", '{"x": 1}', '{"agreement x": {}}', "null"])
def test_a_form_that_does_not_say_what_it_was_made_from_is_held_back(
    version: str, editor: Client, world: World
) -> None:
    form = open_form(editor, world.draft)
    form.fields["version"] = version
    held_back(form, place_of_signature="Oslo")
