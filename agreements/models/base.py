"""What several kinds of record share: an editorial life, texts in two languages, a readable address."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from agreements.choices import EditorialStatus, NorwegianForm
from agreements.text import fold, is_norwegian

#: Longest slug in an address; titles run to 554 characters.
SLUG_LENGTH = 80


_occasion: ContextVar[dt.datetime | None] = ContextVar("occasion", default=None)


@contextmanager
def one_occasion() -> Iterator[None]:
    """Give every version that is made in the context one date: a record and its rows were changed together.

    Within another it joins that one. Readers of the history take versions of one date for one change.
    """
    token = _occasion.set(_occasion.get() or timezone.now())
    try:
        yield
    finally:
        _occasion.reset(token)


class RecordHistory(HistoricalRecords):  # type: ignore[misc]  # the library has no types
    """History that also gives a record its version when a link to it is made or cut from the other side.

    The library would give the version to the other side (``theme.agreements.add(agreement)`` to the theme). What is
    written on one occasion has one date.
    """

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        """Make the version, dated by the occasion if there is one."""
        occasion = _occasion.get()
        if occasion is None or hasattr(instance, "_history_date"):
            super().create_historical_record(instance, history_type, using)
            return
        instance._history_date = occasion
        try:
            super().create_historical_record(instance, history_type, using)
        finally:
            del instance._history_date

    def m2m_changed(
        self, instance: Any, action: str, attr: str, pk_set: set[Any] | None, reverse: bool, model: Any, **kwargs: Any
    ) -> None:
        """Receive the signal; ``model`` is that of the records at the far end of the links."""
        if not reverse:
            super().m2m_changed(instance, action, attr, pk_set, reverse, **kwargs)
        elif action == "pre_clear":
            instance._losing_links = set(model._base_manager.filter(**{attr: instance}).values_list("pk", flat=True))
        elif action in ("post_add", "post_remove", "post_clear"):
            linked = instance.__dict__.pop("_losing_links") if pk_set is None else pk_set
            for record in model._base_manager.filter(pk__in=linked):
                self.create_historical_record(record, "~")


class VersionsManager(HistoryManager):  # type: ignore[misc]  # as above
    """``record.history``. The library makes its class anew whenever it is asked for, which is a tenth of a save."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None) -> Any:
        """The manager's class with the verbs of the query set, made once."""
        return super().from_queryset(queryset_class, class_name)


def history(**options: Any) -> Any:
    """History of a model: a row for every version, with who and when. It outlives the record.

    Bulk operations leave none; ``simple_history.utils`` has those that do, without links to many.
    """
    return RecordHistory(history_manager=VersionsManager, **options)


def localized(record: models.Model, field: str, language: str | None = None) -> str:
    """The text of ``field`` in the reader's language, or in the other one when that is all there is.

    ``field`` is the name without its language: ``title`` reads ``title_no`` or ``title_en``. '' when neither is there.
    """
    first, second = ("no", "en") if is_norwegian(language or get_language() or "en") else ("en", "no")
    return getattr(record, f"{field}_{first}") or getattr(record, f"{field}_{second}") or ""


def make_slug(text: str) -> str:
    """A readable, lower-case ASCII part of an address; ``record`` when nothing of the text can be written so."""
    return slugify(fold(text))[:SLUG_LENGTH].strip("-") or "record"


def also_update(save_options: dict[str, Any], field: str) -> None:
    """Let a ``save`` that is limited to some fields write this one too, because it follows from others."""
    if save_options.get("update_fields") is not None:
        save_options["update_fields"] = {*save_options["update_fields"], field}


class SluggedModel(models.Model):
    """A record with a slug that is unique among its kind, made from its name when left empty."""

    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH + 8,
        unique=True,
        blank=True,
        help_text=_("The readable part of the address. Left empty, it is made from the name."),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill an empty slug with one that nobody has yet."""
        if not self.slug:
            self.slug = self._free_slug()
            also_update(kwargs, "slug")
        super().save(*args, **kwargs)

    def slug_source(self) -> str:
        """The text that the slug is made from."""
        return str(self)

    def _free_slug(self) -> str:
        stem = make_slug(self.slug_source())
        others = type(self)._default_manager.exclude(pk=self.pk).filter(slug__startswith=stem)
        taken = set(others.values_list("slug", flat=True))
        slug, number = stem, 2
        while slug in taken:
            slug, number = f"{stem}-{number}", number + 1
        return slug


class EditorialQuerySet(models.QuerySet[Any]):
    """Verbs that every public surface starts from."""

    def published(self) -> Self:
        """Records that anybody may see. Drafts, records in review and withdrawn ones are not among them."""
        return self.filter(editorial_status=EditorialStatus.PUBLISHED)

    def needs_review(self) -> Self:
        """Records that wait for an editor: in review, or with a note that says what is missing."""
        return self.exclude(editorial_status=EditorialStatus.WITHDRAWN).filter(
            models.Q(editorial_status=EditorialStatus.IN_REVIEW) | ~models.Q(review_note="")
        )


class EditorialRecord(models.Model):
    """A record that is drafted, reviewed, published and, if it must be, withdrawn.

    ``added_at`` and ``changed_at`` keep themselves; ``verified_on`` is the day somebody last checked the record against
    its sources (NULL: never), ``verified_by`` who did (NULL: not recorded; never public).
    """

    title_en = models.CharField(_("title in English"), max_length=1000, blank=True)
    title_no = models.CharField(_("title in Norwegian"), max_length=1000, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_no = models.TextField(_("summary in Norwegian"), blank=True)
    norwegian_form = models.CharField(
        _("written form of the Norwegian"),
        max_length=2,
        choices=NorwegianForm,
        default=NorwegianForm.BOKMAAL,
        help_text=_("A record is written in one of the two forms, never in both."),
    )
    editorial_status = models.CharField(
        _("editorial status"),
        max_length=10,
        choices=EditorialStatus,
        default=EditorialStatus.DRAFT,
    )
    withdrawn_reason = models.CharField(
        _("reason for withdrawal"),
        max_length=500,
        blank=True,
        help_text=_("Shown at the record's address after it is withdrawn."),
    )
    review_note = models.TextField(
        _("note for review"), blank=True, help_text=_("What is missing or doubtful. Never public.")
    )
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last checked the record against its sources."),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("verified by"),
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    #: Set by a form that saves the record's rows (evidence, parties) after it, and checks them itself.
    rows_follow: bool = False

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or str(_("Untitled"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep ``changed_at`` true when only some fields are saved, and forget who verified on no day."""
        also_update(kwargs, "changed_at")
        if self.verified_on is None and self.verified_by_id is not None:
            self.verified_by = None
            also_update(kwargs, "verified_by")
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """The title in the reader's language; the other when that is all there is."""
        return localized(self, "title")

    @property
    def summary(self) -> str:
        """The summary in the reader's language; the other when that is all there is."""
        return localized(self, "summary")

    @property
    def is_published(self) -> bool:
        """Whether anybody may see it."""
        return self.editorial_status == EditorialStatus.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken away from the public."""
        return self.editorial_status == EditorialStatus.WITHDRAWN

    def clean(self) -> None:
        """What a withdrawn and a published record must have. Raise ValidationError, at the field where there is one.

        A published record's rows are looked up in the database, unless a form answers for them (``rows_follow``).
        """
        super().clean()
        if self.is_withdrawn and not self.withdrawn_reason.strip() and not getattr(self, "merged_into_id", None):
            raise ValidationError({"withdrawn_reason": _("Say why the record is withdrawn; readers are told.")})
        if self.is_published and not self._has_title():
            raise ValidationError({"title_en": _("A published record needs a title in English or Norwegian.")})
        if self.is_published and self.rows_are_stored():
            self._refuse_if_incomplete()

    def rows_are_stored(self) -> bool:
        """Whether its rows can be looked up: no form is about to save them."""
        return not self.rows_follow

    def _has_title(self) -> bool:
        return bool(self.title_en.strip() or self.title_no.strip())

    def _refuse_if_incomplete(self) -> None:
        missing = self.missing_to_publish()
        if missing:
            raise ValidationError(_("Not ready to publish. Missing: %(missing)s.") % {"missing": ", ".join(missing)})

    def missing_to_publish(self) -> list[str]:
        """What a publisher still has to add, in words; empty when the record may be published."""
        missing = []
        if not self._has_title():
            missing.append(str(_("a title in English or Norwegian")))
        if not self.pk or not self.evidence.exists():  # type: ignore[attr-defined]
            missing.append(str(_("a source")))
        return missing

    def verify(self, user: Any) -> None:
        """Record that the user has today checked the record against its sources."""
        self.verified_on, self.verified_by = timezone.localdate(), user
        self.save(update_fields=["verified_on", "verified_by"])

    def publish(self) -> None:
        """Make the record public. Raise ValidationError that names everything missing."""
        self._refuse_if_incomplete()
        before, self.editorial_status = self.editorial_status, EditorialStatus.PUBLISHED
        try:
            self.full_clean()
        except ValidationError:
            self.editorial_status = before
            raise
        self.save()


def editorial_constraints(name: str, withdrawn_without_reason: models.Q | None = None) -> list[models.BaseConstraint]:
    """The rules every editorial table holds itself. ``name`` begins the constraints' names.

    ``withdrawn_without_reason``: which withdrawn records need not say why; None: all must.
    """
    published = models.Q(editorial_status=EditorialStatus.PUBLISHED)
    explained = ~models.Q(editorial_status=EditorialStatus.WITHDRAWN) | ~models.Q(withdrawn_reason="")
    return [
        models.CheckConstraint(
            condition=~published | ~models.Q(title_en="") | ~models.Q(title_no=""),
            name=f"{name}_published_has_a_title",
            violation_error_message=_("A published record needs a title in English or Norwegian."),
        ),
        models.CheckConstraint(
            condition=explained | withdrawn_without_reason if withdrawn_without_reason else explained,
            name=f"{name}_withdrawn_says_why",
            violation_error_message=_("Say why the record is withdrawn; readers are told."),
        ),
        models.CheckConstraint(
            condition=models.Q(editorial_status__in=EditorialStatus.values),
            name=f"{name}_editorial_status_is_known",
        ),
    ]
