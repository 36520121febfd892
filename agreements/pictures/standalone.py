"""A picture that stands alone: an SVG with its style, title and origin, and the same as PNG (resvg, in Inter)."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import resvg_py
from django.conf import settings
from django.utils.safestring import SafeString

from agreements.pictures import text
from agreements.pictures.svg import element, number
from agreements.pictures.table import Figure

FONTS = [str(text.FONTS / name) for name in ("inter-regular.ttf", "inter-semibold.ttf")]
WIDTH, MARGIN, HEAD, FOOT, TITLE = 1000.0, 28.0, 30.0, 36.0, 20.0
#: How much larger a PNG is than what is written in the SVG.
ZOOM = 1.6
_VARIABLE = re.compile(r"var\(--[a-z0-9-]+, ([^)]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


@cache
def style() -> str:
    """The style of marks with the colours of white paper."""
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "marks.css").read_text(encoding="utf-8")
    return _VARIABLE.sub(r"\1", _COMMENT.sub("", sheet)).strip()


def document(figure: Figure, origin: str, site: str) -> SafeString:
    """The picture under its caption and key, above its origin. ``site``: what addresses within it begin with."""
    wide, high = _size(figure.wide)
    high *= WIDTH / wide
    lines = text.lines(figure.caption, WIDTH, TITLE, text.SEMIBOLD, most=3)
    key, top = _key(figure.key, MARGIN + len(lines) * HEAD)
    place = f'<svg x="{number(MARGIN)}" y="{number(top)}" width="{number(WIDTH)}" height="{number(high)}" '
    inner = SafeString(figure.wide.replace("<svg ", place, 1).replace('href="/', f'href="{site}/'))
    total_wide, total_high = WIDTH + 2 * MARGIN, top + high + FOOT
    return element(
        "svg",
        element("title", figure.caption),
        element("style", SafeString(style())),
        element("rect", width=total_wide, height=total_high, class_="paper"),
        *(
            element("text", line, x=MARGIN, y=MARGIN + 14 + row * HEAD, class_="drawn label label--title")
            for row, line in enumerate(lines)
        ),
        *key,
        inner,
        element("text", origin, x=MARGIN, y=total_high - 12, class_="drawn label label--quiet"),
        xmlns="http://www.w3.org/2000/svg",
        width=total_wide,
        height=total_high,
        viewBox=f"0 0 {number(total_wide)} {number(total_high)}",
    )


def _key(key: Sequence[tuple[str, str]], top: float) -> tuple[list[SafeString], float]:
    """What each colour means, in one line, and where what follows begins."""
    parts, x = [], MARGIN
    for look, words in key:
        parts.append(element("rect", x=x, y=top + 2, width=14, height=14, class_=look))
        parts.append(element("text", words, x=x + 20, y=top + 14, class_="drawn label"))
        x += text.width(words, 14) + 44
    return parts, top + HEAD if key else top


def _size(picture: str) -> tuple[float, float]:
    match = _VIEW_BOX.search(picture)
    if not match:
        raise ValueError("a picture says how large it is")
    return float(match[1]), float(match[2])


def png(drawing: str, zoom: float = ZOOM) -> bytes:
    """The drawing as PNG, written in Inter on every machine; letters that Inter lacks are left out."""
    made = resvg_py.svg_to_bytes(
        svg_string=str(drawing), zoom=zoom, skip_system_fonts=True, font_files=FONTS, font_family="Inter"
    )
    return bytes(made)
