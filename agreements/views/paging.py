"""The pages of a list, and the links between them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.catalogue import Answer
from agreements.hot import shaped

PAGE_SIZE = 25


class PageLink(NamedTuple):
    """A page by its number, and its address."""

    number: int
    url: str
    is_here: bool


class _Ids(Sequence[int]):
    """The ids of an answer, as a Paginator wants them: only the page that is asked for is put in order."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __len__(self) -> int:
        return self.answer.total

    def __getitem__(self, part: Any) -> Any:
        return self.answer.part(part.start, part.stop)


def page_of(answer: Answer, asked: str) -> Page[Any]:
    """The page of an answer that a parameter names; '': the first. Raise Http404 where there is none."""
    paginator: Paginator[int] = Paginator(_Ids(answer), PAGE_SIZE)
    paginator.count = answer.total  # Django would look for other ways to count first
    number = asked or "1"
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= paginator.num_pages:
        raise Http404(_("This list has no page %(number)s.") % {"number": number[:20]})
    return paginator.page(int(number))


def pagination(page: Page[Any], first: str, later: str) -> SafeString:
    """The links as HTML; '' where there is one page. ``later``: the address of the others up to their number."""
    here, last = page.number, page.paginator.num_pages
    if last == 1:
        return SafeString("")

    def url(number: int) -> str:
        return f"{later}{number}" if number > 1 else first

    shown = page.paginator.get_elided_page_range(here, on_each_side=2, on_ends=1)
    parts = {
        "previous": url(here - 1) if here > 1 else "",
        "following": url(here + 1) if here < last else "",
        "links": [PageLink(one, url(one), one == here) if isinstance(one, int) else None for one in shown],
    }
    return shaped("pagination", parts)
