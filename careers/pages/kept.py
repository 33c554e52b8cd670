"""What may be kept: the mark of views whose pages are sent again, and what they are made of.

portal/page_cache.py keeps the pages, and tells views what may be kept.
"""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import get_script_prefix
from django.utils import timezone

from .questions import MAX_WORDS


@dataclass(frozen=True)
class Kept:
    """What a view's page depends on, beside its address and the database."""

    # The names of the parameters that the view reads.
    parameters: tuple[str, ...]
    # Those of them that may have many values.
    several: Container[str]
    # Returns the day, or a shorter time, during which the page of some parameters stays the same.
    moment: Callable[[Mapping], date]
    # Whether unknown parameters are named even where it reads none.
    names_unknown: bool = False
    # So many words of what people type count.
    most_words: int = MAX_WORDS


def today(asked):
    """Returns the day, whatever is asked."""
    return timezone.localdate()


def kept(*parameters, several=(), moment=today, names_unknown=False, most_words=MAX_WORDS):
    """Marks a view, which may read these parameters only: no others reach it.

    Each has one value, unless it is in `several`. What an address says beyond that is in
    `request.left_out`, in sentences (questions.py).
    """

    def mark(view):
        view.kept = Kept(parameters, several, moment, names_unknown, most_words)
        return view

    return mark


def once_a_version(ask):
    """Makes a function of a version of one that asks; without a version (None) it always asks.

    A version is what rises with all that the answer depends on: a request's `generation`, or its
    `content_generation` for what has nothing of listings.
    """
    # Of each prefix, too, as there are addresses in what is kept.
    kept = lru_cache(maxsize=1)(lambda version, script_prefix: ask())
    return lambda version: ask() if version is None else kept(version, get_script_prefix())


def each_once_a_version(read: Callable[[list], Mapping]):
    """Makes a function of keys and a version of one that returns {key: value} of some keys.

    A value is read once for each version (as once_a_version has it), and without one each time.
    Pages share values, so nobody changes them. A key that nothing is found for is asked for again.
    """
    kept_by_key = once_a_version(dict)

    def of_each(keys: Iterable[Hashable], version: int | None) -> dict:
        kept, keys = kept_by_key(version), list(keys)
        if missing := [key for key in keys if key not in kept]:
            kept.update(read(missing))
        return {key: kept[key] for key in keys if key in kept}

    return of_each
