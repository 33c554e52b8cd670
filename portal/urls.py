"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import embeds, health, sitemaps, views, well_known

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("search/", views.search, name="search"),
    path("share.png", views.share_image, name="share_image"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path(
        "sitemap-listings-<int:number>.xml",
        sitemaps.sitemap_of_listings,
        name="sitemap_of_listings",
    ),
    path("sitemap-<slug:kind>.xml", sitemaps.sitemap, name="sitemap"),
    path("llms.txt", well_known.llms_txt, name="llms_txt"),
    path("robots.txt", well_known.robots_txt, name="robots_txt"),
    path("favicon.ico", well_known.favicon_ico, name="favicon_ico"),
    path("apple-touch-icon.png", well_known.apple_touch_icon, name="apple_touch_icon"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("embed/compare/<slug:pair>/", embeds.embedded_comparison, name="embedded_comparison"),
    path("embed/jobs/", embeds.embedded_jobs, name="embedded_jobs"),
    path("api/", include("portal.api.urls")),
    # The most pages first: an address is compared with one after the other.
    path("", include("jobs.urls")),
    path("", include("careers.urls")),
    path("", include("alerts.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "portal.views.bad_request"
handler404 = "portal.views.page_not_found"
handler500 = "portal.trouble.server_error"
