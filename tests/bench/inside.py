"""`python -m tests.bench.inside FOLDER SIZE SEED`: what is measured in a process of the archive itself.

DATABASE_URL names a copy with the indexes of ``plain``. Prints the requirements as JSON. All that knows how the archive
works inside is here.
"""

import ctypes
import gc
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import geometric_mean, median
from time import perf_counter
from typing import Any

import django
from django.db import connection
from django.db.models import Q

from tests.bench.client import timed
from tests.bench.report import Line
from tests.bench.scenarios import Question, Scenario, scenarios

#: Questions of a scenario of which each side answers some, and seconds that a side may take for them.
ANSWERS, SECONDS = 50, 5
EDITS = 11
#: Agreements from which on memory, start, edits and the admin's search must keep within bounds.
SMALLEST = 100_000
#: What the admin searched before there was a full-text index.
ICONTAINS_FIELDS = (
    "title_en",
    "title_no",
    "reference",
    "alternative_titles__title",
    "registrations__number",
    "participations__party__name_en",
    "participations__party__name_no",
    "participations__party__names__name",
    "signatures__signatory__name",
    "signatures__signatory__aliases__name",
)


def main(folder: Path, size: int, seed: int) -> None:
    """Measure everything; the index first, while the process is new."""
    django.setup()
    asked = scenarios(folder, seed)
    lines = [*index(size), *against_plain(size, asked), delta(), *admin_search(asked)]
    if size < SMALLEST:  # ids and facets are all that is required of a small archive
        lines = [line if "plain SQL" in line.name else replace(line, required=None) for line in lines]
    print(json.dumps([asdict(line) for line in lines]))


def index(size: int) -> Iterator[Line]:
    """Memory and time that the index takes."""
    from agreements.catalogue import current
    from agreements.catalogue.changes import current_version

    current_version()
    before = _resident()
    started = perf_counter()
    held = current()
    seconds = perf_counter() - started
    yield Line("memory of the index in a process", 120 if size > 100_000 else 15, _resident() - before, "MB", False)
    yield Line("making the index when a process starts", 2 if size <= 100_000 else 20, seconds, "s", False)
    del held


def against_plain(size: int, asked: Sequence[Scenario]) -> list[Line]:
    """Ids of a page and counts of all facets, against the best plain SQL for the same."""
    ratios = {scenario.name: _against_plain(scenario) for scenario in asked}
    worst = min(ratios, key=lambda name: ratios[name])
    required = 10 if size < 100_000 else 50
    return [
        Line(
            f"ids and facets against plain SQL, {connection.vendor}, geometric mean",
            required,
            geometric_mean(ratios.values()),
            note=f"worst: {worst}, {ratios[worst]:.1f}",
        )
    ]


def _against_plain(scenario: Scenario) -> float:
    """How many times as fast the index answers questions of the kind. Raises RuntimeError for different answers."""
    from tests.bench import plain

    asked = [(_for_index(question), _conditions(question)) for question in scenario.questions[:ANSWERS]]
    ours, theirs = _comparable_ours(_answer(asked[0][0])), _comparable(plain.answer(asked[0][1]))
    for facet in ours.keys() | theirs.keys():
        mine, plain_sql = ours.get(facet) or {}, theirs.get(facet) or {}  # what nothing has may be missing
        if mine != plain_sql:
            raise RuntimeError(f"{facet} of {scenario.questions[0]}: {mine}, not {plain_sql}")
    sql = timed(lambda number: plain.answer(asked[number % len(asked)][1]), ANSWERS, SECONDS)
    index = timed(lambda number: _answer(asked[number % len(asked)][0]), ANSWERS, SECONDS)
    return sql.p50 / index.p50


def _for_index(question: Question) -> Any:
    """The question as the catalogue takes it."""
    from agreements.catalogue import Choice, current
    from agreements.catalogue import Question as Asked
    from agreements.models import Kind

    ids = current().ids_by_code
    chosen = {
        facet: Choice(frozenset([ids[kind][code]]))
        for facet, kind, code in (("theme", Kind.THEME, question.theme), ("party", Kind.PARTY, question.party))
        if code
    }
    return Asked(Kind.AGREEMENT, question.word, chosen, order="-date")


def _conditions(question: Question) -> dict[str, str]:
    """The question as plain SQL takes it."""
    from agreements.models import Party, Theme
    from tests.bench import plain

    found = {}
    if question.theme:
        found["theme"] = plain.CONDITIONS["theme"].format(Theme.objects.get(slug=question.theme).pk)
    if question.party:
        found["party"] = plain.CONDITIONS["party"].format(Party.objects.get(code=question.party).pk)
    if question.word:
        found["words"] = plain.WORDS[connection.vendor].format(question.word)
    return found


def _answer(question: Any) -> tuple[Any, list[int], dict[str, dict[int, int]]]:
    """All that a list page shows of an answer: facet → value → count, and the ids of the first page."""
    from agreements.catalogue import FACETS, ask

    answer = ask(question)
    return answer, answer.part(0, 25), {facet: answer.counts(facet) for facet in FACETS[question.kind]}


def _comparable_ours(answered: tuple[Any, list[int], dict[str, dict[int, int]]]) -> dict[str, Any]:
    """Facet → value as stored → count; ``total`` and ``page`` beside them."""
    from agreements.catalogue import FACETS
    from agreements.catalogue.values import Named

    answer, page, counts = answered
    found: dict[str, Any] = {"total": answer.total, "page": page}
    for facet, values in FACETS[answer.question.kind].items():
        named = isinstance(values, Named)
        found[facet] = {
            str(value) if named else values.code(value, answer.snapshot): count
            for value, count in counts[facet].items()
        }
    return found


def _comparable(rows: list[tuple[str, str | None, int]]) -> dict[str, Any]:
    """The same from plain SQL: decades from years, and "no" from "yes" and the total."""
    found: dict[str, Any] = defaultdict(dict)
    for facet, value, count in rows:
        if value is not None:
            found[facet][value] = count
    total = next(count for facet, _, count in rows if facet == "total")
    decades: dict[str, int] = defaultdict(int)
    for year, count in found["year"].items():
        decades[f"{year[:3]}0"] += count
    for facet in ("has_text", "has_projects"):
        yes = found[facet].get("1", 0)
        found[facet] = {code: count for code, count in (("yes", yes), ("no", total - yes)) if count}
    page = [int(value) for facet, value, _ in rows if facet == "page" and value]
    return {**found, "decade": dict(decades), "total": total, "page": page}


def delta() -> Line:
    """An edit, and then what the next request waits for until it sees the edit.

    Of the date of signature, on which most of the index depends: of a place, nothing would have to be moved.
    """
    from agreements.catalogue import current
    from agreements.dates import PartialDate
    from agreements.models import Agreement

    times = []
    for number in range(EDITS):
        before = current()
        agreement = Agreement.objects.published()[number * 7]
        agreement.signed_on = PartialDate(1990 + number, 6, 1)
        agreement.save()
        started = perf_counter()
        held = current()
        times.append((perf_counter() - started) * 1000)
        if held is before:
            raise RuntimeError("The edit is not seen.")
    return Line(f"after an edit, until the index holds it, {connection.vendor}", 20, median(times), "ms", False)


def admin_search(asked: Sequence[Scenario]) -> Iterator[Line]:
    """The search above the admin's list of agreements, against `icontains` on the fields that it searches."""
    from django.contrib import admin
    from django.test import RequestFactory

    from agreements.models import Agreement

    page = admin.site.get_model_admin(Agreement)
    request = RequestFactory().get("/admin/")
    records = page.get_queryset(request)
    words = {scenario.name: [question.word for question in scenario.questions] for scenario in asked}

    def first_page(found: Any) -> tuple[int, list[Any]]:
        paginator = page.get_paginator(request, found, page.list_per_page)
        return paginator.count, list(paginator.page(1).object_list)

    def ratio(words: list[str]) -> float:
        ours = timed(lambda n: first_page(page.get_search_results(request, records, words[n])[0]), len(words), SECONDS)
        theirs = timed(lambda n: first_page(_icontains(records, words[n])), len(words), SECONDS)
        return theirs.p50 / ours.p50

    ratios = [ratio(words[name]) for name in ("a broad word", "a rare word")]
    required = 3 if connection.vendor == "sqlite" else 7
    note = f"broad {ratios[0]:.1f}, rare {ratios[1]:.1f}"
    yield Line(
        f"search in the admin against icontains, {connection.vendor}", required, geometric_mean(ratios), note=note
    )


def _icontains(records: Any, word: str) -> Any:
    """Records in which some field contains the word; fields of other tables each in a subquery of its own."""
    from agreements.models import Agreement

    condition = Q()
    for field in ICONTAINS_FIELDS:
        found = Q(**{f"{field}__icontains": word})
        condition |= Q(pk__in=Agreement.objects.filter(found).order_by().values("pk")) if "__" in field else found
    return records.filter(condition)


def _resident() -> float:
    """Megabytes of memory of the process's own, after what is free was given back.

    Without pages of files, which the system keeps for all processes and drops as it likes: the database is among them.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    _, resident, shared, *_ = map(int, Path("/proc/self/statm").read_text().split())
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
