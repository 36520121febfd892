"""The editors' guide, shown by the site itself: docs/editors.md, or docs/editors.nb.md to those who read Norwegian."""

import re
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agreements.models.base import make_slug
from agreements.text import is_norwegian

DOCS = Path(settings.BASE_DIR) / "docs"
IMAGES = DOCS / "images" / "editors"
#: Where the guide, as it lies in docs/, finds its pictures.
WRITTEN = "images/editors/"


def urls(site: AdminSite) -> list[URLPattern]:
    """The page and its pictures, for those who may enter the admin."""

    def page(request: HttpRequest) -> HttpResponse:
        return guide_page(request, site)

    return [
        path("guide/", site.admin_view(page), name="guide"),
        path("guide/<slug:name>.png", site.admin_view(picture), name="guide_picture"),
    ]


def guide_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The guide in the reader's language, with a list of its tasks."""
    html, tasks = rendered(guide_text(get_language() or "en"))
    context = {**site.each_context(request), "title": _("Guide for editors"), "guide": html, "tasks": tasks}
    return TemplateResponse(request, "admin/agreements/guide.html", context)


def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide. Raise Http404 when there is none of that name."""
    file = IMAGES / f"{name}.png"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")


def guide_text(language: str) -> str:
    """The guide as it is written, without its title, which the page has already."""
    name = "editors.nb.md" if is_norwegian(language) else "editors.md"
    return (DOCS / name).read_text(encoding="utf-8").partition("\n")[2]


def rendered(text: str) -> tuple[SafeString, list[tuple[str, str]]]:
    """The guide as HTML, and its tasks: the anchor and the words of every second-level heading.

    HTML within the text is shown as text, so that what comes out is only what Markdown makes.
    """
    markdown = MarkdownIt("js-default")
    tokens = markdown.parse(text)
    tasks = []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            tasks.append((_anchor(inline), inline.content))
            token.attrSet("id", _anchor(inline))
        for child in token.children or []:
            if child.type == "image":
                _lead_to_picture(child)
    html = markdown.renderer.render(tokens, markdown.options, {})
    return mark_safe(html), tasks  # noqa: S308 - written in the repository, and no HTML passes the preset


def _anchor(inline: Token) -> str:
    return make_slug(inline.content)


def _lead_to_picture(image: Token) -> None:
    """Give a picture its address on the site, and load it when it comes into sight."""
    source = str(image.attrs["src"])
    if found := re.fullmatch(rf"{WRITTEN}([a-z-]+)\.png", source):
        image.attrSet("src", reverse("admin:guide_picture", args=[found[1]]))
        image.attrSet("loading", "lazy")
