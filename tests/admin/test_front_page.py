"""The editors' front page: every number is that of the list it leads to, for whoever looks."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.admin.front import TOOLS
from agreements.models import Agreement, ErrorReport, Event, LinkCheck, Project, Source
from agreements.quality.worklists import GROUPS, MISSING, WRITTEN_IN, work_lists_of
from tests import factories as make
from tests.admin.conftest import World, open_form
from tests.admin.test_every_page import INLINE

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def numbers_on(context: Any) -> list[Any]:
    """Every number of the page that counts records."""
    found = [number for section in context["sections"] for row in section.rows for number in row.numbers]
    for row in context["missing"]:
        found += [row.agreements, *row.numbers]
    for year in context["years"]:
        found += [number for numbers in year.numbers for number in numbers]
    return found


def make_work(user: str) -> None:
    """Something of every work list, for a user by name."""
    today = timezone.localdate()
    drafter = User.objects.get(username=user)
    kinds: tuple[Any, ...] = (Agreement, Project, Event)
    for number, model in enumerate(kinds):
        record = model(title_en="Mine", **({"started_on": "2026", "kind": "visit"} if model is Event else {}))
        record._history_user = drafter
        record.save()
        waiting = {"editorial_status": "in_review", "review_note": "Who signed?"}
        long_ago = {"verified_on": today.replace(year=today.year - 10, day=1), "norwegian_form": "nn", "title_no": "Ny"}
        maker: Any = (make.make_agreement, make.make_project, make.make_event)[number]
        maker("Waits", **waiting)
        maker("Long ago", published=True, **long_ago)
        maker("Never", published=True, title_no="Aldri")
    wrong: Any = {"record": make.make_party("nor"), "language": "en"}
    ErrorReport.objects.create(text="The year is wrong.", **wrong)
    ErrorReport.objects.create(text="The title is wrong.", handled_at=timezone.now(), **wrong)
    ends = (today + dt.timedelta(days=30)).isoformat()
    make.make_agreement("Ends", ("swe", "fin"), valid_until=ends)
    make.make_agreement("Goes on", ("swe", "chn"), valid_until=ends, renewal="tacit", signed_on="2001")
    for name, failed_days in (("broken", 2), ("doubtful", 1)):
        address = f"https://example.org/{name}"
        make.make_link_check(address, failed_days)
        make.make_source(name, url=address)
        make.make_text(make.make_agreement(f"With a {name} text"), url=address)


@pytest.mark.parametrize("name", ["editor", "publisher"])
def test_every_number_is_that_of_the_list_it_leads_to(name: str, request: pytest.FixtureRequest, world: World) -> None:
    client: Client = request.getfixturevalue(name)
    make_work(name)

    page = client.get(INDEX)

    shown = {
        (row.work_list.code, number.name)
        for section in page.context["sections"]
        for row in section.rows
        for number in row.numbers
    }
    expected = {
        (one.code, str(model._meta.verbose_name_plural))
        for group in GROUPS
        for one in group.lists
        for model in one.models
    }
    singular = {
        str(model._meta.verbose_name_plural): str(model._meta.verbose_name)
        for model in (Agreement, Project, Event, Source, ErrorReport)
    }
    assert {
        (code, plural) for code, plural in expected if not {(code, plural), (code, singular[plural])} & shown
    } == set()
    numbers = numbers_on(page.context)
    assert len(numbers) > 40
    for number in numbers:
        response = client.get(number.url)
        assert response.status_code == 200, number.url
        assert response.context["cl"].result_count == number.count, number.url
        if number.count:
            assert f'href="{number.url.replace("&", "&amp;")}"' in page.content.decode(), number.url


@pytest.mark.parametrize("code", work_lists_of(Agreement))
def test_every_list_narrows_to_what_it_holds(code: str, editor: Client, world: World) -> None:
    """By name, so that a list and its number cannot be wrong together."""
    make_work("editor")
    held = {
        "my-drafts": {"Mine"},
        "in-review": {"Waits"},
        "second-look": {"Waits", "Memorandum on the environment"},
        "expiring": {"Ends"},
        "tacit-renewal": {"Goes on"},
        "broken-links": {"With a broken text"},
        "doubtful-links": {"With a doubtful text"},
        "verified-long-ago": {"Long ago"},
        "never-verified": {"Agreement on renewed cooperation", "Never"},
        "without-text": {"Mine", "Waits", "Long ago", "Never", "Ends", "Goes on", "Memorandum on the environment"},
        "without-date": {"Mine", "Waits", "Long ago", "Never", "Ends", "With a broken text", "With a doubtful text"},
        "without-source": {
            "Mine", "Waits", "Ends", "Goes on", "With a broken text", "With a doubtful text",
            "Memorandum on the environment",
        },
        "without-signatory": {
            "Mine", "Waits", "Long ago", "Never", "Ends", "Goes on", "With a broken text", "With a doubtful text",
            "Memorandum on the environment",
        },
        "written-in-nb": {"Never"},
        "written-in-nn": {"Long ago"},
    }  # fmt: skip
    listed = editor.get(reverse("admin:agreements_agreement_changelist"), {"worklist": code}).context["cl"].result_list
    assert {record.title_en for record in listed} == held[code]


def test_the_lists_by_party_are_narrowed_to_it(editor: Client, world: World) -> None:
    make_work("editor")
    rows = {str(row.party or ""): row for row in editor.get(INDEX).context["missing"]}
    assert set(rows) == {"", "Norway", "China", "Sweden", "Finland"}
    number = rows["Sweden"].numbers[list(MISSING).index("signatory")]
    listed = editor.get(number.url).context["cl"].result_list
    assert {record.title_en for record in listed} == {"Ends", "Goes on"}


def test_every_party_is_on_a_page_of_its_own(editor: Client, world: World) -> None:
    parties = [make.make_party(f"x{chr(97 + number)}x") for number in range(12)]
    for party in parties:
        make.make_agreement("Bare", ("nor", party))
    assert len(editor.get(INDEX).context["missing"]) == 1 + 8
    page = editor.get(reverse("admin:missing_by_party"))
    assert {row.party for row in page.context["missing"]} == {None, world.norway, world.china, *parties}
    for row in page.context["missing"]:
        for number in (row.agreements, *row.numbers):
            assert editor.get(number.url).context["cl"].result_count == number.count, number.url


def test_the_page_says_when_links_were_last_checked(editor: Client) -> None:
    make.make_link_check(checked_at=dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC))
    assert LinkCheck.objects.count() == 1
    assert "Links were last checked 4 March 2026." in editor.get(INDEX).content.decode()


def test_the_page_has_its_landmarks_and_keeps_to_the_policy(editor: Client, world: World) -> None:
    page = editor.get(INDEX).content.decode()
    assert not INLINE.search(page)
    assert len(re.findall(r"<h1", page)) == 1
    headed = set(re.findall(r'aria-labelledby="([^"]+)"', page))
    assert headed <= set(re.findall(r'id="([^"]+)"', page))
    assert len(re.findall(r"<main|<aside|<nav", page)) >= 3
    assert f'href="{reverse("admin:agreements_theme_changelist")}"' in page, "Django's list of records stands below"


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.url_name)
def test_every_tool_opens(tool: Any, editor: Client, world: World) -> None:
    address = reverse(f"admin:{tool.url_name}")
    assert f'href="{address}"' in editor.get(INDEX).content.decode()
    response = editor.get(address)
    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())


def test_somebody_who_may_see_little_is_told_of_little(world: World) -> None:
    user = User.objects.create_user("guest", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_project"))
    client = Client()
    client.force_login(user)
    make.make_project("Waits", editorial_status="in_review")
    make.make_agreement("Secret", editorial_status="in_review")

    page = client.get(INDEX)

    assert {number.name for number in numbers_on(page.context)} == {"project"}
    assert [tool.url_name for tool, _address in page.context["tools"]] == ["guide"]
    assert "Secret" not in page.content.decode()
    assert "New agreement" not in page.content.decode()
    assert client.get(reverse("admin:missing_by_party")).status_code == 403
    assert Client().get(INDEX).status_code == 302


# Recent changes


def test_recent_changes_are_those_of_people_each_once(editor: Client, publisher: Client, world: World) -> None:
    open_form(publisher, world.published).send("_save", place_of_signature="Beijing")
    form = open_form(editor, Agreement)
    form.send("_save", title_en="New draft", themes=[world.mercury.pk])
    editor.post(reverse("admin:agreements_agreement_delete", args=[world.draft.pk]), {"post": "yes"})

    changes = editor.get(INDEX).context["changes"]

    assert [(change.record, change.change, str(change.user)) for change in changes] == [
        ("Memorandum on the environment", "Deleted", "editor"),
        ("New draft", "Created", "editor"),
        ("Agreement on renewed cooperation", "Changed", "publisher"),
    ]
    gone, new, changed = changes
    assert gone.url == ""
    assert editor.get(new.url).status_code == editor.get(changed.url).status_code == 200


def test_changes_are_of_kinds_that_the_user_may_see(editor: Client, world: World) -> None:
    open_form(editor, world.ministry).send("_save", acronym="MKD")
    user = User.objects.create_user("guest", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_agreement"))
    guest = Client()
    guest.force_login(user)
    assert [change.kind for change in editor.get(INDEX).context["changes"]] == ["Institution"]
    assert guest.get(INDEX).context["changes"] == []


# Speed


def test_more_records_ask_no_more_questions(editor: Client, world: World) -> None:
    make_work("editor")
    asked = []
    for party in ("rus", "idn"):
        for number in range(4):
            make.make_agreement(f"More {number}", ("nor", party), published=True, title_no="Mer", renewal="tacit")
            user = User.objects.create_user(f"{party}{number}")
            draft = Agreement(title_en=f"{party} {number}")
            draft._history_user = user  # type: ignore[attr-defined]
            draft.save()
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(INDEX).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] < 40


def test_written_forms_are_told_by_year(editor: Client, world: World) -> None:
    make_work("editor")
    (year,) = editor.get(INDEX).context["years"]
    assert [[(number.count, number.name) for number in numbers] for numbers in year.numbers] == [
        [(1, "agreement"), (1, "project"), (1, "event")]
    ] * len(WRITTEN_IN)
    assert "50 per cent" in editor.get(INDEX).content.decode()
