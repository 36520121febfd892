"""The environment of the templates in templates/hot."""

from functools import lru_cache, partial
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from markupsafe import Markup

from agreements.figures import figure


class Multilingual(Environment):
    """Jinja2 with a copy of itself for each language, whose templates need not ask at each text which one it is."""

    @lru_cache(maxsize=8)  # noqa: B019 - there is one, for as long as the process lives
    def in_language(self, language: str | None) -> Environment:
        """The same, with ``_`` and ``url`` in the language."""
        made = self.overlay()
        made.globals = self.globals | {"_": partial(in_html, language), "url": partial(address, language)}
        return made


def environment(**options: Any) -> Environment:
    """Jinja2 with Django's translations (``_("not %(value)s", value=…)``, escaped), ``url`` and ``static``."""
    made = Multilingual(**options, extensions=["jinja2.ext.i18n"])  # Django passes autoescape=True
    made.install_gettext_callables(translated, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["figure"] = figure
    made.globals["static"] = lru_cache(static)
    return made


def translated(message: str) -> str:
    """The message in the reader's language."""
    return _translated(get_language(), message)


def in_html(language: str | None, message: str, **values: object) -> Markup:
    """The same as HTML, with values put in; what the library makes of ``_`` does so at three times the cost."""
    text = _as_html(language, message)
    return text % values if values else text


@lru_cache(maxsize=1024)
def _as_html(language: str | None, message: str) -> Markup:
    return Markup(_translated(language, message))  # noqa: S704 - from the catalogue


# What pages say and lead to is looked up in every page: fifty times, at several microseconds each. The language is that
# of the request: it is given for the sake of what is kept.


_look_up = gettext  # by another name: what is translated here is written in the templates


@lru_cache(maxsize=1024)
def _translated(language: str | None, message: str) -> str:
    return _look_up(message)


@lru_cache(maxsize=256)
def address(language: str | None, name: str, *arguments: str) -> str:
    """The address of a page that every page leads to."""
    return reverse(name, args=arguments)
