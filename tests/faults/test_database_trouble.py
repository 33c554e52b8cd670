"""A database that is stopped, locked, full, read-only or gone while 20 visitors a second come.

Every answer is a page, perhaps a kept one that says its age, or a clean 503; soon, without a
trace; and the site is well again by itself. FAULT_SECONDS says how long the trouble lasts.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from tests.faults.site import SOON, Site, between, seconds_until_well, summed_up

pytestmark = pytest.mark.faults

FAULT_SECONDS = float(os.environ.get("FAULT_SECONDS", 60))
A_SECOND = 20
WELL_WITHIN = 10
GOOD = {200, 404}


def hold(site, trouble, capsys):
    """Lets visitors come before, during and after trouble, and holds what they are promised."""
    with site.served() as server, site.visited(A_SECOND) as answers:
        sleep(5)
        began = monotonic()
        with trouble:
            sleep(FAULT_SECONDS)
        ended = monotonic()
        sleep(WELL_WITHIN + 5)
        workers = server.poll()
    during, after = between(answers, began, ended), between(answers, ended)
    with capsys.disabled():
        print(f"\n  before: {summed_up(between(answers, 0, began))}")
        print(f"  during: {summed_up(during)}")
        print(
            f"  after:  {summed_up(after)}; well {seconds_until_well(answers, ended):.1f} s after"
        )
    assert workers is None, "the server has ended"
    assert {a.status for a in answers} <= GOOD | {503}
    assert all(a.is_clean for a in answers)
    assert not [a for a in during if a.seconds > SOON]
    assert seconds_until_well(answers, ended) < WELL_WITHIN
    assert site.traces() == 0
    assert "WORKER TIMEOUT" not in site.log.read_text()


# --- PostgreSQL --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster():
    """The folder of a throwaway PostgreSQL, which tests/with-postgres has started."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("Run it by tests/with-postgres.")
    return Path(address.partition("host=")[2])


@pytest.fixture
def on_postgresql(cluster, tmp_path):
    name = f"fault_{os.getpid()}_{tmp_path.name}".lower().replace("-", "_")[:60]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{name}"')
    site = Site(tmp_path, f"postgres://postgres@/{name}?host={cluster}")
    site.fill()
    return site


def processes(cluster):
    postmaster = int((cluster / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *map(int, children)]


@contextmanager
def stopped(cluster):
    """Stops every process of the server, which then still takes connections, but never answers."""
    stopped = processes(cluster)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def shut_down(cluster):
    control(cluster, "stop", "-m", "fast")
    try:
        yield
    finally:
        options = (cluster / "data" / "postmaster.opts").read_text().partition(" ")[2].strip()
        control(cluster, "start", "-l", str(cluster / "log"), "-o", options.replace('"', "'"))


def control(cluster, *command):
    program = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))[-1]
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_owner, program, "-D", cluster / "data", "-w", *command],
        cwd=cluster,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def locked_table(site, table):
    address = site.environment["DATABASE_URL"]
    with psycopg.connect(address) as database:
        database.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        database.rollback()


def test_postgresql_is_stopped(on_postgresql, cluster, capsys):
    hold(on_postgresql, stopped(cluster), capsys)


def test_postgresql_is_shut_down(on_postgresql, cluster, capsys):
    hold(on_postgresql, shut_down(cluster), capsys)


@pytest.mark.parametrize("table", ["jobs_listing", "jobs_listingchange", "careers_role"])
def test_a_table_of_postgresql_is_locked(on_postgresql, table, capsys):
    hold(on_postgresql, locked_table(on_postgresql, table), capsys)


# --- SQLite ------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, of which a test uses what there is."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("Mounting a file system is not allowed here.")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def site_on(disk, folder):
    site = Site(folder, f"sqlite:///{disk / 'db.sqlite3'}")
    site.fill()
    return site


@contextmanager
def full(disk):
    filler = disk / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    try:
        assert shutil.disk_usage(disk).free == 0
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(disk):
    # Files that are open for writing hinder a real one: what is bound over them does not.
    subprocess.run(["mount", "--bind", str(disk), str(disk)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@contextmanager
def locked(path, how):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"BEGIN {how}")
        yield
        database.execute("ROLLBACK")


@contextmanager
def gone(path):
    away = path.with_suffix(".away")
    path.rename(away)
    try:
        yield
    finally:
        away.rename(path)


def test_the_disk_of_sqlite_is_full(small_disk, tmp_path, capsys):
    hold(site_on(small_disk, tmp_path), full(small_disk), capsys)


def test_the_disk_of_sqlite_is_read_only(small_disk, tmp_path, capsys):
    hold(site_on(small_disk, tmp_path), read_only(small_disk), capsys)


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_sqlite_is_locked_by_a_writer(tmp_path, how, capsys):
    site = site_on(tmp_path, tmp_path)
    hold(site, locked(tmp_path / "db.sqlite3", how), capsys)


def test_the_file_of_sqlite_is_gone(tmp_path, capsys):
    hold(site_on(tmp_path, tmp_path), gone(tmp_path / "db.sqlite3"), capsys)
