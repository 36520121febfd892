"""Events: what happened on a day in the life of an agreement or of two countries' cooperation."""

from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.dates import PartialDateField, in_order
from agreements.models.agreement import Agreement
from agreements.models.base import EditorialQuerySet, EditorialRecord, editorial_constraints, history
from agreements.models.party import Party
from agreements.models.signatory import Signatory
from agreements.models.source import Evidence


class EventKind(models.TextChoices):
    """What sort of thing happened."""

    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    # Of ministers, officials or a joint committee.
    NEGOTIATION = "negotiation", _("Negotiation")
    RATIFICATION = "ratification", _("Ratification")
    RENEWAL = "renewal", _("Renewal")
    SUSPENSION = "suspension", _("Suspension")
    # Cooperation paused without ending in law (VCLT article 57).
    OTHER = "other", _("Other event")


class EventQuerySet(EditorialQuerySet):
    """Questions about events."""

    def between(self, one: Party, other: Party) -> Self:
        """Events that have both parties."""
        return self.filter(parties=one).filter(parties=other)


class Event(EditorialRecord):
    """Something dated in the life of an agreement or a pair. ``ended_on`` NULL: it lasted as long as that says."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind)
    started_on = PartialDateField(_("date"), null=False, blank=False)
    ended_on = PartialDateField(_("until"), help_text=_("Only for what lasted several days."))
    place = models.CharField(_("place"), max_length=200, blank=True)
    agreements = models.ManyToManyField(Agreement, related_name="events", blank=True, verbose_name=_("agreements"))
    parties = models.ManyToManyField(Party, related_name="events", blank=True, verbose_name=_("parties"))
    participants = models.ManyToManyField(Signatory, related_name="events", blank=True, verbose_name=_("participants"))
    evidence = GenericRelation(Evidence, verbose_name=_("evidence"))
    reference = models.SlugField(_("reference"), max_length=60, unique=True, null=True, blank=True)
    history = history(m2m_fields=[agreements, parties, participants])

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["started_on", "pk"]
        constraints = [
            *editorial_constraints("event"),
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="event_ends_after_it_begins",
                violation_error_message=_("An event cannot end before it begins."),
            ),
        ]
