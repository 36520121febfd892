"""What a record is called where an editor chooses it: enough to tell it from others of the same name.

There are many Ministries of the Environment and many agreements "on cooperation in the field of the environment".
"""

from typing import Any

from django import forms
from django.db import models

from agreements.models import Agreement, Institution, Signatory, Theme

#: What a label reads besides the record itself.
NEEDED: dict[type[models.Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    Agreement: ((), ("participations__party",)),
    Institution: (("party",), ()),
    Signatory: (("party",), ()),
    Theme: (("broader",), ()),
}


def label(record: models.Model) -> str:
    """The record's name with what sets it apart: year and parties, country, or broader theme."""
    apart: list[str] = []
    if isinstance(record, Agreement):
        apart = [record.signed_on.in_words()] if record.signed_on else []
        apart.append(" – ".join(str(side.party) for side in record.participations.all()))
    elif isinstance(record, Institution | Signatory):
        apart = [str(record.party or "")]
    elif isinstance(record, Theme):
        apart = [str(record.broader or "")]
    details = "; ".join(filter(None, apart))
    return f"{record} [{details}]" if details else str(record)


def with_label_parts(queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The queryset with everything its labels read fetched along."""
    joined, prefetched = NEEDED.get(queryset.model, ((), ()))
    if joined:
        queryset = queryset.select_related(*joined)
    return queryset.prefetch_related(*prefetched)


class LabelledChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes no parameter at run time
    """A choice of one record, by its label."""

    def label_from_instance(self, obj: models.Model) -> str:
        return label(obj)


class LabelledMultipleChoiceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of several records, by their labels."""

    def label_from_instance(self, obj: models.Model) -> str:
        return label(obj)
