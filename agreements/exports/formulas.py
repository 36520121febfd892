"""Text that a spreadsheet would run as a formula, disarmed by an apostrophe and, for what comes back, armed again.

A cell that begins with one of a few characters is a formula to spreadsheets (OWASP, CSV injection). So is what follows
a semicolon, where a program takes semicolons for the borders of cells, as Excel does in Norway.
"""

import re

#: Characters that begin a formula; an apostrophe before one of them is what disarms it.
_FORMULA = r"'*[=+\-@\t\r]"
_BEGINS = re.compile(rf"(\A|; *)(?={_FORMULA})")
_DISARMED = re.compile(rf"(\A|; *)'(?={_FORMULA})")


def disarmed(text: str) -> str:
    """The text as no spreadsheet runs it; one disarmed before gets one more apostrophe, so that none is lost."""
    return _BEGINS.sub(r"\1'", text)


def armed(text: str) -> str:
    """The text that ``disarmed`` was given."""
    return _DISARMED.sub(r"\1", text)
