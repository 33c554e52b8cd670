"""What finding new jobs costs: 10,000 alerts with searches as people make them, 100,000 listings.

    python benchmarks/alerts.py                        made up first, which takes two minutes
    BENCH_DIR=/somewhere python benchmarks/alerts.py   kept there for the next run

No alert has been told of the last --new listings. Two processes are measured: one finds what
is new for every alert, the other composes the mails, too, without sending them. The times are wall
clock and processor, and the memory is the most that the process ever had; the index is built by
another one, whose memory stands beside it.
"""

import os
import resource
import subprocess
import sys
from argparse import ArgumentParser
from time import perf_counter, process_time

from scratch import DIRECTORY  # isort: skip

import numpy as np
from django.utils import timezone

from alerts.finding import Finder, newest_listing
from alerts.models import Alert
from alerts.sending import _message_of
from benchmarks import made_up
from careers.models import Role, Skill
from jobs.iso import country_names
from jobs.models import Employer, Listing, ListingPlace

LISTINGS, ALERTS, NEW = 100_000, 10_000, 2_000
SEED = 20
LEVELS = ("entry", "mid", "senior", "executive")


def main():
    parser = ArgumentParser(description="What finding new jobs for alerts costs.")
    parser.add_argument("--listings", type=int, default=LISTINGS)
    parser.add_argument("--alerts", type=int, default=ALERTS)
    parser.add_argument("--new", type=int, default=NEW)
    parser.add_argument("--measure", choices=["find", "compose"])
    asked = parser.parse_args()
    if asked.measure:
        measure(is_composing=asked.measure == "compose")
        return
    for _ in made_up.fill(asked.listings):
        pass
    sign_up(asked.alerts, asked.new)
    searches = Alert.objects.values("search").distinct().count()
    print(f"{asked.listings:,} listings, {asked.alerts:,} alerts, {searches:,} different searches")
    environ = os.environ | {"BENCH_DIR": DIRECTORY}
    for what in ("find", "compose"):
        subprocess.run([sys.executable, __file__, "--measure", what], check=True, env=environ)


def sign_up(alerts, new):
    """Makes due alerts whose owners know of all listings but the last ones."""
    now = timezone.now()
    Listing.objects.filter(first_seen_at__gt=now - timezone.timedelta(hours=1)).update(
        first_seen_at=now - timezone.timedelta(hours=2)
    )
    Alert.objects.all().delete()
    fields = {"confirmed_at": now, "due_at": now, "seen": newest_listing() - new}
    Alert.objects.bulk_create(
        Alert(address=f"reader{number}@example.org", search=search, **fields)
        for number, search in enumerate(searches(alerts))
    )


def searches(count):
    """Yields query strings as people make them: a role mostly, then a place, a word or a skill."""
    rng = np.random.default_rng(SEED)
    roles = [*Role.objects.published().values_list("slug", flat=True)]
    skills = [*Skill.objects.values_list("slug", flat=True)]
    employers = [*Employer.objects.values_list("slug", flat=True)[:500]]
    countries = [*country_names()][:40]
    cities = [
        f"{city.replace(' ', '+')},{country}"
        for city, country in ListingPlace.objects.exclude(city="")
        .values_list("city", "country")
        .distinct()[:300]
    ]
    words = " ".join(Listing.objects.values_list("body_text", flat=True)[:50]).split()

    def one_of(values):
        return values[int(rng.integers(len(values)))]

    def maybe(share, name, values):
        return [f"{name}={one_of(values)}"] if rng.random() < share else []

    for _ in range(count):
        yield "&".join(
            [
                *maybe(0.2, "q", words),
                *maybe(0.7, "role", roles),
                *maybe(0.3, "skill", skills),
                *maybe(0.3, "level", LEVELS),
                *maybe(0.3, "workplace", ("remote", "hybrid")),
                *maybe(0.3, "country", countries),
                *maybe(0.1, "city", cities),
                *maybe(0.1, "pay", ("60000", "100000", "150000")),
                *maybe(0.05, "employer", employers),
            ]
        )


def measure(is_composing):
    """Prints what a round costs in this process; nothing is sent or written."""
    began, busy = perf_counter(), process_time()
    finder = Finder(timezone.now())
    built = perf_counter() - began
    with_news = jobs = 0
    for finding in finder.findings():
        with_news += bool(finding.pks)
        jobs += len(finding.pks)
        if is_composing:
            _message_of(finding, finder)
    took, busy = perf_counter() - began, process_time() - busy
    most, apart = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{'found and composed' if is_composing else 'found':>18}: {took:.1f} s ({built:.1f} s of "
        f"them for the index), {busy:.1f} s of processor, {most:.0f} MB at most, "
        f"and {apart:.0f} MB where the index was built; {with_news:,} alerts have news, "
        f"{jobs:,} jobs in all"
    )


if __name__ == "__main__":
    main()
