"""Where a listing's pay stands among what is known of its role, if enough is known."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.http import urlencode

from careers.models import EvidenceKind, PayCell
from careers.pages.addresses import address_of
from careers.pages.pay_choice import ALL
from careers.pay import PayPeriod, short_range

from ..iso import country_name

# Of the middles of advertised ranges, as a listing's is; the likest to a listing first.
KINDS = (EvidenceKind.ADVERTISED, EvidenceKind.RANGES)
COUNTED = {EvidenceKind.ADVERTISED: "open listings here", EvidenceKind.RANGES: "adverts"}


@dataclass(frozen=True)
class Band:
    """The middle half of a role's pay, and where a listing stands to it, in words."""

    # "above", "below" or "in".
    stands: str
    middle_half: str
    # What it was counted from: "34 adverts, Germany, 2025".
    counted: str
    # The page of all figures of the role.
    address: str


def band_of(listing):
    """Returns the Band of a listing; None where its pay, or that of its role, is not known.

    Both are of the same currency, by the year; the listing's is the middle of its range. Cells of
    fewer than careers.pay.MINIMUM_SAMPLE adverts do not exist. At most one query.
    """
    amount = _yearly_middle(listing)
    if amount is None or listing.role is None:
        return None
    countries = {place.country for place in listing.places.all() if place.country}
    cells = PayCell.objects.filter(
        role=listing.role,
        kind__in=KINDS,
        period=PayPeriod.YEAR,
        currency=listing.pay_currency,
        area="",
        level__in=["", listing.level or ""],
        country__in=["", *countries],
        p25__isnull=False,
        p75__isnull=False,
    )
    cell = max(cells, key=_likeness, default=None)
    return cell and Band(
        stands="above" if amount > cell.p75 else "below" if amount < cell.p25 else "in",
        middle_half=short_range(cell.p25, cell.p75, cell.currency, cell.period),
        counted=", ".join(_counted(cell)),
        address=_address(listing.role, cell),
    )


def _yearly_middle(listing):
    """Returns the middle of a listing's range of pay, for a full-time year in its own currency."""
    if not listing.pay_period or listing.pay_min is None or listing.pay_max is None:
        return None
    middle = Decimal(listing.pay_min + listing.pay_max) / 2
    return middle * PayPeriod(listing.pay_period).in_a_year


def _likeness(cell):
    """Returns what is higher for cells that are more like the listing: its level, its country."""
    return bool(cell.level), bool(cell.country), -KINDS.index(cell.kind), cell.year or 0, cell.n


def _counted(cell):
    yield f"{cell.n:,} {COUNTED[cell.kind]}{' of its level' if cell.level else ''}"
    if cell.country:
        yield country_name(cell.country)
    if cell.year:
        yield str(cell.year)


def _address(role, cell):
    chosen = {"currency": cell.currency, "country": cell.country or ALL, "level": cell.level}
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{address_of('careers:salary_detail', role.slug)}?{query}"
