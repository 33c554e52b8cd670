"""What careers asks of a job market: how many jobs are open for a role or a skill, and the newest.

Another app answers; it registers once, when Django starts (jobs/market.py does). Where none does,
market() is None and pages say nothing of jobs.

Shares (how many of a role's jobs ask for a skill) and pay are not asked here: counting them takes
a pass over all open jobs. The answering app counts them beforehand and writes one Evidence row a
role, and PayCells; careers/pages gives them to pages as plain values: Asked, PayBlock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .models import Role, Skill


@dataclass(frozen=True)
class JobCard:
    """What pages show of an open job before its own page is opened, in words."""

    address: str
    title: str
    employer: str
    # Its pay as it is printed; "" where none is stated.
    pay: str
    # Place, workplace, employment type and level.
    facts: tuple[str, ...]
    posted_at: datetime
    # How long ago that was: "3 days ago".
    age: str
    skills: tuple[str, ...] = ()
    # Why it belongs to its role.
    reason: str = ""
    # (place, address) of each further copy of the same job.
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NewestJobs:
    """The newest of some open jobs, and how many these are in all."""

    cards: list[JobCard]
    total: int


class Market(Protocol):
    """Answers about open jobs; `role` or `skill` is a saved one."""

    def newest(
        self, limit: int, *, role: Role | None = None, skill: Skill | None = None
    ) -> NewestJobs:
        """Returns the newest jobs for a role, or that name a skill, or of all; at most `limit`."""

    def newest_per_role(self, roles: Sequence[Role], limit: int) -> dict[Role, list[JobCard]]:
        """Returns the newest jobs of several roles, at most `limit` each."""

    def address(self, *, role: Role | None = None, skill: Skill | None = None) -> str:
        """Returns the address of the page that lists all of them."""


_markets: list[Market] = []


def register(market: Market) -> None:
    """Makes a market the one that pages ask."""
    _markets[:] = [market]


def market() -> Market | None:
    """Returns the market that answers, or None where no app has registered one."""
    return _markets[0] if _markets else None
