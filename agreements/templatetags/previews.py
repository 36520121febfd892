"""Template tags for what other sites show of a page: its title, description and picture, and schema.org JSON-LD."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from agreements.views import structured

register = template.Library()


class SaidNode(template.Node):
    """What stands between the tags, on one line, kept under a name; drawn too unless it is hidden."""

    def __init__(self, nodelist: NodeList, name: str, is_hidden: bool) -> None:
        self.nodelist = nodelist
        self.name = name
        self.is_hidden = is_hidden

    def render(self, context: template.Context) -> SafeString:
        """The text; it was escaped when it was drawn."""
        text = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308 - see above
        context[self.name] = text
        return SafeString() if self.is_hidden else text


@register.tag
def said(parser: Parser, token: Token) -> SaidNode:
    """``{% said name %}…{% endsaid %}``: say it here, and again as ``{{ name }}``; with ``hidden`` only there."""
    name, *rest = token.split_contents()[1:]
    nodelist = parser.parse(("endsaid",))
    parser.delete_first_token()
    return SaidNode(nodelist, name, rest == ["hidden"])


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context, kind: str, record: Any = None) -> SafeString:
    """What the page is about in the words of schema.org, as data in the page.

    ``kind``: a function of views.structured, which is given the legal standing where the page has one. A data block
    runs nowhere, so that the Content-Security-Policy allows it.
    """
    return structured.script(kind, context["request"], record, context.get("standing"))
