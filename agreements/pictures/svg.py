"""Elements of SVG as safe text. Whatever comes from a record is escaped here, and nowhere else."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

#: What an attribute may be; None leaves it out.
Value = str | int | float | None


def number(value: float) -> str:
    """A coordinate with at most one decimal: ``12``, ``12.5``."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def element(name: str, /, *children: str, **attributes: Value) -> SafeString:
    """An element. Children that are no elements are escaped; ``class_`` is ``class``, ``text_anchor`` has a hyphen."""
    opened = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = value if isinstance(value, str) else number(value)
            opened.append(f'{key.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    inner = "".join(conditional_escape(child) for child in children)
    start = " ".join(opened)
    return mark_safe(f"<{start}>{inner}</{name}>" if inner else f"<{start}/>")  # noqa: S308 - escaped above


def joined(parts: Iterable[str]) -> SafeString:
    """Elements one after the other."""
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308 - escaped or elements


def link(url: str, name: str, *children: str, class_: str = "mark") -> SafeString:
    """A part that leads somewhere, called ``name`` by screen readers and pointers; with '' it leads nowhere."""
    if not url:
        return element("g", element("title", name), *children, class_=class_)
    return element("a", element("title", name), *children, href=url, class_=class_)


def picture(
    width: float, height: float, label: str, *children: str, class_: str = "", has_links: bool = True
) -> SafeString:
    """A whole picture, named ``label``: one image, or a group of links where parts of it lead somewhere."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group" if has_links else "img",
        aria_label=label,
        class_=f"drawn {class_}".strip(),
    )
