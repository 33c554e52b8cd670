"""The mark of a view whose pages may be kept and sent again (portal/page_cache.py does it)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class Kept:
    """What a view's page depends on, beside its address and the database."""

    # The names of the parameters that the view reads.
    parameters: tuple[str, ...]
    # Returns the day, or a shorter time, during which the page stays the same.
    moment: Callable[[], date]


def kept(*parameters, moment=timezone.localdate):
    """Marks a view, which may read these parameters only: no others reach it."""

    def mark(view):
        view.kept = Kept(parameters, moment)
        return view

    return mark
