"""Counts beside records are of published agreements, and a count is that of the list it leads to."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements.catalogue.counts import theme_counts, top_values, with_agreement_count
from agreements.filters import AgreementFilter
from agreements.models import Agreement, Party, Theme
from tests.factories import make_agreement, make_theme


@pytest.mark.django_db
def test_a_party_counts_its_published_agreements_once_each() -> None:
    make_agreement("One", ("nor", "chn"), published=True, themes=["Air", "Water"])
    make_agreement("Two", ("nor", "swe"), published=True)
    make_agreement("Draft", ("nor", "chn"))
    counted = with_agreement_count(Party.objects.filter(agreements__themes__isnull=False), "participations__party")
    assert {party.code: party.agreement_count for party in counted} == {"nor": 2, "chn": 1}


@pytest.mark.django_db
def test_top_values_are_most_frequent_first() -> None:
    make_agreement("One", ("nor", "chn"), published=True)
    make_agreement("Two", ("nor", "swe"), published=True)
    counts = top_values(Agreement.objects.published(), "parties")
    codes = Party.objects.in_bulk()
    assert [(codes[pk].code, count) for pk, count in counts] == [("nor", 2), ("chn", 1), ("swe", 1)]


@pytest.mark.django_db
def test_top_values_are_of_every_party_on_agreements_chosen_by_one() -> None:
    make_agreement("One", ("nor", "chn"), published=True)
    make_agreement("Two", ("nor", "swe"), published=True)
    make_agreement("Three", ("swe", "chn"), published=True)
    of_norway = Agreement.objects.published().filter(participations__party__code="nor")
    codes = Party.objects.in_bulk()
    assert {codes[pk].code: count for pk, count in top_values(of_norway, "parties")} == {"nor": 2, "chn": 1, "swe": 1}


class ThemeCounts(TestCase):
    """The count of a theme is the length of the list that its link leads to, for any tree and any agreements."""

    @settings(max_examples=15, deadline=None)
    @given(
        broader=st.lists(st.integers(min_value=0, max_value=6), min_size=6, max_size=6),
        themes_of=st.lists(st.sets(st.integers(min_value=0, max_value=5), max_size=3), min_size=1, max_size=6),
    )
    def test_count_is_that_of_the_list(self, broader: list[int], themes_of: list[set[int]]) -> None:
        """A random forest: each theme lies under an earlier one or under none."""
        themes: list[Theme] = []
        for number, above in enumerate(broader):
            parent = themes[above] if above < number else None
            themes.append(make_theme(f"Theme {number}", broader=parent))
        for number, chosen in enumerate(themes_of):
            make_agreement(f"Agreement {number}", published=number % 3 != 0, themes=[themes[index] for index in chosen])
        published = Agreement.objects.published()
        counts = theme_counts(published)
        for theme in themes:
            listed = AgreementFilter(QueryDict(f"theme={theme.slug}"), queryset=published).qs
            assert counts[theme.pk] == listed.count()
