"""The addresses of all kinds of pages that are kept, and a small site to show on them."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import make_comparison, make_employer, make_listing, make_role, make_skill

PAIR = "analyst-vs-builder"
LINEUP = "role=analyst&role=builder&role=carrier"
# An address of each view that is kept.
ADDRESSES = {
    "home": "/",
    "about": "/about/",
    "privacy": "/privacy/",
    "search": "/search/?q=analyst",
    "robots_txt": "/robots.txt",
    "llms_txt": "/llms.txt",
    "share_image": "/share.png",
    "sitemap_index": "/sitemap.xml",
    "sitemap": "/sitemap-roles.xml",
    "sitemap_of_listings": "/sitemap-listings-1.xml",
    "careers:role_list": "/roles/",
    "careers:role_detail": "/roles/analyst/",
    "careers:role_share_image": "/roles/analyst/share.png",
    "careers:compare": f"/compare/?{LINEUP}",
    "careers:comparison_csv": f"/compare/table.csv?{LINEUP}",
    "careers:comparison_json": f"/compare/table.json?{LINEUP}",
    "careers:comparison_detail": f"/compare/{PAIR}/",
    "careers:comparison_share_image": f"/compare/{PAIR}/share.png",
    "careers:skill_list": "/skills/",
    "careers:skill_detail": "/skills/sql/",
    "careers:titles": "/titles/?q=analyst",
    "careers:salary_list": "/salaries/?kind=ranges",
    "careers:salary_detail": "/salaries/analyst/?level=senior",
    "careers:salary_csv": "/salaries/analyst/data.csv",
    "careers:salary_json": "/salaries/analyst/data.json",
    "careers:disagreements": "/disagreements/",
    "careers:open_data": "/data/",
    "careers:open_data_package": "/data/datapackage.json",
    "careers:open_data_csv": "/data/pay.csv",
    "careers:open_data_json": "/data/pay.json",
    "jobs:board": "/jobs/?level=unknown&pay=0",
    "jobs:fit": "/fit/?skill=sql&jobs=near",
    "jobs:side_by_side": "/jobs/side-by-side/?id=7000&id=7000",
    "jobs:feed": "/jobs/feed.atom?level=unknown&pay=0",
    "jobs:facet_values": "/jobs/values/city/?find=kyo",
    "jobs:listing_detail": "/jobs/7000-analyst-wanted/",
    "jobs:listing_share_image": "/jobs/7000-analyst-wanted/share.png",
    "jobs:employer_detail": "/employers/harbour-labs/",
    "jobs:open_listings": "/jobs/open.json",
    "jobs:saved": "/saved/",
    "embedded_comparison": f"/embed/compare/{PAIR}/",
    "embedded_jobs": "/embed/jobs/?level=unknown",
    "api:documentation": "/api/",
    "api:openapi": "/api/v1/openapi.json",
    "api:role_list": "/api/v1/roles",
    "api:role_detail": "/api/v1/roles/analyst",
    "api:role_evidence": "/api/v1/roles/analyst/evidence",
    "api:role_pay": "/api/v1/roles/analyst/pay",
    "api:comparison_list": "/api/v1/comparisons",
    "api:compare": "/api/v1/compare?role=analyst&role=builder",
    "api:skill_list": "/api/v1/skills",
    "api:skill_detail": "/api/v1/skills/sql",
    "api:listing_list": "/api/v1/listings?skill=sql",
    "api:listing_detail": "/api/v1/listings/7000",
    "alerts:alert_new": "/alerts/new/?level=unknown",
}
OTHERS = ["/compare/", "/compare/builder-vs-carrier/", "/jobs/", "/search/", "/jobs/values/skill/"]
PAGES = [*ADDRESSES.values(), *OTHERS]


def fill_the_site():
    """Makes something to show on every page."""
    skill = make_skill("SQL")
    analyst, builder = (make_role(title, tools="SQL: Ask.") for title in ("Analyst", "Builder"))
    make_role("Carrier")
    make_comparison(analyst, builder)
    places = [("Kyoto", "", "JP")]
    posted = timezone.now() - timedelta(hours=2)
    fields = {"role": analyst, "posted_at": posted, "employer": make_employer("Harbour Labs")}
    make_listing("Analyst wanted", places, [skill], pk=7000, **fields)


def after(monkeypatch, **duration):
    """Lets time pass."""
    later = timezone.now() + timedelta(**duration)
    monkeypatch.setattr(timezone, "now", lambda: later)
