"""One agreement as a reference for other people's lists: BibTeX and RIS.

Neither format knows a day that is partly known: BibTeX has a year and a month, RIS a date with empty places.
"""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils.timezone import localdate

from agreements.models import Agreement

#: What BibTeX would read as a command (The TeXbook, chapter 7), and how it is written instead.
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(agreement: Agreement, address: str) -> str:
    """The agreement as an entry ``@misc``: signed when and where, between whom, at which address."""
    signed = agreement.signed_on
    fields = {
        "title": f"{{{_tex(agreement.title)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _parties(agreement)),
        "year": str(signed.year) if signed else "",
        "month": str(signed.month) if signed and signed.month else "",
        "address": _tex(agreement.place_of_signature),
        "howpublished": _tex(settings.SITE_NAME),
        "number": _tex(agreement.reference or ""),
        "url": address,
        "urldate": localdate().isoformat(),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{_key(agreement)},\n{lines}}}\n"


def ris(agreement: Agreement, address: str) -> str:
    """The agreement as a record of type GEN (RIS, 2011): lines of two letters, two spaces, a hyphen and a value."""

    def lines() -> Iterator[tuple[str, str]]:
        yield "TY", "GEN"
        yield "TI", agreement.title
        for name in _parties(agreement):
            yield "AU", name
        if signed := agreement.signed_on:
            day, month = (f"{part:02}" if part else "" for part in (signed.day, signed.month))
            yield "PY", str(signed.year)
            yield "DA", f"{signed.year}/{month}/{day}/"
        yield "CY", agreement.place_of_signature
        yield "AB", agreement.summary
        yield "PB", settings.SITE_NAME
        yield "ID", agreement.reference or ""
        yield "UR", address
        yield "Y2", localdate().strftime("%Y/%m/%d/")

    written = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines() if value)
    return f"{written}ER  - \r\n"


def _parties(agreement: Agreement) -> list[str]:
    return [side.party.name for side in agreement.participations.all()]


def _key(agreement: Agreement) -> str:
    return re.sub(r"[^A-Za-z0-9:-]", "-", agreement.reference or f"agreement-{agreement.pk}")


def _tex(text: str) -> str:
    return "".join(TEX.get(letter, letter) for letter in text)


#: Suffix of an address → the type of the content, and its writer.
REFERENCES: dict[str, tuple[str, Callable[[Agreement, str], str]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
}
