"""Ten minutes of ordinary traffic, then five times as much: what visitors get, and the memory."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep

import pytest

from tests.faults.site import ROOT, Site, between, seconds_until_well, summed_up

pytestmark = pytest.mark.faults

LISTINGS = 20_000
A_SECOND, MINUTES = 60, float(os.environ.get("LONG_RUN_MINUTES", 10))
TIMES, SECONDS_OF_OVERLOAD, WELL_WITHIN = 5, 30, 15
# Kept pages, and indexes, are there after so long.
WARM_UP_SECONDS = 30
MOST_GROWTH = 1.1
FILL = "import scratch; from made_up import fill; [*fill({size})]"


@pytest.fixture
def site(tmp_path):
    """A site with many made-up listings and two workers."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("Once is enough: on SQLite.")
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'bench.sqlite3'}")
    environment = os.environ | {"BENCH_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "benchmarks")}
    fill = [sys.executable, "-c", FILL.format(size=LISTINGS)]
    subprocess.run(fill, cwd=ROOT, env=environment, check=True)
    site.manage("collectstatic", "--noinput", "--verbosity=0")
    return site


def test_ordinary_traffic_and_five_times_as_much(site, capsys):
    with site.served() as server:
        with site.visited(A_SECOND) as answers:
            sleep(WARM_UP_SECONDS)
            before = private_megabytes(server)
            sleep(60 * MINUTES)
            after = private_megabytes(server)
        ordinary = [*answers]
        with site.visited(TIMES * A_SECOND) as rush:
            sleep(SECONDS_OF_OVERLOAD)
        ended = monotonic()
        with site.visited(A_SECOND) as afterwards:
            sleep(WELL_WITHIN + 5)
        with capsys.disabled():
            print(f"\n  load {os.getloadavg()}")
            print(f"  {A_SECOND} a second: {summed_up(ordinary)}; {_slow(ordinary)}")
            print(f"  private memory of the workers: {before:.0f} -> {after:.0f} MB")
            print(f"  {TIMES * A_SECOND} a second: {summed_up(rush)}; {_slow(rush)}")
            print(f"  afterwards: {summed_up(afterwards)}; {_slow(afterwards)}")
    assert {answer.status for answer in ordinary} == {200, 404}
    assert after < MOST_GROWTH * before
    assert {answer.status for answer in rush} <= {200, 404, 429, 503}
    assert all(answer.is_clean for answer in rush)
    assert seconds_until_well(afterwards, ended) < WELL_WITHIN
    assert between(afterwards, ended + WELL_WITHIN)
    assert site.traces() == 0


def private_megabytes(server):
    """Returns what the workers of a server occupy that no other process shares."""
    found = 0
    for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        lines = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return found / 1024


def _slow(answers):
    """Returns the 95th and the 99th percentile of what answers took, in words."""
    cuts = quantiles([answer.seconds for answer in answers], n=100)
    return f"p95 {1000 * cuts[94]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms"
