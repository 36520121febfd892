"""Web pages as plain text, with the parser of the standard library (it follows HTML 5 in what it forgives)."""

import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from agreements.intake.formats.errors import UnreadableDocumentError

#: What a reader of the page's article does not see, or does not read as part of it.
LEFT_OUT = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "head",
}
#: Elements that begin a block of their own.
BLOCKS = {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "blockquote",
          "table", "ul", "ol", "figure", "figcaption", "dt", "dd", "pre", "time", "address"}  # fmt: skip
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
PUBLISHED = re.compile(
    r"(?:article:published_time|date|dc\.date(?:\.issued)?|dcterms\.issued|publishdate)", re.IGNORECASE
)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ArticleText(HTMLParser):
    """Collects the visible text of the page's article (``main`` or ``article`` where there is one)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.published = ""
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or leave an element out until it ends."""
        if tag == "meta":
            self._read_meta({name: value or "" for name, value in attrs})
        if tag in LEFT_OUT:
            self._left_out.append(tag)
        if tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a block, or an element that is left out (with those inside it that nobody closed)."""
        if tag in self._left_out:
            del self._left_out[self._left_out.index(tag) :]
        if tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Text, with spaces as a browser shows them."""
        if not self._left_out:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _read_meta(self, attrs: dict[str, str]) -> None:
        name = attrs.get("property") or attrs.get("name") or ""
        day = ISO_DAY.match(attrs.get("content", ""))
        if not self.published and day and PUBLISHED.fullmatch(name):
            self.published = day.group()


def html_text(name: str, content: bytes) -> str:
    """The page's text, a blank line between blocks. A date of publication in its metadata becomes the first line."""
    declared = CHARSET.search(content[:4096])
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        page = content.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableDocumentError(
            _("%(name)s is not text in the encoding %(encoding)s.") % {"name": name, "encoding": encoding}
        ) from error
    if "\x00" in page:
        raise UnreadableDocumentError(_("%(name)s is not a web page: it holds zero bytes.") % {"name": name})
    parser = ArticleText()
    parser.feed(page)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return f"{parser.published}\n\n{text}" if parser.published and text else text
