"""Word documents as plain text: the paragraphs of ``word/document.xml`` (ISO/IEC 29500, WordprocessingML).

The standard library is enough: one file of the archive is read, never more of it than the limit, and a document type
declaration, which the standard forbids and entity attacks need, ends the reading.
"""

import io
import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext as _

from agreements.intake.formats.errors import UnreadableDocumentError

MAIN_PART = "word/document.xml"
NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
#: Bytes of the main part when unpacked. A release of a hundred pages has about two million.
LARGEST_PART = 30_000_000


class ForbiddenDeclarationError(ValueError):
    """A document type declaration, which no Word document has."""


class Paragraphs:
    """Collects the text between the tags."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._in_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A run of text begins, or a tab or break stands between runs."""
        namespace, _separator, tag = name.rpartition(" ")
        if namespace in NAMESPACES:
            self._in_text = tag == "t"
            self.parts.append({"tab": "\t", "br": "\n", "cr": "\n"}.get(tag, ""))

    def end(self, name: str) -> None:
        """A run or a paragraph ends."""
        namespace, _separator, tag = name.rpartition(" ")
        if namespace in NAMESPACES:
            self._in_text = False
            if tag == "p":
                self.parts.append("\n\n")

    def text(self, data: str) -> None:
        """Text counts within runs only; what stands between tags is layout of the XML."""
        if self._in_text:
            self.parts.append(data)


def docx_text(name: str, content: bytes) -> str:
    """The document's text, a blank line between paragraphs. Raises UnreadableDocumentError."""
    if not content:
        return ""
    try:
        part = _main_part(name, content)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _damaged(name) from error
    paragraphs = Paragraphs()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = paragraphs.start
    parser.EndElementHandler = paragraphs.end
    parser.CharacterDataHandler = paragraphs.text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ForbiddenDeclarationError) as error:
        raise _damaged(name) from error
    return "".join(paragraphs.parts).strip()


def _main_part(name: str, content: bytes) -> bytes:
    """The unpacked main part. Reads one byte past the limit at most, whatever size the archive declares."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(MAIN_PART) as stream:
        part = stream.read(LARGEST_PART + 1)
    if len(part) > LARGEST_PART:
        raise UnreadableDocumentError(
            _("%(name)s unpacks to far more than a document holds and was not read.") % {"name": name}
        )
    return part


def _refuse_declaration(*declaration: object) -> None:
    raise ForbiddenDeclarationError


def _damaged(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(_("%(name)s is not a Word document (.docx), or it is damaged.") % {"name": name})
