"""Reports of errors as editors see them."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import ErrorReport
from tests.admin.conftest import World

pytestmark = pytest.mark.django_db

LIST = reverse("admin:agreements_errorreport_changelist")


@pytest.fixture
def reports(world: World) -> list[ErrorReport]:
    texts = ("The place is wrong", "The day is wrong")
    return [
        ErrorReport.objects.create(record=world.published, text=text, email="reader@example.org", language="en")
        for text in texts
    ]


def test_an_editor_reads_them_and_marks_one_as_dealt_with(
    editor: Client, reports: list[ErrorReport], world: World
) -> None:
    page = editor.get(LIST).content.decode()
    assert "The place is wrong" in page
    assert reverse("admin:agreements_agreement_change", args=[world.published.pk]) in page

    editor.post(LIST, {"action": "mark_as_handled", "_selected_action": [reports[0].pk]})

    place, day = (ErrorReport.objects.get(pk=report.pk) for report in reports)
    assert place.handled_at
    assert (place.handled_by_id, place.email) == (int(editor.session["_auth_user_id"]), "")
    assert not day.handled_at
    waiting = editor.get(f"{LIST}?state=waiting").content.decode()
    assert "The day is wrong" in waiting
    assert "The place is wrong" not in waiting
    assert "The place is wrong" in editor.get(f"{LIST}?state=handled&q=place").content.decode()


def test_a_report_is_read_but_not_written_here(editor: Client, reports: list[ErrorReport]) -> None:
    change = reverse("admin:agreements_errorreport_change", args=[reports[0].pk])
    assert editor.get(change).status_code == 200
    editor.post(change, {"text": "Nothing is wrong"})
    assert ErrorReport.objects.get(pk=reports[0].pk).text == "The place is wrong"
    assert editor.get(reverse("admin:agreements_errorreport_add")).status_code == 403
    assert editor.get(reverse("admin:agreements_errorreport_delete", args=[reports[0].pk])).status_code == 403


def test_a_publisher_deletes_one(publisher: Client, reports: list[ErrorReport]) -> None:
    publisher.post(reverse("admin:agreements_errorreport_delete", args=[reports[0].pk]), {"post": "yes"})
    assert list(ErrorReport.objects.all()) == [reports[1]]
