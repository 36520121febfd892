"""Facts tables: what a record states, in reading order, each fact a link to the set it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import get_language, npgettext
from django.utils.translation import gettext as _

from agreements.catalogue.values import language_name
from agreements.dates import PartialDate
from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementParty,
    EntryIntoForceCondition,
    LegalStanding,
    Project,
    Renewal,
    Signature,
    TerminationGround,
    TextStatus,
)
from agreements.templatetags.archive import set_url

#: Where the glossary explains a kind of agreement.
TERMS_OF_KINDS: dict[str, str] = {
    AgreementKind.MEMORANDUM: "memorandum",
    AgreementKind.EXCHANGE_OF_NOTES: "exchange-of-notes",
    AgreementKind.PROTOCOL: "protocol",
}


@dataclass(frozen=True)
class Item:
    """One value of a fact. ``url`` '': nothing to lead to; ``lang`` '': the language of the page, or not known."""

    text: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of a facts table. No items: not recorded; ``note`` says more in small print.

    ``about``: the fields of the record that it states, for which sources may speak. ``term``: the anchor of the word
    for it in the glossary, '' where it needs no explanation.
    """

    label: str
    items: list[Item] = field(default_factory=list)
    note: str = ""
    about: tuple[str, ...] = ()
    term: str = ""


def _date(label: str, date: PartialDate | None, about: str, note: str = "", term: str = "") -> Fact:
    return Fact(label, [Item(date.in_words())] if date else [], note, (about,), term)


def _text(label: str, text: str, *about: str, note: str = "", term: str = "") -> Fact:
    return Fact(label, [Item(text)] if text else [], note, about, term)


def _recorded(facts: Iterable[Fact | None]) -> list[Fact]:
    """Facts without the lines that have nothing to say."""
    return [fact for fact in facts if fact and fact.items]


def agreement_facts(agreement: Agreement, standing: LegalStanding) -> list[Fact]:
    """What is asked first of an agreement. Signature, place and force stand there also when not recorded."""
    kind = Item(agreement.get_kind_display(), set_url("agreements", kind=agreement.kind))
    status = Item(str(standing.status.label), set_url("agreements", status=standing.status.value))
    return [
        Fact(_("Legal status"), [status], standing.reason, ("terminated_on", "valid_until"), term="legal-status"),
        Fact(_("Parties"), _parties(agreement), about=("participations",)),
        Fact(_("Kind"), [kind], about=("kind",), term=TERMS_OF_KINDS.get(agreement.kind, "")),
        _signed(agreement),
        _text(_("Place of signature"), agreement.place_of_signature, "place_of_signature"),
        _date(
            _("Entry into force"),
            agreement.entry_into_force_on,
            "entry_into_force_on",
            _force_note(agreement),
            "entry-into-force",
        ),
    ]


def further_facts(agreement: Agreement) -> list[Fact]:
    """What else is recorded of an agreement."""
    return _recorded(
        [
            _binding(agreement),
            _date(
                _("Provisionally applied from"),
                agreement.provisionally_applied_from,
                "provisionally_applied_from",
                term="provisional-application",
            ),
            _date(_("Valid until"), agreement.valid_until, "valid_until"),
            _term(agreement),
            _text(
                _("Renewal"),
                _choice(agreement.get_renewal_display(), agreement.renewal != Renewal.NOT_RECORDED),
                "renewal",
                term="tacit-renewal" if agreement.renewal == Renewal.TACIT else "",
            ),
            _date(_("Terminated"), agreement.terminated_on, "terminated_on", _ground(agreement), "termination"),
            _text(_("Dates out of order"), agreement.date_exception),
            _text(_("Depositary"), agreement.depositary, "depositary", term="depositary"),
            Fact(_("Acting institutions"), _institutions(agreement), term="institution"),
            Fact(_("Authentic languages"), _authentic_languages(agreement), about=("texts",), term="authentic-text"),
            Fact(
                _("Multilateral context"),
                [Item(str(one), one.url) for one in agreement.instruments.all()],
                about=("instruments",),
                term="instrument",
            ),
            Fact(_("Registered as"), [Item(str(entry), entry.url) for entry in agreement.registrations.all()]),
            Fact(
                _("Also titled"),
                [Item(other.title, lang=other.language) for other in agreement.alternative_titles.all()],
            ),
            _text(_("Reference in the archive"), agreement.reference or ""),
        ]
    )


def _parties(agreement: Agreement) -> list[Item]:
    return [Item(side.party.name, side.party.get_absolute_url()) for side in agreement.participations.all()]


def _institutions(agreement: Agreement) -> list[Item]:
    """Those that act for the parties, then those that somebody signed for; each once, with the set they lead to."""
    rows: list[AgreementParty | Signature] = [*agreement.participations.all(), *agreement.signatures.all()]
    acting = {row.institution.slug: str(row.institution) for row in rows if row.institution}
    return [Item(name, set_url("agreements", institution=slug)) for slug, name in acting.items()]


def _signed(agreement: Agreement) -> Fact:
    date = agreement.signed_on
    if date is None:
        return Fact(_("Signed"), about=("signed_on",))
    note = _("The day is not recorded.") if date.day is None else ""
    year = set_url("agreements", signed_from=date.year, signed_to=date.year)
    return Fact(_("Signed"), [Item(date.in_words(), year)], note, ("signed_on",))


def _choice(label: str, recorded: bool) -> str:
    return label if recorded else ""


def _force_note(agreement: Agreement) -> str:
    condition = _choice(
        agreement.get_entry_into_force_condition_display(),
        agreement.entry_into_force_condition != EntryIntoForceCondition.NOT_RECORDED,
    )
    return ". ".join(filter(None, [condition, agreement.entry_into_force_note]))


def _binding(agreement: Agreement) -> Fact | None:
    if agreement.is_legally_binding is None:
        return None
    return _text(_("Legally binding"), _("Yes") if agreement.is_legally_binding else _("No"), "is_legally_binding")


def _term(agreement: Agreement) -> Fact | None:
    months = agreement.term_months
    if not months:
        return None
    years, rest = divmod(months, 12)
    if rest:
        words = npgettext("term", "%(count)d month", "%(count)d months", months) % {"count": months}
    else:
        words = npgettext("term", "%(count)d year", "%(count)d years", years) % {"count": years}
    return _text(_("Term"), words, "term_months")


def _ground(agreement: Agreement) -> str:
    return _choice(
        str(agreement.get_termination_ground_display()),
        agreement.termination_ground != TerminationGround.NOT_RECORDED,
    )


def _authentic_languages(agreement: Agreement) -> list[Item]:
    texts = [text for text in agreement.texts.all() if text.status == TextStatus.AUTHENTIC and text.language]
    return [
        Item(_("%(language)s (prevails)") % {"language": language_name(text.language)})
        if text.prevails
        else Item(language_name(text.language))
        for text in texts
    ]


def project_facts(project: Project, parties: Iterable[Any], institutions: Iterable[Any]) -> list[Fact]:
    """The facts of a project. Status and period stand there also when not recorded."""
    status = Item(project.get_status_display(), set_url("projects", status=project.status))
    always = [
        Fact(_("Status"), [status], about=("status",)),
        Fact(_("Parties"), [Item(party.name, party.get_absolute_url()) for party in parties]),
        _date(_("From"), project.started_on, "started_on"),
        _date(_("Until"), project.ended_on, "ended_on"),
    ]
    return always + _recorded(
        [
            _text(_("Budget"), _budget(project), "budget_amount"),
            Fact(
                _("Institutions"),
                [Item(str(one), set_url("agreements", institution=one.slug)) for one in institutions],
            ),
            _text(_("Reference in the archive"), project.reference or ""),
        ]
    )


def _budget(project: Project) -> str:
    if project.budget_amount is None:
        return ""
    amount = format_decimal(project.budget_amount, locale={"nb": "nb"}.get(get_language() or "en", "en_GB"))
    return f"{project.budget_currency} {amount}"
