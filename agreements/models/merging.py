"""What merging leaves behind: mergers that can be undone, former addresses, pairs that are known to be two."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Merger(models.Model):
    """One record merged into another of its kind. ``undone_at`` NULL: it stands.

    ``steps`` is the journal of everything that was written, in order; undoing replays it backwards (see
    ``agreements.merging.journal``). Records are named by number and by name, because the one that went may be gone.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    kept_id = models.PositiveBigIntegerField(_("record that stayed"))
    gone_id = models.PositiveBigIntegerField(_("record that went"))
    kept_name = models.CharField(_("name of the record that stayed"), max_length=1000)
    gone_name = models.CharField(_("name of the record that went"), max_length=1000)
    steps = models.JSONField(_("steps"), encoder=DjangoJSONEncoder)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("merged by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-merged_at", "-pk"]
        default_permissions = ()
        indexes = [
            # The history page of the record that stayed, and that of the one that went.
            models.Index(fields=["content_type", "kept_id"], name="merger_by_kept"),
            models.Index(fields=["content_type", "gone_id"], name="merger_by_gone"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_name}"


class FormerAddress(models.Model):
    """What named a record in an address that is no longer its own: the id of a merged person, the code of a party.

    Readers who come there are led on, for ever, to the record that it became.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    key = models.CharField(_("id, code or slug"), max_length=100)
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "key"], name="former_address_once")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def leads_to(cls, model: type[models.Model], key: object) -> int | None:
        """The id of the record that took over what the address named. None: nobody did."""
        of_model = cls._default_manager.filter(content_type=ContentType.objects.get_for_model(model), key=str(key))
        return of_model.values_list("object_id", flat=True).first()


class DistinctPairQuerySet(models.QuerySet["DistinctPair"]):
    """Questions about pairs that look alike."""

    def of(self, model: type[models.Model]) -> Self:
        """Pairs of records of one kind."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def ids(self) -> set[tuple[int, int]]:
        """The pairs, the smaller id first."""
        return set(self.values_list("first_id", "second_id"))


class DistinctPair(models.Model):
    """Two records that look alike and that somebody knows to be two. The smaller id stands first."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    first_id = models.PositiveBigIntegerField(_("first record"))
    second_id = models.PositiveBigIntegerField(_("second record"))
    said_at = models.DateTimeField(_("said"), default=timezone.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("said by")
    )

    objects = DistinctPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["content_type", "first_id", "second_id"], name="distinct_pair_once"),
            models.CheckConstraint(
                condition=models.Q(first_id__lt=models.F("second_id")),
                name="distinct_pair_smaller_id_first",
                violation_error_message=_("The smaller number of a pair stands first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"

    @classmethod
    def say(cls, one: models.Model, other: models.Model, user: Any = None) -> None:
        """Remember that the two, in whatever order, are not the same. Said again, nothing happens."""
        first, second = sorted((one.pk, other.pk))
        content_type = ContentType.objects.get_for_model(one)
        cls._default_manager.get_or_create(
            content_type=content_type, first_id=first, second_id=second, defaults={"said_by": user}
        )
