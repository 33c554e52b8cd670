"""What a listing's page says beside the advert: where it comes from, and the search it is of."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from ..iso import area_countries, country_name
from ..models import Listing, ListingPlace
from ..words import title_slug
from .cards import card_of
from .filters import board_form
from .labels import Labels
from .query import BoardQuery, board_path, path_with

NEARBY = 4


@dataclass(frozen=True)
class Trust:
    """By what a visitor judges whether a job is real and still open."""

    first_seen_at: datetime
    # When its source last listed it; None of what an editor wrote here.
    confirmed_at: datetime | None
    # How many days it has been open, or was.
    days: int
    # How often its source listed it again after it was closed.
    reposts: int
    # The job's at its source, or else here.
    number: str
    # Who is to be named, and linked to; "" of what an editor wrote here.
    source: str = ""
    address: str = ""
    # What its source is read through: "Greenhouse".
    kind: str = ""


def trust_of(listing):
    """Returns the Trust of a listing, with its source."""
    source = listing.source
    until = listing.ended_at or timezone.now()
    begun = min(listing.posted_at, listing.first_seen_at)
    seen = {
        "first_seen_at": listing.first_seen_at,
        "confirmed_at": listing.confirmed_at if source else None,
        "days": max((until - begun).days, 0),
        "reposts": listing.reposts,
        "number": listing.external_id or str(listing.pk),
    }
    if source is None:
        return Trust(**seen)
    return Trust(
        **seen,
        source=source.attribution_name or source.name,
        address=source.attribution_url,
        kind=source.get_kind_display(),
    )


def areas_of(places):
    """Returns (name, the names of its countries) of each area in which a worker may live."""
    homes = [each for each in places if each.kind == ListingPlace.Kind.RESIDENCE]
    areas = [each.region for each in homes if each.region and not each.country]
    named = ((area, sorted(map(country_name, area_countries(area)))) for area in areas)
    return [(area, countries) for area, countries in named if countries]


def nearby(listing):
    """Returns the cards of the newest open listings like one: of its role, or of its employer."""
    alike = {"role": listing.role} if listing.role else {"employer": listing.employer}
    found = Listing.objects.for_board().filter(**alike).exclude(pk=listing.pk)
    return [card_of(each) for each in found[:NEARBY]]


class Neighbour(NamedTuple):
    """A listing beside another one in a search."""

    title: str
    address: str


@dataclass(frozen=True)
class Search:
    """The search from which somebody came to a listing: how many jobs it has, and those beside."""

    # The board as it was, on the page on which the listing stands.
    address: str
    total: int
    # The listing is of this number; None where it does not fit any more.
    number: int | None = None
    previous: Neighbour | None = None
    next: Neighbour | None = None


def search_of(listing, asked, board_engine):
    """Returns the Search that an address asks for, in a QueryDict; None where it asks for none.

    One query at most: the engine knows the order.
    """
    form = board_form(asked, Labels(board_engine.directory))
    if not form.is_valid() or not (query := BoardQuery.of(form.cleaned_data)):
        return None
    place = board_engine.place_of(listing.pk, form.cleaned_data)
    if place is None:
        return Search(query.address(), board_engine.total(form.cleaned_data))
    beside = filter(None, (place.previous, place.next))
    titles = dict(Listing.objects.filter(pk__in=[*beside]).values_list("pk", "title"))

    def neighbour(pk):
        path = f"{board_path()}{pk}-{title_slug(titles[pk])}/" if pk in titles else ""
        return Neighbour(titles[pk], path_with(path, query.pairs())) if path else None

    return Search(
        query.address(place.page),
        place.total,
        place.number,
        neighbour(place.previous),
        neighbour(place.next),
    )
