"""Reports of errors: what readers may send, what robots may not, and what is kept of them."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement, ErrorReport
from agreements.views import reports
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db

WRONG = "It was signed on 26 June, see the press release."


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


@pytest.fixture
def agreement() -> Agreement:
    return make_agreement("Agreement on mercury", published=True)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a person had taken the time to write."""
    monkeypatch.setattr(reports, "QUICKEST", 0)


def address_of(agreement: Agreement, language: str = "en") -> str:
    return f"/{language}/report/agreement/{agreement.pk}/"


def send(client: Client, address: str, headers: dict[str, str] | None = None, **said: str) -> Any:
    """Open the form and send it as a browser would."""
    stamp = client.get(address).context["stamp"]
    return client.post(address, {"text": WRONG, "stamp": stamp, **said}, headers=headers or {})


def test_a_report_is_kept_with_its_record_its_words_and_its_language(
    client: Client, agreement: Agreement, later: None
) -> None:
    response = send(client, address_of(agreement, "nb"), email="reader@example.org")

    assert response.status_code == 302
    assert response["Location"] == f"/nb/report/agreement/{agreement.pk}/sent/"
    report = ErrorReport.objects.get()
    assert (report.record, report.text, report.email, report.language) == (agreement, WRONG, "reader@example.org", "nb")
    assert report in ErrorReport.objects.waiting()
    assert not response.cookies
    thanks = client.get(response["Location"])
    assert agreement.get_absolute_url().replace("/en/", "/nb/") in thanks.content.decode()


def test_the_page_of_the_record_leads_to_the_form(client: Client, agreement: Agreement) -> None:
    page = client.get(f"/en/agreements/{agreement.pk}/", follow=True).content.decode()
    assert f'href="{address_of(agreement)}"' in page


@pytest.mark.parametrize("said", [{"text": ""}, {"text": "  "}, {"email": "nobody"}, {"text": "x" * 4001}])
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    client: Client, agreement: Agreement, later: None, said: dict[str, str]
) -> None:
    response = send(client, address_of(agreement), headers=None, **said)

    assert response.status_code == 400
    assert "The report has not been sent:" in response.content.decode()
    assert ErrorReport.objects.count() == 0
    if "email" in said:
        assert WRONG in response.content.decode()


def test_a_robot_that_fills_in_everything_is_thanked_and_forgotten(
    client: Client, agreement: Agreement, later: None
) -> None:
    response = send(client, address_of(agreement), website="https://spam.example")

    assert response.status_code == 302
    assert ErrorReport.objects.count() == 0


def test_a_robot_that_is_quicker_than_a_person_is_asked_to_send_once_more(client: Client, agreement: Agreement) -> None:
    response = send(client, address_of(agreement))

    assert response.status_code == 400
    assert "quicker than anybody writes" in response.content.decode()
    assert WRONG in response.content.decode()
    assert ErrorReport.objects.count() == 0


def test_a_stamp_of_another_form_a_forged_one_and_none_are_refused(
    client: Client, agreement: Agreement, later: None
) -> None:
    other = client.get(address_of(make_agreement("Another", published=True))).context["stamp"]

    for stamp in (other, "forged", ""):
        assert send(client, address_of(agreement), stamp=stamp).status_code == 400
    assert ErrorReport.objects.count() == 0


def test_a_form_that_has_lain_open_for_a_day_is_sent_once_more(
    client: Client, agreement: Agreement, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "OLDEST", -1)

    assert "open for too long" in send(client, address_of(agreement)).content.decode()


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://other.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_of_another_site_is_refused(
    client: Client, agreement: Agreement, later: None, headers: dict[str, str]
) -> None:
    assert send(client, address_of(agreement), headers=headers).status_code == 403
    assert send(client, address_of(agreement), headers={"Origin": "http://testserver"}).status_code == 302


def test_one_network_address_sends_a_few_an_hour_and_is_not_kept(
    client: Client, agreement: Agreement, later: None
) -> None:
    answers = [send(client, address_of(agreement)).status_code for _ in range(reports.MOST_FROM_ONE + 1)]

    assert answers == [302] * reports.MOST_FROM_ONE + [429]
    assert "127.0.0.1" not in str(cache._cache)  # type: ignore[attr-defined]
    assert send(client, address_of(agreement), headers={"X-Forwarded-For": "made up, 192.0.2.1"}).status_code == 302
    assert send(client, address_of(agreement), headers={"X-Forwarded-For": "other lie, 127.0.0.1"}).status_code == 429


@pytest.mark.parametrize("path", ["agreement/{draft}", "agreement/999999", "institution/1", "nothing/1"])
def test_only_published_records_have_a_form(client: Client, path: str) -> None:
    draft = make_agreement("Draft").pk

    assert client.get(f"/en/report/{path.format(draft=draft)}/").status_code == 404
    assert client.post(f"/en/report/{path.format(draft=draft)}/").status_code == 404
    assert client.get(f"/en/report/{path.format(draft=draft)}/sent/").status_code == 404


def test_when_a_report_is_dealt_with_its_address_is_forgotten(agreement: Agreement, admin_user: Any) -> None:
    ErrorReport.objects.create(record=agreement, text=WRONG, email="reader@example.org", language="en")

    assert ErrorReport.objects.all().handle(admin_user) == 1

    report = ErrorReport.objects.get()
    assert (report.email, report.handled_by) == ("", admin_user)
    assert report.handled_at is not None
    assert report.handled_at <= timezone.now()
    assert ErrorReport.objects.all().handle(admin_user) == 0, "it is dealt with once"
