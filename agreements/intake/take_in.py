"""Takes a press release in: reads it and keeps it with what was read, for an editor to decide on."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.dates import PartialDate
from agreements.fetch import fetch
from agreements.intake.engine import read
from agreements.intake.formats.document import LARGEST_FILE, LONGEST_TEXT, document_of, tidy, too_large
from agreements.intake.formats.errors import UnreadableDocumentError
from agreements.intake.reading import Reading
from agreements.intake.stored import as_stored
from agreements.models import PressRelease, Source

#: Seconds that a site may take to send its page.
PATIENCE = 15
#: How a page's kind is called in its Content-Type, and in the name of a file.
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
LONGEST_TITLE = 500


@dataclass(frozen=True)
class Received:
    """A press release as it came: its text, and the bytes that its checksum is of. ``file_name`` '': it was pasted."""

    text: str
    content: bytes
    file_name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Details:
    """What the editor says of it; '' and None: to be taken from the text where that tells."""

    publisher: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    published_on: PartialDate | None = None


def pasted(text: str) -> Received:
    """A text that somebody pasted. Raises UnreadableDocumentError, one sentence."""
    if not text.strip():
        raise UnreadableDocumentError(_("The text is empty."))
    if len(text) > LONGEST_TEXT:
        raise too_large(_("The text"))
    text = tidy(text)
    return Received(text, text.encode())


def uploaded(name: str, content: bytes) -> Received:
    """A file. Raises UnreadableDocumentError, one sentence."""
    if not content:
        raise UnreadableDocumentError(_("%(name)s is empty.") % {"name": name})
    return Received(document_of(name, content).text, content, name)


def fetched(address: str) -> Received:
    """What stands at an address. Raises FetchError or UnreadableDocumentError, one sentence."""
    answer = fetch(address, max_bytes=LARGEST_FILE, seconds=PATIENCE)
    if answer.status != 200:
        raise UnreadableDocumentError(
            _("The site answers %(status)d instead of sending the page.") % {"status": answer.status}
        )
    header = EmailMessage()
    header["Content-Type"] = answer.content_type or "text/html"
    suffix = SUFFIXES.get(header.get_content_type())
    if suffix is None:
        raise UnreadableDocumentError(
            _("What stands at this address is neither a page nor a document that can be read here.")
        )
    name = urlsplit(answer.address).hostname or _("The page")
    content = _in_utf8(answer.content, header.get_content_charset()) if suffix in (".html", ".txt") else answer.content
    return Received(document_of(name + suffix, content).text, answer.content, url=answer.address)


def _in_utf8(content: bytes, charset: str | None) -> bytes:
    """The page in UTF-8 where its header names another encoding and the page itself names none."""
    if charset in (None, "utf-8") or b"charset" in content[:4096].lower():
        return content
    try:
        return content.decode(charset or "utf-8").encode()
    except (LookupError, UnicodeDecodeError):
        return content


def take_in(received: Received, details: Details, user: Any) -> tuple[PressRelease, bool]:
    """The press release, and whether it is new: one with the same checksum is the same release, and stays as it is."""
    checksum = hashlib.sha256(received.content).hexdigest()
    known = PressRelease.objects.filter(sha256=checksum).first()
    if known:
        return known, False
    reading = _reading(received.text, details.published_on)
    url = details.url or received.url
    release = PressRelease(
        publisher=details.publisher or publisher_of(url),
        title=(details.title or (reading.title.value if reading.title else ""))[:LONGEST_TITLE],
        url=url,
        language=details.language or reading.language or "",
        published_on=reading.published_on.value if reading.published_on else None,
        retrieved_on=_today(),
        file_name=received.file_name[:255],
        sha256=checksum,
        text=received.text,
        reading=as_stored(reading),
        taken_in_by=user,
    )
    release.full_clean(exclude=["taken_in_by"])
    release.save()
    return release, True


def read_again(release: PressRelease, published_on: PartialDate | None) -> None:
    """Read the text anew with another day of publication; what was chosen so far is let go."""
    reading = _reading(release.text, published_on)
    release.published_on = published_on
    release.reading, release.choices = as_stored(reading), {}
    release.save()


def publisher_of(url: str) -> str:
    """Who publishes at the site: as recorded of a source from there, else the site's name; '' without an address."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    if not host:
        return ""
    same = Source.objects.filter(url__contains=f"//{host}/") | Source.objects.filter(url__contains=f"//www.{host}/")
    publishers = set(same.values_list("publisher", flat=True))
    return publishers.pop() if len(publishers) == 1 else host


def _reading(text: str, published_on: PartialDate | None) -> Reading:
    """What is read in the text; its remarks are kept in English, and translated for whoever sees them."""
    with override("en"):
        return read(text, published_on)


def _today() -> dt.date:
    return timezone.localdate()
