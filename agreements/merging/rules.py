"""What each kind of record asks of a merger: names that live on, what speaks against it, who sees it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from agreements.dates import PartialDate
from agreements.models import (
    Agreement,
    AgreementParty,
    AlternativeTitle,
    Institution,
    InstitutionSuccession,
    Party,
    PartyName,
    PartySuccession,
    Project,
    Relation,
    Signatory,
    SignatoryAlias,
    Theme,
    ThemeAltLabel,
)
from agreements.text import fold

#: The kinds of record that can be merged.
MERGEABLE: tuple[type[models.Model], ...] = (Agreement, Signatory, Party, Institution, Theme, Project)
#: Of a kind: the column that names a record in its address. Agreements lead on by themselves (``merged_into``).
ADDRESS: dict[type[models.Model], str] = {Signatory: "pk", Project: "pk", Party: "code", Theme: "slug"}
#: Columns that are no fact about a record, or name it in addresses: those of the record that stays, stay.
NOT_CHOSEN = frozenset(
    {
        "id",
        "slug",
        "code",
        "editorial_status",
        "withdrawn_reason",
        "merged_into",
        "added_at",
        "changed_at",
        "expires_on",
    }
)
#: Parties whose people write their names in Chinese characters.
CHINESE = frozenset({"chn", "twn", "hkg", "mac", "sgp"})


def is_public(record: Any) -> bool:
    """Whether readers see the record, or an address of it."""
    if hasattr(record, "editorial_status"):
        return bool(record.is_published or record.is_withdrawn)
    if isinstance(record, Institution):
        agreements = Agreement.objects.published()
        return bool(
            record.participations.filter(agreement__in=agreements).exists()
            or record.signatures.filter(agreement__in=agreements).exists()
            or record.projects.filter(pk__in=Project.objects.published()).exists()
        )
    return bool(type(record).objects.published().filter(pk=record.pk).exists())


# Names that live on


def other_names(before: tuple[Any, Any], kept: Any) -> Iterator[models.Model]:
    """Rows for the names of both records that the record that stays does not bear; none that it has already.

    ``before``: the two records as they were. Institutions and projects have no other names.
    """
    making = _NAMES.get(type(kept))
    if making is None:
        return
    columns, make = making
    for column in columns:
        for record in before:
            name = getattr(record, column)
            row = make(kept, column, name) if name else None
            if row is not None and name not in {getattr(kept, one) for one in columns} and not _is_there(row):
                yield row


def _is_there(row: Any) -> bool:
    columns = [column.name for column in row._meta.concrete_fields if column.name not in ("id", "language")]
    return bool(type(row)._base_manager.filter(**{name: getattr(row, name) for name in columns}).exists())


def _language(kept: Any, column: str) -> str:
    return "en" if column.endswith("_en") else getattr(kept, "norwegian_form", "nb")


_NAMES: dict[type[models.Model], tuple[tuple[str, ...], Callable[[Any, str, str], models.Model]]] = {
    Signatory: (("name",), lambda kept, _column, name: SignatoryAlias(signatory=kept, name=name)),
    Party: (
        ("name_en", "name_no", "official_name_en", "official_name_no"),
        lambda kept, column, name: PartyName(party=kept, name=name, language=_language(kept, column)),
    ),
    Theme: (
        ("label_en", "label_no"),
        lambda kept, column, name: ThemeAltLabel(theme=kept, label=name, language=_language(kept, column)),
    ),
    Agreement: (
        ("title_en", "title_no"),
        lambda kept, column, name: AlternativeTitle(agreement=kept, title=name, language=_language(kept, column)),
    ),
}


# What speaks against it


def refusals(kept: Any, gone: Any) -> Iterator[str]:
    """Why the two cannot be merged, in sentences."""
    if kept.pk == gone.pk:
        yield _("A record cannot be merged with itself.")
    if getattr(kept, "merged_into_id", None) or getattr(gone, "merged_into_id", None):
        yield _("One of the two was merged already.")
    elif is_public(gone) and hasattr(gone, "editorial_status") and not kept.is_published:
        yield _("A public record cannot lead to one that is not public. Publish it first, or keep the other one.")
    if isinstance(kept, Agreement):
        yield from _parties_of_agreements(kept, gone)
    if isinstance(kept, Institution) and kept.party_id != gone.party_id:
        yield _("The institutions belong to different parties.")
    if isinstance(kept, Party):
        yield from _agreements_between(kept, gone)


def _parties_of_agreements(kept: Agreement, gone: Agreement) -> Iterator[str]:
    parties = Party.objects.filter(participations__agreement__in=[kept, gone]).distinct()
    if len(parties) > 2:
        names = ", ".join(str(party) for party in parties)
        yield _("Together they have more than two parties: %(names)s. Correct the parties first.") % {"names": names}


def _agreements_between(kept: Party, gone: Party) -> Iterator[str]:
    between = Agreement.objects.between(kept, gone).first()
    if between is not None:
        yield _("“%(title)s” is between the two, so they are two parties.") % {"title": between}


def warnings(kept: Any, gone: Any) -> Iterator[str]:
    """What an editor should look at before merging, in sentences."""
    for told in _WARNINGS.get(type(kept), ()):
        yield from told(kept, gone)


def contradict(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates cannot be the same day: 1967 and 1967-03 can."""
    if one is None or other is None:
        return False
    return not (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def _people(kept: Signatory, gone: Signatory) -> Iterator[str]:
    for column, words in (
        ("born_on", _("They were born at different times: %(one)s and %(other)s.")),
        ("died_on", _("They died at different times: %(one)s and %(other)s.")),
    ):
        one, other = getattr(kept, column), getattr(gone, column)
        if contradict(one, other):
            yield words % {"one": one.in_words(), "other": other.in_words()}
    if kept.wikidata_id and gone.wikidata_id:
        yield _("Both have a Wikidata identifier: %(one)s and %(other)s. Wikidata holds them for two people.") % {
            "one": kept.wikidata_id,
            "other": gone.wikidata_id,
        }
    if kept.party_id and gone.party_id and kept.party_id != gone.party_id:
        yield _("They served different parties: %(one)s and %(other)s.") % {"one": kept.party, "other": gone.party}
    yield from _chinese_names(kept, gone)
    together = Agreement.objects.filter(signatures__signatory=kept).filter(signatures__signatory=gone).first()
    if together is not None:
        yield _("Both signed “%(title)s”.") % {"title": together}


def _chinese_names(kept: Signatory, gone: Signatory) -> Iterator[str]:
    one, other = in_characters(kept), in_characters(gone)
    if one & other:
        return
    if one and other:
        words = {"one": ", ".join(sorted(one)), "other": ", ".join(sorted(other))}
        yield _("Their names are written in different characters: %(one)s and %(other)s.") % words
    chinese = {person.party.code for person in (kept, gone) if person.party} & CHINESE
    if one or other or chinese:
        yield _("Two Chinese names are never one because their pinyin is equal. Compare the characters in a source.")


def in_characters(person: Signatory) -> set[str]:
    """The person's names in Chinese characters."""
    names = [person.name, *person.aliases.values_list("name", flat=True)]
    return {name for name in names if any("\u4e00" <= letter <= "\u9fff" for letter in name)}


def _agreements(kept: Agreement, gone: Agreement) -> Iterator[str]:
    if contradict(kept.signed_on, gone.signed_on):
        words = {"one": kept.signed_on.in_words(), "other": gone.signed_on.in_words()}  # type: ignore[union-attr]
        yield _("They were signed at different times: %(one)s and %(other)s.") % words
    relation = Relation.objects.filter(from_agreement__in=[kept, gone], to_agreement__in=[kept, gone]).first()
    if relation is not None:
        yield _("One %(relation)s the other, so they are two agreements. The relation is taken away.") % {
            "relation": relation.get_kind_display()
        }
    if kept.kind != gone.kind:
        words = {"one": kept.get_kind_display(), "other": gone.get_kind_display()}
        yield _("They are of different kinds: %(one)s and %(other)s.") % words
    numbers = [dict(record.registrations.values_list("register", "number")) for record in (kept, gone)]
    for register in sorted(numbers[0].keys() & numbers[1].keys()):
        if numbers[0][register] != numbers[1][register]:
            words = {"one": numbers[0][register], "other": numbers[1][register]}
            yield _("One register has both, under %(one)s and %(other)s. It holds them for two agreements.") % words
    sides = AgreementParty.objects.values_list("party", flat=True)
    if set(sides.filter(agreement=kept)) != set(sides.filter(agreement=gone)):
        yield _("They do not have the same parties.")


def _parties(kept: Party, gone: Party) -> Iterator[str]:
    yield from _succession(PartySuccession, kept, gone)
    if kept.kind != gone.kind:
        words = {"one": kept.get_kind_display(), "other": gone.get_kind_display()}
        yield _("They are of different kinds: %(one)s and %(other)s.") % words
    if contradict(kept.existed_until, gone.existed_until) or contradict(kept.existed_from, gone.existed_from):
        yield _("They existed at different times.")


def _institutions(kept: Institution, gone: Institution) -> Iterator[str]:
    yield from _succession(InstitutionSuccession, kept, gone)
    if contradict(kept.existed_until, gone.existed_until) or contradict(kept.existed_from, gone.existed_from):
        yield _("They existed at different times.")
    if fold(kept.name_en).casefold() != fold(gone.name_en).casefold():
        yield _("This archive has no other names of institutions: the name that is not chosen is kept in history only.")


def _succession(model: Any, kept: Any, gone: Any) -> Iterator[str]:
    if model._base_manager.filter(predecessor__in=[kept, gone], successor__in=[kept, gone]).exists():
        yield _("One succeeded the other, so they are two. The succession is taken away.")


def _themes(kept: Theme, gone: Theme) -> Iterator[str]:
    below = Theme.objects.with_narrower([gone]).filter(pk=kept.pk).exists()
    if below or Theme.objects.with_narrower([kept]).filter(pk=gone.pk).exists():
        yield _("One of the themes lies under the other.")


def _projects(kept: Project, gone: Project) -> Iterator[str]:
    if not kept.agreements.filter(projects=gone).exists():
        yield _("They stand under no agreement together.")
    if kept.title_en != gone.title_en or kept.title_no != gone.title_no:
        yield _("This archive has no other titles of projects: the title that is not chosen is kept in history only.")


_WARNINGS: dict[type[models.Model], tuple[Callable[[Any, Any], Iterator[str]], ...]] = {
    Signatory: (_people,),
    Agreement: (_agreements,),
    Party: (_parties,),
    Institution: (_institutions,),
    Theme: (_themes,),
    Project: (_projects,),
}
