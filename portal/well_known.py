"""What machines look for at addresses that every site has."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone

from careers.pages.addresses import address_of, site_address
from careers.pages.kept import kept
from jobs.board.per_version import has_samples

# RFC 9116 asks for an end of less than a year, after which nobody relies on the text.
SECURITY_TEXT_HOLDS = timedelta(days=180)
# Searches are without end, and what they find has addresses of its own.
ENDLESS = ("/search/", "/compare/table", "/fit/?", "/titles/?", "/jobs/side-by-side/", "/alerts/")
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in ENDLESS)
# (where, what it is called, what is there)
PARTS = (
    ("careers:role_list", "Roles", "what each role does, needs and is mistaken for"),
    ("careers:compare", "Comparisons", "two to four roles side by side"),
    ("careers:salary_list", "Salaries", "medians and ranges, with sample, year and source"),
    ("careers:skill_list", "Skills and tools", "what each is for, and which roles need it"),
    ("jobs:board", "Open jobs", "by role, skill, level, pay and place"),
    ("jobs:fit", "What fits your skills", "roles and jobs that name nothing you lack"),
    ("careers:titles", "Job titles", "which role a title is, and every role's other names"),
    ("careers:disagreements", "Disagreements", "where profiles and adverts disagree"),
)
FOR_MACHINES = (
    ("careers:open_data", "Open data", "all figures as CSV and JSON, with schemas and licences"),
    ("sitemap_index", "Sitemap", "every page"),
    ("about", "About and method", "who writes this, and how it is counted"),
)


@kept()
def robots_txt(request):
    """Says what crawlers should leave out; the admin's address is nobody's business.

    A site that shows samples is not to be found, and so names no sitemap.
    """
    sitemap = f"\nSitemap: {site_address(address_of('sitemap_index'), request)}\n"
    return _text(ROBOTS + ("" if has_samples(request.generation) else sitemap))


@kept()
def llms_txt(request):
    """Tells programs that read for people what is where (llmstxt.org)."""

    def links(parts):
        return [
            f"- [{label}]({site_address(address_of(name), request)}): {words}"
            for name, label, words in parts
        ]

    feed = site_address(address_of("jobs:feed", "json"), request)
    lines = [
        f"# {settings.SITE_NAME}",
        "",
        "> Roles in data and machine learning, compared: what they do, need and pay, each figure",
        "> with its source, and the open jobs that belong to them.",
        "",
        "## Pages",
        *links(PARTS),
        "",
        "## For programs",
        *links(FOR_MACHINES),
        f"- [Open jobs as JSON Feed]({feed}): takes the parameters of the page of open jobs; so do",
        "  the same addresses that end in .atom, .rss and .csv",
    ]
    return _text("\n".join(lines) + "\n")


def favicon_ico(request):
    """Leads to the site's mark, for those who do not ask a page where it is."""
    return redirect(static("img/favicon.ico"))


def apple_touch_icon(request):
    return redirect(static("img/touch-icon.png"))


def security_txt(request):
    """Says where to report a weakness (RFC 9116); nowhere without CONTACT_EMAIL."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {today + SECURITY_TEXT_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    return _text("\n".join(lines) + "\n")


def _text(text):
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
