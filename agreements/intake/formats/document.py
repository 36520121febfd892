"""A document as plain text, whatever file it came in."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.intake.formats.docx import docx_text
from agreements.intake.formats.errors import UnreadableDocumentError
from agreements.intake.formats.html import html_text
from agreements.intake.formats.pdf import pdf_text

#: Bytes of a file, pictures included, and characters of its text: some seventy pages.
LARGEST_FILE = 10_000_000
LONGEST_TEXT = 200_000
#: Control characters and halves of characters, which no text holds; line ends, tabs and form feeds are none of them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Document:
    """The text that was read. Offsets of every proposal count its characters (Unicode code points)."""

    name: str
    text: str


def open_document(path: Path) -> Document:
    """Read a .txt, .html, .pdf or .docx file. Raises UnreadableDocumentError, one sentence for the reader."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise too_large(path.name)
        return document_of(path.name, path.read_bytes())
    except OSError as error:
        raise UnreadableDocumentError(
            _("%(name)s cannot be opened: %(reason)s.") % {"name": path.name, "reason": error.strerror or error}
        ) from error


def document_of(name: str, content: bytes) -> Document:
    """Read the bytes of a file with that name. Raises UnreadableDocumentError, one sentence for the reader."""
    read = READERS.get(Path(name).suffix.lower())
    if read is None:
        raise UnreadableDocumentError(
            _("%(name)s is of a kind that cannot be read here. Use .txt, .html, .pdf or .docx.") % {"name": name}
        )
    if len(content) > LARGEST_FILE:
        raise too_large(name)
    text = tidy(read(name, content))
    if not text.strip():
        raise UnreadableDocumentError(_("%(name)s holds no text.") % {"name": name})
    if len(text) > LONGEST_TEXT:
        raise too_large(name)
    return Document(name, text)


def too_large(name: str) -> UnreadableDocumentError:
    """The sentence for a file or a text beyond the limits."""
    return UnreadableDocumentError(_("%(name)s is too large to be a press release.") % {"name": name})


def tidy(text: str) -> str:
    """One kind of line end, and no control characters, which databases refuse (a NUL from a PDF)."""
    return CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_text(name: str, content: bytes) -> str:
    """Text in UTF-8, or in UTF-16 where a byte order mark says so."""
    encoding = next((code for mark, code in BYTE_ORDER_MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            _("%(name)s is not text in UTF-8: the byte 0x%(byte)02x at position %(position)d cannot be read.")
            % {"name": name, "byte": content[error.start], "position": error.start}
        ) from error
    if "\x00" in text:
        raise UnreadableDocumentError(_("%(name)s is not text: it holds zero bytes.") % {"name": name})
    return text


READERS: dict[str, Callable[[str, bytes], str]] = {
    ".txt": plain_text,
    ".html": html_text,
    ".htm": html_text,
    ".pdf": pdf_text,
    ".docx": docx_text,
}
