"""Relations between agreements: stored once, read both ways. A chain is a connected line of renewals."""

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.functions import Greatest, Least
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.choices import EditorialStatus
from agreements.models.agreement import Agreement, AgreementQuerySet
from agreements.models.base import history


class RelationKind(models.TextChoices):
    """What the one agreement does to the other, read from the later to the earlier."""

    RENEWS = "renews", _("renews")
    # The same cooperation is agreed again.
    CONTINUES = "continues", _("continues")
    # Next in the same line according to a register that does not say how.
    AMENDS = "amends", _("amends")
    SUPERSEDES = "supersedes", _("supersedes")
    # Takes its place; the earlier one ends in law (VCLT article 59).
    IMPLEMENTS = "implements", _("implements")
    TERMINATES = "terminates", _("terminates")


INVERSE: dict[str, Promise] = {
    RelationKind.RENEWS: _("is renewed by"),
    RelationKind.CONTINUES: _("is continued by"),
    RelationKind.AMENDS: _("is amended by"),
    RelationKind.SUPERSEDES: _("is superseded by"),
    RelationKind.IMPLEMENTS: _("is implemented by"),
    RelationKind.TERMINATES: _("is terminated by"),
}
#: The kinds that make a chain.
CHAIN_KINDS = (RelationKind.RENEWS, RelationKind.CONTINUES)
#: Kinds whose direction is that of time: going round in a circle would be absurd.
ACYCLIC_KINDS = (*CHAIN_KINDS, RelationKind.SUPERSEDES, RelationKind.TERMINATES)


class Relation(models.Model):
    """``from_agreement`` does ``kind`` to ``to_agreement``, which is nearly always the earlier one."""

    from_agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="relations", verbose_name=_("agreement"))
    kind = models.CharField(_("relation"), max_length=10, choices=RelationKind)
    to_agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="inverse_relations", verbose_name=_("other agreement")
    )
    history = history()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "kind",
                Least("from_agreement", "to_agreement"),
                Greatest("from_agreement", "to_agreement"),
                name="relation_one_way",
                violation_error_message=_("This relation is already recorded, perhaps the other way round."),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_agreement=models.F("to_agreement")),
                name="relation_not_to_itself",
                violation_error_message=_("An agreement cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_agreement} {self.get_kind_display()} {self.to_agreement}"

    @property
    def inverse_verb(self) -> str:
        """The relation read from the other side."""
        return str(INVERSE[self.kind])

    def clean(self) -> None:
        """Raise ValidationError when the relation would close a circle of renewals."""
        super().clean()
        if (
            self.kind in ACYCLIC_KINDS
            and self.from_agreement_id
            and self.to_agreement_id
            and self.from_agreement_id in _reachable_from(self.to_agreement_id, without=self.pk)
        ):
            raise ValidationError(
                {"to_agreement": _("This would close a circle: the other agreement already follows from this one.")}
            )


def _reachable_from(agreement_id: int, without: int | None) -> set[int]:
    """Ids of the agreements reached by going back in time; ``without`` leaves out a relation that is being changed."""
    edges = dict[int, list[int]]()
    rows = Relation.objects.filter(kind__in=ACYCLIC_KINDS)
    if without is not None:
        rows = rows.exclude(pk=without)
    for start, end in rows.values_list("from_agreement_id", "to_agreement_id"):
        edges.setdefault(start, []).append(end)
    found, waiting = set[int](), [agreement_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(edges.get(current, []))
    return found


CHAIN_SQL = """
WITH RECURSIVE chain(id) AS (
    SELECT CAST(%s AS bigint)
    UNION
    SELECT other.id
    FROM chain
    JOIN agreements_relation r
      ON r.kind IN (%s, %s) AND (r.from_agreement_id = chain.id OR r.to_agreement_id = chain.id)
    JOIN agreements_agreement other
      ON other.id = CASE WHEN r.from_agreement_id = chain.id THEN r.to_agreement_id ELSE r.from_agreement_id END
     AND other.editorial_status = %s
)
SELECT id FROM chain
"""


def chain_of(agreement: Agreement) -> AgreementQuerySet:
    """The published agreements of the connected line of renewals that this one stands in, oldest first.

    The agreement itself is always among them, published or not. An agreement that renews nothing is alone. One without
    a date follows what it renews; where nothing tells, it comes first. Takes two small queries (three where a date is
    missing) besides the one returned.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHAIN_SQL, [agreement.pk, *CHAIN_KINDS, EditorialStatus.PUBLISHED])
        ids = [row[0] for row in cursor.fetchall()]
    place = models.Case(*(models.When(pk=pk, then=position) for position, pk in enumerate(_oldest_first(ids))))
    return Agreement.objects.filter(pk__in=ids).order_by(place)


def _oldest_first(ids: list[int]) -> list[int]:
    """The ids by date of signature; an undated agreement stands just after the latest of those that it renews."""
    dates = dict(Agreement.objects.filter(pk__in=ids).values_list("pk", "signed_on"))
    if None not in dates.values():
        return sorted(ids, key=lambda pk: (str(dates[pk]), pk))
    earlier: dict[int, list[int]] = {}
    links = Relation.objects.filter(kind__in=CHAIN_KINDS, from_agreement__in=ids, to_agreement__in=ids)
    for later, renewed in links.values_list("from_agreement_id", "to_agreement_id"):
        earlier.setdefault(later, []).append(renewed)

    def place(pk: int, seen: frozenset[int] = frozenset()) -> tuple[str, int]:
        """Date and, for those that borrow it, how many steps away it was borrowed."""
        date = dates[pk]
        if date is not None:
            return str(date), 0
        # The circle that a bulk insert could have made must not keep a page from its reader.
        renewed = [place(one, seen | {pk}) for one in earlier.get(pk, []) if one not in seen | {pk}]
        borrowed, steps = max(renewed, default=("", -1))
        return borrowed, steps + 1

    return sorted(ids, key=lambda pk: (place(pk), pk))
