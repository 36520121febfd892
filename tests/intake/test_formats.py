"""Every format comes out as the same text, and whatever cannot be read is one sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from agreements.intake.engine import read
from agreements.intake.formats.document import LARGEST_FILE, LONGEST_TEXT, document_of, open_document
from agreements.intake.formats.docx import LARGEST_PART
from agreements.intake.formats.errors import UnreadableDocumentError
from agreements.intake.vocabulary import EMPTY

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCE = "Norway and Chile signed an agreement on salmon in Oslo on 3 May 2021."


def docx(body: str, part: str = "word/document.xml", head: str = "") -> bytes:
    """A Word document with only its main part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def paragraph(*runs: str) -> str:
    """A paragraph of runs, as Word splits a sentence at every change of style."""
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def pdf(lines: list[str], password: str = "") -> bytes:
    """A PDF of one page with the lines, or of an empty page; locked when there is a password."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    stream = StreamObject()
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream.set_data(f"BT /F1 11 Tf 40 800 Td {shown} ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password)
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("release.txt", SENTENCE.encode()),
        ("release.txt", SENTENCE.encode("utf-16")),
        ("RELEASE.TXT", b"\xef\xbb\xbf" + SENTENCE.encode()),
        ("release.html", f"<html><head><title>x</title></head><nav>Menu</nav><p>{SENTENCE}</p></html>".encode()),
        ("release.html", f"<style>p {{}}</style><main><p>{SENTENCE}<script>1 < 2</script></p></main>".encode()),
        ("release.docx", docx(paragraph("Norway and Chile ", SENTENCE.removeprefix("Norway and Chile ")))),
        ("release.pdf", pdf([SENTENCE[:40], SENTENCE[40:]])),
    ],
)
def test_every_format_tells_the_same(name: str, content: bytes) -> None:
    (agreement,) = read(document_of(name, content).text, vocabulary=EMPTY).agreements
    assert [party.value for party in agreement.parties] == ["NOR", "CHL"]
    assert str(agreement.signed_on and agreement.signed_on.value) == "2021-05-03"
    assert agreement.place is not None
    assert agreement.place.value == "Oslo"


def test_paragraphs_of_a_word_document_stay_apart() -> None:
    assert document_of("a.docx", docx(paragraph("One") + paragraph("Two"))).text == "One\n\nTwo"


def test_blocks_of_a_web_page_stay_apart_and_its_encoding_counts() -> None:
    page = '<meta charset="iso-8859-1"><h1>Sjø</h1><ul><li>fisk<li>laks</ul>'.encode("latin-1")
    assert document_of("a.html", page).text == "Sjø\n\nfisk\n\nlaks"


def test_a_web_page_tells_when_it_was_published() -> None:
    page = f'<meta property="article:published_time" content="2021-05-04T10:00:00Z"><p>{SENTENCE}</p>'.encode()
    published = read(document_of("a.html", page).text, vocabulary=EMPTY).published_on
    assert str(published and published.value) == "2021-05-04"


def test_line_ends_become_one_kind_and_control_characters_go() -> None:
    assert document_of("a.txt", b"one\r\ntwo\rthree\x08").text == "one\ntwo\nthree "


ENTITY = '<!DOCTYPE w [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", lambda: b"", "a.txt holds no text."),
        ("a.txt", lambda: b" \n\t", "a.txt holds no text."),
        ("a.pdf", lambda: b"", "a.pdf holds no text."),
        ("a.html", lambda: b"<script>x</script>", "a.html holds no text."),
        ("a.txt", lambda: b"a\x00b", "a.txt is not text: it holds zero bytes."),
        (
            "a.txt",
            lambda: "på".encode("latin-1"),
            "a.txt is not text in UTF-8: the byte 0xe5 at position 1 cannot be read.",
        ),
        ("a.html", lambda: "på".encode("latin-1"), "a.html is not text in the encoding utf-8."),
        ("a.html", lambda: b"<meta charset='no-such'>x", "a.html is not text in the encoding no-such."),
        ("a.doc", lambda: b"x", "a.doc is of a kind that cannot be read here. Use .txt, .html, .pdf or .docx."),
        ("a", lambda: b"x", "a is of a kind that cannot be read here. Use .txt, .html, .pdf or .docx."),
        ("a.txt", lambda: b"a" * (LARGEST_FILE + 1), "a.txt is too large to be a press release."),
        ("a.txt", lambda: b"a" * (LONGEST_TEXT + 1), "a.txt is too large to be a press release."),
        ("a.docx", lambda: b"x", "a.docx is not a Word document (.docx), or it is damaged."),
        ("a.docx", lambda: docx("<w:p>")[:-40], "a.docx is not a Word document (.docx), or it is damaged."),
        ("a.docx", lambda: docx("<w:p>"), "a.docx is not a Word document (.docx), or it is damaged."),
        ("a.docx", lambda: docx("", "other.xml"), "a.docx is not a Word document (.docx), or it is damaged."),
        ("a.docx", lambda: docx("&a;", head=ENTITY), "a.docx is not a Word document (.docx), or it is damaged."),
        (
            "a.docx",
            lambda: docx(" " * LARGEST_PART),
            "a.docx unpacks to far more than a document holds and was not read.",
        ),
        ("a.pdf", lambda: b"%PDF-1.7 and nothing", "a.pdf is not a PDF file, or it is damaged."),
        ("a.pdf", lambda: pdf(["x"])[:150], "a.pdf is not a PDF file, or it is damaged."),
        ("a.pdf", lambda: pdf(["x"], "secret"), "a.pdf is protected by a password."),
        ("a.pdf", lambda: pdf([]), "a.pdf holds no text, only images of pages; it needs text recognition first."),
    ],
)
def test_what_cannot_be_read_is_one_sentence(name: str, content: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(UnreadableDocumentError) as raised:
        document_of(name, content())
    assert str(raised.value) == sentence


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"^gone\.txt cannot be opened: No such file or directory\.$"):
        open_document(tmp_path / "gone.txt")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(5 * LARGEST_FILE)
    with pytest.raises(UnreadableDocumentError, match="too large"):
        open_document(path)
