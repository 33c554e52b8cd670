"""Counts what open listings say of each role, and writes it down where careers' pages read it.

Only real listings whose text was read: what has no text says nothing of what it asks for, and
invented samples are no evidence.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from careers.models import Evidence, Role
from careers.pay import PayPeriod, band

from .models import SAMPLES, Listing


@dataclass
class Tally:
    """What the open listings of one role add up to, of those with text."""

    listings: int = 0
    skills: Counter = field(default_factory=Counter)
    pay: defaultdict = field(default_factory=lambda: defaultdict(list))


@transaction.atomic
def gather(at=None):
    """Counts the listings of every published role anew; returns how many roles have some."""
    at = at or timezone.now()
    _wait_for_other_runs()
    tallies = _tally(at)
    roles = Role.objects.published(at).filter(pk__in=tallies)
    counted = [_evidence(role, tallies[role.pk], at) for role in roles]
    known = {evidence.role_id: evidence for evidence in Evidence.objects.all()}
    # What says the same is left as it is: pages are kept until something is written.
    new = [each for each in counted if not _says_the_same(known.get(each.role_id), each)]
    same = {each.role_id for each in counted} - {each.role_id for each in new}
    Evidence.objects.exclude(role__in=same).delete()
    Evidence.objects.bulk_create(new)
    return len(counted)


def _wait_for_other_runs():
    """Holds one row until the transaction ends: whoever counts at the same time waits for it."""
    Role.objects.order_by("pk").select_for_update(no_key=True).first()


def _evidence(role, tally, at):
    bands = [band(currency, ranges) for currency, ranges in tally.pay.items()]
    stated = sorted((b for b in bands if b), key=lambda b: (-b.n, b.currency))
    return Evidence(
        role=role,
        gathered_at=at,
        listings=tally.listings,
        skills=dict(tally.skills),
        pay=[asdict(b) for b in stated],
    )


def _says_the_same(known, new):
    """Tells whether pages, which print the day, say the same of two Evidences of a role."""
    return known is not None and _printed(known) == _printed(new)


def _printed(evidence):
    day = timezone.localdate(evidence.gathered_at)
    return day, evidence.listings, evidence.has_samples, evidence.skills, evidence.pay


def _tally(at):
    """{role id: Tally} of the real listings with text that are open at a moment; two queries."""
    tallies = defaultdict(Tally)
    telling = Listing.objects.open(at).exclude(body_text="").exclude(source__kind=SAMPLES)
    matched = telling.exclude(role=None).order_by()
    pay = matched.values_list("role", "pay_min", "pay_max", "pay_currency", "pay_period")
    for role, low, high, currency, period in pay:
        tally = tallies[role]
        tally.listings += 1
        stated = [amount for amount in (low, high) if amount is not None]
        if stated and period == PayPeriod.YEAR:
            tally.pay[currency].append(stated)
    for role, skill in matched.exclude(skills=None).values_list("role", "skills__slug"):
        tallies[role].skills[skill] += 1
    return tallies
