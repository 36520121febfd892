"""How much of the archive's Norwegian is in each of its two written forms.

Språklova § 13 asks a state body for at least a quarter of each form in its texts of general interest. A year's share is
of the records *added* in it: the form is chosen when the text is first written, and every record keeps that day, while
a day of publication is known only of records published one by one. Records without a Norwegian title or summary have no
form and are left out; so are drafts and withdrawn records, which nobody reads.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count
from django.db.models.functions import ExtractYear

from agreements.choices import NorwegianForm
from agreements.quality.worklists import NOBODY, WRITTEN_IN, Asking

#: Per cent of either form, at the least.
ASKED_FOR = 25


@dataclass
class Forms:
    """The records added in one year. ``counts``: by form and kind of record."""

    year: int
    counts: dict[str, dict[type[models.Model], int]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, form: str) -> int:
        """How many are in a form."""
        return sum(self.counts[form].values())

    @property
    def nynorsk_percent(self) -> int:
        """The share of nynorsk in whole per cent."""
        nynorsk = self.of(NorwegianForm.NYNORSK)
        return round(100 * nynorsk / (nynorsk + self.of(NorwegianForm.BOKMAAL)))

    @property
    def is_enough(self) -> bool:
        """Whether each form has the share that the law asks for; of the exact numbers, not of the rounded share."""
        counts = [self.of(form) for form in NorwegianForm]
        return min(counts) * 100 >= ASKED_FOR * sum(counts)


def forms_by_year(latest: int | None = None) -> list[Forms]:
    """The years in which records with Norwegian text were added, newest first; ``latest``: how many of them at most."""
    years: dict[int, Forms] = {}
    for form, written in WRITTEN_IN.items():
        for model in written.models:
            rows: Any = written.narrow(model._base_manager.order_by(), Asking.now(NOBODY))
            rows = rows.annotate(year=ExtractYear("added_at")).values_list("year").annotate(Count("pk"))
            for year, count in rows:
                years.setdefault(year, Forms(year)).counts[form][model] = count
    return [years[year] for year in sorted(years, reverse=True)][:latest]
