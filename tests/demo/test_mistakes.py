"""A mistake in a file is one sentence that names the file, the record and what is wrong, and nothing is written."""

import pytest

from agreements.demo.loader import load_demo
from agreements.models import Agreement, Party, Source, Theme
from agreements.written.files import DataError
from tests.demo.conftest import Write

pytestmark = pytest.mark.django_db

PARTIES = """
[party.nor]
name_en = "Norway"
name_no = "Norge"
[party.swe]
name_en = "Sweden"
name_no = "Sverige"
"""
SOURCES = """
[source.page]
publisher = "A ministry"
title = "A page"
"""
PEOPLE = """
[person.kari]
name = "Kari"
sort_name = "Kari"
party = "nor"
"""
AGREEMENT = """
[agreement.nor-swe]
title_en = "Agreement"
title_no = "Avtale"
parties = [{ party = "nor" }, { party = "swe" }]
sources = ["page"]
"""
OTHER = AGREEMENT.replace("nor-swe", "nor-swe-2")
PROJECT = """
[project.study]
title_en = "Study"
title_no = "Utredning"
agreements = ["nor-swe"]
sources = ["page"]
"""


def test_the_smallest_archive_loads(write: Write) -> None:
    load_demo(write(parties=PARTIES, sources=SOURCES, people=PEOPLE, sweden=AGREEMENT + PROJECT))
    assert Agreement.objects.published().get().reference == "nor-swe"


@pytest.mark.parametrize(
    ("sweden", "sentence"),
    [
        ("[agreement", "sweden.toml cannot be read as TOML: "),
        ('title = "x"', "sweden.toml: “title” is no kind of record; there are source, party, "),
        ("[treaty.x]\na = 1", "sweden.toml: “treaty” is no kind of record"),
        ("[agreement]\nx = 1", "sweden.toml: “x” stands outside a record; write [agreement.its-key] above it."),
        (AGREEMENT + 'sigend_on = "2000"', "“sigend_on” is not one of its fields. Is “signed_on” meant?"),
        (AGREEMENT.replace("title_no", "# title_no"), "“title_no” is missing."),
        (AGREEMENT.replace('"swe"', '"sve"'), "“party” names the party “sve”, which is not written. Is “swe” meant?"),
        (AGREEMENT.replace('["page"]', '["pages"]'), "the source “pages”, which is not written. Is “page” meant?"),
        (AGREEMENT.replace('["page"]', "[[]]"), "“sources” takes a list of texts or tables."),
        (AGREEMENT.replace('["page"]', '"page"'), "“sources” takes a list."),
        (AGREEMENT.replace('["page"]', '["page", "page"]'), "the same row stands twice under “sources”."),
        (AGREEMENT + 'themes = "pollution"', "“themes” takes a list."),
        (AGREEMENT + 'themes = ["polution"]', "names the theme “polution”, which is not written. Is “pollution”"),
        (AGREEMENT + 'signed_on = ["2000"]', "“signed_on” takes one value, not a list or a table."),
        (AGREEMENT + 'signed_on = "2000-13"', "“signed_on”: “2000-13” is not a date."),
        (AGREEMENT + 'kind = "pact"', "“kind”: Value 'pact' is not a valid choice."),
        (
            AGREEMENT + 'signed_on = "2000"\nterminated_on = "1999"',
            "Termination lies before signature. If that is true, explain it.",
        ),
        (
            AGREEMENT.replace(', { party = "swe" }', ""),
            "it is not ready to publish. Missing: two different parties.",
        ),
        (
            AGREEMENT + 'signatures = [{ signatory = "kari", party = "fin" }]\n'
            '[party.fin]\nname_en = "Finland"\nname_no = "Finland"',
            "A signature's party must be one of the two parties of the agreement.",
        ),
        (
            AGREEMENT + 'relations = [{ to_agreement = "nor-swe-2", kind = "renews" }]\n'
            + OTHER + 'relations = [{ to_agreement = "nor-swe", kind = "renews" }]',
            "sweden.toml, agreement “nor-swe-2”: “to_agreement”: This would close a circle",
        ),
        (
            AGREEMENT + PROJECT + "budget_amount = 5",
            "sweden.toml, project “study”: A budget needs a currency, and a currency needs a budget.",
        ),
        (AGREEMENT + "[party.nor]\nname_en = 1\nname_no = 2", "party “nor”: the key is also used in parties.toml."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence(write: Write, sweden: str, sentence: str) -> None:
    data = write(parties=PARTIES, sources=SOURCES, people=PEOPLE, sweden=sweden)
    with pytest.raises(DataError) as told:
        load_demo(data)
    message = str(told.value)
    assert sentence in message
    assert "sweden.toml" in message
    assert "\n" not in message
    assert not any(model._default_manager.exists() for model in (Agreement, Party, Source, Theme))
