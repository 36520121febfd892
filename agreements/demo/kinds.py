"""What the tables in data/ may hold: docs/demonstration.md explains the same to those who write them."""

from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    AlternativeTitle,
    Event,
    Evidence,
    Institution,
    InstitutionSuccession,
    Instrument,
    Party,
    PartyName,
    PartySuccession,
    Project,
    Registration,
    Relation,
    Signatory,
    SignatoryAlias,
    Signature,
    Source,
    TermOfOffice,
)
from agreements.written.files import Kind, Rows

#: What every editorial record has. Its status is not among them: the loader publishes what it makes, once.
EDITORIAL = ("title_en", "title_no", "norwegian_form", "summary_en", "summary_no", "verified_on")

EVIDENCE = Rows(
    Evidence,
    None,
    key=("source", "field", "locator"),
    fields=("field", "locator", "note"),
    links={"source": "source"},
)

SOURCE = Kind(
    Source,
    key=("publisher", "title", "url"),
    fields=("publisher", "title", "url", "language", "published_on", "retrieved_on", "licence"),
    required=("publisher", "title"),
)

PARTY = Kind(
    Party,
    key=("code",),
    fields=(
        "kind",
        "name_en",
        "name_no",
        "official_name_en",
        "official_name_no",
        "existed_from",
        "existed_until",
    ),
    rows={
        "names": Rows(PartyName, "party", key=("name", "language"), fields=("name", "language")),
        "succeeds": Rows(
            PartySuccession, "successor", key=("predecessor",), fields=("succeeded_on",), links={"predecessor": "party"}
        ),
    },
    required=("name_en", "name_no"),
)

INSTITUTION = Kind(
    Institution,
    key=("slug",),
    fields=("name_en", "name_no", "native_name", "acronym", "existed_from", "existed_until"),
    links={"party": "party"},
    rows={
        "succeeds": Rows(
            InstitutionSuccession,
            "successor",
            key=("predecessor",),
            fields=("succeeded_on",),
            links={"predecessor": "institution"},
        ),
    },
    required=("party", "name_en"),
)

INSTRUMENT = Kind(
    Instrument,
    key=("slug",),
    fields=("name_en", "name_no", "short_name", "adopted_on", "url"),
    required=("name_en",),
)

PERSON = Kind(
    Signatory,
    key=("slug",),
    fields=("name", "sort_name", "born_on", "died_on", "wikidata_id"),
    links={"party": "party"},
    rows={
        "aliases": Rows(SignatoryAlias, "signatory", key=("name",), fields=("name", "language")),
        "terms": Rows(
            TermOfOffice,
            "signatory",
            key=("office_en", "started_on"),
            fields=("office_en", "office_no", "started_on", "ended_on"),
            links={"institution": "institution"},
        ),
        "sources": EVIDENCE,
    },
    required=("name", "sort_name", "party"),
)

AGREEMENT = Kind(
    Agreement,
    key=("reference",),
    fields=(
        *EDITORIAL,
        "kind",
        "is_legally_binding",
        "signed_on",
        "place_of_signature",
        "entry_into_force_on",
        "entry_into_force_condition",
        "entry_into_force_note",
        "provisionally_applied_from",
        "valid_until",
        "term_months",
        "renewal",
        "terminated_on",
        "termination_ground",
        "date_exception",
        "depositary",
    ),
    many={"themes": "theme", "instruments": "instrument"},
    rows={
        "parties": Rows(
            AgreementParty,
            "agreement",
            key=("party",),
            fields=("signed_on", "ratified_on", "notified_on", "in_force_on", "withdrew_on"),
            links={"party": "party", "institution": "institution"},
            numbered="position",
        ),
        "signatures": Rows(
            Signature,
            "agreement",
            key=("signatory", "party"),
            fields=("office_en", "office_no", "qualifier", "signed_on"),
            links={"signatory": "person", "party": "party", "institution": "institution"},
        ),
        "texts": Rows(
            AgreementText, "agreement", key=("language", "url"), fields=("language", "url", "status", "prevails")
        ),
        "registrations": Rows(
            Registration, "agreement", key=("register", "number"), fields=("register", "number", "url")
        ),
        "alternative_titles": Rows(AlternativeTitle, "agreement", key=("title",), fields=("title", "language")),
        "relations": Rows(
            Relation,
            "from_agreement",
            key=("to_agreement", "kind"),
            fields=("kind",),
            links={"to_agreement": "agreement"},
        ),
        "sources": EVIDENCE,
    },
    required=("title_en", "title_no", "parties", "sources"),
)

PROJECT = Kind(
    Project,
    key=("reference",),
    fields=(
        *EDITORIAL,
        "status",
        "started_on",
        "ended_on",
        "budget_amount",
        "budget_currency",
        "results_en",
        "results_no",
    ),
    many={"agreements": "agreement", "themes": "theme", "institutions": "institution"},
    rows={"sources": EVIDENCE},
    required=("title_en", "title_no", "agreements", "sources"),
)

EVENT = Kind(
    Event,
    key=("reference",),
    fields=(*EDITORIAL, "kind", "started_on", "ended_on", "place"),
    many={"agreements": "agreement", "parties": "party", "participants": "person"},
    rows={"sources": EVIDENCE},
    required=("title_en", "title_no", "kind", "started_on", "sources"),
)

#: Every kind, in the order in which they are written: what a link names comes before the link.
KINDS = {
    "source": SOURCE,
    "party": PARTY,
    "institution": INSTITUTION,
    "instrument": INSTRUMENT,
    "person": PERSON,
    "agreement": AGREEMENT,
    "project": PROJECT,
    "event": EVENT,
}
