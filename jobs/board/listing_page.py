"""What a listing's page says beside the advert: where it comes from, and who else is looking."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from ..iso import area_countries, country_name
from ..models import Listing, ListingPlace
from .cards import card_of

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
