"""Whatever is typed into the search box, nothing breaks."""

import logging
import random
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from agreements.catalogue import Question, ask
from agreements.catalogue.analysis import terms, tokens
from agreements.catalogue.highlight import Matcher, highlighted, marked
from agreements.catalogue.passages import passage
from agreements.catalogue.query import parse
from agreements.catalogue.spelling import corrections
from agreements.models import Kind
from tests.client import body
from tests.factories import make_agreement, make_project, make_signature
from tests.worlds import records_for_a_module

log = logging.getLogger(__name__)

#: Words and signs that mean something to the query language, to SQL, to FTS5, to tsquery, to HTML or to addresses.
_MEANING = [
    piece
    for line in (
        "air Støre avtalen co-operation NOR-CHN-2017 1990:12 CO₂ 李干杰 東京タワー 가나다 دولة Йод 🦌",
        "or OR eller | NOT IKKE AND NEAR( NEAR/2 not - -- * ** ^ + ~ ! & <-> fish* -fish",
        'minister: statsråd: år: year:9999 kind: titles: {titles theme:" project:cement foo: :: :',
        "\" \"\" ' '' “ „ « ( ) (( [ ] { } \\ \\' \\0 % _ %s {0} '; DROP TABLE x; -- 1=1",
        "<script>alert(1)</script> </mark> &amp; ?q= # ../..",
    )
    for piece in line.split()
]
#: Characters that are seldom what they seem: controls, lone surrogates, marks, joiners, directions, the last ones.
_ODD = (
    "\x00\x01\x08\t\n\r\x0b\x1f\x7f\x85\u00a0\u00ad\u0301\u0345\u064b\u0e33\u1160\u200b\u200d\u200f\u2028\u202e\u2066"
)
_ODD += "\u3000\u3099\u3164\ud800\udfff\ufb01\ufdfa\ufe0f\ufeff\uffff\U0001d54f\U000e0001\U0010ffff½①ŉßẞİıǅſⅨ㎏ﾞｶ"


def hostile_strings(count: int, seed: int = 0) -> Iterator[str]:
    """Strings that a search must bear, the same for a seed; many are short, a few very long."""
    chance = random.Random(seed)  # noqa: S311 - the same strings every time
    ways: list[Callable[[random.Random], str]] = [
        _of_any_characters,
        _of_meaning,
        _of_meaning,
        _of_odd_pieces,
        _repeated,
    ]
    for _ in range(count):
        yield chance.choice(ways)(chance)


def _of_any_characters(chance: random.Random) -> str:
    top = chance.choice([0x7F, 0x24F, 0xFFFF, sys.maxunicode])
    return "".join(chr(chance.randint(0, top)) for _ in range(chance.choice([1, 3, 12, 80])))


def _of_meaning(chance: random.Random) -> str:
    return chance.choice(["", " ", " "]).join(chance.choices(_MEANING, k=chance.randint(1, 12)))


def _of_odd_pieces(chance: random.Random) -> str:
    return "".join(
        chance.choice(_MEANING) if chance.random() < 0.4 else chance.choice(_ODD) for _ in range(chance.randint(1, 40))
    )


def _repeated(chance: random.Random) -> str:
    piece = chance.choice(_MEANING) if chance.random() < 0.6 else chance.choice(_ODD)
    return (piece + chance.choice(["", " ", "-", '"'])) * chance.choice([2, 17, 64, 65] * 5 + [300, 2000])


def test_any_string_is_read_analysed_and_marked() -> None:
    text = "Støre's co-operation on CO₂ and air, 李干杰 " * 3
    slowest = (0.0, "")
    for number, string in enumerate(hostile_strings(10_000)):
        began = time.perf_counter()
        matcher = Matcher.of(parse(string))
        assert terms(string) == [token.term for token in tokens(string)]
        assert "".join(part for part, _ in marked(string, matcher)) == string
        highlighted(text, matcher)
        list(corrections(string, {"air": "air", "store": "stor"}))
        if number % 10 == 0:
            passage(string, matcher)
        slowest = max(slowest, (time.perf_counter() - began, string))
    log.info("slowest: %.1f ms, %.40r of %d characters", slowest[0] * 1000, slowest[1], len(slowest[1]))


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with records_for_a_module(django_db_blocker, make_archive):
        yield


def make_archive() -> None:
    """A few records with something in every kind and field that words are looked for in."""
    agreement = make_agreement(
        "Co-operation on air and CO₂", published=True, themes=["Air", "Fish"], signed_on="2017-06",
        title_no="Avtalen om luft og klimagassutslipp", summary_en="Norway's fish. " * 200,
    )  # fmt: skip
    make_signature(agreement, "Jonas Gahr Støre")
    make_signature(agreement, "李干杰", "chn")
    make_project("Cement project", [agreement], published=True, themes=["Air"])
    make_agreement("Draft on air", themes=["Air"])


@pytest.mark.django_db
def test_any_string_is_searched_for(archive: None) -> None:
    found = {ask(Question(Kind.AGREEMENT, words=string)).total for string in hostile_strings(10_000, seed=2)}
    assert found == {0, 1}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.SIGNATORY, Kind.PARTY, Kind.THEME, Kind.PROJECT])
def test_any_string_is_searched_for_among_records_of_every_kind(archive: None, kind: Kind) -> None:
    for string in hostile_strings(500, seed=3):
        assert len(ask(Question(kind, words=string)).ids) <= 4


@pytest.mark.django_db
def test_every_page_of_results_answers(archive: None, client: Client) -> None:
    strings = [string for string in hostile_strings(600, seed=4) if len(string) < 2_000][:300]
    answered = {
        string: client.get("/en/agreements/", {"q": string.encode(errors="surrogatepass")}) for string in strings
    }
    assert {response.status_code for response in answered.values()} <= {200, 301, 302, 400}
    assert any(response.status_code == 200 and "<mark>" in body(response) for response in answered.values())


def test_hostile_strings_are_the_same_for_a_seed_and_hold_what_hurts() -> None:
    assert list(hostile_strings(50, seed=1)) == list(hostile_strings(50, seed=1)) != list(hostile_strings(50, seed=2))
    together = "".join(hostile_strings(2_000))
    assert all(piece in together for piece in ("\x00", "\ud800", '"', "\\", "DROP TABLE", "\u202e"))
    assert max(len(string) for string in hostile_strings(2_000)) > 10_000
