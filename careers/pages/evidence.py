"""What open listings say of roles, as pages print it: figures with their n and date. No queries."""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from ..market import market
from ..models import Role
from ..pay import MINIMUM_SAMPLE, Band, short_amount
from .shares import gap_beyond_chance, is_asked_for, is_not_asked_for, upper_bound

# Below so many open listings with text, how often they ask for a skill says nothing.
MIN_LISTINGS_FOR_SHARES = 20
# A skill that so large a share of listings asks for belongs into a profile, or wants a reason.
NOTABLE_SHARE = 0.2


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

    def __str__(self):
        counted = f"{self.listings:,} of {self.of:,} {self.among}"
        if self.is_asked_for:
            return f"{self.verdict} in {counted}"
        if self.is_not_asked_for and self.listings:
            return f"{self.verdict}: in {counted}"
        share = f" ({self.percent})" if self.listings else ""
        return f"{self.verdict}, n = {self.of:,} {self.among}{share}"

    @property
    def verdict(self):
        """What it says of all such adverts, and "undecided" where chance may have made it."""
        if self.is_asked_for:
            return "asked for"
        return "not asked for" if self.is_not_asked_for else "undecided"

    @property
    def share(self):
        """The part of the adverts that ask for it, from 0 to 1."""
        return self.listings / self.of

    @property
    def is_asked_for(self):
        """Whether surely a tenth of such adverts or more ask for it (shares.is_asked_for)."""
        return is_asked_for(self.listings, self.of)

    @property
    def is_not_asked_for(self):
        """Whether surely less than a tenth of such adverts ask for it."""
        return is_not_asked_for(self.listings, self.of)

    @property
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


def asked_for(role, needs=None):
    """Returns {skill id: Asked} of each skill that the role names; {} for too few open listings.

    `needs` are the role's RoleSkills: those that were read with it, unless given.
    """
    evidence = evidence_of(role)
    if evidence is None or evidence.listings < MIN_LISTINGS_FOR_SHARES:
        return {}
    return {
        need.skill_id: Asked(evidence.skills.get(need.skill.slug, 0), evidence.listings)
        for need in (role.needs.all() if needs is None else needs)
    }


def unconfirmed(role):
    """Returns the skills that the role names and no open listing asks for."""
    asked = asked_for(role)
    return [
        n.skill for n in role.needs.all() if n.skill_id in asked and not asked[n.skill_id].listings
    ]


def unclaimed(role):
    """Returns {skill's slug: Asked} of each skill that many listings ask for and the role lacks."""
    evidence = evidence_of(role)
    if evidence is None or evidence.listings < MIN_LISTINGS_FOR_SHARES:
        return {}
    claimed = {need.skill.slug for need in role.needs.all()}
    notable = NOTABLE_SHARE * evidence.listings
    return {
        slug: Asked(listings, evidence.listings)
        for slug, listings in sorted(evidence.skills.items(), key=lambda item: -item[1])
        if slug not in claimed and listings >= notable
    }


@dataclass(frozen=True)
class PayRow:
    """One role in a pay plot; without a band where too few listings state pay."""

    role: Role
    band: Band | None
    scale: tuple[int, int]

    def _at(self, amount):
        """Returns where an amount stands, in percent of the plot's width."""
        low, high = self.scale
        return round(100 * (amount - low) / (high - low), 2) if high > low else 50.0

    @property
    def at(self):
        """The places of the row's figures, in percent: lowest, low, median, high, highest."""
        names = ("lowest", "low", "median", "high", "highest")
        return {name: self._at(getattr(self.band, name)) for name in names}

    @property
    def amounts(self):
        """The row's figures as the site prints them, from the lowest to the highest."""
        pay = self.band
        return [short_amount(n) for n in (pay.lowest, pay.low, pay.median, pay.high, pay.highest)]

    @property
    def width(self):
        """The width of the middle half, in percent."""
        return round(self.at["high"] - self.at["low"], 2)


@dataclass(frozen=True)
class PayPlot:
    """Yearly pay of several roles in one currency, on one scale."""

    currency: str
    rows: tuple[PayRow, ...]
    # A role has a band only if so many of its listings state pay.
    minimum_sample: int = MINIMUM_SAMPLE

    def __bool__(self):
        return any(row.band for row in self.rows)


def pay_plot(roles):
    """Returns the PayPlot of roles whose evidence is read, in the currency that says most of them.

    Currencies are never mixed.
    """
    bands = {role: evidence_of(role).bands if evidence_of(role) else [] for role in roles}
    stated = [band for of_role in bands.values() for band in of_role]
    if not stated:
        return PayPlot("", tuple(PayRow(role, None, (0, 0)) for role in roles))
    roles_with, listings = Counter(), Counter()
    for band in stated:
        roles_with[band.currency] += 1
        listings[band.currency] += band.n
    currency = max(roles_with, key=lambda code: (roles_with[code], listings[code], code))
    chosen = {
        role: next((b for b in bands[role] if b.currency == currency), None) for role in roles
    }
    scale = (
        min(b.lowest for b in chosen.values() if b),
        max(b.highest for b in chosen.values() if b),
    )
    return PayPlot(currency, tuple(PayRow(role, chosen[role], scale) for role in roles))
