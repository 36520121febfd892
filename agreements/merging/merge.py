"""Carrying a merger out, and undoing it: each in one transaction, all or nothing."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agreements.catalogue.changes import gathered
from agreements.choices import EditorialStatus
from agreements.history.state import columns_of
from agreements.history.words import label_of
from agreements.merging.clashes import Decision, Outcome, decisions
from agreements.merging.journal import Journal, NotUndoableError, take_back
from agreements.merging.plan import GONE, Plan
from agreements.merging.pointers import Links
from agreements.merging.rules import ADDRESS, NOT_CHOSEN, is_public, other_names
from agreements.models import Agreement, AgreementParty, FormerAddress, Merger


class MergeRefusedError(Exception):
    """The two cannot be merged; the message says why, in sentences for people."""


def merge(plan: Plan, user: Any = None, fingerprint: str = "") -> Merger:
    """Merge as planned, and return what undoes it.

    The record that goes is deleted, but for an agreement that was ever public: it stays, withdrawn, and leads on.
    ``fingerprint``: that of the plan which somebody agreed to. Raise MergeRefusedError when it cannot be done, or when
    something changed since; nothing is written then.
    """
    try:
        with gathered():
            plan = _read_again(plan)
            if fingerprint and fingerprint != plan.fingerprint:
                raise MergeRefusedError(_("Something changed while you were looking. Look at it again before merging."))
            if plan.refusals:
                raise MergeRefusedError(" ".join(plan.refusals))
            return _Merging(plan, user).run()
    except ValidationError as error:
        raise MergeRefusedError(" ".join(error.messages)) from error
    except (IntegrityError, models.ProtectedError) as error:
        raise MergeRefusedError(_("The database refuses it: together they break a rule of the archive.")) from error


def _read_again(plan: Plan) -> Plan:
    """The plan over the records as they are now, in the transaction that will carry it out."""
    stored = plan.model._base_manager.in_bulk([plan.kept.pk, plan.gone.pk])
    if len(stored) < 2 and plan.kept.pk != plan.gone.pk:
        raise MergeRefusedError(_("One of the two is no longer there."))
    return Plan(stored[plan.kept.pk], stored[plan.gone.pk], plan.choices)


class _Merging:
    """One run."""

    def __init__(self, plan: Plan, user: Any) -> None:
        self.plan, self.user = plan, user
        self.kept, self.gone = plan.kept, plan.gone
        stored = plan.model._base_manager.in_bulk([plan.kept.pk, plan.gone.pk])
        self.before = stored[plan.kept.pk], stored[plan.gone.pk]
        self.journal = Journal(_("Merged: %(gone)s → %(kept)s") % _short(str(self.gone), str(self.kept)))

    def run(self) -> Merger:
        names = str(self.kept)[:1000], str(self.gone)[:1000]
        kept_id, gone_id = self.kept.pk, self.gone.pk
        # Before anything moves: what is decided may depend on what lies under what.
        values = {column.attname: self.plan.value(column) for column in columns_of(self.plan.model)}
        for decision in self.plan.rows:
            self._carry_out(decision)
        for links, ids in self.plan.links:
            self._move_links(links, ids)
        self._point_elsewhere(values)
        self._let_go(values)
        self._save_kept(values)
        for row in other_names(self.before, self.kept):
            self.journal.create(row)
        self._lead_on(gone_id)
        return Merger.objects.create(
            content_type=ContentType.objects.get_for_model(self.plan.model),
            kept_id=kept_id,
            gone_id=gone_id,
            kept_name=names[0],
            gone_name=names[1],
            steps=self.journal.steps,
            merged_by=self.user,
        )

    # Rows

    def _carry_out(self, decision: Decision) -> None:
        row, twin = decision.row, decision.twin
        if decision.outcome is Outcome.MOVED:
            self._move(row)
        elif decision.outcome is Outcome.POINTLESS:
            self.journal.delete(row)
        elif decision.outcome is Outcome.GIVES_WAY:
            loser = twin if self.plan.chosen(decision.key) == GONE else row
            for name, value in decision.given_up.items():
                setattr(loser, name, value)
            if loser is twin:
                self.journal.save(twin)
            self.journal.save(row)
        else:
            self._fold(decision)

    def _move(self, row: Any) -> None:
        if isinstance(row, AgreementParty) and isinstance(self.kept, Agreement):
            taken = set(self.kept.participations.values_list("position", flat=True))
            row.position = next(place for place in (row.position, 1, 2) if place not in taken)
        self.journal.save(row)

    def _fold(self, decision: Decision) -> None:
        """Let the twin take over what it lacks, or what an editor chose; what points to the row follows it there."""
        row, twin = decision.row, decision.twin
        for name, value in decision.filled.items():
            setattr(twin, name, value)
        if self.plan.chosen(decision.key) == GONE:
            for name in decision.differing:
                setattr(twin, name, getattr(row, name))
        for pointing in decisions(row, twin):
            self._carry_out(pointing)
        self.journal.delete(type(row)._base_manager.get(pk=row.pk))
        self.journal.save(twin)

    def _move_links(self, links: Links, ids: list[int]) -> None:
        there = set(links.ids(self.kept))
        for pk in ids:
            owner = None if links.is_own else links.owner._base_manager.get(pk=pk)
            if pk not in there:
                self.journal.link(owner or self.kept, links.name, pk if links.is_own else self.kept.pk)
            self.journal.unlink(owner or self.gone, links.name, pk if links.is_own else self.gone.pk)

    # The two records

    def _point_elsewhere(self, values: dict[str, Any]) -> None:
        """Let the record that stays no longer name the one that goes, such as a theme right under it."""
        pointing = [column for column in columns_of(self.plan.model) if column.related_model is self.plan.model]
        named = [column.attname for column in pointing if getattr(self.kept, column.attname) == self.gone.pk]
        for name in named:
            setattr(self.kept, name, values[name])
        if named:
            self.journal.save(self.kept)

    def _let_go(self, values: dict[str, Any]) -> None:
        """Delete the record that goes; an agreement that readers may know is withdrawn and leads to the other."""
        if not (isinstance(self.gone, Agreement) and was_ever_public(self.gone)):
            self.journal.delete(type(self.gone)._base_manager.get(pk=self.gone.pk))
            return
        if values["reference"] == self.gone.reference:
            self.gone.reference = None
        self.gone.editorial_status, self.gone.merged_into = EditorialStatus.WITHDRAWN, self.kept
        self.journal.save(self.gone)

    def _save_kept(self, values: dict[str, Any]) -> None:
        """Raise ValidationError, with the name of the field, when the chosen values break a rule together."""
        for column in columns_of(self.plan.model):
            if column.name not in NOT_CHOSEN:
                setattr(self.kept, column.attname, values[column.attname])
        try:
            self.kept.full_clean()
        except ValidationError as error:
            raise ValidationError(list(self._at_fields(error))) from error
        self.journal.save(self.kept)

    def _at_fields(self, error: ValidationError) -> Any:
        named = {column.name: label_of(column) for column in columns_of(self.plan.model)}
        for name, messages in error.message_dict.items():
            yield f"{named[name]}: {' '.join(messages)}" if name in named else " ".join(messages)

    def _lead_on(self, gone_id: int) -> None:
        """Remember the address of the record that went. Those that led to it were moved with everything else."""
        column = ADDRESS.get(self.plan.model)
        if column is None:
            return
        key = str(gone_id if column == "pk" else getattr(self.before[1], column))
        content_type = ContentType.objects.get_for_model(self.plan.model)
        if not FormerAddress.objects.filter(content_type=content_type, key=key).exists():
            self.journal.create(FormerAddress(content_type=content_type, key=key, object_id=self.kept.pk))


def was_ever_public(record: Any) -> bool:
    """Whether readers may know the address of an editorial record: any version of it was public."""
    if is_public(record):
        return True
    versions = type(record).history.filter(id=record.pk)
    public = (EditorialStatus.PUBLISHED, EditorialStatus.WITHDRAWN)
    return bool(versions.filter(editorial_status__in=public).exists())


def undo(merger: Merger) -> None:
    """Put both records and all rows back as they were. Raise NotUndoableError when a change since forbids it."""
    with gathered():
        stands = Merger.objects.filter(pk=merger.pk, undone_at=None).update(undone_at=timezone.now())
        if not stands:
            raise NotUndoableError(_("This merger has been undone already."))
        later = Merger.objects.filter(content_type=merger.content_type, gone_id=merger.kept_id, undone_at=None).first()
        if later is not None:
            words = {"gone": later.gone_name, "kept": later.kept_name}
            raise NotUndoableError(_("“%(gone)s” was itself merged into “%(kept)s” since; undo that first.") % words)
        reason = _("Merger undone: %(gone)s → %(kept)s") % _short(merger.gone_name, merger.kept_name)
        take_back(merger.steps, reason)


def _short(gone: str, kept: str) -> dict[str, str]:
    """Both names, cut so that the reason has room in the history."""
    return {"gone": Truncator(gone).chars(36), "kept": Truncator(kept).chars(36)}


def mergers_of(record: models.Model) -> Any:
    """The mergers in which the record stayed or went, the latest first."""
    of_kind = Merger.objects.filter(content_type=ContentType.objects.get_for_model(record))
    return of_kind.filter(models.Q(kept_id=record.pk) | models.Q(gone_id=record.pk)).select_related("merged_by")
