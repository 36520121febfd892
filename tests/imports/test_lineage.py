"""A lineage becomes a chain that points back in time."""

from agreements.dates import PartialDate
from agreements.imports.ieadb.lineage import Link, read_sequence, relations
from agreements.models import RelationKind

CONTINUES, AMENDS = RelationKind.CONTINUES, RelationKind.AMENDS
NORWAY_SWEDEN = frozenset({"nor", "swe"})


def link(number: str, signed: str | None, sequence: str = "", kind: str = "Agreement", **more: object) -> Link:
    parties = more.get("parties", NORWAY_SWEDEN)
    assert isinstance(parties, frozenset)
    lineage = str(more.get("lineage", "Reindeer"))
    date = PartialDate.parse(signed) if signed else None
    return Link(number, lineage, parties, date, read_sequence(sequence), kind)


def test_each_agreement_continues_the_one_before_it() -> None:
    links = [link("3", "1990"), link("1", "1970"), link("2", "1980")]
    assert list(relations(links)) == [("2", CONTINUES, "1"), ("3", CONTINUES, "2")]


def test_time_decides_and_the_sequence_between_equals() -> None:
    links = [
        link("1", "1994-05-04", "400"),
        link("2", "1996-02-08", "202"),
        link("4", "1980", "2"),
        link("3", "1980", "1"),
    ]
    assert list(relations(links)) == [("4", CONTINUES, "3"), ("1", CONTINUES, "4"), ("2", CONTINUES, "1")]


def test_an_amendment_stands_beside_the_line_and_amends_what_its_sequence_belongs_to() -> None:
    links = [
        link("1", "1970", "100.000"),
        link("2", "1980", "200.000"),
        link("3", "1981", "100.010", "Amendment"),
        link("4", "1982", "200.010", "Other Binding Modification"),
        link("5", "1990", "300.000"),
    ]
    assert list(relations(links)) == [
        ("2", CONTINUES, "1"),
        ("3", AMENDS, "1"),
        ("4", AMENDS, "2"),
        ("5", CONTINUES, "2"),
    ]


def test_an_amendment_without_its_agreement_amends_the_amendment_before_it() -> None:
    links = [link("1", "1970", "100.010", "Amendment"), link("2", "1971", "100.020", "Amendment")]
    assert list(relations(links)) == [("2", AMENDS, "1")]


def test_a_protocol_continues_because_the_register_does_not_say_what_it_does() -> None:
    assert list(relations([link("1", "1970"), link("2", "1971", "", "Protocol")])) == [("2", CONTINUES, "1")]


def test_other_parties_and_other_lineages_are_other_lines() -> None:
    links = [
        link("1", "1970"),
        link("2", "1980", parties=frozenset({"nor", "fin"})),
        link("3", "1990", lineage="Salmon"),
    ]
    assert list(relations(links)) == []


def test_no_lineage_no_date_and_one_party_make_no_line() -> None:
    links = [
        link("1", "1970", lineage="Not Yet Assigned"),
        link("2", "1980", lineage="Not Yet Assigned"),
        link("3", None),
        link("4", "1990"),
        link("5", "1991", parties=frozenset({"nor"})),
    ]
    assert list(relations(links)) == []


def test_a_sequence_that_is_no_number_is_the_lowest() -> None:
    assert (read_sequence("301.010"), read_sequence(""), read_sequence("n/a")) == (301.01, 0.0, 0.0)
