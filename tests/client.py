"""Reading responses in tests."""

import csv
import io
import re
from html import unescape
from typing import Any, NamedTuple


def body(response: Any) -> str:
    """The whole text of a response, streamed or not; of a picture, what can be read of it as text."""
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def shows(response: Any) -> Any:
    """What a set page shows, by name, as its view worked it out."""
    return response.context_data


def csv_rows(text: str) -> list[dict[str, str]]:
    """The lines of a CSV export by column, without the byte order mark."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


class FacetLine(NamedTuple):
    """A value beside a list as a reader sees it. ``more_url`` '': no list with this value too."""

    label: str
    number: int
    url: str
    more_url: str


_LINE = re.compile(
    r'<li><a rel="nofollow" href="([^"]*)"><span>(.*?)</span> <span class="count">(.*?)</span></a>'
    r'(?:\s*<a class="facet__more" rel="nofollow" href="([^"]*)" aria-label="([^"]*)">\+</a>)?\s*</li>'
)


def facet_lines(html: str) -> list[FacetLine]:
    """The values to choose of a facet."""
    found = [FacetLine(unescape(label), int(re.sub(r"\D", "", count)), unescape(url), unescape(more))
             for url, label, count, more, _ in _LINE.findall(html)]  # fmt: skip
    assert len(found) == html.count("<li>"), "every line is read"
    return found
