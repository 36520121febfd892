"""Agreements: the instruments between two parties, which the archive exists for."""

import datetime as dt
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.choices import EditorialStatus
from agreements.dates import PartialDate, PartialDateField, in_order
from agreements.models.base import (
    EditorialQuerySet,
    EditorialRecord,
    also_update,
    editorial_constraints,
    history,
    make_slug,
)
from agreements.models.instrument import Instrument
from agreements.models.party import Party
from agreements.models.source import Evidence
from agreements.models.theme import Theme

#: Months. A hundred years, so that both databases refuse what one of them could not hold.
LONGEST_TERM = 1200


class AgreementKind(models.TextChoices):
    """The form of the instrument, by the name it gives itself."""

    TREATY = "treaty", _("Treaty or convention")
    # Solemn form, nearly always ratified.
    AGREEMENT = "agreement", _("Agreement")
    # Calls itself an agreement or arrangement.
    PROTOCOL = "protocol", _("Protocol")
    # Adds to or carries out another instrument.
    AMENDMENT = "amendment", _("Amendment")
    # Changes or prolongs another instrument and does nothing else.
    EXCHANGE_OF_NOTES = "exchange_of_notes", _("Exchange of notes or letters")
    # Two documents that together make the agreement.
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    # Usually between ministries and not legally binding.
    JOINT_DECLARATION = "joint_declaration", _("Joint declaration or statement")
    # Political intent, no obligations.
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    # What the two mean to agree or do.
    PROGRAMME = "programme", _("Programme or work plan")
    # Activities for a period, under another instrument.
    OTHER = "other", _("Other")
    # Anything else; say what in the summary.


class EntryIntoForceCondition(models.TextChoices):
    """What has to happen before the agreement takes effect (VCLT article 24)."""

    NOT_RECORDED = "not_recorded", _("Not recorded")
    SIGNATURE = "signature", _("On signature")
    # No separate date is needed: the day of signature counts.
    NOTIFICATION = "notification", _("When both parties have notified each other")
    RATIFICATION = "ratification", _("On ratification or approval by both parties")
    FIXED_DATE = "fixed_date", _("On a day stated in the text")
    OTHER = "other", _("Another condition")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    # A political text that never enters into force.


class Renewal(models.TextChoices):
    """What happens when the term has run out."""

    NOT_RECORDED = "not_recorded", _("Not recorded")
    NONE = "none", _("Ends with its term")
    TACIT = "tacit", _("Continues unless a party objects")
    BY_AGREEMENT = "by_agreement", _("May be renewed by agreement")


class TerminationGround(models.TextChoices):
    """Why an agreement was terminated (VCLT articles 54–62)."""

    NOT_RECORDED = "", _("Not recorded")
    CONSENT = "consent", _("Both parties agreed")
    NOTICE = "notice", _("One party gave notice")
    LATER_AGREEMENT = "later_agreement", _("A later agreement says so")
    PARTY_CEASED = "party_ceased", _("A party ceased to exist")
    OTHER = "other", _("Another ground")


class AgreementQuerySet(EditorialQuerySet):
    """Questions about agreements. Those of legal status take the day."""

    def with_legal_status(self, day: PartialDate | dt.date | None = None) -> Self:
        """Annotate ``legal_status`` on the day (today when None): one of LegalStatus."""
        from agreements.models.legal_status import legal_status_expression

        return self.annotate(legal_status=legal_status_expression(day))

    def between(self, one: Party, other: Party) -> Self:
        """Agreements that have both parties."""
        return self.filter(participations__party=one).filter(participations__party=other)

    def by_date(self) -> Self:
        """Newest first, those without a date last; the id decides between equals."""
        return self.order_by(models.F("signed_on").desc(nulls_last=True), "-pk")

    def changed_lately(self) -> Self:
        """The latest change first."""
        return self.order_by("-changed_at", "-pk")

    def with_text(self) -> Self:
        """Agreements for which a text is held or linked; one that is only known to exist does not count."""
        # "Greater than nothing", because the negation of "is nothing" would be asked of all the texts together.
        readable = models.Q(texts__file__gt="") | models.Q(texts__url__gt="") | models.Q(texts__extracted_text__gt="")
        return self.filter(pk__in=self.model._base_manager.filter(readable).values("pk"))

    def without_text(self) -> Self:
        """Agreements for which no text is held or linked."""
        return self.exclude(pk__in=self.model._default_manager.with_text().values("pk"))

    def needs_review(self) -> Self:
        """Also published agreements that lost a party or their last source, which no constraint can prevent.

        A table allows one party at each of two positions, so a party at each is two different parties.
        """
        everything = self.model._base_manager
        incomplete = models.Q(evidence__isnull=True)
        for position in (1, 2):
            incomplete |= ~models.Q(pk__in=everything.filter(participations__position=position).values("pk"))
        lacking = everything.filter(incomplete, editorial_status=EditorialStatus.PUBLISHED)
        return self.filter(models.Q(pk__in=super().needs_review().values("pk")) | models.Q(pk__in=lacking.values("pk")))


class Agreement(EditorialRecord):
    """One instrument between exactly two parties; two rows are two instruments, even under one title.

    Dates are partial and NULL when not recorded; so are yes/no questions. A blank text is *not recorded* too, and where
    a question does not apply a choice says so. ``date_exception`` explains dates that are out of order and true.
    """

    reference = models.SlugField(
        _("reference"),
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The archive's own short reference for citing, such as nor-chn-2017. May be left empty."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind, default=AgreementKind.AGREEMENT)
    is_legally_binding = models.BooleanField(
        _("legally binding"), null=True, blank=True, help_text=_("Unknown when the source does not say.")
    )
    signed_on = PartialDateField(_("signed"), help_text=_("As precise as the source: 2017, 2017-06 or 2017-06-26."))
    place_of_signature = models.CharField(
        _("place of signature"),
        max_length=200,
        blank=True,
        help_text=_("Only if the source states it; a dateline is not a place of signature."),
    )
    entry_into_force_on = PartialDateField(_("entry into force"))
    entry_into_force_condition = models.CharField(
        _("condition of entry into force"),
        max_length=14,
        choices=EntryIntoForceCondition,
        default=EntryIntoForceCondition.NOT_RECORDED,
    )
    entry_into_force_note = models.CharField(_("note on entry into force"), max_length=500, blank=True)
    provisionally_applied_from = PartialDateField(_("provisionally applied from"), help_text=_("VCLT article 25."))
    valid_until = PartialDateField(_("valid until"), help_text=_("The last day of the term, if the source states it."))
    term_months = models.PositiveSmallIntegerField(
        _("term in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TERM)],
        help_text=_("Five years are 60."),
    )
    renewal = models.CharField(_("renewal"), max_length=12, choices=Renewal, default=Renewal.NOT_RECORDED)
    expires_on = PartialDateField(_("expires"), editable=False)
    terminated_on = PartialDateField(_("terminated"))
    termination_ground = models.CharField(
        _("ground of termination"),
        max_length=15,
        choices=TerminationGround,
        default=TerminationGround.NOT_RECORDED,
        blank=True,
    )
    date_exception = models.CharField(
        _("explanation of dates out of order"),
        max_length=500,
        blank=True,
        help_text=_(
            "Dates normally run from signature to force to end. Where they truly do not, say why; readers see it."
        ),
    )
    depositary = models.CharField(_("depositary"), max_length=200, blank=True)
    register_note = models.TextField(
        _("note from a register"),
        blank=True,
        help_text=_("What a register notes about its entry. Never public; the record does not wait for review by it."),
    )
    parties = models.ManyToManyField(
        Party, through="AgreementParty", related_name="agreements", verbose_name=_("parties")
    )
    themes = models.ManyToManyField(Theme, related_name="agreements", blank=True, verbose_name=_("themes"))
    instruments = models.ManyToManyField(
        Instrument,
        related_name="agreements",
        blank=True,
        verbose_name=_("multilateral context"),
        help_text=_("Multilateral agreements that give context; not signed here."),
    )
    evidence = GenericRelation(Evidence, verbose_name=_("evidence"))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        verbose_name=_("merged into"),
        help_text=_("The record that this one turned out to be; its address then leads there."),
    )
    history = history(m2m_fields=[themes, instruments])

    objects = AgreementQuerySet.as_manager()

    #: Party ids that a form is about to save with this agreement; None: ask the database. See also ``rows_follow``.
    declared_party_ids: set[int] | None = None

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = [models.F("signed_on").desc(nulls_last=True), "-pk"]
        permissions = [("publish_record", _("Can publish and withdraw records"))]
        indexes = [
            # Every list: newest first among the published. SQLite reads it in order; PostgreSQL, which cannot share
            # "NULLs last" with it, finds the published by it and sorts them.
            models.Index(
                "editorial_status", models.F("signed_on").desc(), models.F("id").desc(), name="agreement_newest_first"
            ),
            # The front page: what has changed lately.
            models.Index(
                "editorial_status",
                models.F("changed_at").desc(),
                models.F("id").desc(),
                name="agreement_changed_lately",
            ),
        ]
        constraints = [
            *editorial_constraints("agreement", withdrawn_without_reason=models.Q(merged_into__isnull=False)),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(editorial_status=EditorialStatus.WITHDRAWN),
                name="agreement_merged_is_withdrawn",
                violation_error_message=_("A merged record must be withdrawn."),
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")),
                name="agreement_not_merged_into_itself",
                violation_error_message=_("A record cannot be merged into itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(term_months__isnull=True) | models.Q(term_months__gt=0),
                name="agreement_term_is_positive",
                violation_error_message=_("A term is at least one month."),
            ),
            models.CheckConstraint(
                condition=~models.Q(entry_into_force_condition=EntryIntoForceCondition.NOT_APPLICABLE)
                | models.Q(entry_into_force_on__isnull=True),
                name="agreement_without_force_has_no_date_of_force",
                violation_error_message=_("What never enters into force has no date of entry into force."),
            ),
            *(
                models.CheckConstraint(
                    condition=~models.Q(date_exception="") | in_order(earlier, later),
                    name=f"agreement_{earlier}_before_{later}",
                    violation_error_message=message,
                )
                for earlier, later, message in (
                    (
                        "signed_on",
                        "entry_into_force_on",
                        _("Entry into force lies before signature. If that is true, explain it."),
                    ),
                    (
                        "signed_on",
                        "valid_until",
                        _("The term ends before signature. If that is true, explain it."),
                    ),
                    (
                        "signed_on",
                        "terminated_on",
                        _("Termination lies before signature. If that is true, explain it."),
                    ),
                    (
                        "entry_into_force_on",
                        "valid_until",
                        _("The term ends before entry into force. If that is true, explain it."),
                    ),
                    (
                        "entry_into_force_on",
                        "terminated_on",
                        _("Termination lies before entry into force. If that is true, explain it."),
                    ),
                )
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep ``expires_on`` in step with the fields it follows from."""
        self.derive()
        also_update(kwargs, "expires_on")
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Compute ``expires_on``; callers of bulk_create, bulk_update and update do this themselves.

        Tacit renewal: NULL, it does not expire. Otherwise ``valid_until``, or the day it took effect plus its term.
        Raise ValueError when the term runs past the year 9999.
        """
        self.expires_on = None
        if self.renewal != Renewal.TACIT:
            effective = self.effective_on
            by_term = effective.plus_months(self.term_months) if effective and self.term_months else None
            self.expires_on = self.valid_until or by_term

    def clean(self) -> None:
        """What can be told from the record and its rows. Raise ValidationError with messages for people."""
        super().clean()
        self._clean_merger()
        if self.term_months and isinstance(self.effective_on, PartialDate):
            try:
                self.derive()
            except ValueError as error:
                raise ValidationError({"term_months": _("The term runs past the year 9999.")}) from error

    def rows_are_stored(self) -> bool:
        """Whether its rows can be looked up: no form is about to save them."""
        return super().rows_are_stored() and self.declared_party_ids is None

    def _clean_merger(self) -> None:
        """A merged record leads to a public one in a single step, so that no address leads nowhere or in a circle."""
        if self.merged_into is None or self.merged_into_id == self.pk:
            return  # the latter is a constraint's matter
        if self.merged_into.merged_into_id:
            raise ValidationError({"merged_into": _("That record was itself merged; choose the one it became.")})
        if not self.merged_into.is_published:
            raise ValidationError({"merged_into": _("That record is not public; readers cannot be led to it.")})
        if self.pk and self.merged_from.exists():
            raise ValidationError({"merged_into": _("Other records were merged into this one; merge them anew first.")})

    def get_absolute_url(self) -> str:
        """The permanent address: the id never changes and is never used again, the slug follows the title."""
        return reverse("agreement", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of the address, the same in both languages."""
        return make_slug(self.title_en or self.title_no)

    @property
    def effective_on(self) -> PartialDate | None:
        """The day it took effect: entry into force, or signature where that is the condition. None: not recorded."""
        if self.entry_into_force_on is None and self.entry_into_force_condition == EntryIntoForceCondition.SIGNATURE:
            return self.signed_on
        return self.entry_into_force_on

    def party_ids(self) -> set[int]:
        """The ids of its parties: those about to be saved by a form, or those in the database."""
        if self.declared_party_ids is not None:
            return self.declared_party_ids
        return set(self.participations.values_list("party_id", flat=True)) if self.pk else set()

    def missing_to_publish(self) -> list[str]:
        """What is missing in words: title, source, and two different parties."""
        missing = super().missing_to_publish()
        if len(self.party_ids()) != 2:
            missing.append(str(_("two different parties")))
        return missing
