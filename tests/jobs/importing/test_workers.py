"""Adverts are read in worker processes as in one, and no worker outlives who started it."""

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from careers.matching.skills import SkillMatcher
from careers.matching.titles import TitleMatcher
from jobs.importing import workers
from jobs.importing.reading.normalise import Vocabulary
from jobs.importing.reading.values import read_values
from jobs.importing.records import RawListing

VOCABULARY = Vocabulary(
    TitleMatcher({"Data Engineer": "data-engineer"}), SkillMatcher({"SQL": "sql"})
)
ROOT = Path(__file__).parents[3]
read = partial(read_values, vocabulary=VOCABULARY)
# Reads for ever, and prints the numbers of its workers once they have begun.
READS_FOR_EVER = """
import multiprocessing
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
from jobs.importing.workers import do_all
for number, _ in enumerate(do_all(range(10_000_000), str, processes=3)):
    if number == 200:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""
SECONDS_TO_END = 60


# A test's own process has threads where several tests run at once.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")


def adverts(count):
    return [
        RawListing(str(n), "Data Engineer", f"https://example.com/{n}", body_html=f"<p>SQL {n}</p>")
        for n in range(count)
    ]


def test_workers_read_the_same_in_the_same_order():
    raws = adverts(300)
    raws[7] = RawListing("7", "Odd", "", body_html="x" * 200_001)
    one = list(workers.do_all(raws, read, processes=1))
    assert list(workers.do_all(raws, read, processes=2)) == one
    assert one[7] == (None, "Its description is longer than 200,000 characters.")
    assert len(one) == 300


def test_few_adverts_need_no_workers(monkeypatch):
    monkeypatch.setattr(workers, "_workers", None)
    few = adverts(workers.FEWEST_FOR_WORKERS - 1)
    assert len(list(workers.do_all(few, read))) == len(few)


def test_beside_a_thread_no_worker_is_forked_as_it_may_hold_a_lock(monkeypatch):
    monkeypatch.setattr(workers, "_workers", None)
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    many = adverts(workers.FEWEST_FOR_WORKERS)
    assert len(list(workers.do_all(many, read))) == len(many)
    ended.set()
    thread.join()


def test_what_a_worker_that_died_has_not_read_is_read_without_it(monkeypatch):
    monkeypatch.setattr(workers, "_start", os._exit)
    assert len(list(workers.do_all(adverts(200), read, processes=2))) == 200


@pytest.mark.django_db
def test_a_worker_may_not_use_its_parents_connection_to_the_database():
    parent = os.getpid()

    def ask(number):
        with connection.cursor() as cursor:
            return cursor.execute("SELECT 1") and os.getpid() == parent

    with pytest.raises(RuntimeError, match="A worker process asked the database: SELECT 1"):
        list(workers.do_all(range(500), ask, processes=2))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_is_left_when_its_parent_is_killed(number):
    command = [sys.executable, "-c", READS_FOR_EVER]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(number)
    assert len(workers) == 2
    until = time.monotonic() + SECONDS_TO_END
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_running, workers))


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
