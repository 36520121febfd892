"""Addresses are asked of a real server of this machine, and the rule by which a link counts as broken."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from agreements.fetch import Address
from agreements.models import Agreement, LinkCheck, LinkOutcome, Source
from agreements.quality import links
from agreements.quality.links import Manners, ask, check, due, forget_unnamed, in_turns
from agreements.quality.worklists import BROKEN_LINKS, DOUBTFUL_LINKS, NOBODY, Asking
from tests.factories import make_agreement, make_link_check, make_source, make_text, make_withdrawn_agreement

MONTH = dt.timedelta(days=30)


class Site(BaseHTTPRequestHandler):
    """Answers with the status that the path names, and notes how it was asked."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:
        """Answer by the path."""
        self.asked.append((self.command, self.path))
        if self.path == "/silent":
            time.sleep(30)
        elif self.path == "/moved":
            self._send(301, Location="/200")
        elif self.path == "/circle":
            self._send(302, Location="/circle")
        elif self.path == "/get-alone":
            self._send(200 if self.command == "GET" else 404)
        else:
            self._send(int(self.path.strip("/")))

    do_GET = do_HEAD  # noqa: N815 - the name that the library calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Say nothing."""

    def _send(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(address: Address) -> bool:
    """The machine of the tests, and no other."""
    return address.is_loopback


QUICK = Manners(seconds=5, pause=0, may_visit=here)


@pytest.mark.parametrize(
    ("path", "outcome", "status", "problem"),
    [
        ("/200", "answers", 200, ""),
        ("/moved", "answers", 200, ""),
        ("/get-alone", "answers", 200, ""),
        ("/404", "fails", 404, ""),
        ("/410", "fails", 410, ""),
        ("/500", "fails", 500, ""),
        ("/503", "fails", 503, ""),
        ("/403", "refuses", 403, ""),
        ("/429", "refuses", 429, ""),
        ("/circle", "fails", None, "no_end"),
    ],
)
def test_what_an_address_answers(site: str, path: str, outcome: str, status: int | None, problem: str) -> None:
    assert ask(f"{site}{path}", QUICK) == (outcome, status, problem)


def test_patience_has_an_end(site: str) -> None:
    started = time.monotonic()
    impatient = Manners(seconds=0.2, may_visit=here)
    assert ask(f"{site}/silent", impatient) == ("fails", None, "no_answer")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("address", ["nonsense", "ftp://example.org/", "http://[::1", "https://nowhere.invalid/"])
def test_an_address_that_leads_nowhere_fails_and_says_why(address: str) -> None:
    outcome, status, problem = ask(address, QUICK)
    assert (outcome, status) == ("fails", None)
    assert problem in ("no_address", "no_site")


def test_a_machine_of_our_own_network_is_not_asked_unless_it_is_said(site: str) -> None:
    Site.asked.clear()
    assert ask(f"{site}/200", Manners(seconds=1))[2] == "not_public"
    assert Site.asked == []


def test_a_page_is_asked_for_only_where_the_cheap_question_does_not_do(site: str) -> None:
    Site.asked.clear()
    for path in ("/200", "/get-alone", "/404"):
        ask(f"{site}{path}", QUICK)
    assert Site.asked == [
        ("HEAD", "/200"),
        ("HEAD", "/get-alone"),
        ("GET", "/get-alone"),
        ("HEAD", "/404"),
        ("GET", "/404"),
    ]


def test_sites_take_turns() -> None:
    assert in_turns(["http://a/1", "http://a/2", "http://A/3", "http://b/1", "http://[::1", "http://b/2"]) == [
        "http://a/1", "http://b/1", "http://[::1", "http://a/2", "http://b/2", "http://A/3",
    ]  # fmt: skip


@pytest.mark.django_db
def test_one_site_is_left_in_peace_between_two_requests(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    other = site.replace("127.0.0.1", "localhost")
    manners = Manners(seconds=5, pause=600, may_visit=here)
    assert len(list(check([f"{site}/200", f"{other}/200"], manners))) == 2
    assert pauses == []
    assert len(list(check([f"{site}/200", f"{other}/200", f"{site}/404", f"{site}/500"], manners))) == 4
    assert len(pauses) == 2
    assert all(0 < pause <= 600 for pause in pauses)


# The rule


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("answers", "failed_days", "is_broken"),
    [
        ([], 0, False),
        (["200 1"], 0, False),
        (["404 1"], 1, False),
        (["404 1", "404 1", "404 1"], 1, False),
        (["404 1", "404 2"], 2, True),
        (["404 1", "404 2", "404 2"], 2, True),
        (["404 1", "200 2", "404 3"], 1, False),
        (["404 1", "200 1", "404 1"], 1, False),
        (["200 1", "404 1", "404 2"], 2, True),
        (["404 1", "403 2", "404 3"], 1, False),
        (["404 1", "404 9", "200 10"], 0, False),
    ],
)
def test_a_link_is_broken_after_failing_on_two_days_in_a_row(
    answers: list[str], failed_days: int, is_broken: bool
) -> None:
    outcomes = {"200": LinkOutcome.ANSWERS, "403": LinkOutcome.REFUSES, "404": LinkOutcome.FAILS}
    link = LinkCheck(address="https://example.org/")
    for answer in answers:
        status, day = answer.split()
        link.note(outcomes[status], at(int(day)), int(status))
    assert (link.failed_days, link.is_broken) == (failed_days, is_broken)


def test_days_are_those_of_the_archive_and_not_of_greenwich() -> None:
    link = LinkCheck(address="https://example.org/")
    link.note(LinkOutcome.FAILS, at(1, hour=23), 404)  # 22:00 UTC
    link.note(LinkOutcome.FAILS, at(2, hour=0), 404)  # an hour later, 23:00 UTC of the same day
    assert link.failed_days == 2


def test_what_became_of_it_is_said_in_the_editors_language() -> None:
    link = LinkCheck(failed_days=2, problem="no_answer")
    assert link.in_words() == "The site does not answer. (failed on 2 days in a row)"
    assert LinkCheck(failed_days=1, status=404).in_words() == "404 (failed on 1 day)"
    assert LinkCheck(status=200).in_words() == "200"
    with translation.override("nb"):
        assert link.in_words() == "Nettstedet svarer ikke. (feilet 2 dager på rad)"


# Which addresses


@pytest.mark.django_db
def test_what_is_due_and_in_which_order() -> None:
    addresses = [
        f"https://example.org/{name}" for name in ("fresh", "new", "old", "older", "failed-today", "failed", "broken")
    ]
    for number, address in enumerate(addresses):
        make_source(f"Source {number}", url=address)
    make_text(make_agreement(), url="https://example.org/text")
    make_text(make_withdrawn_agreement(title="Gone"), url="https://example.org/withdrawn")
    make_source("Paper", url="")
    now = at(28)
    for name, days, failed_days in (
        ("fresh", 3, 0), ("old", 30, 0), ("older", 31, 0), ("failed-today", 0, 1), ("failed", 1, 1), ("broken", 2, 2),
    ):  # fmt: skip
        make_link_check(f"https://example.org/{name}", failed_days, checked_at=now - dt.timedelta(days=days))

    found = [address.rpartition("/")[2] for address in due(MONTH, now)]

    assert found == ["new", "source", "text", "older", "old", "failed"]
    assert len(due(dt.timedelta(0), now)) == 9


@pytest.mark.django_db
def test_checks_of_what_nothing_names_are_forgotten() -> None:
    make_source("Kept", url="https://example.org/kept")
    make_link_check("https://example.org/kept")
    make_link_check("https://example.org/renamed", failed_days=2)
    forget_unnamed()
    assert [link.address for link in LinkCheck.objects.all()] == ["https://example.org/kept"]


@pytest.mark.django_db
def test_an_address_too_long_for_an_index_is_left_alone() -> None:
    make_source("Long", url="https://example.org/" + "中" * 900)
    assert due(MONTH, timezone.now()) == []


# The command


def run(capsys: pytest.CaptureFixture[str], **options: object) -> str:
    call_command("check_links", **{"manners": QUICK, "skip_checks": True, **options})
    return capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_goes_on_where_it_stopped_and_broken_links_come_on_the_list(
    site: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = make_source("Good", url=f"{site}/200"), make_source("Bad", url=f"{site}/404")
    agreement = make_agreement()
    make_text(agreement, url=f"{site}/500")
    shut = make_source("Shut", url=f"{site}/403")
    asking = Asking.now(NOBODY)

    def on(work_list: object, model: type) -> set[object]:
        return set(work_list.narrow(model._default_manager.all(), asking))  # type: ignore[attr-defined]

    assert run(capsys, limit=3).startswith("asked 3: ")
    assert run(capsys).startswith("asked 1: ")
    assert "asked 0: 0 answer, 0 refuse programs, 0 fail; left for next time 0" in run(capsys)
    assert LinkCheck.objects.count() == 4
    assert (on(BROKEN_LINKS, Source), on(DOUBTFUL_LINKS, Source)) == (set(), {bad})
    assert on(DOUBTFUL_LINKS, Agreement) == {agreement}

    LinkCheck.objects.update(checked_at=timezone.now() - dt.timedelta(days=1))  # yesterday
    out = run(capsys)
    assert "asked 2: 0 answer, 0 refuse programs, 2 fail; left for next time 0" in out
    assert "now broken: 2; to be checked again on another day: 0" in out
    assert (on(BROKEN_LINKS, Source), on(BROKEN_LINKS, Agreement)) == ({bad}, {agreement})
    assert (on(DOUBTFUL_LINKS, Source), on(DOUBTFUL_LINKS, Agreement)) == (set(), set())
    assert not {good, shut} & on(BROKEN_LINKS, Source)

    bad.url = f"{site}/200"
    bad.save()
    assert on(BROKEN_LINKS, Source) == set(), "another address is another link"


@pytest.mark.django_db
def test_what_was_asked_before_an_interruption_is_kept(
    site: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make_source(f"Source {number}", url=f"{site}/20{number}")
    asked, really = [], links.ask

    def ask_twice(address: str, manners: Manners) -> object:
        asked.append(address)
        if len(asked) > 2:
            raise KeyboardInterrupt
        return really(address, manners)

    monkeypatch.setattr(links, "ask", ask_twice)
    assert "asked 2: 2 answer, 0 refuse programs, 0 fail; left for next time 1" in run(capsys)
    assert LinkCheck.objects.count() == 2


@pytest.mark.django_db
def test_nothing_is_noted_while_our_own_network_is_down(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    make_source("Due", url=f"{site}/500")
    make_source("Answered", url="https://gone.invalid/page")
    make_link_check("https://gone.invalid/page")
    with pytest.raises(CommandError, match="the network seems to be down"):
        run(capsys)
    assert LinkCheck.objects.count() == 1

    make_source("Answers still", url=f"{site}/404")
    make_link_check(f"{site}/404")  # an answer, if no page any more
    assert run(capsys).startswith("asked 1: 0 answer, 0 refuse programs, 1 fail")


@pytest.mark.parametrize(
    "option",
    [["--older-than=-1"], ["--older-than=soon"], ["--limit=0"], ["--pause=-1"], ["--timeout=0"], ["--timeout=nan"]],
)
def test_options_that_mean_nothing_are_refused(option: list[str]) -> None:
    with pytest.raises(CommandError, match="argument --"):
        call_command("check_links", *option)
