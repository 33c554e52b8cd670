"""Addresses: of views by their names, each asked only once, and of the site in the world."""

from functools import lru_cache

from django.conf import settings
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse

# Most links lead to the same few thousand pages.
REMEMBERED = 4096
DEVELOPMENT_ROOT = "http://127.0.0.1:8000"


def address_of(view, *args):
    """Returns the address of a view by its name, as reverse() gives it."""
    return _address(get_script_prefix(), view, args)


@lru_cache(REMEMBERED)
def _address(script_prefix, view, args):
    return reverse(view, args=args)


def moved(request, **now):
    """Returns the permanent redirect to the page of a request at its address of now.

    `now` is what has changed in the address: `slug="data-analyst"`.
    """
    match = request.resolver_match
    return moved_to(request, reverse(match.view_name, kwargs=match.kwargs | now))


def moved_to(request, address):
    """Returns the permanent redirect to an address, where the query of a request stays the same."""
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def site_root(request=None):
    """Returns where the public finds the site, as `https://careers.example.org`.

    Whatever leaves the site begins with it: canonical links, what is said to machines, feeds,
    mails. That is settings.SITE_URL; only a development site without one is where a request was
    sent to, and where `make run` serves it for what no request asked for.
    """
    if settings.SITE_URL:
        return settings.SITE_URL
    return f"{request.scheme}://{request.get_host()}" if request else DEVELOPMENT_ROOT


def site_address(path, request=None):
    """Returns the full address of a path of the site, as others are told it."""
    return site_root(request) + path
