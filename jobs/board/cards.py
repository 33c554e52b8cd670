"""The cards of listings, as values (careers.market.JobCard); _job_card.html prints one."""

from collections import defaultdict
from dataclasses import replace

from careers.market import JobCard
from careers.pay import short_range

from ..models import CARD, EmploymentType, Level, Listing, Workplace
from ..words import age, place_words, title_slug
from .query import board_path

MOST_SKILLS, MOST_PLACES = 5, 3
# So many cards are kept at most, about a kilobyte each.
MAX_KEPT = 5_000
# What a card without models is made of.
COLUMNS = ("pk", *(name for name in CARD if name != "role"))
PLACE = ("places__kind", "places__city", "places__region", "places__country")
LEVELS = dict(Level.choices)
TYPES = dict(EmploymentType.choices)
WORKPLACES = dict(Workplace.choices)


def card_of(listing):
    """Returns the card of a Listing (ListingQuerySet.with_card)."""
    places = [(p.kind, p.city, p.region, p.country) for p in listing.places.all()]
    place = place_words(places, listing.location_text, MOST_PLACES)
    return JobCard(
        address=listing.get_absolute_url(),
        title=listing.title,
        employer=listing.employer.name,
        pay=listing.pay,
        place=place,
        facts=facts(place, listing.workplace, listing.employment_type, listing.level),
        posted_at=listing.posted_at,
        age=age(listing.posted_at),
        pk=listing.pk,
    )


def cards(pks, skills, labels, kept, about=None):
    """Returns the cards of the listings of one page by their ids, in that order.

    `skills` has the slugs of each listing's skills, `labels` their names. `kept` is {id: (card,
    pay)} of the same version of the board (per_version.kept_cards): what it lacks is read, by one
    query. `about` tells of pay what it is in another currency or period (conversion.py).
    """
    missing = [pk for pk in pks if pk not in kept]
    named = {pk: [labels[slug] for slug in skills[pk] if slug in labels] for pk in missing}
    read = _read(missing, named)
    if len(kept) < MAX_KEPT:
        kept.update(read)
    # What was there when it was counted may be gone.
    found = [each for pk in pks if (each := kept.get(pk) or read.get(pk))]
    if about is None:
        return [card for card, _ in found]
    return [replace(card, about=words) if (words := about(pay)) else card for card, pay in found]


def read_cards(pks, skills=None):
    """Returns {id: card} of listings, by one query; `skills` has {id: the names of its skills}.

    What is gone by now has no card.
    """
    return {pk: card for pk, (card, _) in _read(pks, skills or {}).items()}


def _read(pks, skills):
    """Returns {id: (card, pay)} of listings; pay is (lowest, highest, currency, period)."""
    if not pks:
        return {}
    # A listing has a row for each of its places, or one.
    rows, places = {}, defaultdict(list)
    of_listings = Listing.objects.filter(pk__in=pks).order_by("places__pk")
    for *row, kind, city, region, country in of_listings.values_list(*COLUMNS, *PLACE):
        rows[row[0]] = row
        if kind:
            places[row[0]].append((kind, city, region, country))
    return {pk: _card(row, places[pk], skills.get(pk, ())) for pk, row in rows.items()}


def folded(cards):
    """Returns cards of the same title and employer as one, which names the others' places."""
    first, others = {}, defaultdict(list)
    for card in cards:
        same = card.title.casefold(), card.employer
        if first.setdefault(same, card) is not card:
            others[same].append((card.place or "a place not stated", card.address))
    return [
        replace(card, elsewhere=tuple(others[same])) if same in others else card
        for same, card in first.items()
    ]


def facts(place, workplace, employment_type, level):
    """Returns what a card says after its place, in words: workplace, employment type, level."""
    words = [TYPES.get(employment_type, ""), LEVELS.get(level, "")]
    # "Remote (Germany)" has said it already.
    if workplace and not place.startswith(WORKPLACES[workplace]):
        words.insert(0, WORKPLACES[workplace])
    return tuple(filter(None, words))


def _card(row, places, skills):
    """Returns (card, pay) of a row of COLUMNS."""
    pk, title, employer, level, kind, workplace, as_given, *pay, posted_at = row
    place = place_words(places, as_given, MOST_PLACES)
    card = JobCard(
        address=f"{board_path()}{pk}-{title_slug(title)}/",
        title=title,
        employer=employer,
        pay=short_range(*pay),
        place=place,
        facts=facts(place, workplace, kind, level),
        posted_at=posted_at,
        age=age(posted_at),
        skills=tuple(skills[:MOST_SKILLS]),
        pk=pk,
    )
    return card, tuple(pay)
