"""PDF files as plain text, with pypdf."""

import io
import logging

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from agreements.intake.formats.errors import UnreadableDocumentError

#: A press release has a page or two; a report of this length is read whole.
MOST_PAGES = 100
# What it warns of in a damaged file, the sentence that is raised says better.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_text(name: str, content: bytes) -> str:
    """The text of all pages, a blank line between them. Raises UnreadableDocumentError."""
    if not content:
        return ""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise UnreadableDocumentError(_("%(name)s is protected by a password.") % {"name": name})
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableDocumentError(
                _("%(name)s has more than %(count)d pages.") % {"name": name, "count": MOST_PAGES}
            )
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except UnreadableDocumentError:
        raise
    # A damaged file makes pypdf raise whatever its parser trips over.
    except (
        PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        OSError,
    ) as error:
        raise UnreadableDocumentError(_("%(name)s is not a PDF file, or it is damaged.") % {"name": name}) from error
    if not text.strip():
        raise UnreadableDocumentError(
            _("%(name)s holds no text, only images of pages; it needs text recognition first.") % {"name": name}
        )
    return text
