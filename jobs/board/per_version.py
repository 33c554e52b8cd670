"""What is asked once for each version of the board, and kept until the next.

A version is Engine.version, or for what is the same all day Engine.generation.
"""

from functools import lru_cache

from django.db.models import Max
from django.urls import get_script_prefix

from ..models import ExchangeRate, Listing


def once_a_version(ask):
    """Makes a function of a version of one that asks; without a version (None) it always asks.

    The log of changes must tell of all that the answer depends on, but for the clock.
    """
    # Of each prefix, too, as there are addresses in what is kept.
    kept = lru_cache(maxsize=1)(lambda version, script_prefix: ask())
    return lambda version: ask() if version is None else kept(version, get_script_prefix())


@once_a_version
def has_samples():
    """Tells whether any listing is an invented sample."""
    return Listing.objects.samples().exists()


@once_a_version
def rates_of():
    """Returns the date of the newest rate by which pay is converted; None without rates."""
    return ExchangeRate.objects.aggregate(newest=Max("as_of"))["newest"]


@once_a_version
def kept_cards():
    """Returns where the board's cards are kept (cards.cards); empty for each new version."""
    return {}
