"""Counts what open listings say of each role, and writes it down where careers' pages read it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from careers.models import Evidence, PayEvidence, Role, SkillEvidence
from careers.salaries import band

from .models import SAMPLES, Listing, PayPeriod


@dataclass
class Tally:
    """What the open listings of one role add up to."""

    listings: int = 0
    has_samples: bool = False
    skills: Counter = field(default_factory=Counter)
    pay: defaultdict = field(default_factory=lambda: defaultdict(list))


@transaction.atomic
def gather(at=None):
    """Counts the open listings of every published role anew; returns how many roles have some."""
    at = at or timezone.now()
    tallies = _tally(at)
    Evidence.objects.all().delete()
    roles = Role.objects.published(at).filter(pk__in=tallies)
    evidence = Evidence.objects.bulk_create(
        Evidence(
            role=role,
            gathered_at=at,
            listings=tallies[role.pk].listings,
            has_samples=tallies[role.pk].has_samples,
        )
        for role in roles
    )
    SkillEvidence.objects.bulk_create(
        SkillEvidence(evidence=of_role, skill_id=skill, listings=count)
        for of_role in evidence
        for skill, count in tallies[of_role.role_id].skills.items()
    )
    PayEvidence.objects.bulk_create(
        row for of_role in evidence for row in _pay_rows(of_role, tallies[of_role.role_id].pay)
    )
    return len(evidence)


def _tally(at):
    """{role id: Tally} of the listings open at a moment, in two queries."""
    tallies = defaultdict(Tally)
    matched = Listing.objects.open(at).exclude(role=None).order_by()
    pay = matched.values_list(
        "role", "source__kind", "pay_min", "pay_max", "pay_currency", "pay_period"
    )
    for role, kind, low, high, currency, period in pay:
        tally = tallies[role]
        tally.listings += 1
        tally.has_samples |= kind == SAMPLES
        stated = [amount for amount in (low, high) if amount is not None]
        if stated and period == PayPeriod.YEAR:
            tally.pay[currency].append(stated)
    for role, skill in matched.exclude(skills=None).values_list("role", "skills"):
        tallies[role].skills[skill] += 1
    return tallies


def _pay_rows(evidence, pay):
    for currency, ranges in pay.items():
        middle = band([sum(stated) / Decimal(len(stated)) for stated in ranges])
        if middle:
            yield PayEvidence(
                evidence=evidence,
                currency=currency,
                listings=middle.n,
                lowest=round(min(min(stated) for stated in ranges)),
                low=middle.low,
                median=middle.median,
                high=middle.high,
                highest=round(max(max(stated) for stated in ranges)),
            )
