"""How values of a listing are printed. No queries, no models."""

from functools import lru_cache

from django.utils import timezone
from django.utils.text import slugify

from .iso import country_name


@lru_cache(maxsize=4096)  # a page of the board prints 25 of them, and titles repeat
def title_slug(title):
    """Returns a listing's title as its address has it."""
    return slugify(title)[:80].strip("-") or "listing"


@lru_cache(maxsize=4096)
def place_name(city, region, country):
    """Returns a place in words.

    >>> place_name("Boston", "MA", "US")
    'Boston, MA, United States'
    """
    parts = (city, region, country_name(country))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def place_words(places, as_given, most=None):
    """Places in words, from (kind, city, region, country) each: where the work is done, or else
    where a remote worker may live; as given where none was understood, "" where none is. `most`
    are named, others counted.

    >>> place_words([("residence", "", "", "DE"), ("residence", "", "", "FR")], "", most=1)
    'Remote (Germany and 1 more)'
    """
    named = {"office": [], "residence": []}
    for kind, *place in places:
        named[kind].append(place_name(*place))
    names = [*dict.fromkeys(named["office"] or named["residence"])]
    words = "; ".join(names[:most])
    if most and len(names) > most:
        words += f" and {len(names) - most} more"
    if words and not named["office"]:
        words = f"Remote ({words})"
    return words or as_given


def age(moment):
    """Returns how many days ago a moment was, by the calendar: "today", "3 days ago", "2 weeks
    ago".
    """
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    return f"{days // 30} months ago"
