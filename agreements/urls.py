"""Addresses of the public pages, under a language."""

from django.urls import path, re_path

from agreements.views import (
    agreements,
    cards,
    compare,
    explore,
    pages,
    parties,
    projects,
    reports,
    signatories,
    style,
    suggestions,
    themes,
)
from agreements.views.sets import SetView

SETS: dict[str, type[SetView]] = {
    "agreements": agreements.AgreementSet,
    "signatories": signatories.SignatorySet,
    "parties": parties.PartySet,
    "themes": themes.ThemeSet,
    "projects": projects.ProjectSet,
}

set_patterns = [
    pattern
    for name, view in SETS.items()
    for pattern in (
        path(f"{name}/", view.as_view(), name=view.name),
        path(f"{name}/by/<slug:facet>/", view.as_view(), name=f"{view.name}_facet"),
        re_path(rf"^{name}\.(?P<suffix>csv|json|atom)$", view.as_view(), name=f"{view.name}_export"),
    )
]

urlpatterns = [
    path("", pages.home, name="home"),
    *set_patterns,
    path("agreements/<int:pk>-<slug:slug>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/", agreements.agreement),
    re_path(
        r"^agreements/(?P<pk>\d+)-(?P<slug>[-\w]+)\.(?P<suffix>bib|ris)$",
        agreements.agreement_reference,
        name="agreement_reference",
    ),
    path("agreements/texts/<int:pk>/", agreements.agreement_text, name="agreement_text"),
    path("signatories/<int:pk>-<slug:slug>/", signatories.signatory, name="signatory"),
    path("signatories/<int:pk>/", signatories.signatory),
    path("parties/<slug:code>/", parties.party, name="party"),
    path("between/<slug:one>/<slug:other>/", parties.pair, name="pair"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("projects/<int:pk>-<slug:slug>/", projects.project, name="project"),
    path("projects/<int:pk>/", projects.project),
    path("compare/", compare.compare, name="compare"),
    path("card.png", cards.site_card, name="site_card"),
    path("agreements/<int:pk>/card.png", cards.agreement_card, name="agreement_card"),
    path("signatories/<int:pk>/card.png", cards.signatory_card, name="signatory_card"),
    path("parties/<slug:code>/card.png", cards.party_card, name="party_card"),
    path("between/<slug:one>/<slug:other>/card.png", cards.pair_card, name="pair_card"),
    path("themes/<slug:slug>/card.png", cards.theme_card, name="theme_card"),
    path("explore/", explore.explore, name="explore"),
    re_path(r"^explore\.(?P<suffix>svg|png|csv)$", explore.explore, name="explore_export"),
    path("suggest/", suggestions.suggestions, name="suggestions"),
    path("report/<slug:kind>/<int:pk>/", reports.report, name="report"),
    path("report/<slug:kind>/<int:pk>/sent/", reports.report_sent, name="report_sent"),
    path("style/", style.style, name="style"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("glossary/", pages.glossary, name="glossary"),
]
