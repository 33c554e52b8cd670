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
    """Returns the Band of a listing; None where its pay, or that of its role, is not known."""
    return bands_of([listing]).get(listing.pk)


def bands_of(listings):
    """Returns {id: Band} of those listings whose pay, and that of their role, is known.

    Both are of the same currency, by the year; a listing's is the middle of its range. Cells of
    fewer than careers.pay.MINIMUM_SAMPLE adverts do not exist. At most one query.
    """
    paid = [each for each in listings if each.role and _yearly_middle(each) is not None]
    if not paid:
        return {}
    filtered = PayCell.objects.filter(
        role__in={each.role_id for each in paid},
        kind__in=KINDS,
        period=PayPeriod.YEAR,
        currency__in={each.pay_currency for each in paid},
        area="",
        level__in={"", *(each.level or "" for each in paid)},
        country__in=set().union(*map(_countries, paid)),
        p25__isnull=False,
        p75__isnull=False,
    )
    cells = list(filtered)
    found = {each.pk: _likest(cells, each) for each in paid}
    return {each.pk: _band(each, found[each.pk]) for each in paid if found[each.pk]}


def _likest(cells, listing):
    """Returns the cell that is most like a listing; None where none is of its role and pay."""
    countries = _countries(listing)
    fitting = [
        cell
        for cell in cells
        if (cell.role_id, cell.currency) == (listing.role_id, listing.pay_currency)
        and cell.level in ("", listing.level)
        and cell.country in countries
    ]
    return max(fitting, key=_likeness, default=None)


def _countries(listing):
    """Returns the countries of a listing's places, and "" for all together."""
    return {"", *(place.country for place in listing.places.all())}


def _band(listing, cell):
    amount = _yearly_middle(listing)
    return Band(
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
