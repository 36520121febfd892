"""Sentences that invite a wrong answer, each beside its counterpart, which must still be read."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.dates import PartialDate
from agreements.intake.engine import read
from agreements.intake.layout import clean_text, lay_out
from agreements.intake.reading import ProposedAgreement
from agreements.intake.report import as_json
from agreements.intake.vocabulary import EMPTY
from tests.intake.truths import own_cases

DAY = PartialDate(2022, 6, 15)  # a Wednesday


def agreements(text: str) -> tuple[ProposedAgreement, ...]:
    return read(text, DAY, EMPTY).agreements


def the_agreement(text: str) -> ProposedAgreement:
    (agreement,) = agreements(text)
    return agreement


def signers(text: str) -> list[str]:
    return [person.name for person in the_agreement(text).signatories]


NB = "Norge og Chile undertegnet i dag en avtale om laks. "
EN = "Norway and Chile today signed an agreement on salmon. "
SV = "Sverige och Chile undertecknade i dag ett avtal om lax. "


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (EN + "It was signed by Minister Ann Lee and Chile's Minister Eva Soto.", ["Ann Lee", "Eva Soto"]),
        (EN + "It was signed by Minister Ann Lee in the presence of Prime Minister Bo Dahl.", ["Ann Lee"]),
        (EN + "In the presence of Prime Minister Bo Dahl, Minister Ann Lee signed it.", ["Ann Lee"]),
        (EN + "In the presence of President Bo Dahl and King Jan Ek, Ministers Ann Lee and Eva Soto signed it.",
         ["Ann Lee", "Eva Soto"]),
        (EN + "Minister Ann Lee witnessed the signing.", []),
        (EN + "After a meeting with Minister Bo Dahl, Minister Ann Lee signed it.", ["Ann Lee"]),
        (EN + "State Secretary Eva Soto signed it on behalf of Minister Ann Lee.", ["Eva Soto"]),
        (EN + "Ambassador Eva Soto signed it on behalf of Chile.", ["Eva Soto"]),
        (EN + "“We signed it gladly”, said Minister Ann Lee.", []),
        (EN + "Minister Ann Lee, who was once ambassador, signed it.", ["Ann Lee"]),
        (EN + "“We did it gladly”, said Minister Ann Lee, who signed for Norway.", ["Ann Lee"]),
        (EN + "It was signed by the Ministry of Water of Chile and the Ministry of Fisheries of Norway.", []),
        (EN + "Minister Ann Lee and Chile's Minister Eva Soto met. They signed it.", ["Ann Lee", "Eva Soto"]),
        (EN + "It was signed by Chile's Minister, H.E. Eva Soto.", ["Eva Soto"]),
        (EN + "The first agreement was signed in 1998 by Minister Bo Dahl.", []),
        (NB + "Den ble undertegnet av statsråd Ann Lie og Chiles ambassadør Eva Soto.", ["Ann Lie", "Eva Soto"]),
        (NB + "Statssekretær Eva Moe signerte på vegne av statsråd Ann Lie.", ["Eva Moe"]),
        (NB + "Statsråd Ann Lie satte sin underskrift på den, og statsråd Bo Dahl var til stede.", ["Ann Lie"]),
        (NB + "I nærvær av statsminister Bo Dahl undertegnet statsråd Ann Lie avtalen.", ["Ann Lie"]),
        (NB + "Daværende statsråd Bo Dahl undertegnet den første avtalen i 1998.", []),
        (NB + "– Vi undertegnet med glede, sier statsråd Ann Lie.", []),
        (SV + "Avtalet skrevs under av miljöminister Ann Ek.", ["Ann Ek"]),
        (SV + "Miljöminister Ann Ek välkomnar avtalet som undertecknades.", []),
        (SV + "Under Chiles president Bo Dahls besök undertecknade miljöminister Ann Ek avtalet.", ["Ann Ek"]),
    ],
)  # fmt: skip
def test_who_signed(text: str, names: list[str]) -> None:
    assert signers(text) == names


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (EN, "signed"),
        ("Norway and Chile will sign an agreement on salmon next year.", "announced"),
        ("Norway and Chile have agreed to negotiate an agreement on salmon.", "negotiated"),
        ("Norway and Chile have concluded negotiations on an agreement on salmon.", "negotiated"),
        ("The agreement on salmon between Norway and Chile was signed today.", "signed"),
        ("The agreement on salmon between Norway and Chile is expected to be signed in May.", "announced"),
        ("Norway and Chile signed the Paris Agreement today.", None),
        ("Norway and Chile today discussed a global agreement on plastics, which negotiators want to sign.", None),
        ("Norway and Chile announced new funds under their agreement on salmon.", None),
        ("The Port of Oslo and the University of Chile signed an agreement on salmon today.", None),
        (NB, "signed"),
        ("Norge og Chile skal undertegne en avtale om laks i morgen.", "announced"),
        ("Norge og Chile har ikke undertegnet en avtale om laks.", "announced"),
        ("Norge og Chile er enige om en avtale om laks.", "announced"),
        ("Prosjektet til Norge og Chile inngår i en avtale om laks.", None),
        ("Norge og Chile har inngått en avtale om laks.", "signed"),
        ("Klimaminister Ann Lie undertegnet i dag en avtale med et selskap. Kontrakten gjelder Danmark.", None),
        (SV, "signed"),
        ("Sverige och Chile ska underteckna ett avtal om lax i höst.", "announced"),
        ("Arbetet i Sverige och Chile ingår i avtalet om lax.", None),
        ("Danmark og Chile har indgået en aftale om laks.", "signed"),
        ("Noreg og Chile har underteikna ei avtale om laks, seier dei.", "signed"),
    ],
)
def test_signed_or_not(text: str, outcome: str | None) -> None:
    assert [agreement.outcome.value for agreement in agreements(text)] == ([outcome] if outcome else [])


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        (NB, "2022-06-15", "relative"),
        (NB.replace("i dag", "i går"), "2022-06-14", "relative"),
        (NB.replace("i dag", "mandag"), "2022-06-13", "relative"),
        (NB.replace("i dag", "onsdag"), "2022-06-15", "relative"),
        (SV.replace("i dag", "i onsdags"), "2022-06-08", "relative"),
        (NB.replace("i dag", "3. juni"), "2022-06-03", "relative"),
        (NB.replace("i dag", "3. juni 2022"), "2022-06-03", "stated"),
        (NB.replace("i dag", "i mai 2022"), "2022-05", "stated"),
        (NB.replace("i dag ", ""), None, None),
        ("Bergen, 14 June 2022 – Norway and Chile signed an agreement on salmon.", "2022-06-14", "dateline"),
        (EN.replace("today ", "") + "Salmon will be counted until 2030.", None, None),
        (EN.replace("today ", "").replace("salmon", "salmon for 2022–2026"), None, None),
    ],
)
def test_when_it_was_signed(text: str, day: str | None, basis: str | None) -> None:
    signed_on = the_agreement(text).signed_on
    assert (str(signed_on.value) if signed_on else None) == day
    assert (signed_on.basis.value if signed_on else None) == basis


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Norway and Chile signed an agreement on salmon in Bergen.", None),
        ("Norway and Chile signed an agreement in Bergen on salmon.", "Bergen"),
        ("Norway and Chile signed an agreement on salmon in Oslo.", "Oslo"),
        ("Norway and Chile signed an agreement on salmon in Bergen, Norway.", "Bergen"),
        ("Norway and Chile signed an agreement on salmon in Bergen today.", "Bergen"),
        ("Norway and Chile signed an agreement on salmon in May.", None),
        ("Norway and Chile signed an agreement on salmon in the North Sea.", None),
        ("BERGEN, 14 June 2022 – Norway and Chile signed an agreement on salmon.", None),
        ("Norway and Chile signed an agreement on salmon online from Oslo.", None),
        (NB + "Det skjedde i Bergen.", "Bergen"),
        (NB + "Undertegningen fant sted i Bergen.", "Bergen"),
        (NB + "Statsråden møtte sin kollega i Bergen.", None),
    ],
)
def test_where_it_was_signed(text: str, place: str | None) -> None:
    found = the_agreement(text).place
    assert (found.value if found else None) == place


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("The Norwegian and Chilean governments today signed an agreement on salmon.", ["NOR", "CHL"]),
        ("En norsk-chilensk avtale om laks ble undertegnet i dag.", ["NOR", "CHL"]),
        ("Norge har undertegnet en avtale om laks med Chile. Ministrene møttes i Kina.", ["NOR", "CHL"]),
        ("Norge og EU har undertegnet en avtale om laks.", ["NOR", "EU"]),
        ("Norway and UNEP signed an agreement on salmon in Nairobi, Kenya.", ["NOR", "UNEP"]),
        ("The United Kingdom and New Zealand signed an agreement on salmon today.", ["GBR", "NZL"]),
        ("Norge, Sverige og Danmark har undertegnet en avtale om laks.", ["NOR", "SWE", "DNK"]),
        ("La Norvège et le Chili ont signé aujourd'hui un accord sur le saumon dans les fjords.", ["NOR", "CHL"]),
        ("Сегодня Норвегия и Чили подписали соглашение о лососе.", ["NOR", "CHL"]),
        ("挪威和智利今天签署了合作协议。", ["NOR", "CHL"]),
    ],
)
def test_between_whom(text: str, parties: list[str]) -> None:
    assert as_json(read(text, DAY, EMPTY))["agreements"][0]["parties"] == parties


def test_an_agreement_that_takes_effect_keeps_its_older_day_of_signature() -> None:
    text = "Stortinget ga i dag samtykke til avtalen mellom Norge og Chile om laks, som ble undertegnet 3. mars 2021."
    agreement = the_agreement(text)
    assert agreement.is_signed
    assert str(agreement.signed_on and agreement.signed_on.value) == "2021-03-03"


def test_a_release_may_tell_of_several_agreements() -> None:
    text = "Norge har i dag undertegnet avtaler med Sverige og Danmark om laks. Begge avtalene gjelder i fem år."
    assert [[party.value for party in a.parties] for a in agreements(text)] == [["NOR", "SWE"], ["NOR", "DNK"]]


@pytest.mark.parametrize(
    ("text", "capacity"),
    [
        ("påtroppende miljøminister Ann Lie", "incoming"),
        ("fungerende miljøminister Ann Lie", "acting"),
        ("visemiljøminister Ann Lie", "deputy"),
        ("ambassadør Ann Lie", "ambassador"),
        ("miljøminister Ann Lie", None),
    ],
)
def test_in_what_capacity(text: str, capacity: str | None) -> None:
    (person,) = the_agreement(f"{NB}Den ble undertegnet av {text}.").signatories
    assert (person.capacity.value if person.capacity else None) == capacity


def test_a_text_in_no_known_language_is_left_alone() -> None:
    reading = read("Lorem ipsum dolor sit amet", DAY, EMPTY)
    assert (reading.language, reading.agreements) == (None, ())
    assert reading.remarks == ("The language of the text could not be told.",)


WORDS = sorted({word for case in own_cases() for word in case.text.split()})
PIECES = [*WORDS, "\n\n", ". ", "– ", "(", "”", "**", "[x](y)"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_any_text_is_read_and_the_clean_text_is_as_long(text: str) -> None:
    assert len(clean_text(text)) == len(text)
    sentences = lay_out(text).sentences
    assert all(one.end <= other.start for one, other in pairwise(sentences))
    assert read(text, DAY, EMPTY) == read(text, DAY, EMPTY)
