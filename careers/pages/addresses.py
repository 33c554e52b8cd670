"""Addresses by the names of views, each asked only once: a page has hundreds of links."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

# Most links lead to the same few thousand pages.
REMEMBERED = 4096


def address_of(view, *args):
    """Returns the address of a view by its name, as reverse() gives it."""
    return _address(get_script_prefix(), view, args)


@lru_cache(REMEMBERED)
def _address(script_prefix, view, args):
    return reverse(view, args=args)
