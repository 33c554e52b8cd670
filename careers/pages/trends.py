"""Changes of what a role's open listings ask for, over weeks: only those larger than chance.

The share of each watched skill is followed by a straight line through its weekly shares, and its
slope is tested against none. Adverts stay open for weeks, so the samples of two weeks overlap and
say the same twice. How much is seen in the shares themselves: were no advert the same, they would
differ from week to week by the variance of two samples, 2p(1-p)/n. The part of it that they do
differ by is the part of adverts that is new each week, f, taken over all skills of the role. Then
weeks t apart correlate by (1-f)^t, which makes the variance of the slope

    sum of d(i) d(j) s(i) s(j) (1-f)^|t(i)-t(j)|, over (sum of d(i)^2)^2

with d(i) the week's distance from the middle and s(i)^2 = p(1-p)/n(i). A slope is named where it is
more standard errors from none than chance reaches in FALSE_ALARMS of all roles in which nothing
changes, whatever the number of skills that are watched (Bonferroni). tests/careers/pages/
test_trends.py holds on planted series how often it is wrong, and what it finds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, fmean
from typing import NamedTuple

from django.utils import timezone

from ..market import market
from ..models import EvidenceWeek, Skill
from .evidence import MIN_LISTINGS_FOR_SHARES

LEAST_WEEKS, MOST_WEEKS = 8, 26
# A skill that so large a share of listings asks for is watched though the profile does not name it.
NOTABLE_SHARE = 0.2
# In so many of the roles in which nothing changes a change may be named. As f is not known but seen
# in few weeks, it is up to twice as many: under 5 %.
FALSE_ALARMS = 0.025
# A smaller change is none to speak of.
NOTABLE_CHANGE = 0.05
# Of so few new adverts that the correlation of weeks is above this nothing can be said.
MOST_CORRELATED = 0.95
MOST_NAMED = 3


class Week(NamedTuple):
    """What the open listings of a role said in a week."""

    monday: date
    listings: int
    # {a skill's address: how many ask for it}
    skills: Mapping[str, int]


@dataclass(frozen=True)
class Change:
    """A skill that is asked for more, or less, than some weeks ago: the ends of its line."""

    slug: str
    first: float
    last: float
    weeks: int
    # The Monday of the last week.
    until: date
    name: str = ""

    @property
    def in_words(self):
        """Says it as pages do, behind the name.

        >>> Change("dbt", 0.184, 0.312, 12, date(2026, 11, 16)).in_words
        '18 % to 31 % in 12 weeks'
        """
        first, last = (f"{100 * share:.0f} %" for share in (self.first, self.last))
        return f"{first} to {last} in {self.weeks} weeks"


def changes_of(role):
    """Returns the Changes of a role, the largest first, at most MOST_NAMED; one or two queries.

    The running week is left out, as it is still counted.
    """
    if market() is None:
        return []
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    since = monday - timedelta(weeks=MOST_WEEKS)
    counted = EvidenceWeek.objects.filter(role=role, week__gte=since, week__lt=monday)
    rows = counted.order_by("week").values_list("week", "listings", "skills")
    named = [need.skill.slug for need in role.needs.all()]
    found = changes([Week(*row) for row in rows], named)[:MOST_NAMED]
    if not found:
        return []
    skills = Skill.objects.filter(slug__in=[change.slug for change in found])
    names = dict(skills.values_list("slug", "name"))
    return [replace(each, name=names[each.slug]) for each in found if each.slug in names]


def changes(weeks: Sequence[Week], named: Sequence[str] = ()) -> list[Change]:
    """Returns the Changes of skills over weeks, the largest first.

    Watched are the skills that are `named` in the role's profile or asked for by a good part of the
    listings. A skill that no listing asked for in some week is passed over: the vocabulary may not
    have had it yet.
    """
    weeks = [week for week in weeks if week.listings >= MIN_LISTINGS_FOR_SHARES]
    if len(weeks) < LEAST_WEEKS:
        return []
    watched = sorted({*named, *weeks[0].skills, *weeks[-1].skills})
    lines = [line for slug in watched if (line := _line(slug, weeks, named))]
    if not lines:
        return []
    new_each_week = fmean(line.difference for line in lines)
    correlation = min(max(1 - new_each_week, 0), MOST_CORRELATED)
    limit = NormalDist().inv_cdf(1 - FALSE_ALARMS / 2 / len(lines))
    found = [line.change for line in lines if line.is_beyond(limit, correlation)]
    return sorted(found, key=lambda change: -abs(change.last - change.first))


class _Line:
    """A straight line through the weekly shares of a skill."""

    def __init__(self, slug, weeks, shares):
        self.slug = slug
        self.until = weeks[-1].monday
        self.times = [(week.monday - weeks[0].monday).days / 7 for week in weeks]
        mean_time, self.mean = fmean(self.times), fmean(shares)
        self.distances = [time - mean_time for time in self.times]
        self.spread = sum(d * d for d in self.distances)
        self.slope = sum(d * s for d, s in zip(self.distances, shares, strict=True)) / self.spread
        self.errors = [sqrt(self.mean * (1 - self.mean) / week.listings) for week in weeks]
        line = [self.mean + self.slope * d for d in self.distances]
        self.residuals = [share - at for share, at in zip(shares, line, strict=True)]

    @property
    def difference(self):
        """How much weeks differ, of what independent samples would; 0 where they are the same."""
        rows = list(zip(self.residuals, self.errors, strict=True))
        return fmean(
            (after - before) ** 2 / (error**2 + next_error**2)
            for (before, error), (after, next_error) in pairwise(rows)
        )

    def is_beyond(self, limit, correlation):
        """Says whether its slope is so many standard errors from none, and worth to be named."""
        rows = list(zip(self.times, self.distances, self.errors, strict=True))
        variance = sum(
            d * e * other_d * other_e * correlation ** abs(time - other_time)
            for time, d, e in rows
            for other_time, other_d, other_e in rows
        )
        is_large = abs(self.change.last - self.change.first) >= NOTABLE_CHANGE
        return is_large and abs(self.slope) * self.spread > limit * sqrt(variance)

    @property
    def change(self):
        ends = (self.mean + self.slope * self.distances[end] for end in (0, -1))
        first, last = (min(max(share, 0), 1) for share in ends)
        return Change(self.slug, first, last, round(self.times[-1]) + 1, self.until)


def _line(slug, weeks, named):
    """Returns the _Line of a skill; None if it is not watched."""
    counts = [week.skills.get(slug, 0) for week in weeks]
    shares = [k / week.listings for k, week in zip(counts, weeks, strict=True)]
    is_watched = slug in named or fmean(shares) >= NOTABLE_SHARE
    if not is_watched or not all(counts) or fmean(shares) == 1:
        return None
    return _Line(slug, weeks, shares)
