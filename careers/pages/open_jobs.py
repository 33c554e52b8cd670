"""The open jobs that a page shows, as the market gives them; None where no market answers."""

from dataclasses import dataclass

from ..market import JobCard, OpenCount, market
from ..models import Role

JOBS_A_PAGE = 4  # of one role or skill
JOBS_IN_A_PAIR = 3  # of each role
JOBS_IN_A_LINEUP = 2  # of each of three or four roles


@dataclass(frozen=True)
class OpenJobs:
    """The newest open jobs of a role or a skill, how many are open, and where all of them are."""

    cards: list[JobCard]
    address: str
    total: int
    # Of a role: those that can be done from home, of so many that say where the work is done.
    remote: OpenCount | None = None
    stating_workplace: int = 0
    # Where the role has none: the nearest role that has some, or None.
    nearest: Role | None = None


def of_role(role):
    """Returns the OpenJobs of a role."""
    return _of_roles([role], JOBS_A_PAGE)[role] if market() else None


def of_skill(skill):
    """Returns the OpenJobs of a skill."""
    if market() is None:
        return None
    newest = market().newest(JOBS_A_PAGE, skill=skill)
    return OpenJobs(newest.cards, market().address(skill), newest.total)


def of_lineup(roles):
    """Returns {role: its OpenJobs} of roles side by side; as many queries for four as for two."""
    if market() is None:
        return None
    return _of_roles(roles, JOBS_IN_A_PAIR if len(roles) == 2 else JOBS_IN_A_LINEUP)


def _of_roles(roles, limit):
    newest = market().newest_per_role(roles, limit)
    nearest = _nearest([role for role in roles if not newest[role].cards])
    return {
        role: OpenJobs(
            cards=jobs.cards,
            address=jobs.open.address,
            total=jobs.open.jobs,
            remote=jobs.remote,
            stating_workplace=jobs.stating_workplace,
            nearest=nearest.get(role),
        )
        for role, jobs in newest.items()
    }


def _nearest(roles):
    """Returns {role: the nearest published role that has open jobs, or None}."""
    slugs = [slug for role in roles for slug in role.nearby]
    candidates = list(Role.objects.published().filter(slug__in=slugs)) if slugs else []
    newest = market().newest_per_role(candidates, 1) if candidates else {}
    having_some = {role.slug: role for role, jobs in newest.items() if jobs.cards}
    return {
        role: next((having_some[slug] for slug in role.nearby if slug in having_some), None)
        for role in roles
    }
