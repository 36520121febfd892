"""Parts of pages that are drawn often: Jinja2 templates in templates/hot.

What differs only in a few places from one page to the next is drawn once with gaps, and the gaps are filled in::

    line = with_gaps(macro("facet", "choice")(gap("url"), label, gap("count")))
    line % {"url": escape(url), "count": 7}

Where a part shows the texts it is given, and asks no more of them than whether they are there, that goes by itself::

    shaped("pagination", {"previous": "?page=1", "following": "", "links": links})
"""

import secrets
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markupsafe import Markup, escape

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


def shaped(name: str, parameters: Mapping[str, Any], macro_name: str = "") -> SafeString:
    """What ``draw`` gives, or a macro of the part called with the parameters; drawn once for each shape of them.

    The shape is all but the texts and the numbers: how long lists are, what is empty or absent, what holds. So the part
    may show a text or a number, but not look into it. Parameters are texts, numbers, other values that can be hashed,
    and dictionaries, lists and tuples of such.
    """
    texts: list[object] = []
    found = _shape(parameters, texts)

    def make() -> str:
        numbers = count()
        with_marks = {name: _marked(value, numbers) for name, value in parameters.items()}
        return macro(name, macro_name)(**with_marks) if macro_name else draw(name, with_marks)

    return SafeString(shape(make, name, macro_name, found) % numbered(texts))  # see ``draw``


def shape(make: Callable[[], str], *key: Hashable) -> Gapped:
    """HTML with gaps that is the same in all pages of a language for a key; drawn when it is first needed."""
    drawn, whole_key = remembered(_by_shape), (get_language(), *key)
    html: Gapped | None = drawn.get(whole_key)
    if html is None:
        html = with_gaps(make())
        if len(drawn) < MOST_SHAPES:
            drawn[whole_key] = html
    return html


def numbered(texts: Collection[object]) -> dict[str, str]:
    """What fills the gaps ``t0``, ``t1`` and so on: the texts, escaped."""
    return dict(zip(NUMBERED, _escaped(texts), strict=False))


def _escaped(values: Collection[object]) -> list[str]:
    """The values as HTML. Texts of which none is safe are escaped as one, in a third of the time."""
    plain = _MARK.join([value for value in values if value.__class__ is str])
    escaped = iter(str(escape(plain)).split(_MARK))
    return [
        next(escaped) if value.__class__ is str else str(value) if value.__class__ in _SAFE else str(escape(value))
        for value in values
    ]


#: Shapes that are kept, at most: readers meet some dozens, and whoever makes up addresses shall not fill the memory.
MOST_SHAPES = 1_000
#: Names of gaps by number; no part shows so many texts.
NUMBERED = [f"t{number}" for number in range(10_000)]
#: HTML with gaps for each shape drawn before.
_by_shape: dict[Any, Gapped] = {}
#: Texts that are HTML already, and numbers, in which nothing needs to be escaped.
_SAFE = frozenset({SafeString, Markup, int})
#: What differs between values of one shape.
_TEXTS = frozenset({str, SafeString, Markup, int})


def _shape(value: Any, texts: list[object]) -> Hashable:
    """All that a part may look at; what it can only show is added to ``texts``."""
    if value.__class__ in _TEXTS:
        if value == "":
            return ""
        texts.append(value)
        return str
    if isinstance(value, tuple | list):
        return _shapes(value, texts)
    if isinstance(value, dict):
        return (*value, *_shapes(value.values(), texts))
    found: Hashable = value
    return found


def _shapes(values: Iterable[Any], texts: list[object]) -> tuple[Hashable, ...]:
    """The same of each of them; most are texts."""
    found: list[Hashable] = []
    for value in values:
        if value.__class__ in _TEXTS and value != "":
            texts.append(value)
            found.append(str)
        else:
            found.append(_shape(value, texts))
    return tuple(found)


def _marked(value: Any, numbers: Iterator[int]) -> Any:
    """The same value with numbered gaps in the place of its texts."""
    if value.__class__ in _TEXTS:
        return value if value == "" else gap(NUMBERED[next(numbers)])
    if isinstance(value, dict):
        return {name: _marked(part, numbers) for name, part in value.items()}
    if isinstance(value, tuple | list):
        parts = [_marked(part, numbers) for part in value]
        return value._make(parts) if hasattr(value, "_make") else parts
    return value


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


def in_pieces(html: str) -> list[str]:
    """What was drawn with gaps, as the pieces before, between and after them."""
    return html.split(_MARK)[::2]


def filled(html: Gapped, values: Mapping[str, Any]) -> SafeString:
    """The HTML with its gaps filled in; the values are escaped."""
    return SafeString(html % dict(zip(values, _escaped(values.values()), strict=True)))  # see above


def remembered(drawn: dict[Any, Any]) -> dict[Any, Any]:
    """What was drawn before; nothing while templates are worked on (DEBUG), or an edit of one would not be seen."""
    return {} if settings.DEBUG else drawn


def _template(name: str) -> Any:
    engine: Any = engines["hot"]
    return engine.env.in_language(get_language()).get_template(f"{name}.jinja")
