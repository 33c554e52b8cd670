"""Imports that are killed, and a server that is reloaded while visitors come."""

import json
import os
import signal
import subprocess
import sys
from time import sleep

import pytest

from tests.faults.site import ROOT, Site, summed_up

pytestmark = pytest.mark.faults

KILLS, RELOADS = 50, 20
A_SECOND = 30
# A new worker is there before the next reload.
BETWEEN_RELOADS = 3


@pytest.fixture(autouse=True)
def once():
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("Once is enough: on SQLite.")


def test_fifty_imports_are_killed(capsys):
    command = [sys.executable, "-m", "tests.jobs.importing.test_interrupted"]
    done = subprocess.check_output([*command, f"--kills={KILLS}"], cwd=ROOT, text=True)
    found = json.loads(done)
    with capsys.disabled():
        print(f"\n  {found['kills']} kills, mixed states: {found['mixed']}, {found['unfinished']}")
    assert found["kills"] == KILLS
    assert found["mixed"] == []
    assert found["interrupted"] == found["unfinished"]
    assert found["final"] == found["expected"]


def test_the_server_is_reloaded_twenty_times(tmp_path, capsys):
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}")
    site.fill()
    with site.served() as server, site.visited(A_SECOND) as answers:
        sleep(3)
        for _ in range(RELOADS):
            server.send_signal(signal.SIGHUP)
            sleep(BETWEEN_RELOADS)
        sleep(3)
        assert server.poll() is None
    with capsys.disabled():
        print(f"\n  {RELOADS} reloads: {summed_up(answers)}")
    assert {answer.status for answer in answers} == {200, 404}
    assert site.traces() == 0
