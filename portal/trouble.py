"""What visitors see while the database is gone, locked, full or broken."""

import logging
import sys

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import never_cache

from accounts import kept
from jobs.engine import patience

# Seconds after which a visitor may try again.
RETRY_AFTER = 5

logger = logging.getLogger(__name__)


class DatabaseTroubleMiddleware:
    """Lets nobody wait for a database in trouble, and says so instead of breaking off.

    What is kept of a page is shown by page_cache.py.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        waiting = patience.of_visitor if _is_of_visitor(request) else patience.of_editor
        with waiting(), connection.execute_wrapper(patience.guard):
            return self.get_response(request)

    def process_exception(self, request, error):
        """Returns the page that says why there is no other."""
        return unavailable(request, error) if patience.is_trouble(error) else None


def _is_of_visitor(request):
    return request.method in ("GET", "HEAD") and not request.path_info.startswith(
        f"/{settings.ADMIN_PATH}"
    )


@never_cache
def unavailable(request, error):
    """Returns the page for a request that cannot be answered without the database."""
    if not isinstance(error, patience.Refused):
        logger.warning("The database is in trouble: %s", " ".join(str(error).split()))
    request.has_no_database = True
    if kept.MARK in request.POST:
        response = HttpResponse(_not_saved(request), status=503)
    else:
        response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _not_saved(request):
    """Returns the page that gives an editor back what was not saved; it asks no database."""
    context = {
        "title": "Not saved",
        "site_header": settings.SITE_NAME,
        "csrf_token": get_token(request),
        "kept_form": kept.Kept(request.get_full_path(), tuple(kept.pairs_of(request))),
    }
    return render_to_string("admin/not_saved.html", context, using="django")


def server_error(request):
    """Answers what went wrong where no view could say so: in a middleware, or in an error page."""
    error = sys.exc_info()[1]
    if patience.is_trouble(error):
        return unavailable(request, error)
    return defaults.server_error(request)
