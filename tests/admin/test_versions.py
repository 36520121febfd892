"""History in the admin: every occasion in words, any two compared, an older one restored by who may."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.history.occasions import occasions_of
from agreements.history.state import state_of
from agreements.models import Agreement
from tests import factories as make
from tests.admin.conftest import World, messages_of, open_form

pytestmark = pytest.mark.django_db
EVIDENCE = "agreements-evidence-content_type-object_id"


def page(name: str, record: Agreement, *args: int) -> str:
    return reverse(f"admin:agreements_agreement_{name}", args=[record.pk, *args])


def edit(client: Client, world: World) -> None:
    """Change the record and its rows in one form."""
    form = open_form(client, world.published)
    form.delete_row("signatures", 1)
    form.change_row("signatures", 0, office_en="Minister")
    form.add_row(EVIDENCE, source=world.source, field="signed_on", locator="page 1")
    sent = form.send("_save", kind="protocol", signed_on="2018-01-02", themes=[world.climate.pk])
    assert sent.status_code == 302


def test_one_form_is_one_occasion_told_in_the_readers_words(publisher: Client, world: World) -> None:
    before = len(occasions_of(Agreement, world.published.pk))
    edit(publisher, world)
    assert len(occasions_of(Agreement, world.published.pk)) == before + 1
    address = f"{page('compare', world.published)}?from={before + 1}&to={before}"
    response = publisher.get(address)
    told = response.context["changes"]
    own = {field.label: (field.before, field.after) for entry in told if not entry.kind for field in entry.fields}
    assert own == {
        "Kind": ("Agreement", "Protocol"),
        "Signed": ("June 2017", "2 January 2018"),
        "Themes": ("Climate change, Mercury", "Climate change"),
    }
    rows = {(entry.words, entry.kind, entry.name) for entry in told if entry.kind}
    assert rows == {
        ("Removed", "Signature", "Li Ganjie (China)"),
        ("Changed", "Signature", "Vidar Helgesen (Norway)"),
        ("Added", "Evidence", "A ministry: Press release, page 1"),
    }
    (evidence,) = (entry for entry in told if entry.kind == "Evidence")
    assert ("Field", "–", "Signed") in {(one.label, one.before, one.after) for one in evidence.fields}
    norwegian = publisher.get(address, headers={"accept-language": "nb"}).content.decode()
    assert "2. januar 2018" in norwegian
    assert "Fjernet" in norwegian


def test_an_older_version_is_restored_and_then_the_newer_one(publisher: Client, world: World) -> None:
    world.published.participations.get(party=world.norway).save()  # its institution was set without a version
    older = state_of(world.published)
    edit(publisher, world)
    newer = state_of(world.published)
    latest = len(occasions_of(Agreement, world.published.pk))
    sent = publisher.post(page("version", world.published, latest - 1), {"latest": latest})
    assert "is restored" in messages_of(publisher, sent)
    assert state_of(world.published) == older
    publisher.post(page("version", world.published, latest), {"latest": latest + 1})
    assert state_of(world.published) == newer
    assert len(occasions_of(Agreement, world.published.pk)) == latest + 2


def test_who_may_not_change_a_record_reads_its_versions_and_restores_none(editor: Client, world: World) -> None:
    address = page("version", world.published, 1)
    assert "Restore this version" not in editor.get(address).content.decode()
    assert editor.post(address, {"latest": 1}).status_code == 403


def test_a_page_that_does_not_know_of_the_latest_change_restores_nothing(editor: Client, world: World) -> None:
    form = open_form(editor, world.draft)
    assert form.send("_save", place_of_signature="Oslo").status_code == 302
    sent = editor.post(page("version", world.draft, 1), {"latest": 1})
    assert "Somebody changed the record meanwhile" in messages_of(editor, sent)
    assert Agreement.objects.get(pk=world.draft.pk).place_of_signature == "Oslo"


def test_what_cannot_be_restored_is_told_in_a_sentence(editor: Client, world: World) -> None:
    person = make.make_signatory("Kari")
    row = make.make_signature(world.draft, person, world.norway)
    latest = len(occasions_of(Agreement, world.draft.pk))
    row.delete()
    person.delete()
    sent = editor.post(page("version", world.draft, latest), {"latest": latest + 1})
    assert "Nothing was restored." in messages_of(editor, sent)


def test_the_history_of_a_deleted_record_stays_to_be_read(editor: Client, world: World) -> None:
    person = make.make_signatory("Kari")
    pk = person.pk
    person.delete()
    address = reverse("admin:agreements_signatory_history", args=[pk])
    assert "no longer in the archive" in editor.get(address).content.decode()
    for number in (1, 2):
        version = editor.get(reverse("admin:agreements_signatory_version", args=[pk, number]))
        assert version.status_code == 200


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=99", "?from=x&to=1", "?from=0&to=1", "?from=²&to=1"])
def test_versions_that_there_are_not(query: str, editor: Client, world: World) -> None:
    assert editor.get(page("compare", world.draft) + query).status_code == 404
    assert editor.get(page("version", world.draft, 99)).status_code == 404
    assert editor.get(reverse("admin:agreements_agreement_history", args=[987654])).status_code == 404
