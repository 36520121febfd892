"""The form of an instrument, from the register's type and the words of its title."""

import re

from agreements.models import AgreementKind

#: Words that name a form, as a title begins with them. The word that comes first in the title decides.
TITLE_WORDS = (
    (AgreementKind.EXCHANGE_OF_NOTES, r"exchanges? of (?:diplomatic |verbal )?(?:notes?|letters?)"),
    (AgreementKind.MEMORANDUM, r"memorand(?:um|a)"),
    (AgreementKind.JOINT_DECLARATION, r"(?:joint )?(?:declaration|statement|communiqu[eé])"),
    (AgreementKind.LETTER_OF_INTENT, r"letter of intent"),
    (AgreementKind.PROGRAMME, r"programmes?|programs?|work ?plan|plan of action"),
    (AgreementKind.AMENDMENT, r"amendments?|extension|modification|amended terms"),
    (AgreementKind.PROTOCOL, r"protocol"),
    (AgreementKind.TREATY, r"treaty|convention|covenant"),
    (AgreementKind.OTHER, r"proc[eè]s-verbal|minutes|regulations|statute|articles?|law|provisions"),
    (AgreementKind.AGREEMENT, r"agreement|arrangement|accord"),
)
_WORDS = [(kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in TITLE_WORDS]
#: An agreement that says of itself that it is made of notes or letters.
_IN_THE_FORM_OF = re.compile(r"in the form of an? exchange of|effected by (?:an )?exchange of", re.IGNORECASE)
#: The register's type, level 2, where it says more than "Agreement".
TYPES = {
    "Amendment": AgreementKind.AMENDMENT,
    "Other Binding Modification": AgreementKind.AMENDMENT,
    "Protocol": AgreementKind.PROTOCOL,
}
#: The finer type of the later export.
FINE_TYPES = {
    "treaty": AgreementKind.TREATY,
    "convention": AgreementKind.TREATY,
    "covenant": AgreementKind.TREATY,
    "supplementary treaty": AgreementKind.TREATY,
    "protocol": AgreementKind.PROTOCOL,
    "amendment": AgreementKind.AMENDMENT,
    "extension": AgreementKind.AMENDMENT,
    "arrangement-amendment": AgreementKind.AMENDMENT,
    "regulations as amendments": AgreementKind.AMENDMENT,
    "exchange of notes constituting an agreement": AgreementKind.EXCHANGE_OF_NOTES,
    "exchange of notes modifying an agreement": AgreementKind.EXCHANGE_OF_NOTES,
    "exchange of letters constituting an agreement": AgreementKind.EXCHANGE_OF_NOTES,
    "proces-verbal": AgreementKind.OTHER,
    "agreed minutes": AgreementKind.OTHER,
    "statute": AgreementKind.OTHER,
    "statute-commission": AgreementKind.OTHER,
    "articles of association": AgreementKind.OTHER,
}


def kind_of(title: str, register_type: str, fine_type: str = "") -> AgreementKind:
    """The kind: notes and letters by the title's word, else the finer type, else the type, else the title's first word.

    A type that only says "Agreement", or that is not in the tables, decides nothing.
    """
    by_title = _by_title(title)
    if by_title == AgreementKind.EXCHANGE_OF_NOTES:
        return by_title
    return FINE_TYPES.get(fine_type.casefold()) or TYPES.get(register_type) or by_title


def _by_title(title: str) -> AgreementKind:
    if _IN_THE_FORM_OF.search(title):
        return AgreementKind.EXCHANGE_OF_NOTES
    found = [(match.start(), order, kind) for order, (kind, word) in enumerate(_WORDS) if (match := word.search(title))]
    return min(found)[2] if found else AgreementKind.AGREEMENT
