"""What every page knows of the site."""

from functools import cache, partial

from django.conf import settings

from careers.pages.addresses import site_root
from jobs.board.per_version import has_samples


def site(request):
    """Returns the site's name, contact and root, what the address asks in vain, and whether there
    are samples.

    The last is asked only if a page prints it, and for pages that may be kept once a generation
    (page_cache.py).
    """
    generation = getattr(request, "generation", None)
    has_database = not getattr(request, "has_no_database", False)
    return {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "site_root": site_root(request),
        "left_out": getattr(request, "left_out", ()),
        "has_samples": cache(partial(has_samples, generation)) if has_database else bool,
    }
