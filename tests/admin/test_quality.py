"""What a record's page says of its quality, and verifying: who did, when, and who may."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Event, Project
from tests import factories as make
from tests.admin.conftest import World, messages_of, open_form

pytestmark = pytest.mark.django_db


def page_of(client: Client, record: Any) -> Any:
    response = client.get(reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk]))
    assert response.status_code == 200
    return response


# Completeness on the page and in the list


def test_what_is_missing_leads_to_where_it_is_entered(editor: Client, world: World) -> None:
    page = page_of(editor, world.draft)
    found = {one.answer.item.code: one.anchor for one in page.context["completeness"]["missing"]}
    assert found == {
        "text": "texts-group",
        "source": "agreements-evidence-content_type-object_id-group",
        "signatory": "signatures-group",
        "effect": "id_entry_into_force_on",
        "themes": "id_themes",
        "summary": "id_summary_en",
        "both_signed": "signatures-group",
        "title_no": "id_title_no",
        "place": "id_place_of_signature",
        "duration": "id_valid_until",
        "binding": "id_is_legally_binding",
    }
    content = page.content.decode()
    for anchor in found.values():
        assert f'href="#{anchor}"' in content
        assert f'id="{anchor}"' in content


@pytest.mark.parametrize("name", ["project", "event"])
def test_projects_and_events_say_what_they_lack(name: str, publisher: Client, world: World) -> None:
    page = page_of(publisher, getattr(world, name))
    missing = page.context["completeness"]["missing"]
    assert missing
    for one in missing:
        assert f'id="{one.anchor}"' in page.content.decode(), one.answer.item.code


def test_somebody_who_may_only_look_is_not_led_to_fields_that_are_not_there(editor: Client, world: World) -> None:
    page = page_of(editor, world.published)
    content = page.content.decode()
    assert "Not recorded:" in content
    for one in page.context["completeness"]["missing"]:
        assert not one.anchor or f'id="{one.anchor}"' in content


def test_a_record_that_is_being_added_has_no_completeness_yet(editor: Client) -> None:
    page = editor.get(reverse("admin:agreements_agreement_add"))
    assert "completeness" not in page.context


def test_the_list_shows_sorts_and_parts_by_completeness(editor: Client, world: World) -> None:
    address = reverse("admin:agreements_agreement_changelist")
    rows = list(editor.get(address).context["cl"].result_list)
    shares = {row.pk: row.share for row in rows}
    assert {pk: page_of(editor, Agreement(pk=pk)).context["completeness"]["percent"] for pk in shares} == shares
    columns = editor.get(address).context["cl"].list_display
    by_share = editor.get(address, {"o": str(columns.index("completeness"))}).context["cl"].result_list
    assert [row.share for row in by_share] == sorted(shares.values())
    assert len(set(shares.values())) > 1
    found = {
        band: {row.pk for row in editor.get(address, {"completeness": band}).context["cl"].result_list}
        for band in ("complete", "nearly", "half", "thin", "nobody")
    }
    assert found["thin"] == {pk for pk, share in shares.items() if share < 50}
    assert found["half"] == {pk for pk, share in shares.items() if 50 <= share < 75}
    assert found["nobody"] == set()


# Verified on and by


def test_the_button_saves_and_verifies_today(publisher: Client, world: World) -> None:
    told = messages_of(publisher, open_form(publisher, world.published).send("_verify", place_of_signature="Beijing"))
    assert "1 record is verified today." in told
    record = Agreement.objects.get(pk=world.published.pk)
    assert record.place_of_signature == "Beijing"
    assert (record.verified_on, str(record.verified_by)) == (timezone.localdate(), "publisher")
    assert record.editorial_status == "published"
    newest = record.history.first()
    assert (newest.verified_on, str(newest.verified_by), str(newest.history_user)) == (
        record.verified_on, "publisher", "publisher",
    )  # fmt: skip
    history = publisher.get(reverse("admin:agreements_agreement_history", args=[record.pk])).content.decode()
    assert "Verified by" in history or "verified by" in history


def test_an_editor_verifies_a_draft_but_nothing_public(editor: Client, world: World) -> None:
    assert open_form(editor, world.draft).send("_verify").status_code == 302
    assert str(Agreement.objects.get(pk=world.draft.pk).verified_by) == "editor"
    assert 'name="_verify"' not in page_of(editor, world.published).content.decode()
    address = reverse("admin:agreements_agreement_change", args=[world.published.pk])
    assert editor.post(address, {"_verify": "1"}).status_code == 403
    assert Agreement.objects.get(pk=world.published.pk).verified_on is None


def test_what_is_withdrawn_or_new_has_no_such_button(publisher: Client, world: World) -> None:
    assert 'name="_verify"' not in page_of(publisher, world.withdrawn).content.decode()
    assert 'name="_verify"' not in publisher.get(reverse("admin:agreements_agreement_add")).content.decode()
    assert open_form(publisher, world.withdrawn).send("_verify").status_code == 403


def test_whoever_types_the_day_verified_the_record(publisher: Client, world: World) -> None:
    open_form(publisher, world.project).send("_save", verified_on="2026-01-02")
    record = Project.objects.get(pk=world.project.pk)
    assert (str(record.verified_on), str(record.verified_by)) == ("2026-01-02", "publisher")

    administrator = Client()
    administrator.force_login(User.objects.create_user("other", is_staff=True, is_superuser=True))
    open_form(administrator, record).send("_save", results_en="Less mercury.")
    assert str(Project.objects.get(pk=record.pk).verified_by) == "publisher", "changing something else verifies nothing"

    open_form(publisher, record).send("_save", verified_on="")
    record.refresh_from_db()
    assert (record.verified_on, record.verified_by) == (None, None)


def test_a_record_verified_on_no_day_was_verified_by_nobody() -> None:
    event = make.make_event()
    event.verify(User.objects.create_user("somebody"))
    event.verified_on = None
    event.save(update_fields=["verified_on"])
    assert Event.objects.get(pk=event.pk).verified_by is None


def test_the_day_stays_when_the_account_goes() -> None:
    event, user = make.make_event(), User.objects.create_user("somebody")
    event.verify(user)
    user.delete()
    event.refresh_from_db()
    assert (event.verified_on, event.verified_by) == (timezone.localdate(), None)


@pytest.mark.parametrize(
    ("name", "verified", "told"),
    [
        ("publisher", {"published", "draft"}, "1 record was left as it is"),
        ("editor", {"draft"}, "2 records were left as they are"),
    ],
)
def test_the_action_verifies_what_the_user_may_change(
    name: str, verified: set[str], told: str, request: pytest.FixtureRequest, world: World
) -> None:
    client: Client = request.getfixturevalue(name)
    records = {title: getattr(world, title) for title in ("published", "draft", "withdrawn")}
    selected = {"action": "verify_records", "_selected_action": [record.pk for record in records.values()]}
    response = client.post(reverse("admin:agreements_agreement_changelist"), selected)
    said = messages_of(client, response)
    assert told in said
    assert f"{len(verified)} record" in said
    done = Agreement.objects.filter(verified_on=timezone.localdate(), verified_by__username=name)
    assert set(done) == {records[title] for title in verified}


def test_a_verified_record_leaves_the_work_list(publisher: Client, world: World) -> None:
    address = reverse("admin:agreements_agreement_changelist")

    def listed() -> set[Agreement]:
        return set(publisher.get(address, {"worklist": "never-verified"}).context["cl"].result_list)

    assert listed() == {world.published}
    open_form(publisher, world.published).send("_verify")
    assert listed() == set()


def test_readers_are_told_the_day_and_never_who(client: Client, world: World) -> None:
    world.published.verify(User.objects.create_user("kari-nordmann"))
    page = client.get(f"/en{world.published.get_absolute_url().removeprefix('/en')}").content.decode()
    assert f"{timezone.localdate():%Y}" in page
    assert "kari-nordmann" not in page
    for suffix in ("csv", "json", "atom"):
        response = client.get(f"/en/agreements.{suffix}")
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        assert b"kari-nordmann" not in body


# Links


def test_a_source_says_what_became_of_its_address(editor: Client, world: World) -> None:
    page = page_of(editor, world.source).content.decode()
    assert "404" not in page
    make.make_link_check(world.source.url, failed_days=2)
    assert "404 (failed on 2 days in a row)" in page_of(editor, world.source).content.decode()
