"""Which parties a title names, and which they were on the day."""

import tomllib

import pytest

from agreements.dates import PartialDate
from agreements.imports.parties.intitle import parties_in_title, party_named
from agreements.imports.parties.onday import is_same_or_part, on_the_day
from agreements.imports.parties.registry import PartyRegistry
from agreements.imports.parties.resolve import find_parties
from agreements.imports.parties.table import TABLE_FILE, table
from agreements.models import PartyBasis, PartyName

SOURCE, TITLE = PartyBasis.SOURCE, PartyBasis.TITLE


def on(code: str, day: str) -> str | None:
    return on_the_day(code, PartialDate.parse(day))


def found(stated: list[str], title: str, day: str = "1995-03-02") -> list[tuple[str, PartyBasis]]:
    return [(party.code, party.basis) for party in find_parties(stated, title, PartialDate.parse(day)).parties]


def doubt(stated: list[str], title: str, day: str = "1995-03-02") -> str:
    return find_parties(stated, title, PartialDate.parse(day)).doubt


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Agreement between Norway and Sweden on moose", ["nor", "swe"]),
        ("Agreement between the Government of the Kingdom of Norway and the U.K.", ["nor", "gbr"]),
        ("Norwegian-Russian Agreement regarding Reindeer", ["nor", "rus"]),
        ("Japan-Korea Fishing Agreement", ["jpn", "kor"]),
        ("Fishing rules agreed upon by the French and Spanish municipalities", ["fra", "esp"]),
        ("Treaty between Finland and the U.S.S.R.", ["fin", "sun"]),
        ("Convention between the Hungarian People's Republic and the Czechoslovak Republic", ["hun", "csk"]),
        ("Convention between Roumania and Servia on carp", ["rou", "srb"]),
        ("Agreement between Siam and Burma", ["tha", "mmr"]),
        ("Agreement between the European Economic Community and the Republic of Côte d'Ivoire", ["eue", "civ"]),
        ("Agreement between the Republic of Korea and the People's Republic of China", ["kor", "chn"]),
        ("Agreement between the Democratic People's Republic of Korea and Cuba", ["prk", "cub"]),
        ("Agreement between the Republic of Guinea and Guinea-Bissau", ["gin", "gnb"]),
        ("Agreement between Canada and the United States on birds of the Gulf of Mexico", ["can", "usa"]),
        ("Treaty between Italy and Austria-Hungary on Trade", ["ita", "auh"]),
    ],
)
def test_a_title_names_its_two_parties(title: str, expected: list[str]) -> None:
    assert parties_in_title(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Convention concerning Fishing in the Bidassoa",
        "Protocol on the Use of Norwegian Boats",
        "Agreement on salmon of the Gulf of Mexico and the Sea of Japan",
        "Соглашение о рыболовстве",
    ],
)
def test_a_title_that_names_nobody_gives_nobody(title: str) -> None:
    assert parties_in_title(title) == []


def test_a_list_of_three_is_three_and_not_the_first_two() -> None:
    assert parties_in_title("Agreement between Norway, Sweden and Finland on wolves") == ["nor", "swe", "fin"]


def test_a_place_in_the_subject_is_no_party() -> None:
    assert parties_in_title("Agreement between Canada and Ruritania concerning fishing off Norway") == ["can"]


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("rus", "1979-06-01", "sun"),
        ("rus", "1922-12-30", "sun"),
        ("rus", "1991-12-25", "sun"),
        ("rus", "1991-12-26", "rus"),
        ("rus", "1922-12-29", "rsfsr"),
        ("rus", "1826", "ruemp"),
        ("kaz", "1980", "sun"),
        ("ukr", "1980", "ukr"),
        ("lva", "1931-01-25", "lva"),
        ("deu", "1973-09-20", "deu"),
        ("cze", "1965", "csk"),
        ("svk", "1992-12-31", "csk"),
        ("cze", "1993-01-01", "cze"),
        ("srb", "1908", "srb"),
        ("srb", "1955", "yug"),
        ("hrv", "1955", "yug"),
        ("hrv", "1991-06-25", "hrv"),
        ("srb", "1996-07-03", "scg"),
        ("srb", "2006-06-05", "srb"),
        ("yem", "1989", "yar"),
        ("sdn", "2012", "sdn"),
        ("egy", "1959-11-08", "uar"),
        ("egy", "1962-07-10", "egy"),
        ("kor", "1908", "korea"),
        ("tur", "1900", "ottoman"),
        ("zwe", "1954", "rhodnyas"),
        ("zwe", "1970", "rho"),
    ],
)
def test_a_code_of_today_is_the_state_of_its_day(code: str, day: str, expected: str) -> None:
    assert on(code, day) == expected


@pytest.mark.parametrize(
    ("former", "day", "expected"),
    [
        ("sun", "2007", "rus"),
        ("yug", "1996", "scg"),
        ("yug", "2008", "srb"),
        ("ddr", "1995", "deu"),
        ("csk", "1999", None),
    ],
)
def test_a_former_name_after_its_end_is_its_successor_where_there_is_one(
    former: str, day: str, expected: str | None
) -> None:
    assert on(former, day) == expected


def test_without_a_day_a_code_means_itself() -> None:
    assert on_the_day("rus", None) == "rus"


def test_every_party_of_the_table_can_be_told_on_any_day() -> None:
    for code in table().parties:
        for year in (1300, 1700, 1850, 1900, 1921, 1940, 1960, 1980, 1991, 1992, 2004, 2020):
            then = on_the_day(code, PartialDate(year))
            assert then is None or then in table().parties


def test_every_code_in_the_table_is_that_of_a_party() -> None:
    known = table()
    for party in known.parties.values():
        for code in (*party.successors, *party.today, party.after, party.before, party.part_of):
            assert not code or code in known.parties
    assert {*known.names.values(), *known.adjectives.values()} <= set(known.parties)


def test_names_that_readers_look_for_belong_to_a_party_and_decide_nothing_about_titles() -> None:
    known = table()
    called = tomllib.loads(TABLE_FILE.read_text(encoding="utf-8"))["called"]
    assert set(called) <= set(known.parties)
    assert ("Persia", "nb") in known.parties["irn"].other_names
    assert ("Egypt", "en") in known.parties["uar"].other_names
    assert party_named("Egypt") == "egy"


@pytest.mark.django_db
def test_a_party_is_made_with_the_names_that_readers_look_for() -> None:
    registry = PartyRegistry("IEADB")
    registry.make(["irn"])
    assert set(PartyName.objects.filter(party__code="irn").values_list("name", "language")) == {
        ("Persia", "en"), ("Persia", "nb"),
    }  # fmt: skip
    registry.make(["irn"])
    assert PartyName.objects.filter(party__code="irn").count() == 2
    assert set(PartyName.history.values_list("history_change_reason", flat=True)) == {"IEADB"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russian Federation", "rus"),
        ("Korea, Republic of", "kor"),
        ("Korea, Democratic People's Republic", "prk"),
        ("Congo, Democratic Republic of", "cod"),
        ("Cote d'Ivoire", "civ"),
        ("Eswatini", "swz"),
        ("Turkey", "tur"),
        ("Atlantis", None),
    ],
)
def test_a_registers_name_is_known_or_not(name: str, code: str | None) -> None:
    assert party_named(name) == code


def test_what_the_register_states_needs_no_title() -> None:
    assert found(["Norway", "Sweden"], "Convention on moose") == [("nor", SOURCE), ("swe", SOURCE)]


def test_the_title_gives_the_party_that_the_register_leaves_out() -> None:
    assert found(["Norway"], "Agreement between Sweden and Norway") == [("swe", TITLE), ("nor", SOURCE)]


def test_both_parties_may_come_from_the_title() -> None:
    assert found([], "Norwegian-Swedish Agreement") == [("nor", TITLE), ("swe", TITLE)]


def test_the_russia_of_1979_is_the_soviet_union_as_the_register_states() -> None:
    assert found(["Norway", "Russian Federation"], "Agreement on seals", "1979") == [("nor", SOURCE), ("sun", SOURCE)]


def test_the_title_says_which_germany() -> None:
    title = "Agreement between India and the German Democratic Republic"
    assert found(["Germany", "India"], title, "1974-05-14") == [("ind", SOURCE), ("ddr", TITLE)]


def test_the_title_says_which_part_of_a_state() -> None:
    assert found(["Denmark", "Iceland"], "Agreement between the Faroe Islands and Iceland") == [
        ("fro", TITLE),
        ("isl", SOURCE),
    ]


def test_two_halves_of_one_side_do_not_contradict_the_register() -> None:
    title = "Agreement between Denmark and the Faroe Islands on the one hand and the USSR on the other hand"
    assert found(["Denmark", "Russian Federation"], title, "1977-11-27") == [("dnk", SOURCE), ("sun", SOURCE)]
    assert doubt(["Denmark", "Russian Federation"], title, "1977-11-27") == ""


def test_the_czech_and_slovak_republics_were_two_before_they_were_independent() -> None:
    title = "Agreement between the Government of the Slovak Republic and the Czech Republic"
    assert found(["Czech Republic", "Slovakia"], title, "1992-10-29") == [("svk", SOURCE), ("cze", SOURCE)]


def test_a_register_that_names_somebody_else_than_the_title_is_doubted() -> None:
    title = "Agreement between Hungary and Slovakia on plants"
    assert (
        doubt(["Hungary", "Slovenia"], title)
        == "The register names Hungary and Slovenia, the title Hungary and Slovakia."
    )
    assert found(["Hungary", "Slovenia"], title) == [("hun", SOURCE), ("svn", SOURCE)]


def test_a_party_nobody_knows_is_named_in_the_doubt() -> None:
    assert doubt(["Norway", "Atlantis"], "Treaty") == (
        "The register names a party that the archive does not know: Atlantis."
    )


def test_three_stated_parties_are_not_two() -> None:
    assert doubt(["Norway", "Sweden", "Finland"], "Treaty").startswith("Not two parties: 3 are named")


def test_one_party_and_none_are_doubted_in_words() -> None:
    assert doubt(["Norway"], "Treaty") == "One party is missing: neither the register nor the title names it."
    assert doubt([], "Treaty") == "Both parties are missing: nobody names them."


def test_kin_are_a_state_with_its_part_or_its_former_shape() -> None:
    assert is_same_or_part("dnk", "fro")
    assert is_same_or_part("rus", "sun")
    assert not is_same_or_part("nor", "swe")
