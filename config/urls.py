"""Addresses of the site: public pages under their language, the admin, and what machines ask for."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import URLPattern, URLResolver, path

from agreements.sitemaps import SITEMAPS
from agreements.urls import urlpatterns as public_pages
from agreements.views.machines import choose_language, robots

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(*public_pages),  # first: most requests ask for one of these
    path("", choose_language),
    path("admin/", admin.site.urls),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap_index"),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
