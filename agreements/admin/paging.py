"""The pages of the admin's lists."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class FewAtATime(_Paginator):
    """First it is asked which records stand on a page, then what the page shows of them.

    Asked at once, a database may work out the columns of all records that are listed (their legal status, how complete
    they are) before it takes fifty of them.
    """

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> Page[Any]:
        """The page. Raise InvalidPage for a number that there is not."""
        found = super().page(number)
        listed: Any = found.object_list
        ids = list(listed.values_list("pk", flat=True))
        found.object_list = self.object_list.filter(pk__in=ids)
        return found
