"""Parts of pages that are drawn often: Jinja2 templates in templates/hot."""

from collections.abc import Mapping
from typing import Any

from django.template import engines
from django.utils.safestring import SafeString, mark_safe


def draw(name: str, parameters: Mapping[str, Any]) -> SafeString:
    """The part as HTML; the values of the parameters are escaped."""
    return mark_safe(engines["hot"].get_template(f"{name}.jinja").render(dict(parameters)))  # noqa: S308 - see above
