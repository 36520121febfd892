"""What the later export adds is placed, or noted word for word."""

from agreements.imports.ieadb.details import Added, read_added
from agreements.imports.ieadb.rows import DETAIL_COLUMNS
from agreements.models import TerminationGround


def added(**columns: str) -> Added:
    return read_added(dict.fromkeys(DETAIL_COLUMNS, "") | columns)


def test_a_place_is_taken_without_the_editors_marks() -> None:
    assert added(Location="Oslo").place == "Oslo"
    marked = added(Location="Bucharest (extract)")
    assert marked.place == "Bucharest"
    assert marked.notes == ["Place, as the register writes it: Bucharest (extract)"]


def test_fillers_are_nothing() -> None:
    nothing = added(Location="Not known", TitleAlt="need orig")
    assert (nothing.place, nothing.titles, nothing.notes) == ("", [], [])


def test_an_address_is_an_address() -> None:
    assert added(TextURL="https://example.org/a.pdf\xa0").addresses == ["https://example.org/a.pdf"]
    two = "https://example.org/a.pdf ; http://example.org/b;c.pdf"
    assert added(TextURL=two).addresses == ["https://example.org/a.pdf", "http://example.org/b;c.pdf"]


def test_what_is_no_address_is_noted_word_for_word() -> None:
    for text in ("UNTS 10335", "http://example.org\\a b.pdf", "http://example.org/a b.pdf", "8 UST 1057; TIAS 3867"):
        result = added(TextURL=text)
        assert result.addresses == []
        assert result.notes == [f"Where the text is, as the register writes it: {text}"]


def test_languages_are_read_with_any_separator() -> None:
    assert added(Language="en;fr").languages == ["en", "fr"]
    assert added(Language="en ; sp").languages == ["en", "es"]
    assert added(Language="en, ru").languages == ["en", "ru"]


def test_a_language_that_is_no_code_is_noted() -> None:
    result = added(Language="Klingon")
    assert result.languages == []
    assert result.notes == ["Language, as the register writes it: Klingon"]


def test_an_end_has_the_ground_that_its_words_give() -> None:
    replaced = added(End="1987-07-16", Term="1987-07-16", Grounds="Replaced by a new convention")
    assert str(replaced.ended_on) == "1987-07-16"
    assert replaced.ground == TerminationGround.LATER_AGREEMENT
    ceased = added(End="1990-10-02", Term="1990-10-02", Grounds="Terminated due to dissolution of a party")
    assert ceased.ground == TerminationGround.PARTY_CEASED
    silent = added(End="1982-07-01", Term="1982-07-01")
    assert silent.ground == TerminationGround.NOT_RECORDED


def test_a_term_that_ran_out_is_no_termination() -> None:
    expired = added(End="1995-10-31", Term="1995-10-31", Grounds="Expired under Article XI")
    assert expired.ran_out
    assert expired.ground == TerminationGround.NOT_RECORDED


def test_a_ground_without_a_date_and_a_term_of_its_own_are_noted() -> None:
    result = added(Grounds="Denounced", Term="five years")
    assert result.notes == [
        "Term, as the register writes it: five years",
        "Ground of termination, without a date: Denounced",
    ]


def test_a_source_in_the_place_of_a_title_is_a_note() -> None:
    result = added(TitleAlt="Source: a book on the coast")
    assert result.titles == []
    assert result.notes == ["Source: a book on the coast"]
