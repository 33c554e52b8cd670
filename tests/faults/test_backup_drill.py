"""A backup while an import and two editors write, restored by the documented commands.

By tests/with-postgres it is of PostgreSQL, else of SQLite; the database alone differs.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from time import monotonic, sleep

import psycopg
import pytest

from tests.faults.site import ROOT, Site

pytestmark = pytest.mark.faults

# An import that keeps replacing its adverts, and an editor: each writes two rows at a time, which
# a backup of one moment never holds apart.
IMPORTER = """
import json, itertools, os, django; django.setup()
from jobs.importing.pipeline import pull
from jobs.models import Employer, Source
employer, _ = Employer.objects.get_or_create(name="Drill", slug="drill")
source, _ = Source.objects.get_or_create(name="Drill", kind="greenhouse", employer=employer)
for version in itertools.count():
    rows = [{"id": n, "title": f"Title {version}", "absolute_url": f"https://example.com/{n}",
             "location": {"name": "Berlin, Germany"}, "content": "&lt;p&gt;Body&lt;/p&gt;"}
            for n in range(150)]
    assert pull(source, json.dumps({"jobs": rows}).encode()).state == "good"
"""
EDITOR = """
import sys, itertools, django; django.setup()
from django.db import transaction
from careers.models import Skill
for number in itertools.count():
    with transaction.atomic():
        for half in "ab":
            name = f"Drill {sys.argv[1]} {number} {half}"
            Skill.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind="tool")
"""


@contextmanager
def written(site):
    """Lets an import and two editors write in this block, and holds that they did not fail."""
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    writers = [
        subprocess.Popen([sys.executable, "-c", *script], cwd=ROOT, env=environment)
        for script in ([IMPORTER], [EDITOR, "1"], [EDITOR, "2"])
    ]
    try:
        sleep(10)
        yield
        assert [writer.poll() for writer in writers] == [None] * 3, "a writer has ended"
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def databases(tmp_path):
    """Returns the addresses of two databases: one to use, and an empty one to restore into."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return [f"sqlite:///{tmp_path / name / 'db.sqlite3'}" for name in ("live", "restored")]
    names = [f"drill_{os.getpid()}_{name}" for name in ("live", "restored")]
    with psycopg.connect(address, autocommit=True) as database:
        for name in names:
            database.execute(f'CREATE DATABASE "{name}"')
    return [address.replace("/postgres?", f"/{name}?") for name in names]


QUESTION = """
import django; django.setup()
from collections import Counter
from careers.models import Skill
from jobs.models import Listing, Pull
halves = Counter(name[:-2] for name in
                 Skill.objects.filter(name__startswith="Drill").values_list("name", flat=True))
titles = set(Listing.objects.filter(source__name="Drill").values_list("title", flat=True))
print(len(halves), sorted(set(halves.values())), len(titles),
      Listing.objects.filter(source__name="Drill").count())
"""


def test_a_backup_of_postgresql_or_sqlite_is_of_one_moment_and_serves(tmp_path, capsys):
    live, restored = (
        Site(tmp_path / name, address)
        for name, address in zip(("live", "restored"), databases(tmp_path), strict=True)
    )
    for site in (live, restored):
        site.folder.mkdir()
    live.fill()
    began = monotonic()
    with written(live):
        said = live.manage("backup", str(tmp_path / "backups"))
    (file,) = (path for path in (tmp_path / "backups").iterdir() if path.suffix != ".json")
    said += restored.manage("restore", str(file))
    restored.manage("migrate", "--verbosity=0")
    minutes = (monotonic() - began - 10) / 60
    environment = restored.environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    asked = [sys.executable, "-c", QUESTION]
    found = subprocess.check_output(asked, cwd=ROOT, env=environment, text=True)
    with restored.served():
        pages = {site: restored.ask(site).status for site in ("/", "/jobs/", "/roles/", "/readyz")}
    with capsys.disabled():
        print(f"\n  {said}  pairs, their sizes, titles, listings: {found}  {pages}")
        print(f"  {minutes:.2f} minutes from backup to a migrated database")
    pairs, sizes, titles, listings = found.split()
    assert int(pairs) > 0
    assert sizes == "[2]", "an editor's transaction was cut in two"
    assert (titles, listings) == ("1", "150"), "an import was cut in two"
    assert set(pages.values()) == {200}
