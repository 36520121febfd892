"""When agreements that continue by themselves do so next."""

import datetime as dt

from agreements.dates import PartialDate
from agreements.models import Agreement, Renewal


def next_renewal(agreement: Agreement, today: dt.date) -> PartialDate | None:
    """The end of the term that runs on a day, when a party that does not object lets it continue.

    The first term ends on its stated day, or so many months after it took effect; each later one is as long again.
    Known as precisely as the dates it follows from. None: no term is recorded, or the one that is has passed and its
    length, by which the next could be told, is not recorded.
    """
    effective, months = agreement.effective_on, agreement.term_months
    first = agreement.valid_until
    if first is None and effective and months:
        first = effective.plus_months(months)
    if first is None or first.latest >= today:
        return first
    if not months:
        return None
    passed = (today.year - first.year) * 12 + today.month - (first.month or 12)
    terms = max(passed // months, 1)
    while first.plus_months(terms * months).latest < today:
        terms += 1
    return first.plus_months(terms * months)


def due_for_renewal(today: dt.date, until: dt.date) -> list[int]:
    """The ids of agreements that continue unless a party objects, and may do so from one day to the other."""
    terms = Agreement.objects.filter(renewal=Renewal.TACIT, terminated_on__isnull=True).order_by()
    terms = terms.only("signed_on", "entry_into_force_on", "entry_into_force_condition", "valid_until", "term_months")
    found = ((agreement.pk, next_renewal(agreement, today)) for agreement in terms.iterator())
    return [pk for pk, renewal in found if renewal and renewal.earliest <= until]
