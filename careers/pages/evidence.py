"""What open listings say of roles, as pages print it: figures with their n and date. No queries."""

from dataclasses import dataclass

from ..market import market

# Below so many open listings with text, how often they ask for a skill says nothing.
MIN_LISTINGS_FOR_SHARES = 20
# A skill that so large a share of listings asks for belongs into a profile, or wants a reason.
NOTABLE_SHARE = 0.2


@dataclass(frozen=True)
class Asked:
    """In how many of a role's open listings with text a skill is asked for."""

    listings: int
    of: int

    def __str__(self):
        return f"asked for in {self.listings} of {self.of} open listings"

    @property
    def share(self):
        """The part of the listings that ask for it, from 0 to 1."""
        return self.listings / self.of


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
