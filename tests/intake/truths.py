"""The releases with known answers: NAME.txt beside NAME.json, which says what a careful reader takes from the text."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A release, its text and its truth."""

    name: str
    text: str
    truth: dict[str, Any]

    def __str__(self) -> str:
        return self.name


def cases(folder: Path) -> list[Case]:
    """All releases of a folder, by name."""
    return [
        Case(path.stem, path.with_suffix(".txt").read_text(), json.loads(path.read_text()))
        for path in sorted(folder.glob("*.json"))
    ]


def own_cases() -> list[Case]:
    """The project's own releases. Those in the heldout folders were scored once before a rule was mended for them."""
    return [
        case for folder in ("releases", "heldout", "heldout2", "heldout3", "heldout4") for case in cases(HERE / folder)
    ]


def key(agreement: dict[str, Any]) -> frozenset[str]:
    """An agreement's parties, by which a proposal finds its truth ("FAO (international organisation)" is FAO)."""
    return frozenset(party.split(" ")[0] for party in agreement["parties"])


def is_signed(truth: dict[str, Any]) -> bool:
    """Whether the truth says that the agreement was signed."""
    return str(truth["status"]).startswith("signed")
