"""What every page knows of the site."""

from functools import cache

from django.conf import settings

from jobs.models import Listing


def site(request):
    """The site's name, contact and root, and whether it shows samples (asked if a page does)."""
    return {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "site_root": f"{request.scheme}://{request.get_host()}",
        "has_samples": cache(Listing.objects.samples().exists),
    }
