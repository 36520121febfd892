"""Every two agreements of the real register with the same parties and day of signature are found, like titles first."""

import datetime as dt
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

from agreements.imports.ieadb.rows import NUMBER, read_treaties
from agreements.merging.duplicates import find_duplicates
from agreements.models import Agreement, Registration

pytestmark = [pytest.mark.django_db, pytest.mark.shared]


def groups_in_the_register(folder: Path) -> list[set[str]]:
    """Numbers of bilateral agreements with the same two members and the same day, read straight from the files."""
    sheet = openpyxl.load_workbook(folder / "members.xlsx", read_only=True)["Sheet1"]
    rows = sheet.iter_rows(values_only=True)
    header = list(next(rows))
    inclusion, number, country = (header.index(name) for name in ("inclusion", "mitch_id", "country"))
    members = defaultdict(set)
    for row in rows:
        if row[inclusion] == "BEA" and row[country]:
            members[str(row[number]).strip()].add(str(row[country]).strip())
    found = defaultdict(set)
    for treaty in read_treaties(folder / "treaties.csv").rows:
        day, parties = treaty.values["Signature Date"], frozenset(members[treaty.values[NUMBER]])
        if len(parties) == 2 and is_a_day(day):
            found[parties, day].add(treaty.number)
    return [numbers for numbers in found.values() if len(numbers) > 1]


def is_a_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text[:10]).year <= 2100 and text[:10] != "1111-11-11"
    except ValueError:
        return False


def test_all_groups_of_the_register_are_listed_like_titles_first(shared_data: Path) -> None:
    folder = shared_data / "data" / "ieadb"
    groups = groups_in_the_register(folder)
    assert (len(groups), sum(map(len, groups))) == (128, 276)
    call_command("import_ieadb", folder / "treaties.csv", members=folder / "members.xlsx", verbosity=0)
    ids = dict(Registration.objects.filter(register="ieadb").values_list("number", "agreement_id"))

    started = time.perf_counter()
    found = find_duplicates(Agreement)
    took = time.perf_counter() - started

    listed = {(pair.one, pair.other): pair for pair in found}
    wanted = {tuple(sorted((ids[a], ids[b]))) for group in groups for a, b in combinations(sorted(group), 2)}
    missing = wanted - listed.keys()
    names = {pk: Agreement.objects.get(pk=pk).title_en for pair in missing for pk in pair}
    assert not missing, names
    order = [pair for pair in found if (pair.one, pair.other) in wanted and "the same day" in pair.reasons]
    order = [pair for pair in order if len(pair.reasons) == 3]  # nothing sets them apart
    alike = ["other titles" not in pair.reasons for pair in order]
    assert alike == sorted(alike, reverse=True), "like titles do not come first"
    assert 0 < sum(alike) < len(alike)
    assert took < 10  # half a second on an idle machine; comparing all with all would take minutes
