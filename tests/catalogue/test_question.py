"""Any question is answered as plain SQL answers it, and any count is the length of the list that it leads to."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import override
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from agreements.catalogue import FACETS, Choice, Question
from agreements.catalogue.sources import known_language
from agreements.catalogue.values import Enumerated, Named
from agreements.filters import (
    AgreementFilter,
    ArchiveFilterSet,
    PartyFilter,
    ProjectFilter,
    SignatoryFilter,
    ThemeFilter,
)
from agreements.models import Kind
from agreements.views.facets import panel
from tests.catalogue import oracle
from tests.catalogue.archive import FIRST_YEAR, LANGUAGES, LAST_YEAR, Archive
from tests.client import facet_lines
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db

SETS: list[type[ArchiveFilterSet]] = [AgreementFilter, ProjectFilter, SignatoryFilter, PartyFilter, ThemeFilter]
DAYS = [f"{FIRST_YEAR}", f"{FIRST_YEAR + 1}-03", f"{FIRST_YEAR + 2}-05-17", f"{LAST_YEAR}-12-31", "1990", "2030-01-01"]
NUMBERS = {"decade": range(1980, 2020, 10), "year": range(FIRST_YEAR - 1, LAST_YEAR + 1)}
#: Without shrinking: an example is small, and every step of it asks the database.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
more = settings(max_examples=60, deadline=None, phases=PHASES)
some = settings(max_examples=20, deadline=None, phases=PHASES)


@pytest.fixture(scope="module", params=[1, 2], ids=["first archive", "second archive"])
def archive(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Archive]:
    with records_for_a_module(django_db_blocker, lambda: Archive(request.param)) as made:
        yield made


def codes(kind: Kind, facet: str) -> dict[str, int]:
    """Every value that a facet could have, on public records or not, by its code."""
    values = FACETS[kind][facet]
    if isinstance(values, Named):
        code = "code" if values.kind == Kind.PARTY else "slug"
        return dict(values.kind.model._default_manager.order_by("pk").values_list(code, "pk"))
    if isinstance(values, Enumerated):
        return {member.value: place for place, member in enumerate(values.members)}
    if facet == "language":
        known = {code: known_language(code) for code in LANGUAGES}
        return {code: number for code, number in known.items() if number is not None}
    if facet in NUMBERS:
        return {str(number): number for number in NUMBERS[facet]}
    return {"yes": 1, "no": 0}


def drawn(data: st.DataObject, filterset: type[ArchiveFilterSet]) -> QueryDict:
    """The parameters of some address of the set."""
    pairs: list[tuple[str, str]] = []
    facets = (
        st.lists(st.sampled_from(list(filterset.facets)), max_size=3, unique=True) if filterset.facets else st.just([])
    )
    for facet in data.draw(facets, label="facets"):
        values = st.sampled_from(list(codes(filterset.kind, facet)))
        chosen = data.draw(st.lists(values, max_size=3), label=facet)
        left_out = data.draw(st.lists(values, max_size=1), label=f"not {facet}")
        pairs += [(facet, code) for code in chosen] + [(f"{facet}_not", code) for code in left_out]
        if facet in filterset.many:
            pairs.append((f"{facet}_match", data.draw(st.sampled_from(["any", "all"]))))
    for name in ("signed_from", "signed_to", "on"):
        if name in filterset.base_filters and data.draw(st.booleans(), label=name):
            pairs.append((name, data.draw(st.sampled_from(DAYS), label=name)))
    orders = [None, "relevance", *filterset.orders]
    pairs += [("order", order)] if (order := data.draw(st.sampled_from(orders), label="order")) else []
    return QueryDict(urlencode(pairs))


@pytest.mark.parametrize("filterset_class", SETS)
@more
@given(data=st.data())
def test_the_same_records_in_the_same_order(
    archive: Archive, filterset_class: type[ArchiveFilterSet], data: st.DataObject
) -> None:
    filterset = filterset_class(drawn(data, filterset_class))
    start = data.draw(st.integers(0, 30), label="from")
    with override(data.draw(st.sampled_from(["en", "nb"]))):
        answer = filterset.answer
        expected = oracle.answer(filterset.question)
        assert answer.ids.tolist() == expected
        assert answer.part(start, start + 7) == expected[start : start + 7]
    assert answer.total == len(expected)


@pytest.mark.parametrize("filterset_class", [chosen for chosen in SETS if chosen.facets])
@some
@given(data=st.data())
def test_a_count_is_the_length_of_the_list_that_it_leads_to(
    archive: Archive, filterset_class: type[ArchiveFilterSet], data: st.DataObject
) -> None:
    filterset = filterset_class(drawn(data, filterset_class))
    facet = data.draw(st.sampled_from([*filterset.question.choices, *filterset.facets]), label="facet")
    own = filterset.question.choices.get(facet, Choice())
    shown = panel(filterset, facet, "/")
    led_to: set[int] = set()
    for choice in facet_lines(shown.lines):
        asked = question_at(filterset_class, choice.url)
        (value,) = asked.choices[facet].values - (own.values if own.every else frozenset())
        led_to.add(value)
        assert choice.number == len(oracle.answer(asked)), choice
        if choice.more_url:
            assert question_at(filterset_class, choice.more_url).choices[facet].values == own.values | {value}
    for value in set(codes(filterset.kind, facet).values()) - own.values - own.without - led_to:
        with_value = own.values | {value} if own.every else frozenset([value])
        asked = filterset.question.choosing(facet, Choice(with_value, own.every, own.without))
        assert oracle.answer(asked) == [], "a value that leads to something is shown"


@pytest.mark.parametrize("filterset_class", [chosen for chosen in SETS if chosen.facets])
@some
@given(data=st.data())
def test_a_chosen_value_can_be_taken_away_and_turned_round(
    archive: Archive, filterset_class: type[ArchiveFilterSet], data: st.DataObject
) -> None:
    filterset = filterset_class(drawn(data, filterset_class))
    for facet in filterset.facets:
        own = filterset.question.choices.get(facet, Choice())
        shown = panel(filterset, facet, "/")
        assert len(shown.chosen) == len(own.values) + len(own.without - own.values)
        for chosen in shown.chosen:
            without_it = question_at(filterset_class, chosen.remove_url).choices.get(facet, Choice())
            turned = question_at(filterset_class, chosen.flip_url).choices[facet]
            (value,) = (own.values | own.without) - (without_it.values | without_it.without)
            assert (value in turned.without, value in turned.values) == (not chosen.excluded, chosen.excluded)
            assert turned.values | turned.without == own.values | own.without


@some
@given(data=st.data(), limit=st.integers(1, 9))
def test_counts_agree_with_each_other(archive: Archive, data: st.DataObject, limit: int) -> None:
    answer = AgreementFilter(drawn(data, AgreementFilter)).answer
    for facet in AgreementFilter.facets:
        counts = answer.counts(facet)
        assert answer.top(facet, limit) == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        assert all(
            answer.count(facet, value) == counts.get(value, 0) for value in codes(Kind.AGREEMENT, facet).values()
        )
        assert 0 not in counts.values()


def question_at(filterset_class: type[ArchiveFilterSet], address: str) -> Question:
    """What an address of the set asks."""
    filterset = filterset_class(QueryDict(address.partition("?")[2]))
    assert not filterset.form.errors
    return filterset.question
