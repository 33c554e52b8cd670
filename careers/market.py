"""What careers asks of a job market: how many jobs are open for a role or a skill, and the newest.

Another app answers; it registers once, when Django starts (jobs/market.py does). Where none does,
market() is None and pages say nothing of jobs.

Shares (how many of a role's jobs ask for a skill) and pay are counted beforehand: the answering app
writes them, with their day, as Evidence and PayCells. What pages print of them can be counted again
now: counts() gives the number of this moment, and the page that lists those very jobs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from .models import GROUP, Role, Skill


# Thousands of them are kept.
@dataclass(frozen=True, slots=True)
class JobCard:
    """What pages show of an open job before its own page is opened, in words."""

    address: str
    title: str
    employer: str
    # Its pay as it is printed; "" where none is stated.
    pay: str
    # Where the work is done, and workplace, employment type and level; each only if it is stated.
    place: str
    facts: tuple[str, ...]
    posted_at: datetime
    # How long ago that was: "3 days ago".
    age: str
    skills: tuple[str, ...] = ()
    # About what its pay is in another currency or period, which somebody asks for; or "".
    about: str = ""
    # (place, address) of each further copy of the same job.
    elsewhere: tuple[tuple[str, str], ...] = ()
    # Its number, by which it is put beside others.
    pk: int = 0


@dataclass(frozen=True)
class NewestJobs:
    """The newest of some open jobs, and how many these are in all."""

    cards: list[JobCard]
    total: int


class Ask(NamedTuple):
    """Which jobs are counted: real ones of a role whose text was read, and that have all the rest.

    Everything is said by its address; "" asks for nothing.
    """

    role: str
    # A skill, or GROUP and a group of skills of which any one will do.
    need: str = ""
    level: str = ""
    country: str = ""
    # Of stated yearly pay.
    currency: str = ""

    @property
    def skill(self):
        return "" if self.need.startswith(GROUP) else self.need

    @property
    def group(self):
        return self.need.removeprefix(GROUP) if self.need.startswith(GROUP) else ""


class OpenCount(NamedTuple):
    """How many jobs are open now, and the address of the page that lists them."""

    jobs: int
    address: str


@dataclass(frozen=True)
class RoleJobs:
    """The newest open jobs of a role, and how many these are in all."""

    cards: list[JobCard]
    open: OpenCount
    # Those that can be done from home, of so many that say where the work is done.
    remote: OpenCount
    stating_workplace: int


class Market(Protocol):
    """Answers about open jobs; roles and skills are saved ones."""

    def newest(self, limit: int, *, skill: Skill | None = None) -> NewestJobs:
        """Returns the newest jobs that name a skill, or of all; at most `limit`."""

    def newest_stating_pay(self, limit: int) -> NewestJobs:
        """Returns the newest jobs that state pay, at most `limit`, and how many are open in all."""

    def newest_per_role(self, roles: Sequence[Role], limit: int) -> dict[Role, RoleJobs]:
        """Returns the newest jobs of several roles, at most `limit` each, and their counts."""

    def counts(self, asks: Iterable[Ask]) -> dict[Ask, OpenCount]:
        """Returns how many jobs each Ask finds now; the page that lists them says the same."""

    def address(self, skill: Skill) -> str:
        """Returns the address of the page that lists all jobs that name a skill."""


_markets: list[Market] = []


def register(market: Market) -> None:
    """Makes a market the one that pages ask."""
    _markets[:] = [market]


def market() -> Market | None:
    """Returns the market that answers, or None where no app has registered one."""
    return _markets[0] if _markets else None
