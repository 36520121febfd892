"""The glossary: words of treaty law and of this archive, for readers who know neither."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.sorting import alphabetical


@dataclass(frozen=True)
class Term:
    """A word and what it means here. ``id`` is its anchor, the same in both languages."""

    id: str
    term: str
    explanation: str


def glossary_terms() -> list[Term]:
    """The terms in the alphabetical order of the reader's language."""
    terms = [
        Term("agreement", _("Agreement"), _("What two countries have agreed in writing, whatever it calls itself: a treaty, a memorandum, a declaration or an exchange of letters. Here always between exactly two parties.")),
        Term("party", _("Party"), _("A state or an international organisation that stands on one side of an agreement.")),
        Term("signatory", _("Signatory"), _("The person who signed, nearly always a minister. Treaty law uses the word of the state; readers look for the person.")),
        Term("memorandum", _("Memorandum of understanding"), _("An agreement, often between ministries, by which the two say what they mean to do. It is usually not legally binding.")),
        Term("exchange-of-notes", _("Exchange of notes"), _("Two letters, one from each side, that together make an agreement.")),
        Term("protocol", _("Protocol"), _("An agreement that adds to another one or carries it out.")),
        Term("signature", _("Signature"), _("The act by which the text is agreed. An agreement may take effect on signature, or need approval first (Vienna Convention on the Law of Treaties, articles 10 to 12).")),
        Term("entry-into-force", _("Entry into force"), _("The day from which an agreement binds its parties (Vienna Convention, article 24).")),
        Term("provisional-application", _("Provisional application"), _("Following an agreement before it has entered into force (Vienna Convention, article 25).")),
        Term("ratification", _("Ratification"), _("The formal consent of a state, often after its parliament has approved (Vienna Convention, article 14).")),
        Term("legal-status", _("Legal status"), _("Whether an agreement binds its parties on a given day. The archive works it out from the dates; the page about the archive says how.")),
        Term("tacit-renewal", _("Tacit renewal"), _("An agreement that runs on when its term is over, unless one of the parties says no.")),
        Term("renewal", _("Renewal"), _("A new agreement that takes up the same cooperation again. Agreements that renew one another make a chain.")),
        Term("termination", _("Termination"), _("The end of an agreement by the will of one or both parties (Vienna Convention, articles 54 to 62).")),
        Term("superseded", _("Superseded"), _("Ended because a later agreement took its place (Vienna Convention, article 59).")),
        Term("authentic-text", _("Authentic text"), _("A language version that the agreement itself gives legal force. Where several differ, one may prevail (Vienna Convention, article 33).")),
        Term("depositary", _("Depositary"), _("Who keeps the original. Two parties usually keep one each.")),
        Term("full-powers", _("Full powers"), _("A document that lets somebody, often an ambassador, sign for a state (Vienna Convention, article 7).")),
        Term("instrument", _("Multilateral instrument"), _("An agreement between many states, such as the Paris Agreement, that gives context to one between two.")),
        Term("institution", _("Institution"), _("The ministry or agency that acts for a party. Ministries are renamed; each name is a record of its own, linked to the one before and the one after.")),
        Term("evidence", _("Evidence"), _("The link from one fact in the archive to the source that states it.")),
        Term("not-recorded", _("Not recorded"), _("The archive has no source for it. It does not mean that it did not happen.")),
        Term("date-precision", _("Dates without a day"), _("Sources often give only a month or a year. The archive keeps what is known and adds nothing.")),
    ]  # fmt: skip
    return sorted(terms, key=lambda term: alphabetical(term.term))


def explanation(term: str) -> str:
    """What the glossary says of a term, in the reader's language. Raise KeyError for one that it does not have."""
    return _explanations(get_language())[term]


@lru_cache
def _explanations(_language: str | None) -> dict[str, str]:
    return {term.id: term.explanation for term in glossary_terms()}
