"""Draw the icons and the preview picture anew from the mark, static/img/favicon.svg: `python docs/icons.py`.

The mark is two leaves of one size that meet: the two sides of an agreement. Its colours are legible on white and on
near-black.
"""

import struct
from pathlib import Path

import resvg_py

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
MARK = (IMAGES / "favicon.svg").read_text("utf-8")
LEAVES = MARK[MARK.index("<path") : MARK.index("</svg>")]
PAPER = "#eff4f4"


def picture(width: int, height: int, share: float, edge: str = "") -> bytes:
    """A PNG with the mark in the middle, as high as this share of the picture."""
    size = height * share
    place = f"translate({(width - size) / 2} {(height - size) / 2}) scale({size / 32})"
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{edge}<g transform="{place}">{LEAVES}</g></svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing))


def icon(sizes: tuple[int, ...]) -> bytes:
    """An ICO that holds PNGs of these sizes on a clear ground."""
    images = [bytes(resvg_py.svg_to_bytes(svg_string=MARK, width=size, height=size)) for size in sizes]
    place = 6 + 16 * len(images)
    directory, content = struct.pack("<HHH", 0, 1, len(images)), b""
    for size, image in zip(sizes, images, strict=True):
        directory += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(image), place + len(content))
        content += image
    return directory + content


def main() -> None:
    """Write the files beside the mark."""
    edge = '<rect width="50%" height="16" fill="#005e66"/><rect x="50%" width="50%" height="16" fill="#b8481a"/>'
    (IMAGES / "favicon.ico").write_bytes(icon((16, 32, 48)))
    (IMAGES / "apple-touch-icon.png").write_bytes(picture(180, 180, 0.62))
    (IMAGES / "preview.png").write_bytes(picture(1200, 630, 0.45, edge))


if __name__ == "__main__":
    main()
