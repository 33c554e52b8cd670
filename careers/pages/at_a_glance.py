"""A role in a line: what it pays, how many jobs are open, how many remote, the years asked for."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ..models import Role
from .evidence import MIN_LISTINGS_FOR_SHARES, evidence_of
from .open_jobs import OpenJobs
from .pay_block import is_own
from .pay_plot import Bar


@dataclass(frozen=True)
class Years:
    """The years of experience that open listings ask for: quartiles of the `n` that state any."""

    n: int
    p25: int
    p50: int
    p75: int
    counted_on: date


@dataclass(frozen=True)
class Glance:
    """What stands at the top of a page about a role; what is not known is None."""

    role: Role
    # The figure of pay, of the one source that has one of each role on the page.
    pay: Bar | None
    jobs: OpenJobs | None
    years: Years | None = None

    def __bool__(self):
        return self.pay is not None or self.jobs is not None

    @property
    def remote_percent(self):
        """Which share of its open jobs that state a workplace is remote, in words; else None."""
        if self.jobs is None or self.jobs.stating_workplace < MIN_LISTINGS_FOR_SHARES:
            return None
        return f"{round(100 * self.jobs.remote.jobs / self.jobs.stating_workplace)}%"


def glances(pay, jobs):
    """Returns a Glance of each role of the PayBlock of a page; `jobs` are {role: its OpenJobs},
    or None where no market answers.

    Roles are shown by figures of one source: by several their pay could not be compared.
    """
    shown = bars_of_one_source(pay)
    return [
        Glance(role, shown.get(role), jobs and jobs[role], _years_asked(role)) for role in pay.roles
    ]


def _years_asked(role):
    evidence = evidence_of(role)
    if evidence is None or not evidence.years:
        return None
    return Years(**evidence.years, counted_on=timezone.localdate(evidence.gathered_at))


def bars_of_one_source(pay):
    """Returns {role: its own Bar} of the first source of a PayBlock that has one of each role."""
    for group in pay.groups:
        found = {row.role: row.bar for row in group.rows if row.bar and is_own(row.bar)}
        if len(found) == len(pay.roles):
            return found
    return {}
