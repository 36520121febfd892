"""Reading responses in tests."""

import csv
import io
from typing import Any


def body(response: Any) -> str:
    """The whole text of a response, streamed or not; of a picture, what can be read of it as text."""
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def csv_rows(text: str) -> list[dict[str, str]]:
    """The lines of a CSV export by column, without the byte order mark."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
