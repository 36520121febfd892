"""The environment of the templates in templates/hot."""

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from markupsafe import Markup

from agreements.figures import figure


def environment(**options: Any) -> Environment:
    """Jinja2 with Django's translations (``_("not %(value)s", value=…)``, escaped), ``url`` and ``static``."""
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django passes autoescape=True
    made.install_gettext_callables(translated, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["figure"] = figure
    made.globals |= {"_": in_html, "url": address, "static": lru_cache(static)}
    return made


def translated(message: str) -> str:
    """The message in the reader's language."""
    return _translated(get_language(), message)


def in_html(message: str, **values: object) -> Markup:
    """The same as HTML, with values put in; what the library makes of ``_`` does so at three times the cost."""
    text = _as_html(get_language(), message)
    return text % values if values else text


@lru_cache(maxsize=1024)
def _as_html(language: str | None, message: str) -> Markup:
    return Markup(_translated(language, message))  # noqa: S704 - from the catalogue


def address(name: str, *arguments: str) -> str:
    """The address of a page that every page leads to, in the reader's language."""
    return _address(get_language(), name, *arguments)


# What pages say and lead to is looked up in every page: fifty times, at several microseconds each.


_look_up = gettext  # by another name: what is translated here is written in the templates


@lru_cache(maxsize=1024)
def _translated(language: str | None, message: str) -> str:
    return _look_up(message)


@lru_cache(maxsize=256)
def _address(language: str | None, name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)
