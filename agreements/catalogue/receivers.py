"""Which records a row belongs to, and the signals by which saving and deleting it tells that they changed."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from agreements.catalogue.changes import Changes, lock, tell
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    AlternativeTitle,
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
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)

#: Of a row: the columns that lead to its records. Sources and events stand in no set and are not searched.
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
}
#: Of a table of links: at either end, the kind of record that changes when a link is made or cut, or when the record at
#: the other end goes. None: the record shows nothing of its links.
LINKS: dict[type[Model], dict[str, Kind | None]] = {
    Agreement.themes.through: {"agreement": Kind.AGREEMENT, "theme": None},
    Agreement.instruments.through: {"agreement": Kind.AGREEMENT, "instrument": None},
    Project.agreements.through: {"project": Kind.PROJECT, "agreement": Kind.AGREEMENT},
    Project.themes.through: {"project": Kind.PROJECT, "theme": None},
    Project.institutions.through: {"project": Kind.PROJECT, "institution": None},
}

#: Records by kind.
Records = dict[Kind, set[int]]


def connect() -> None:
    """Listen to every model whose rows show in a set or are searched."""
    for model in BELONGS_TO:
        pre_save.connect(_before_saving, sender=model)
        pre_delete.connect(_before_deleting, sender=model)
        post_save.connect(_after, sender=model)
        post_delete.connect(_after, sender=model)
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
