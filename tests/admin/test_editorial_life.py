"""Who may draft, review, publish, withdraw and delete, through the forms and buttons that people press."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, AgreementParty, Event, Evidence, Project
from tests import factories as make
from tests.admin.conftest import FilledForm, World, errors_of, messages_of, open_form

pytestmark = pytest.mark.django_db

EVIDENCE = "agreements-evidence-content_type-object_id"


def status_of(record: Any) -> str:
    return str(type(record).objects.values_list("editorial_status", flat=True).get(pk=record.pk))


def complete(form: FilledForm, world: World) -> None:
    """Fill in what a new agreement needs to be published."""
    for party in (world.norway, world.china):
        form.add_row("participations", party=party)
    form.add_row(EVIDENCE, source=world.source)


# Groups


def test_the_migration_makes_both_groups() -> None:
    codes = {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}
    assert set(codes) == {"editor", "publisher"}
    assert "publish_record" in codes["publisher"] - codes["editor"]
    assert codes["editor"] < codes["publisher"]
    assert {"add_agreement", "change_signatory", "delete_signature", "delete_agreement"} <= codes["editor"]
    assert not {"delete_party", "delete_theme", "delete_source", "delete_signatory"} & codes["editor"]
    assert not Permission.objects.filter(group__name="editor").exclude(content_type__app_label="agreements").exists()


# A new agreement on one page


def test_an_editor_enters_a_whole_agreement_on_one_page(editor: Client, world: World) -> None:
    form = open_form(editor, Agreement)
    form.add_row("alternative_titles", title="Avtalen", language="nb")
    form.add_row("participations", party=world.sweden, institution="")
    form.add_row("participations", party=world.norway, institution=world.ministry)
    form.add_row("signatures", party=world.norway, signatory=world.helgesen, office_en="Minister", qualifier="acting")
    form.add_row("texts", language="nb", status="authentic", prevails="on", url="https://example.org/nb")
    form.add_row("relations", kind="renews", to_agreement=world.published)
    form.add_row("registrations", register="lovdata", number="2020-01-01-1")
    form.add_row(EVIDENCE, source=world.source, field="signed_on", locator="page 1")
    response = form.send(
        "_review", title_en="Agreement on mercury", signed_on="2020-03", themes=[world.mercury.pk],
        instruments=[world.paris.pk], projects=[world.project.pk], events=[world.event.pk],
    )  # fmt: skip

    assert "is sent to review" in messages_of(editor, response)
    entered = Agreement.objects.get(title_en="Agreement on mercury")
    assert entered.editorial_status == "in_review"
    assert list(entered.participations.values_list("position", "party__code")) == [(1, "swe"), (2, "nor")]
    assert [(row.signatory, row.qualifier) for row in entered.signatures.all()] == [(world.helgesen, "acting")]
    assert [text.prevails for text in entered.texts.all()] == [True]
    assert [relation.to_agreement for relation in entered.relations.all()] == [world.published]
    assert [(row.register, row.number) for row in entered.registrations.all()] == [("lovdata", "2020-01-01-1")]
    assert [(row.source, row.field, row.locator) for row in entered.evidence.all()] == [
        (world.source, "signed_on", "page 1")
    ]
    assert [title.title for title in entered.alternative_titles.all()] == ["Avtalen"]
    assert (list(entered.themes.all()), list(entered.instruments.all())) == ([world.mercury], [world.paris])
    assert (list(entered.projects.all()), list(entered.events.all())) == ([world.project], [world.event])
    assert {version.history_user.username for version in entered.history.all()} == {"editor"}


def test_a_project_is_given_its_version_when_an_agreement_lets_go_of_it(publisher: Client, world: World) -> None:
    before = world.project.history.count()
    response = open_form(publisher, world.published).send("_save", projects=[])
    assert response.status_code == 302
    assert not world.project.agreements.exists()
    assert world.project.history.count() == before + 1


# From draft to published


def test_an_editor_sends_to_review_and_takes_back(editor: Client, world: World) -> None:
    assert open_form(editor, world.draft).send("_review").status_code == 302
    assert status_of(world.draft) == "in_review"
    assert open_form(editor, world.draft).send("_draft").status_code == 302
    assert status_of(world.draft) == "draft"


def test_an_editor_cannot_publish(editor: Client, world: World) -> None:
    make.make_evidence(world.draft)
    form = open_form(editor, world.draft)
    assert 'name="_publish"' not in editor.get(form.address).content.decode()
    assert form.send("_publish").status_code == 403
    assert status_of(world.draft) == "draft"


def test_a_publisher_publishes_a_new_agreement_at_once(publisher: Client, world: World) -> None:
    form = open_form(publisher, Agreement)
    complete(form, world)
    assert "is published" in messages_of(publisher, form.send("_publish", title_en="New"))
    assert status_of(Agreement.objects.get(title_en="New")) == "published"


def test_what_is_missing_is_told_and_everything_else_is_saved(publisher: Client, world: World) -> None:
    form = open_form(publisher, Agreement)
    form.add_row("participations", party=world.norway)
    told = messages_of(publisher, form.send("_publish", title_en="New", place_of_signature="Oslo"))
    assert "not published" in told
    assert "a source" in told
    assert "two different parties" in told
    saved = Agreement.objects.get(title_en="New")
    assert (saved.editorial_status, saved.place_of_signature) == ("draft", "Oslo")
    assert saved.participations.get().party == world.norway


def test_a_project_needs_an_agreement_to_be_published_but_not_as_a_draft(publisher: Client, world: World) -> None:
    form = open_form(publisher, Project)
    form.add_row(EVIDENCE, source=world.source)
    assert "an agreement" in messages_of(publisher, form.send("_publish", title_en="New project"))
    project = Project.objects.get(title_en="New project")
    assert "is published" in messages_of(
        publisher, open_form(publisher, project).send("_publish", agreements=[world.published.pk])
    )
    assert "agreements" in errors_of(open_form(publisher, project).send("_save", agreements=[]))


def test_events_are_published_too(publisher: Client, world: World) -> None:
    form = open_form(publisher, Event)
    form.add_row(EVIDENCE, source=world.source)
    response = form.send("_publish", title_en="Meeting", kind="meeting", started_on="2018-02")
    assert "is published" in messages_of(publisher, response)


# What is public


@pytest.mark.parametrize("name", ["published", "withdrawn", "project", "event"])
def test_an_editor_sees_what_is_or_was_public_but_cannot_change_it(name: str, editor: Client, world: World) -> None:
    record = getattr(world, name)
    address = reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk])
    page = editor.get(address)
    assert page.status_code == 200
    assert "changed by publishers" in page.content.decode()
    assert 'type="submit" value="Save"' not in page.content.decode()
    title = record.title_en
    assert editor.post(address, {"title_en": "Other"}).status_code == 403
    assert type(record).objects.get(pk=record.pk).title_en == title


def test_a_publisher_changes_what_is_public(publisher: Client, world: World) -> None:
    assert open_form(publisher, world.published).send("_save", place_of_signature="Beijing").status_code == 302
    assert Agreement.objects.get(pk=world.published.pk).place_of_signature == "Beijing"
    assert status_of(world.published) == "published"


def test_a_published_record_does_not_become_a_draft_again(publisher: Client, world: World) -> None:
    for button in ("_draft", "_review", "_publish"):
        assert open_form(publisher, world.published).send(button).status_code == 403
    assert open_form(publisher, world.published).send("_save", editorial_status="draft").status_code == 302
    assert status_of(world.published) == "published"


# Withdrawal


def withdraw(client: Client, *records: Any, **values: Any) -> Any:
    address = reverse(f"admin:agreements_{records[0]._meta.model_name}_withdraw")
    query = "&".join(f"id={record.pk}" for record in records)
    return client.post(f"{address}?{query}", values)


def test_withdrawing_asks_for_the_reason(publisher: Client, world: World) -> None:
    asked = open_form(publisher, world.published).send("_withdraw")
    assert asked.status_code == 302
    assert publisher.get(asked.url).status_code == 200

    refused = publisher.post(asked.url, {"withdrawn_reason": " "})
    assert "Say why" in refused.context["form"].errors.as_text()
    assert status_of(world.published) == "published"

    assert publisher.post(asked.url, {"withdrawn_reason": "It was never signed."}).status_code == 302
    world.published.refresh_from_db()
    assert (world.published.editorial_status, world.published.withdrawn_reason) == ("withdrawn", "It was never signed.")


def test_a_record_may_be_merged_instead(publisher: Client, world: World) -> None:
    assert withdraw(publisher, world.withdrawn, merged_into=world.published.pk, withdrawn_reason="").status_code == 302
    world.withdrawn.refresh_from_db()
    assert world.withdrawn.merged_into == world.published


@pytest.mark.parametrize(
    ("target", "message"), [("withdrawn", "into itself"), ("draft", "not public"), ("missing", "valid choice")]
)
def test_a_record_is_not_merged_where_readers_cannot_follow(
    target: str, message: str, publisher: Client, world: World
) -> None:
    chosen = 999 if target == "missing" else getattr(world, target).pk
    refused = withdraw(publisher, world.withdrawn, merged_into=chosen, withdrawn_reason="Twice")
    assert message in refused.context["form"].errors.as_text()
    world.withdrawn.refresh_from_db()
    assert world.withdrawn.merged_into is None


def test_a_withdrawn_record_is_published_again_without_its_reason(publisher: Client, world: World) -> None:
    assert "is published" in messages_of(publisher, open_form(publisher, world.withdrawn).send("_publish"))
    world.withdrawn.refresh_from_db()
    assert (world.withdrawn.editorial_status, world.withdrawn.withdrawn_reason) == ("published", "")


def test_only_publishers_withdraw_and_only_what_was_public(editor: Client, publisher: Client, world: World) -> None:
    assert withdraw(editor, world.published, withdrawn_reason="No").status_code == 403
    told = messages_of(publisher, withdraw(publisher, world.draft, withdrawn_reason="No"))
    assert "Only published records" in told
    assert publisher.get(reverse("admin:agreements_agreement_withdraw") + "?id=x&id=" + "9" * 30).status_code == 302
    assert (status_of(world.published), status_of(world.draft)) == ("published", "draft")


# Actions on lists


def act(client: Client, action: str, *records: Any) -> Any:
    address = reverse(f"admin:agreements_{records[0]._meta.model_name}_changelist")
    return client.post(address, {"action": action, "_selected_action": [record.pk for record in records]})


def test_drafts_are_sent_to_review_from_the_list_and_nothing_else(editor: Client, world: World) -> None:
    told = messages_of(editor, act(editor, "send_to_review", world.draft, world.published, world.withdrawn))
    assert "1 draft is sent" in told
    assert [status_of(record) for record in (world.draft, world.published, world.withdrawn)] == [
        "in_review", "published", "withdrawn",
    ]  # fmt: skip


def test_publishing_from_the_list_says_what_is_missing_of_which(publisher: Client, world: World) -> None:
    ready = make.make_agreement("Ready")
    make.make_evidence(ready)
    told = messages_of(publisher, act(publisher, "publish_records", world.draft, ready, world.withdrawn))
    assert "“Ready” is published" in told
    assert "Missing: a source" in told
    assert [status_of(record) for record in (ready, world.draft, world.withdrawn)] == [
        "published",
        "draft",
        "withdrawn",
    ]


def test_several_are_withdrawn_for_one_reason_or_none_is(publisher: Client, world: World) -> None:
    other = make.make_agreement("Other", published=True)
    asked = act(publisher, "withdraw_records", world.published, other, world.draft)
    assert publisher.post(asked.url, {"withdrawn_reason": ""}).status_code == 200
    assert (status_of(other), status_of(world.published)) == ("published", "published")
    assert publisher.post(asked.url, {"withdrawn_reason": "Out of scope."}).status_code == 302
    assert [status_of(record) for record in (other, world.published, world.draft)] == [
        "withdrawn",
        "withdrawn",
        "draft",
    ]


def test_editors_are_not_offered_the_actions_of_publishers(editor: Client, world: World) -> None:
    page = editor.get(reverse("admin:agreements_agreement_changelist")).content.decode()
    assert 'value="send_to_review"' in page
    assert "publish_records" not in page
    assert "withdraw_records" not in page
    act(editor, "publish_records", world.draft)
    assert status_of(world.draft) == "draft"


# Deletion


def delete(client: Client, record: Any) -> int:
    address = reverse(f"admin:agreements_{record._meta.model_name}_delete", args=[record.pk])
    return int(client.post(address, {"post": "yes"}).status_code)


def test_a_draft_may_be_deleted_with_its_rows(editor: Client, world: World) -> None:
    draft = make.make_agreement("Mistake")
    make.make_evidence(draft)
    assert delete(editor, draft) == 302
    assert not Agreement.objects.filter(pk=draft.pk).exists()
    assert not AgreementParty.objects.filter(agreement_id=draft.pk).exists()
    assert not Evidence.objects.filter(object_id=draft.pk, content_type__model="agreement").exists()


def test_what_was_ever_public_is_never_deleted(administrator: Client, world: World) -> None:
    once = make.make_agreement("Once public", published=True)
    Agreement.objects.filter(pk=once.pk).update(editorial_status="draft")
    for record in (world.published, world.withdrawn, world.project, world.event, once):
        assert delete(administrator, record) == 403
        act(administrator, "delete_selected", record)
        address = reverse(f"admin:agreements_{record._meta.model_name}_changelist")
        refused = administrator.post(
            address, {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
        )
        assert refused.status_code == 403
        assert type(record).objects.filter(pk=record.pk).exists()


def test_what_others_point_to_is_not_deleted(administrator: Client, world: World) -> None:
    for record in (world.norway, world.helgesen, world.source, world.ministry):
        assert delete(administrator, record) == 200  # the page that says what stands in the way
        assert type(record).objects.filter(pk=record.pk).exists()


# History


def test_history_tells_who_changed_the_record_and_its_rows(publisher: Client, editor: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    form.delete_row("signatures", 1)
    assert form.send("_save", place_of_signature="Beijing").status_code == 302
    world.li.delete()
    page = editor.get(reverse("admin:agreements_agreement_history", args=[world.published.pk]))
    occasion, changes = page.context["occasions"][0]
    assert str(occasion.user) == "publisher"
    assert [(entry.words, entry.kind, entry.name) for entry in changes if entry.kind] == [
        ("Removed", "Signature", "Li Ganjie (no longer in the archive) (China)")
    ] or [entry.words for entry in changes if entry.kind] == ["Removed"]
    own = [(field.label, field.after) for entry in changes if not entry.kind for field in entry.fields]
    assert own == [("Place of signature", "Beijing")]


def test_a_version_shows_what_the_record_and_its_rows_held(editor: Client, publisher: Client, world: World) -> None:
    assert open_form(publisher, world.published).send("_save", themes=[], signed_on="2018").status_code == 302
    pages = []
    for number in (1, 2):
        address = reverse("admin:agreements_agreement_version", args=[world.published.pk, number])
        contents = editor.get(address).context["contents"]
        held = {field.label: field.after for entry in contents if not entry.kind for field in entry.fields}
        pages.append((held["Signed"], held.get("Themes")))
        assert "Li Ganjie (China)" in {entry.name for entry in contents}
    assert pages == [("June 2017", "Climate change, Mercury"), ("2018", None)]


def test_the_librarys_address_of_a_version_leads_to_its_occasion(editor: Client, world: World) -> None:
    first = world.published.history.last()
    address = reverse("admin:agreements_agreement_simple_history", args=[world.published.pk, first.pk])
    assert editor.get(address)["Location"] == reverse(
        "admin:agreements_agreement_version", args=[world.published.pk, 1]
    )
    assert editor.get(address.replace(f"/{first.pk}/", "/999/")).status_code == 404
