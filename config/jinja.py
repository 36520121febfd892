"""The environment of the templates in templates/hot."""

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Jinja2 with Django's translations (``_("not %(value)s", value=…)``, escaped), ``url`` and ``static``."""
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django passes autoescape=True
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"url": address, "static": lru_cache(static)}
    return made


def address(name: str, *arguments: str) -> str:
    """The address of a page that every page leads to, in the reader's language."""
    return _address(get_language(), name, *arguments)


@lru_cache
def _address(language: str | None, name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)
