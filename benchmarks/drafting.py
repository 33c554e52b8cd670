"""What worker processes save: 3,000 adverts of 5,000 characters, drafted in one process and in two.

Run by `python benchmarks/drafting.py`. Prints both times, for drafting alone and for a whole first
pull, and on how many cores. A busy machine shows less, so the processor time of this process and of
its workers stands beside it: what two quiet cores need is half of their sum, or this one's share.
"""

import os
from time import perf_counter, process_time
from unittest import mock

import scratch  # isort: skip  # noqa: F401

import importing
from django.core.management import call_command
from django.utils import timezone
from importing import LONG, adverts, board, job, new_source

from jobs.importing import workers
from jobs.importing.adapters import greenhouse
from jobs.importing.drafts import advert_reader
from jobs.importing.pipeline import pull
from jobs.importing.reading.gazetteer import gazetteer
from jobs.models import Listing, Source

JOBS = 3_000
ROUNDS = 3


def main():
    for command in ("migrate", "load_starter"):
        call_command(command, verbosity=0)
    gazetteer()  # else the first round alone would read it
    importing.JOBS = JOBS
    payload = board([job(number, raw, LONG) for number, raw in enumerate(adverts())])
    print(f"{JOBS:,} adverts of about {LONG:,} characters, {len(os.sched_getaffinity(0))} cores")
    reader = advert_reader(new_source("Drafting"), timezone.now())
    parsed = greenhouse.parse(payload)
    compare("drafting alone", lambda: draft(reader, parsed.listings))
    compare("whole first pull", lambda: pull_anew(payload))


def compare(what, act):
    rounds = [(took(act, 1), took(act, 2)) for _ in range(ROUNDS)]
    one, two = map(min, zip(*rounds, strict=True))
    print(
        f"  {what:17} {one[0]:6.2f} s in one process, {two[0]:6.2f} s in two: "
        f"{one[0] / two[0]:.2f} times"
    )
    quiet = max(two[1], sum(two[1:]) / 2)
    print(
        f"    of the processor {one[1]:.2f} s; {two[1]:.2f} s and {two[2]:.2f} s in workers: "
        f"{one[1] / quiet:.2f} times on two quiet cores"
    )


def took(act, processes):
    """Returns seconds: as a clock tells, and of the processor here and in workers."""
    with mock.patch.object(workers, "_processes_for", return_value=processes):
        start, own, others = perf_counter(), process_time(), of_children()
        act()
        seconds = perf_counter() - start, process_time() - own, of_children() - others
    forget()
    return seconds


def forget():
    """Makes the next pull a first one again; that is no part of a pull's time."""
    Listing.objects.all().delete()
    Source.objects.all().delete()


def of_children():
    times = os.times()
    return times.children_user + times.children_system


def draft(reader, adverts):
    for _ in workers.do_all(adverts, reader.draft):
        pass


def pull_anew(payload):
    done = pull(new_source("Pulling"), payload)
    assert done.state == "good", done.problems


if __name__ == "__main__":
    main()
