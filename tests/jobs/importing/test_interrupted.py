"""Imports that are killed, and imports among writers and readers, on a SQLite file of their own.

The trials need real processes, so they run in one, which forks those that it disturbs. None is
judged by the time that it takes: the machine may be busy. By hand, with more of them:

    python -m tests.jobs.importing.test_interrupted --kills 50 --readers 20 --seconds 20
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

JOBS = 150
# Only so that a suite that hangs ends one day.
LAST_RESORT = 3_600
TOWNS = ("Berlin, Germany", "Paris, France")
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def found():
    """What the trials have found."""
    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("They make a SQLite file of their own: once is enough.")
    command = [sys.executable, "-m", "tests.jobs.importing.test_interrupted"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LAST_RESORT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_older_database_is_brought_up_to_date_with_what_it_holds(found):
    assert found["upgraded"] == ["Old title", "good", "Old source", "all", 6, None]


def test_after_a_kill_every_listing_is_wholly_old_or_wholly_new(found):
    assert found["mixed"] == []


def test_a_killed_pull_says_so_and_the_next_one_reaches_the_end(found):
    assert found["kills"] == 5
    assert found["interrupted"] == found["unfinished"]
    assert found["final"] == found["expected"]


def test_nobody_waits_in_vain_and_no_save_is_lost(found):
    assert found["errors"] == []
    assert found["pulls"] > 0
    assert all(reads > 0 for reads in found["reads"])
    assert found["kept"] == found["saved"]
    assert min(found["saved"]) > 0


# --- the trials, in a process of their own -----------------------------------------------------


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0.5)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = f"{folder}/trial.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite:///{path}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django

        django.setup()
        settings.DEBUG = False
        found = {"upgraded": upgrade(path)}
        found |= trial_of_kills(path, args.kills)
        found |= trial_of_writers(path, args.readers, args.seconds)
        print(json.dumps(found))


def query(path, sql, *values):
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        return database.execute(sql, values).fetchall()


def upgrade(path):
    """Fills the database of an earlier landing, migrates it, and says what is in it then."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(
        [("jobs", "0002_exchange_rates"), ("contenttypes", "0002_remove_content_type_name")]
    )
    apps = executor.loader.project_state([("jobs", "0002_exchange_rates")]).apps
    made = {name: apps.get_model("jobs", name).objects for name in ("Employer", "Source", "Pull")}
    employer = made["Employer"].create(name="Old", slug="old")
    source = made["Source"].create(name="Old source", kind="greenhouse", employer=employer)
    made["Pull"].create(source=source, state="good", new=1)
    apps.get_model("jobs", "Listing").objects.create(
        source=source, external_id="1", employer=employer, title="Old title"
    )
    call_command("migrate", verbosity=0)
    sql = """select listing.title, pull.state, source.name, source.keep, source.pull_every,
             listing.as_given from jobs_listing listing join jobs_source source
             on source.id = listing.source_id join jobs_pull pull on pull.source_id = source.id"""
    return list(query(path, sql)[0])


def payload(version):
    """A board all of whose adverts say which version they are of, in every field."""
    place = {"name": TOWNS[version % 2]}
    rows = [
        {
            "id": number,
            "title": f"Title {version}",
            "absolute_url": f"https://example.com/{version}/{number}",
            "location": place,
            "content": f"&lt;p&gt;Body {version}&lt;/p&gt;",
        }
        for number in range(JOBS)
    ]
    return json.dumps({"jobs": rows}).encode()


def new_source(name):
    from jobs.models import Employer, Source

    employer = Employer.objects.get_or_create(name="Acme", slug="acme")[0]
    return Source.objects.create(name=name, kind="greenhouse", employer=employer)


def fork(work):
    """Runs a function in a process of its own; returns its number."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def trial_of_kills(path, kills):
    from jobs.importing.pipeline import pull

    source, version = new_source("Killed"), 1
    pull(source, payload(0))  # which also reads names of places, as no later one does
    start = time.monotonic()
    pull(source, payload(version))
    took = time.monotonic() - start
    mixed, unfinished = [], 0
    for _ in range(kills):
        target = version + 1
        child = fork(lambda target=target: pull(source, payload(target)))
        time.sleep(random.uniform(0, 1.5 * took))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        states = versions(path, source)
        if states not in ([version], [target]):
            mixed.append([version, target, states])
        unfinished += expire(path)
        version = states[0]
    done = pull(source, payload(version + 1))
    sql = "select count(*) from jobs_pull where state = 'interrupted'"
    return {
        "kills": kills,
        "mixed": mixed,
        "unfinished": unfinished,
        "interrupted": query(path, sql)[0][0],
        "final": [done.state, done.new, done.changed, done.unchanged, versions(path, source)],
        "expected": ["good", 0, JOBS, 0, [version + 1]],
    }


def versions(path, source):
    """The versions that stand in any field of a listing of the source; [-1] if one is missing."""
    sql = """select title, url, location_text, body_html, body_text, as_given, places.city,
             count(*) from jobs_listing listing
             left join jobs_listingplace places on places.listing_id = listing.id
             where source_id = ? group by 1, 3, 4, 5, 7, listing.id"""
    rows = query(path, sql, source.pk)
    if len(rows) != JOBS:
        return [-1]
    found = set()
    for title, url, place, html, text, given, city, number in rows:
        raw = json.loads(given)
        stated = [title, html.removesuffix("</p>"), text, raw["title"]]
        of_row = {int(words.split()[-1]) for words in stated} | {int(url.split("/")[-2])}
        town = TOWNS[min(of_row) % 2]
        is_whole = number == 1 and place == raw["location_text"] == town and city in town
        found |= of_row if is_whole else {-1}
    return sorted(found)


def expire(path):
    """Lets the lease of a killed pull run out; returns how many pulls still say that they run."""
    long_ago = "2026-01-01 00:00:00"
    query(path, "update jobs_source set leased_until = ?", long_ago)
    running = "from jobs_pull where state = 'running' and started_at > ?"
    number = query(path, f"select count(*) {running}", long_ago)[0][0]
    query(path, "update jobs_pull set started_at = ? where state = 'running'", long_ago)
    return number


def trial_of_writers(path, readers, seconds):
    """One importer, two editors who save listings of its source, and readers, all at once."""
    from jobs.importing.pipeline import pull
    from jobs.models import Listing

    source = new_source("Busy")
    pull(source, payload(0))
    work = {"pulls": partial(import_next, source, count(1))}
    work |= {f"saved-{number}": partial(save_one, source, number) for number in range(2)}
    work |= {f"reads-{number}": partial(read_all, source) for number in range(readers)}
    until = time.monotonic() + seconds
    notes = {name: Path(path).with_name(name) for name in work}
    children = [fork(partial(repeat, work[name], until, notes[name])) for name in work]
    errors = [pid for pid in children if os.waitpid(pid, 0)[1]]
    done = {name: int(note.read_text()) if note.exists() else 0 for name, note in notes.items()}
    kept = [Listing.objects.get(source=source, external_id=number) for number in range(2)]
    return {
        "errors": errors,
        "pulls": done["pulls"],
        "reads": [done[f"reads-{number}"] for number in range(readers)],
        "saved": [done[f"saved-{number}"] for number in range(2)],
        "kept": [int(listing.pay_text or 0) for listing in kept],
    }


def repeat(work, until, note):
    """Works on until then, but at least once, and notes how often it did."""
    work()
    times = 1
    while time.monotonic() < until:
        work()
        times += 1
    note.write_text(str(times))


def import_next(source, versions):
    from jobs.importing.pipeline import pull

    done = pull(source, payload(next(versions)))
    assert done.state == "good", done.problems


def save_one(source, number):
    """Counts one up in a listing's pay text, as an editor who opens and saves it."""
    from django.db import transaction

    with transaction.atomic():
        listing = source.listings.get(external_id=number)
        listing.pay_text = str(int(listing.pay_text or 0) + 1)
        listing.locked_fields = ["pay_text"]
        listing.save()
    time.sleep(0.005)


def read_all(source):
    from jobs.models import Listing

    titles = {row.title for row in Listing.objects.for_board().filter(source=source)}
    assert len(titles) == 1, f"a reader saw half an import: {titles}"


if __name__ == "__main__":
    main()
