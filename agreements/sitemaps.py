"""The sitemap: every public record in both languages."""

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from agreements.catalogue import Question, ask, current
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.rows import in_order
from agreements.models import Kind

if TYPE_CHECKING:
    _AnySitemap = Sitemap[Any]
else:
    _AnySitemap = Sitemap  # type parameters are for the type checker alone


class RecordSitemap(_AnySitemap):
    """The public records of one kind, in every language with its alternates."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def items(self) -> list[Any]:
        """The records, by id so that pages of the sitemap do not shift."""
        return list(in_order(self.kind.model._default_manager.all(), sorted(ask(Question(self.kind)).found)))

    def lastmod(self, item: Any) -> dt.datetime | None:
        """When the record changed, where it says so itself."""
        return getattr(item, "changed_at", None)


class PageSitemap(_AnySitemap):
    """Home, the sets, explore, and the pages about the archive."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        """Names of addresses."""
        sets = ["agreement_list", "signatory_list", "party_list", "theme_list", "project_list"]
        return ["home", *sets, "explore", "about", "accessibility", "glossary"]

    def location(self, item: str) -> str:
        """The page's address."""
        return reverse(item)


class PairSitemap(_AnySitemap):
    """Every pair that has a published agreement."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def items(self) -> list[tuple[str, str]]:
        """The codes of each pair, each pair once."""
        snapshot = current()
        names, agreements = snapshot.names[Kind.PARTY], dict(snapshot.parties.agreements.sets)
        return sorted(
            pair_codes(names[one].code, names[other].code)
            for one, other in combinations(agreements, 2)
            if agreements[one].intersect(agreements[other])
        )

    def location(self, item: tuple[str, str]) -> str:
        """The pair's address."""
        return reverse("pair", args=item)


SITEMAPS: dict[str, _AnySitemap] = {
    "pages": PageSitemap(),
    "pairs": PairSitemap(),
    "agreements": RecordSitemap(Kind.AGREEMENT),
    "projects": RecordSitemap(Kind.PROJECT),
    "signatories": RecordSitemap(Kind.SIGNATORY),
    "parties": RecordSitemap(Kind.PARTY),
    "themes": RecordSitemap(Kind.THEME),
}
