"""What open listings say of roles, as pages print it: figures with their n and date. No queries."""

from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import NamedTuple

from ..market import OpenCount, market
from .shares import gap_beyond_chance, is_asked_for, is_not_asked_for, upper_bound

# Below so many open listings with text, how often they ask for a skill says nothing.
MIN_LISTINGS_FOR_SHARES = 20


class Count(NamedTuple):
    """A number of adverts; of open listings also what it is at this moment."""

    number: int
    now: OpenCount | None = None


@dataclass(frozen=True)
class Asked:
    """In how many of a role's adverts something is asked for, and what that says of others.

    >>> str(Asked(15, 20)), str(Asked(0, 20)), str(Asked(1, 60))
    ('asked for in 15 of 20 open listings', 'undecided, n = 20 open listings', \
'not asked for: in 1 of 60 open listings')
    """

    listings: int
    of: int
    # What the adverts are, after a number.
    among: str = "open listings"
    # Of open listings: what both numbers are at this moment.
    listings_now: OpenCount | None = field(default=None, compare=False)
    of_now: OpenCount | None = field(default=None, compare=False)

    def __str__(self):
        return "".join(
            f"{piece.number:,}" if isinstance(piece, Count) else piece for piece in self.pieces
        )

    @property
    def pieces(self):
        """What it says, as texts and Counts."""
        listings, of = Count(self.listings, self.listings_now), Count(self.of, self.of_now)
        if self.is_asked_for:
            return (f"{self.verdict} in ", listings, " of ", of, f" {self.among}")
        if self.is_not_asked_for and self.listings:
            return (f"{self.verdict}: in ", listings, " of ", of, f" {self.among}")
        share = f" ({self.percent})" if self.listings else ""
        return (f"{self.verdict}, n = ", of, f" {self.among}{share}")

    @property
    def verdict(self):
        """What it says of all such adverts, and "undecided" where chance may have made it."""
        if self.is_asked_for:
            return "asked for"
        return "not asked for" if self.is_not_asked_for else "undecided"

    @cached_property
    def share(self):
        """The part of the adverts that ask for it, from 0 to 1."""
        return self.listings / self.of

    @cached_property
    def is_asked_for(self):
        """Whether surely a tenth of such adverts or more ask for it (shares.is_asked_for)."""
        return is_asked_for(self.listings, self.of)

    @property
    def is_not_asked_for(self):
        """Whether surely less than a tenth of such adverts ask for it."""
        return is_not_asked_for(self.listings, self.of)

    @cached_property
    def percent(self):
        """Its share in words; where no advert asks for it, what the share is at most.

        >>> Asked(137, 287).percent, Asked(0, 23).percent, Asked(2, 7771).percent
        ('48%', '< 11%', '< 1%')
        """
        if not self.listings:
            return f"< {ceil(100 * upper_bound(0, self.of))}%"
        return f"{round(100 * self.share) or '< 1'}%"

    def exceeds(self, other):
        """Whether its share is larger than that of another Asked by more than chance explains."""
        return gap_beyond_chance(self.listings, self.of, other.listings, other.of)


def evidence_of(role):
    """Returns the role's Evidence (RoleQuerySet.with_profile reads it); None where it has none.

    None too where no market answers: pages then say nothing of listings. What an earlier version
    counted from invented samples is none.
    """
    evidence = getattr(role, "evidence", None)
    return evidence if market() and evidence and not evidence.has_samples else None
