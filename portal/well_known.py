"""What machines look for at addresses that every site has."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone

from careers.pages.kept import kept

# RFC 9116 asks for an end of less than a year, after which nobody relies on the text.
SECURITY_TEXT_HOLDS = timedelta(days=180)
# Searches are without end, and what they find has addresses of its own.
ROBOTS = "User-agent: *\nDisallow: /search/\nDisallow: /compare/table\n"


@kept()
def robots_txt(request):
    """Says what crawlers should leave out; the admin's address is nobody's business."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


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
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
