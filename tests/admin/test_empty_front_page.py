"""The editors' front page of an archive that nobody has written in yet."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.quality.worklists import GROUPS

pytestmark = pytest.mark.django_db


def test_an_empty_archive_says_that_nothing_waits(editor: Client) -> None:
    page = editor.get("/admin/").content.decode()
    for one in (one for group in GROUPS for one in group.lists):
        assert str(one.empty) in page
    assert "Nothing waits for review." in page
    assert "Nobody has changed anything yet." in page
    assert "Links have not been checked yet" in page
    assert editor.get(reverse("admin:missing_by_party")).status_code == 200
