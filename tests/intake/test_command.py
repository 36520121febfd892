"""The command: the JSON that programs read, the lines that people read, one sentence for bad input."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.models import Agreement

TEXT = """Norge og Chile sammen om laks

Norge og Chile undertegnet i går en avtale om laks i Bergen. Avtalen ble undertegnet av klimaminister Sindre Aukland
og Chiles miljøminister Carolina Fuentes.
"""


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("intake", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def release(tmp_path: Path) -> str:
    path = tmp_path / "release.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.mark.django_db
def test_json_has_the_proposals_with_their_places(release: str) -> None:
    answer = json.loads(run(release, "--json", "--published", "2021-05-04"))
    (agreement,) = answer["agreements"]
    assert (agreement["status"], agreement["signed_on"], agreement["signed_on_basis"]) == (
        "signed",
        "2021-05-03",
        "relative",
    )
    assert agreement["parties"] == ["NOR", "CHL"]
    first, second = agreement["signatories"]
    assert (first["name"], first["party"], first["party_basis"]) == ("Sindre Aukland", "NOR", "inferred")
    assert (second["name"], second["party"], second["party_basis"]) == ("Carolina Fuentes", "CHL", "stated")
    assert TEXT[second["evidence"]["start"] : second["evidence"]["end"]] == "Carolina Fuentes"
    assert answer["published_on"] == "2021-05-04"


@pytest.mark.django_db
def test_a_relative_date_without_a_day_of_publication_stays_open(release: str) -> None:
    answer = json.loads(run(release, "--json"))
    assert answer["agreements"][0]["signed_on"] is None
    assert answer["remarks"] == ["The text dates the signature from its day of publication, which is not known."]


@pytest.mark.django_db
def test_lines_for_people(release: str) -> None:
    lines = run(release, "--published", "2021-05-04").splitlines()
    assert "  parties: NOR, CHL" in lines
    assert "  signed on: 2021-05-03 (relative)" in lines
    assert "  signed by: Carolina Fuentes, miljøminister, for CHL" in lines


@pytest.mark.django_db
def test_nothing_is_stored(release: str) -> None:
    run(release)
    assert not Agreement.objects.exists()


@pytest.mark.django_db
@pytest.mark.sqlite
def test_it_works_before_any_table_is_made(release: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE agreements_party RENAME TO agreements_party_gone")
    assert json.loads(run(release, "--json"))["agreements"][0]["parties"] == ["NOR", "CHL"]


@pytest.mark.django_db
@pytest.mark.parametrize("published", ["yesterday", "2021-13-01"])
def test_a_wrong_date_is_one_sentence(release: str, published: str) -> None:
    with pytest.raises(CommandError, match="is not a date"):
        run(release, "--published", published)


def test_a_wrong_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        run(str(tmp_path / "none.txt"))
