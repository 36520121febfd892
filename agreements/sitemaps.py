"""The sitemap: every public record in both languages."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from agreements.catalogue.pairs import pair_codes
from agreements.models import Agreement, AgreementParty, Party, Project, Signatory, Theme

if TYPE_CHECKING:
    _AnySitemap = Sitemap[Any]
else:
    _AnySitemap = Sitemap  # type parameters are for the type checker alone


class RecordSitemap(_AnySitemap):
    """The published records of one kind, in every language with its alternates."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def __init__(self, records: QuerySet[Any]) -> None:
        self.records = records

    def items(self) -> QuerySet[Any]:
        """The records, by id so that pages of the sitemap do not shift."""
        return self.records.all().order_by("pk")

    def lastmod(self, item: Any) -> dt.datetime | None:
        """When the record changed, where it says so itself."""
        return getattr(item, "changed_at", None)


class PageSitemap(_AnySitemap):
    """Home, the sets, about and glossary."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        """Names of addresses."""
        sets = ["agreement_list", "signatory_list", "party_list", "theme_list", "project_list"]
        return ["home", *sets, "about", "glossary"]

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
        sides = AgreementParty.objects.filter(agreement__in=Agreement.objects.published())
        codes: dict[int, list[str]] = {}
        for agreement_id, code in sides.order_by("agreement_id", "position").values_list("agreement_id", "party__code"):
            codes.setdefault(agreement_id, []).append(code)
        return sorted({pair_codes(*both) for both in codes.values() if len(both) == 2})

    def location(self, item: tuple[str, str]) -> str:
        """The pair's address."""
        return reverse("pair", args=item)


SITEMAPS: dict[str, _AnySitemap] = {
    "pages": PageSitemap(),
    "pairs": PairSitemap(),
    "agreements": RecordSitemap(Agreement.objects.published()),
    "projects": RecordSitemap(Project.objects.published()),
    "signatories": RecordSitemap(Signatory.objects.published()),
    "parties": RecordSitemap(Party.objects.published()),
    "themes": RecordSitemap(Theme.objects.published()),
}
