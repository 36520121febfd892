"""Enumerations that several models share. A sentence under each member says when to use it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditorialStatus(models.TextChoices):
    """How far a record has come on its way to the reader. Stored; only published records are public."""

    DRAFT = "draft", _("Draft")
    # Being written; seen by staff alone.
    IN_REVIEW = "in_review", _("In review")
    # Complete in its author's eyes; waits for a publisher.
    PUBLISHED = "published", _("Published")
    # Public.
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # Was public; its address says what stood there and why it went.


class LegalStatus(models.TextChoices):
    """Where an agreement stands in law on a given day. Derived from its dates, never typed in."""

    NOT_YET_IN_FORCE = "not_yet_in_force", _("Not yet in force")
    # The day lies before the entry into force.
    IN_FORCE = "in_force", _("In force")
    # Entered into force, and nothing recorded has ended it.
    EXPIRED = "expired", _("Expired")
    # Its term ran out.
    TERMINATED = "terminated", _("Terminated")
    # Ended by a party, by both, or by a later agreement that says so.
    SUPERSEDED = "superseded", _("Superseded")
    # A later agreement took its place (VCLT article 59).
    NOT_RECORDED = "not_recorded", _("Not recorded")
    # The dates that would tell are not in the archive.


class NorwegianForm(models.TextChoices):
    """Which of the two written forms a record's Norwegian is in (BCP 47). A record has one (språklova § 13)."""

    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
