"""``manage.py load_demo`` says what it did."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.management.commands import load_demo as command
from agreements.written.files import DataError
from agreements.written.writer import Tally

Totals = dict[str, Tally]


def run(monkeypatch: pytest.MonkeyPatch, totals: Totals) -> list[str]:
    """The lines that the command prints for these totals."""
    monkeypatch.setattr(command, "load_demo", lambda: totals)
    out = StringIO()
    call_command("load_demo", stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_totals_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    totals = {"agreements": Tally(created=3, updated=1), "signatures": Tally(unchanged=5, removed=2, kept=1)}
    assert run(monkeypatch, totals) == [
        "agreements 3 created, 1 updated, 0 unchanged",
        "signatures 0 created, 0 updated, 5 unchanged, 2 removed, 1 kept as changed in the archive",
    ]


def test_a_run_that_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, {"agreements": Tally(unchanged=4)}) == [
        "agreements 0 created, 0 updated, 4 unchanged",
        "Everything was unchanged.",
    ]


def test_a_mistake_is_a_message_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Totals:
        raise DataError("china.toml, agreement “x”: “title_en” is missing.")

    monkeypatch.setattr(command, "load_demo", fail)
    with pytest.raises(CommandError, match=r"^china\.toml, agreement “x”: “title_en” is missing\.$"):
        call_command("load_demo")
