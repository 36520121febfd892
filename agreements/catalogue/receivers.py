"""Which records a row belongs to, and the signals by which saving and deleting it tells that they changed."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from agreements.catalogue.changes import Changes, lock, tell
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    AlternativeTitle,
    Event,
    Evidence,
    Institution,
    Instrument,
    Kind,
    Party,
    PartyName,
    Project,
    Registration,
    Relation,
    Signatory,
    SignatoryAlias,
    Signature,
    Source,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)

#: Of a row: the columns that lead to its records.
BELONGS_TO: dict[type[Model], tuple[tuple[Kind, str], ...]] = {
    Agreement: ((Kind.AGREEMENT, "pk"),),
    AgreementParty: ((Kind.AGREEMENT, "agreement_id"),),
    AgreementText: ((Kind.AGREEMENT, "agreement_id"),),
    AlternativeTitle: ((Kind.AGREEMENT, "agreement_id"),),
    Registration: ((Kind.AGREEMENT, "agreement_id"),),
    Relation: ((Kind.AGREEMENT, "from_agreement_id"), (Kind.AGREEMENT, "to_agreement_id")),
    Signature: ((Kind.AGREEMENT, "agreement_id"), (Kind.SIGNATORY, "signatory_id")),
    Signatory: ((Kind.SIGNATORY, "pk"),),
    SignatoryAlias: ((Kind.SIGNATORY, "signatory_id"),),
    TermOfOffice: ((Kind.SIGNATORY, "signatory_id"),),
    Party: ((Kind.PARTY, "pk"),),
    PartyName: ((Kind.PARTY, "party_id"),),
    Theme: ((Kind.THEME, "pk"), (Kind.THEME, "broader_id")),
    ThemeAltLabel: ((Kind.THEME, "theme_id"),),
    ThemeMatch: ((Kind.THEME, "theme_id"),),
    Project: ((Kind.PROJECT, "pk"),),
    Institution: ((Kind.INSTITUTION, "pk"),),
    Instrument: (),  # to those that are linked to it
    Event: (),
}
#: Of a table of links: at either end, the kind of record that changes when a link is made or cut, or when the record at
#: the other end goes. None: the record shows nothing of its links.
LINKS: dict[type[Model], dict[str, Kind | None]] = {
    Agreement.themes.through: {"agreement": Kind.AGREEMENT, "theme": None},
    Agreement.instruments.through: {"agreement": Kind.AGREEMENT, "instrument": None},
    Project.agreements.through: {"project": Kind.PROJECT, "agreement": Kind.AGREEMENT},
    Project.themes.through: {"project": Kind.PROJECT, "theme": None},
    Project.institutions.through: {"project": Kind.PROJECT, "institution": None},
    Event.agreements.through: {"event": None, "agreement": Kind.AGREEMENT},
    Event.parties.through: {"event": None, "party": Kind.PARTY},
    Event.participants.through: {"event": None, "signatory": Kind.SIGNATORY},
}

#: Records by kind.
Records = dict[Kind, set[int]]


def connect() -> None:
    """Listen to every model whose rows show in a set or on a record's page, or are searched."""
    for model in BELONGS_TO:
        pre_save.connect(_before_saving, sender=model)
        pre_delete.connect(_before_deleting, sender=model)
        post_save.connect(_after, sender=model)
        post_delete.connect(_after, sender=model)
    for model in (Source, Evidence):
        pre_save.connect(_before_showing, sender=model)
        post_save.connect(_after_showing, sender=model)
        post_delete.connect(_after_showing, sender=model)
    for through in LINKS:
        m2m_changed.connect(_linked_or_cut, sender=through)


def _before_saving(sender: type[Model], instance: Model, **options: Any) -> None:
    """Remember the records that the stored row belongs to: it may be about to move to another."""
    lock()
    columns = [column for _, column in BELONGS_TO[sender] if column != "pk"]
    if columns and instance.pk is not None:
        stored = sender._base_manager.filter(pk=instance.pk).values(*columns).first()
        _remember(instance, _owners(sender, stored or {}))


def _before_deleting(sender: type[Model], instance: Model, **options: Any) -> None:
    """Remember the records that are linked to one that goes; the links go first."""
    lock()
    _remember(instance, _at_the_other_end(instance))


def _after(sender: type[Model], instance: Model, **options: Any) -> None:
    values = {column: getattr(instance, column) for _, column in BELONGS_TO[sender]}
    now = _owners(sender, values) if values else _at_the_other_end(instance)
    _tell(now, instance.__dict__.pop("_told_before", {}))


def _linked_or_cut(
    sender: type[Model], instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **options: Any
) -> None:
    if action.startswith("pre_"):
        lock()
        if action == "pre_clear":
            _remember(instance, _at_the_other_end(instance, [sender]))
        return
    if pk_set or action == "post_clear":
        ends = ((type(instance), {instance.pk}), (model, pk_set or set()))
        kinds = [(LINKS[sender][str(end._meta.model_name)], ids) for end, ids in ends]
        _tell({kind: ids for kind, ids in kinds if kind is not None}, instance.__dict__.pop("_told_before", {}))


def _before_showing(sender: type[Model], instance: Model, **options: Any) -> None:
    """Remember the record that stored evidence supports: it may be about to support another."""
    lock()
    if sender is Evidence and instance.pk is not None:
        _remember(instance, _supported(Evidence._base_manager.filter(pk=instance.pk)))


def _after_showing(sender: type[Model], instance: Any, **options: Any) -> None:
    """Tell of the records that stand on a source or a piece of evidence: they show it, but are not found by it."""
    if sender is Source:
        shown = _supported(Evidence._base_manager.filter(source=instance.pk))
    else:
        shown = _supporting([(instance.content_type.model, instance.object_id)])
    for kind, ids in instance.__dict__.pop("_told_before", {}).items():
        shown[kind] |= ids
    tell(Changes(shown=shown))


def _supported(evidence: QuerySet[Evidence]) -> Records:
    """The records that evidence supports, of an event those that it concerns."""
    return _supporting(evidence.order_by().values_list("content_type__model", "object_id").distinct())


def _supporting(records: Iterable[tuple[str, int]]) -> Records:
    """Records by the name of their model and their id; an event stands for those that it concerns."""
    found: Records = defaultdict(set)
    for name, pk in records:
        if name == "event":
            for kind, ids in _at_the_other_end(Event(pk=pk)).items():
                found[kind] |= ids
        elif name.upper() in Kind.__members__:
            found[Kind[name.upper()]].add(pk)
    return found


def _remember(instance: Model, records: Records) -> None:
    instance.__dict__["_told_before"] = records


def _tell(*parts: Records) -> None:
    changes = Changes()
    for records in parts:
        for kind, ids in records.items():
            changes.records[kind] |= ids
    tell(changes)


def _owners(model: type[Model], values: dict[str, Any]) -> Records:
    """The records that a row with these values belongs to."""
    owners: Records = defaultdict(set)
    for kind, column in BELONGS_TO[model]:
        if values.get(column) is not None:
            owners[kind].add(values[column])
    return owners


def _at_the_other_end(instance: Model, tables: Iterable[type[Model]] = tuple(LINKS)) -> Records:
    """The records that are linked to this one and change when the links do."""
    found: Records = defaultdict(set)
    near = str(instance._meta.model_name)
    for through in tables:
        for far, kind in LINKS[through].items():
            if near in LINKS[through] and far != near and kind is not None:
                linked = through._base_manager.filter(**{near: instance.pk})
                found[kind].update(linked.values_list(far, flat=True))
    return found
