"""What open listings say of roles, as pages print it: figures with their n and date. No queries."""

from dataclasses import dataclass
from math import ceil

from ..market import market
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
