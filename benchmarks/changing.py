"""What visitors notice of a restart, and of very many changes in one commit.

    python benchmarks/changing.py                       100,000 made-up listings
    python benchmarks/changing.py --listings 1000000    a million of them

The site is served by gunicorn with two workers. First it is restarted with the stored index. Then
readers come at a steady rate, whatever answers take, before and after one commit of 20,000 changed
listings, and of 200,000. Every tenth of them looks whether it sees the change: an answer must be
that of before or that of after, and only the latter some seconds after the commit. A wait counts
from when a reader came. Waits are by the wall clock, so they mean something on a quiet machine
only; the load is printed beside them. At the end of each part it says what was promised and whether
it held: no wait longer than twice what 95 of 100 waited before, no answer older than the engine
allows, and workers that take little more memory than before.
"""

import gc
import gzip
import os
import re
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from random import Random
from statistics import median, quantiles
from time import perf_counter, sleep

import scratch  # isort: skip  # noqa: F401

from django.db import connection

from benchmarks import made_up
from benchmarks.server import (
    ask,
    cpu_seconds,
    free_port,
    megabytes,
    served,
    start,
    wait_for,
    workers,
)
from careers.models import Role, Skill
from jobs.engine.engine import MOST_SECONDS_OLD
from jobs.models import Listing

LISTINGS = 100_000
CHANGES = (20_000, 200_000)
READERS_A_SECOND = 20
# How long readers come: while workers fill what they keep, before a commit, and after it.
SECONDS_OF_WARMING, SECONDS_BEFORE, SECONDS_AFTER = 20, 30, 60
# What is promised: of the wait of 95 of 100 readers, and of a worker's own memory.
MOST_TIMES_P95, MOST_TIMES_MEMORY = 2, 1.2
RESTARTS = 3
SEED = 2026
# Languages that no made-up listing has. The changed listings get one, and a reader asks for it.
LANGUAGES = ("hr", "ko", "lt", "lv", "sl", "th", "uk", "vi")
PROBE_EVERY = 10
COUNT = re.compile(r'id="count"[^>]*>([^<]*)<')


@dataclass(frozen=True)
class Visit:
    """When a reader came, by the monotonic clock; how long the answer took; what a probe said.

    Or whether the reader was told to come again, as nothing recent was known.
    """

    at: float
    seconds: float
    said: str = ""
    is_refused: bool = False


def main():
    listings = _arguments().listings
    for _ in made_up.fill(listings):
        pass
    print(f"{listings:,} listings on {connection.vendor}, load {os.getloadavg()[0]:.1f}")
    restart()
    # Else this process looks through all that it has for garbage, and the answers wait for it.
    gc.collect()
    gc.freeze()
    with served() as (server, port):
        for many, language in zip(CHANGES, unused_languages(), strict=False):
            if many <= listings // 2:
                change(server, port, many, language)


def _arguments():
    parser = ArgumentParser(description="What visitors notice of a restart and of many changes.")
    parser.add_argument("--listings", type=int, default=LISTINGS)
    return parser.parse_args()


# --- restarting ---------------------------------------------------------------------------------


def restart():
    """Prints how long a start takes to the first answer: by the clock and of the processor."""
    with served():
        pass  # stores the index
    took = [first_answer() for _ in range(RESTARTS)]
    wall, cpu = (median(times) for times in zip(*took, strict=True))
    print(f"first answer after a start {wall:.2f} s, of the processor {cpu:.2f} s")


def first_answer():
    """Returns (seconds, seconds of the processor) from a start to the first answer."""
    begun, port = perf_counter(), free_port()
    server = start(port)
    try:
        wait_for(server, port)
        return perf_counter() - begun, cpu_seconds(server.pid)
    finally:
        server.terminate()
        server.wait()


# --- many changes -------------------------------------------------------------------------------


def unused_languages():
    """Returns the languages of LANGUAGES that no listing has: a kept database has some."""
    used = Listing.objects.filter(language__in=LANGUAGES).values_list("language", flat=True)
    return [code for code in LANGUAGES if code not in {*used.distinct()}]


def change(server, port, many, language):
    """Prints what readers notice of so many changes, and what they do to the workers' memory."""
    readers = Readers(port, addresses(language))
    readers.come_for(SECONDS_OF_WARMING)
    warm = perf_counter()
    readers.come_for(SECONDS_BEFORE)
    first, memory_before = perf_counter(), private_memory(server)
    with ThreadPoolExecutor(1) as elsewhere:
        commit = elsewhere.submit(write, many, language)
        while not commit.done():
            readers.come_for(1)
    begun, committed = commit.result()
    readers.come_for(committed + SECONDS_AFTER - perf_counter())
    visits = readers.all_visits()
    before = [visit for visit in visits if warm <= visit.at and visit.at + visit.seconds < first]
    during = [visit for visit in visits if first <= visit.at < committed]
    after = [visit for visit in visits if visit.at >= committed]
    print(f"\n{many:,} changes in one commit, which took {committed - begun:.1f} s")
    for name, some in (("before", before), ("while it is written", during), ("after it", after)):
        print_waits(name, some)
    oldest, wrong = print_answers(after, committed, language)
    memory_after = private_memory(server)
    print(f"  a worker's own memory before and after: {memory_before:.0f} / {memory_after:.0f} MB")
    print(f"  load {os.getloadavg()[0]:.1f}")
    print_verdict("longest wait, ms", 1000 * longest(after), 1000 * MOST_TIMES_P95 * p95(before))
    print_verdict("memory, times", memory_after / memory_before, MOST_TIMES_MEMORY)
    print_verdict("oldest answer, s", oldest, MOST_SECONDS_OLD)
    print_verdict("answers of no moment", wrong, 0)
    print_verdict("told to come again", sum(visit.is_refused for visit in visits), 0)


def addresses(language):
    """Yields what readers ask for, without end: other searches each time, roles, and the probe."""
    random = Random(SEED)
    roles = [*Role.objects.published().values_list("slug", flat=True)]
    skills = [*Skill.objects.values_list("slug", flat=True)]
    for number in count(1):
        role, skill = random.choice(roles), random.choice(skills)
        page = random.randrange(1, 50)
        if number % PROBE_EVERY == 0:
            yield f"/jobs/?language={language}"
        else:
            yield random.choice(
                [
                    f"/jobs/?role={role}&page={page}",
                    f"/jobs/?skill={skill}&level=senior&page={page}",
                    f"/jobs/?role={role}&skill={skill}",
                    f"/roles/{role}/",
                    f"/skills/{skill}/",
                ]
            )


class Readers:
    """Readers who come at a steady rate, however long the others wait."""

    def __init__(self, port, asked):
        self.port, self.asked = port, asked
        self.pool = ThreadPoolExecutor(100)
        self.answers = []

    def come_for(self, seconds):
        """Lets readers come for so long."""
        end = perf_counter() + seconds
        while (now := perf_counter()) < end:
            self.answers.append(self.pool.submit(self._visit, next(self.asked), now))
            sleep(max(0, now + 1 / READERS_A_SECOND - perf_counter()))

    def all_visits(self):
        """Returns the Visits of all who came, when the last one has an answer."""
        return [answer.result() for answer in self.answers]

    def _visit(self, address, came):
        status, body = ask(self.port, address)
        took = perf_counter() - came
        if status == 503:
            return Visit(came, took, is_refused=True)
        assert status == 200, (status, address)
        page = gzip.decompress(body).decode()
        said = (COUNT.search(page)[1] or "no jobs") if "language=" in address else ""
        return Visit(came, took, said)


def write(many, language):
    """Changes so many listings in one commit; returns when that began and when it was done."""
    begun = perf_counter()
    ids = Listing.objects.order_by("pk").values("pk")[1000 : 1000 + many]
    Listing.objects.filter(pk__in=ids).update(language=language)
    connection.close()
    return begun, perf_counter()


def p95(visits):
    """Returns how many seconds 95 of 100 readers waited at most."""
    return quantiles([visit.seconds for visit in visits], n=20)[-1]


def longest(visits):
    return max(visit.seconds for visit in visits)


def print_waits(name, visits):
    """Prints how long readers waited: the median, 95 of 100, and the longest."""
    middle = median(visit.seconds for visit in visits)
    print(f"  {name:<20}{len(visits):>6} readers waited (ms): ", end="")
    print(f"p50 {1000 * middle:.0f}, p95 {1000 * p95(visits):.0f}, ", end="")
    worst = sorted(visits, key=lambda visit: -visit.seconds)[:5]
    print("longest", ", ".join(f"{1000 * visit.seconds:.0f}" for visit in worst), end="")
    print(f" (came at {', '.join(f'{visit.at - visits[0].at:.1f}' for visit in worst)} s)")


def print_answers(visits, committed, language):
    """Prints how old the answers of probes were, and how many were none of any moment.

    Returns the age of the oldest answer, in seconds, and how many were none of any moment.
    """
    with_language = Listing.objects.open().filter(language=language).count()
    probes = [visit for visit in visits if visit.said]
    new = [visit for visit in probes if f"{with_language:,}" in visit.said]
    old = [visit for visit in probes if visit not in new]
    oldest = max((visit.at - committed for visit in old), default=0)
    wrong = sum(visit.said != probes[0].said for visit in old)
    print(f"  {len(probes)} probes, {len(old)} of before the commit, the last of them", end="")
    print(f" asked {oldest:.1f} s after it; of no moment: {wrong}")
    return oldest, wrong


def print_verdict(what, seen, allowed):
    verdict = "holds" if seen <= allowed else "DOES NOT HOLD"
    print(f"  {what:<22}{seen:>8.1f} of at most {allowed:>6.1f}  {verdict}")


def private_memory(server):
    """Returns the megabytes that the larger worker shares with nobody."""
    return max(megabytes(pid)["private"] for pid in workers(server))


if __name__ == "__main__":
    main()
