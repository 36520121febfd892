"""Parts of pages that are drawn often: Jinja2 templates in templates/hot.

What differs only in a few places from one page to the next is drawn once with gaps, and the gaps are filled in::

    line = with_gaps(macro("facet", "choice")(gap("url"), label, gap("count")))
    line % {"url": escape(url), "count": 7}
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markupsafe import escape

#: HTML with gaps: a format of the operator %, to which escaped values are given by name.
Gapped = str
#: Stands around the name of a gap; nobody who writes a text can know it.
_MARK = secrets.token_hex(8)


def draw(name: str, parameters: Mapping[str, Any]) -> SafeString:
    """The part as HTML; the values of the parameters are escaped."""
    html: str = _template(name).render(parameters)
    return SafeString(html)  # see above


def draw_once(name: str, parameters: Callable[[], Mapping[str, Any]], *key: Hashable) -> Gapped:
    """A part that is the same in all pages of a language for a key, but for gaps; drawn when it is first needed.

    There must be few keys.
    """
    return once(lambda: draw(name, parameters()), name, *key)


def once(make: Callable[[], str], *key: Hashable) -> Gapped:
    """The same of HTML with gaps that is made in another way."""
    drawn, whole_key = remembered(_parts), (get_language(), *key)
    if whole_key not in drawn:
        drawn[whole_key] = with_gaps(make())
    found: Gapped = drawn[whole_key]
    return found


#: Parts drawn before.
_parts: dict[Any, Gapped] = {}


def macro(name: str, macro_name: str) -> Callable[..., str]:
    """A macro of a part: called, it gives HTML, with its arguments escaped. It is ten times as quick to call as a part.

    A macro sees nothing but its arguments and what all templates see.
    """
    found: Callable[..., str] = getattr(_template(name).module, macro_name)
    return found


def gap(name: str) -> SafeString:
    """What is given to a part in the place of a value that is not known yet."""
    return SafeString(f"{_MARK}{name}{_MARK}")  # letters and digits


def with_gaps(html: str) -> Gapped:
    """What was drawn with gaps, ready to be filled in."""
    names = html.replace("%", "%%").split(_MARK)  # every other part is a name
    return "".join(f"%({part})s" if number % 2 else part for number, part in enumerate(names))


def filled(html: Gapped, values: Mapping[str, Any]) -> SafeString:
    """The HTML with its gaps filled in; the values are escaped."""
    return SafeString(html % {name: escape(value) for name, value in values.items()})  # see above


def remembered(drawn: dict[Any, Any]) -> dict[Any, Any]:
    """What was drawn before; nothing while templates are worked on (DEBUG), or an edit of one would not be seen."""
    return {} if settings.DEBUG else drawn


def _template(name: str) -> Any:
    engine: Any = engines["hot"]
    return engine.env.in_language(get_language()).get_template(f"{name}.jinja")
