"""Reading responses in tests."""

from typing import Any


def body(response: Any) -> str:
    """The whole text of a response, streamed or not."""
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()
