"""A small world for the pages."""

from collections.abc import Callable

import pytest

from agreements.models import Agreement, RelationKind
from tests.factories import (
    make_agreement,
    make_event,
    make_evidence,
    make_instrument,
    make_project,
    make_signature,
    make_text,
    relate,
)


@pytest.fixture
def full_agreement() -> Callable[[int], Agreement]:
    """A maker of an agreement that has ``rows`` of everything a page can show."""

    def make(rows: int) -> Agreement:
        agreement = make_agreement(
            "Full agreement", published=True, themes=[f"Theme {row}" for row in range(rows)],
            signed_on="2017-06-26", title_no="Full avtale",
        )  # fmt: skip
        for row in range(rows):
            agreement.instruments.add(make_instrument(f"Instrument {row}"))
            make_signature(agreement, f"Person {row}", "nor" if row % 2 else "chn")
            make_text(agreement, language="en")
            make_project(f"Project {row}", [agreement], published=True, themes=["Theme 0"], started_on="2018")
            make_event(f"Event {row}", agreements=[agreement], published=True)
            make_evidence(agreement, locator=f"page {row}")
            earlier = make_agreement(f"Earlier {row}", published=True, signed_on=f"{1990 + row}", themes=["Theme 0"])
            make_signature(earlier, f"Elder {row}", "nor")
            relate(agreement, RelationKind.RENEWS, earlier)
        return agreement

    return make
