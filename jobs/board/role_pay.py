"""Where the pay of a listing stands among the figures of its role."""

from dataclasses import dataclass
from decimal import Decimal

from careers.models import EvidenceKind
from careers.pages.pay_cells import Cell, PayCells, Source
from careers.pages.pay_choice import LEVELS
from careers.pay import PayPeriod, short_amount

from ..iso import country_name
from ..models import Listing


@dataclass(frozen=True)
class Standing:
    """The middle of a listing's yearly pay, beside the middle half of its role's pay."""

    middle: Decimal
    cell: Cell
    source: Source

    @property
    def words(self):
        """Where it stands, with the figure and what that is of."""
        low, high = (short_amount(end) for end in (self.cell.p25, self.cell.p75))
        currency = self.cell.currency
        own = f"The middle of its pay, {currency} {short_amount(self.middle)} a year, is"
        return f"{own} {self.place} the middle half, {currency} {low} - {high} ({self.among})"

    @property
    def place(self):
        """On which side of the middle half it stands."""
        if self.middle < self.cell.p25:
            return "below"
        return "above" if self.middle > self.cell.p75 else "within"

    @property
    def among(self):
        """What the figures are of, in words, with n."""
        cell = self.cell
        year = cell.year or self.source.year
        said = (LEVELS.get(cell.level, cell.level), country_name(cell.country), str(year or ""))
        kind = EvidenceKind(cell.kind).label.lower()
        return ", ".join((kind, *filter(None, said), f"n = {cell.n:,}"))


def standing(listing: Listing, pay: PayCells) -> Standing | None:
    """Returns the Standing of a listing with its role and places; None where nothing compares.

    Figures are of its currency and role: the newest kind of them, then of its level, of its
    country, and of the newest year. Official wages are of an occupation, and never stand in.
    """
    ends = [end for end in (listing.pay_min, listing.pay_max) if end is not None]
    if not ends or not listing.pay_period or listing.role is None:
        return None
    middle = sum(ends) / len(ends) * PayPeriod(listing.pay_period).in_a_year
    countries = {place.country for place in listing.places.all()}
    for source in pay.sources:
        cells = [] if source.is_official else pay.of(listing.role, source)
        fitting = [cell for cell in cells if _fits(cell, listing, countries)]
        if fitting:
            nearest = max(fitting, key=lambda c: (bool(c.level), bool(c.country), c.year or 0, c.n))
            return Standing(middle, nearest, source)
    return None


def _fits(cell, listing, countries):
    """Says whether a cell tells of a listing's pay: its own level and country, or all of them."""
    is_whole = None not in (cell.p25, cell.p75) and not cell.area
    is_of_it = cell.level in ("", listing.level) and cell.country in {"", *countries}
    return is_whole and is_of_it and cell.currency == listing.pay_currency
