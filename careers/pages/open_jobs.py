"""The open jobs that a page shows, as the market gives them; None where no market answers."""

from dataclasses import dataclass

from ..market import JobCard, market
from ..models import Role

JOBS_A_PAGE = 5  # of one role or skill, and of each role of a pair
JOBS_IN_A_LINEUP = 2  # of each of three or four roles


@dataclass(frozen=True)
class OpenJobs:
    """The newest open jobs of a role or a skill, and where all of them are."""

    cards: list[JobCard]
    address: str
    # How many are open; None on pages that do not say.
    total: int | None = None
    # Where the role has none: the nearest role that has some, or None.
    nearest: Role | None = None


def of_role(role):
    """Returns the OpenJobs of a role."""
    if market() is None:
        return None
    newest = market().newest(JOBS_A_PAGE, role=role)
    nearest = None if newest.cards else _nearest([role])[role]
    return OpenJobs(newest.cards, market().address(role=role), newest.total, nearest)


def of_skill(skill):
    """Returns the OpenJobs of a skill."""
    if market() is None:
        return None
    newest = market().newest(JOBS_A_PAGE, skill=skill)
    return OpenJobs(newest.cards, market().address(skill=skill), newest.total)


def of_lineup(roles):
    """Returns {role: its OpenJobs} of roles side by side; as many queries for four as for two."""
    if market() is None:
        return None
    newest = market().newest_per_role(roles, JOBS_A_PAGE if len(roles) == 2 else JOBS_IN_A_LINEUP)
    nearest = _nearest([role for role in roles if not newest[role]])
    return {
        role: OpenJobs(newest[role], market().address(role=role), nearest=nearest.get(role))
        for role in roles
    }


def _nearest(roles):
    """Returns {role: the nearest published role that has open jobs, or None}."""
    slugs = [slug for role in roles for slug in role.nearby]
    candidates = list(Role.objects.published().filter(slug__in=slugs)) if slugs else []
    newest = market().newest_per_role(candidates, 1) if candidates else {}
    having_some = {role.slug: role for role, cards in newest.items() if cards}
    return {
        role: next((having_some[slug] for slug in role.nearby if slug in having_some), None)
        for role in roles
    }
