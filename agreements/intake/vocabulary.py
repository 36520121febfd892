"""What the archive itself knows, as plain values: names of parties and people, themes, instruments."""

from dataclasses import dataclass

from django.db import DatabaseError, transaction

from agreements.models import (
    Institution,
    Instrument,
    Party,
    PartyName,
    Signatory,
    SignatoryAlias,
    Theme,
    ThemeAltLabel,
)


@dataclass(frozen=True)
class KnownTheme:
    """A theme with all its labels: (language, label), "no" being either form of Norwegian."""

    slug: str
    label: str
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Vocabulary:
    """Names the archive knows. Every tuple may be empty: an empty archive knows nothing.

    ``party_names`` and ``people`` pair a name with a party's code (small letters; None where a person's party is not
    recorded), ``institutions`` a name with its party's code, ``instruments`` a name with the instrument's own name.
    """

    party_names: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str | None], ...] = ()
    institutions: tuple[tuple[str, str], ...] = ()
    themes: tuple[KnownTheme, ...] = ()
    instruments: tuple[tuple[str, str], ...] = ()


EMPTY = Vocabulary()


def vocabulary_of_the_archive() -> Vocabulary:
    """The vocabulary as the database has it now. An archive whose tables were never made knows nothing."""
    try:
        # A failed statement would spoil an outer transaction on PostgreSQL.
        with transaction.atomic():
            return Vocabulary(_party_names(), _people(), _institutions(), _themes(), _instruments())
    except DatabaseError:
        return EMPTY


def _party_names() -> tuple[tuple[str, str], ...]:
    rows = Party.objects.values_list("code", "name_en", "name_no", "official_name_en", "official_name_no")
    own = [(name, code) for code, *names in rows for name in names if name]
    return (*own, *PartyName.objects.order_by("pk").values_list("name", "party__code"))


def _people() -> tuple[tuple[str, str | None], ...]:
    return (
        *Signatory.objects.order_by("pk").values_list("name", "party__code"),
        *SignatoryAlias.objects.order_by("pk").values_list("name", "signatory__party__code"),
    )


def _institutions() -> tuple[tuple[str, str], ...]:
    rows = Institution.objects.order_by("pk").values_list("party__code", "name_en", "name_no", "native_name", "acronym")
    return tuple((name, code) for code, *names in rows for name in names if name)


def _themes() -> tuple[KnownTheme, ...]:
    alternatives: dict[int, list[tuple[str, str]]] = {}
    for theme_id, language, label in ThemeAltLabel.objects.values_list("theme_id", "language", "label"):
        alternatives.setdefault(theme_id, []).append((language, label))
    rows = Theme.objects.order_by("pk").values_list("pk", "slug", "label_en", "label_no")
    return tuple(
        KnownTheme(slug, label_en, (("en", label_en), ("no", label_no), *alternatives.get(pk, ())))
        for pk, slug, label_en, label_no in rows
    )


def _instruments() -> tuple[tuple[str, str], ...]:
    rows = Instrument.objects.order_by("pk").values_list("name_en", "name_no", "short_name")
    return tuple((name, name_en) for name_en, *others in rows for name in (name_en, *others) if len(name) > 3)
