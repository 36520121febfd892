"""Merging in the admin: the action, the page, the preview, the rights, and undoing from the history."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, DistinctPair, Merger, Signatory
from tests import factories as make
from tests.admin.conftest import World, messages_of, open_form

pytestmark = pytest.mark.django_db


def two_people(world: World) -> tuple[Signatory, Signatory]:
    kept = make.make_signatory("Kari Berg", born_on="1950")
    gone = make.make_signatory("Berg, Kari", born_on="1951", wikidata_id="Q1")
    make.make_signature(world.draft, kept, world.norway)
    make.make_signature(make.make_agreement("Another"), kept, world.norway)
    make.make_signature(world.draft, gone, world.norway, office_en="Minister")
    return kept, gone


def merge_page(*records: Signatory | Agreement) -> str:
    query = "&".join(f"id={record.pk}" for record in records)
    return reverse(f"admin:agreements_{records[0]._meta.model_name}_merge") + f"?{query}"


def test_two_people_are_merged_from_the_list_and_made_two_again(
    editor: Client, publisher: Client, world: World
) -> None:
    kept, gone = two_people(world)
    selected = {"action": "merge_records", "_selected_action": [gone.pk, kept.pk]}
    chosen = editor.post(reverse("admin:agreements_signatory_changelist"), selected)
    assert chosen["Location"] == merge_page(kept, gone)

    page = editor.get(chosen["Location"])
    plan = page.context["plan"]
    assert (plan.kept, plan.gone) == (kept, gone), "the one to which more points stays"
    assert [choice.label for choice in plan.differing][:2] == ["Name", "Name for sorting"]
    assert "They were born at different times: 1950 and 1951." in page.content.decode()

    choices = {"step": "preview", "keep": kept.pk, "choice-name": "gone", "choice-born_on": "kept"}
    preview = editor.post(chosen["Location"], choices)
    shown = preview.content.decode()
    assert "instead of Kari Berg" in shown
    assert "and not 1951" in shown
    assert Merger.objects.count() == 0

    sent = {**choices, "step": "merge", "fingerprint": preview.context["plan"].fingerprint}
    assert "is merged into" in messages_of(editor, editor.post(chosen["Location"], sent))
    kept.refresh_from_db()
    assert (kept.name, str(kept.born_on), kept.wikidata_id) == ("Berg, Kari", "1950", "Q1")
    assert world.draft.signatures.get(signatory=kept).office_en == "Minister"
    merger = Merger.objects.get()
    assert merger.merged_by is not None
    assert merger.merged_by.username == "editor"

    for record in (kept.pk, gone.pk):  # also the one that went has its history
        history = publisher.get(reverse("admin:agreements_signatory_history", args=[record]))
        assert history.context["mergers"] == [merger]
    undo = reverse("admin:agreements_signatory_undo", args=[kept.pk, merger.pk])
    assert editor.get(undo).status_code == 403
    assert publisher.get(undo).status_code == 200
    assert "are two again" in messages_of(publisher, publisher.post(undo))
    assert Signatory.objects.get(pk=gone.pk).name == "Berg, Kari"
    assert Signatory.objects.get(pk=kept.pk).name == "Kari Berg"


def test_the_other_one_may_stay_instead(editor: Client, world: World) -> None:
    kept, gone = two_people(world)
    plan = editor.get(f"{merge_page(kept, gone)}&keep={gone.pk}").context["plan"]
    assert (plan.kept, plan.gone) == (gone, kept)


def test_choices_come_back_from_the_preview(editor: Client, world: World) -> None:
    kept, gone = two_people(world)
    page = editor.post(merge_page(kept, gone), {"step": "choose", "keep": kept.pk, "choice-born_on": "gone"})
    assert {choice.column: choice.chosen for choice in page.context["plan"].fields}["born_on"] == "gone"


def test_what_changed_after_the_preview_is_looked_at_again(editor: Client, world: World) -> None:
    kept, gone = two_people(world)
    seen = editor.post(merge_page(kept, gone), {"step": "preview", "keep": kept.pk}).context["plan"].fingerprint
    make.make_signature(make.make_agreement("New"), gone, world.norway)
    page = editor.post(merge_page(kept, gone), {"step": "merge", "keep": kept.pk, "fingerprint": seen})
    assert "Something changed while you were looking" in page.content.decode()
    assert Signatory.objects.filter(pk=gone.pk).exists()


def test_what_cannot_be_merged_is_told_and_offers_no_preview(publisher: Client, world: World) -> None:
    other = make.make_agreement("With Sweden", ["nor", "swe"])
    page = publisher.get(merge_page(world.published, other)).content.decode()
    assert "Together they have more than two parties" in page
    assert 'value="preview"' not in page
    sent = publisher.post(merge_page(world.published, other), {"step": "merge", "keep": world.published.pk})
    assert "Nothing was merged." in sent.content.decode()


def test_public_records_are_merged_by_publishers_alone(editor: Client, publisher: Client, world: World) -> None:
    other = make.make_signatory("Helgesen, Vidar")
    assert editor.get(merge_page(world.helgesen, other)).status_code == 403
    assert publisher.get(merge_page(world.helgesen, other)).status_code == 200
    link = "Merge…"
    address = reverse("admin:agreements_signatory_change", args=[world.helgesen.pk])
    assert link not in editor.get(address).content.decode()
    assert link in publisher.get(address).content.decode()


def test_from_one_record_the_other_is_looked_for(editor: Client, world: World) -> None:
    kept, gone = two_people(world)
    page = editor.get(merge_page(kept))
    assert [lookalike.pk for lookalike, _address in page.context["likely"]] == [gone.pk]
    found = editor.get(f"{merge_page(kept)}&q=Ganjie").context["found"]
    assert found == [("Li Ganjie [China]", merge_page(kept, world.li))]


@pytest.mark.parametrize("query", ["", "id=x", "id=999999", "id=²"])
def test_nothing_to_merge_leads_back_to_the_list(query: str, editor: Client) -> None:
    response = editor.get(f"{reverse('admin:agreements_signatory_merge')}?{query}")
    assert response["Location"] == reverse("admin:agreements_signatory_changelist")


def test_events_are_not_merged(administrator: Client, world: World) -> None:
    page = administrator.get(reverse("admin:agreements_event_changelist")).content.decode()
    assert 'value="merge_records"' not in page


# Likely duplicates


def test_likely_pairs_are_listed_and_forgotten_when_they_are_two(editor: Client, world: World) -> None:
    kept, gone = two_people(world)
    address = f"{reverse('admin:duplicates')}?kind=signatory"
    page = editor.get(address)
    assert [pair["merge"] for pair in page.context["pairs"]] == [merge_page(kept, gone)]
    editor.post(address, {"one": gone.pk, "other": kept.pk})
    assert editor.get(address).context["pairs"] == []
    assert DistinctPair.objects.get().said_by is not None
    for kind in ("agreement", "party", "institution", "theme", "project", "nonsense"):
        assert editor.get(f"{reverse('admin:duplicates')}?kind={kind}").status_code == 200


def test_a_new_record_that_looks_like_one_is_held_back_once(editor: Client, world: World) -> None:
    form = open_form(editor, Signatory)
    held = form.send("_save", name="Helgesen, Vidar", party=world.norway.pk, born_on="1968")
    page = held.content.decode()
    assert "Perhaps it is in the archive already" in page
    assert reverse("admin:agreements_signatory_change", args=[world.helgesen.pk]) in page
    assert 'value="1968"' in page
    assert Signatory.objects.count() == 2
    ids = held.context["lookalike_ids"]
    saved = form.send("_save", name="Helgesen, Vidar", party=world.norway.pk, born_on="1968", _another=ids)
    assert saved.status_code == 302
    assert Signatory.objects.count() == 3
    assert DistinctPair.objects.count() == 1


def test_a_new_agreement_is_held_back_with_its_rows(editor: Client, world: World) -> None:
    make.make_agreement("Agreement on mercury", signed_on="2020-03-04")
    form = open_form(editor, Agreement)
    form.add_row("participations", party=world.norway)
    form.add_row("participations", party=world.china)
    form.add_row("signatures", party=world.norway, signatory=world.helgesen, office_en="Minister")
    held = form.send("_save", title_en="Memorandum on mercury", signed_on="2020-03-04")
    assert "looks like a record that is in the archive already" in held.content.decode()
    assert 'value="Minister"' in held.content.decode()
    assert not Agreement.objects.filter(title_en="Memorandum on mercury").exists()
    sent = form.send(
        "_save", title_en="Memorandum on mercury", signed_on="2020-03-04", _another=held.context["lookalike_ids"]
    )
    assert sent.status_code == 302
    assert Agreement.objects.get(title_en="Memorandum on mercury").signatures.count() == 1


def test_a_change_that_says_nothing_of_who_it_is_raises_no_warning(editor: Client, world: World) -> None:
    make.make_signatory("Berg, Kari")
    person = make.make_signatory("Kari Berg")
    assert open_form(editor, person).send("_save", slug="kari").status_code == 302
    assert open_form(editor, person).send("_save", name="K. Berg").status_code == 200
