"""What pages of the admin cost with 100,000 listings, beside the same pages with 600.

    python benchmarks/admin.py                       600 and 100,000 made-up listings
    python benchmarks/admin.py --listings 20000      fewer
    python benchmarks/admin.py --only write          the pages on which documents are written

Each page is asked by an editor who is signed in, without a network; the least processor time of a
few rounds counts. It prints each page with its queries and times, and ends with status 1 if any
takes more than MOST_TIMES as long (of writing: MOST_TIMES_OF_WRITING), or makes more than
MOST_QUERIES queries.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser
from json import dumps, loads
from pathlib import Path
from time import process_time

FEW, MANY = 600, 100_000
ROUNDS = 5
MOST_TIMES, MOST_TIMES_OF_WRITING, MOST_QUERIES = 5, 2, 20
LISTINGS = "/admin/jobs/listing/"
EMPLOYERS = "/admin/jobs/employer/"
ROLE = "/admin/careers/role/1/"
SUGGESTED = "/admin/autocomplete/?app_label=jobs&model_name=listing&field_name=employer&term="
# The word stands for one that a listing's title has.
PAGES = {
    "first page": "/admin/",
    "listings": LISTINGS,
    "listings, page 2": f"{LISTINGS}?p=2",
    "listings by date": f"{LISTINGS}?o=-6",
    "listings: word": f"{LISTINGS}?q=engineer",
    "listings: two words": f"{LISTINGS}?q=senior+analyst",
    "listings: nothing": f"{LISTINGS}?q=zzzz",
    "listings: open": f"{LISTINGS}?state=open",
    "listings: closed": f"{LISTINGS}?state=closed",
    "listings: samples": f"{LISTINGS}?state=sample",
    "listings: role": f"{LISTINGS}?role__id__exact=1",
    "listings: level": f"{LISTINGS}?level__exact=senior",
    "listings: workplace": f"{LISTINGS}?workplace__exact=remote",
    "listings: source": f"{LISTINGS}?source__id__exact=1",
    "listings: open, word": f"{LISTINGS}?state=open&q=engineer",
    "listings: a year": f"{LISTINGS}?posted_at__year=2026",
    "a listing": f"{LISTINGS}{{listing}}/change/",
    "employers": EMPLOYERS,
    "employers by name": f"{EMPLOYERS}?o=-1",
    "employers: word": f"{EMPLOYERS}?q=a",
    "an employer": f"{EMPLOYERS}{{employer}}/change/",
    "suggested employers": f"{SUGGESTED}e",
    "sources": "/admin/jobs/source/",
    "pulls": "/admin/jobs/pull/",
    "roles": "/admin/careers/role/",
    "write: a role": f"{ROLE}write/",
    "write: a new role": "/admin/careers/role/add/",
    "write: a comparison": "/admin/careers/comparison/1/write/",
    "write: later": f"{ROLE}schedule/",
    "write: revisions": f"{ROLE}history/",
    "write: two texts": f"{ROLE}history/compare/",
    "write: previews": f"{ROLE}previews/",
    "write: a preview": f"{ROLE}previews/frame/",
    "write: what changes": f"{ROLE}impact/?of=unpublish",
    "write: all changes": f"{ROLE}impact/?of=unpublish&whole=1",
    "write: old and new": f"{ROLE}impact/difference/?of=unpublish&address_of_page=/roles/",
    "write: a skill's": "/admin/careers/skill/1/impact/?of=save&name=Another",
    "skills": "/admin/careers/skill/",
    "a skill": "/admin/careers/skill/1/change/",
    "references": "/admin/careers/reference/",
    "a reference": "/admin/careers/reference/1/change/",
    "comparisons": "/admin/careers/comparison/",
}


def main():
    parser = ArgumentParser(description="What pages of the admin cost.")
    parser.add_argument("--listings", type=int, default=MANY)
    parser.add_argument("--only", default="", help="only pages whose name begins with this")
    parser.add_argument("--measure", type=int, help="only this many listings, as JSON")
    arguments = parser.parse_args()
    pages = {name: page for name, page in PAGES.items() if name.startswith(arguments.only)}
    if arguments.measure:
        print(dumps(measured(arguments.measure, pages)))
        return
    sizes = (FEW, arguments.listings)
    few, many = (_in_a_process_of_its_own(size, arguments.only) for size in sizes)
    sys.exit(1 if report(few, many) else 0)


def _in_a_process_of_its_own(size, only):
    command = [sys.executable, __file__, "--measure", str(size), "--only", only]
    directory = os.environ.get("BENCH_DIR")
    own = {"BENCH_DIR": f"{directory}/{size}"} if directory else {}
    ran = subprocess.run(command, env=os.environ | own, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(ran.stderr)
    return loads(ran.stdout.splitlines()[-1])


def measured(size, pages):
    """Returns {page: (least seconds of processor time, queries)} with so many listings."""
    sys.path.insert(0, str(Path(__file__).parent))
    import scratch  # noqa: F401  (Django on a database of its own)
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks import made_up
    from jobs import engine
    from jobs.models import Employer, Listing

    settings.ROOT_URLCONF = "portal.urls"
    settings.ALLOWED_HOSTS = ["*"]
    for _ in made_up.fill(size):
        pass
    engine.warm()  # as a server does before it answers
    client = Client()
    user, _ = get_user_model().objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True}
    )
    client.force_login(user)
    rows = {"listing": Listing.objects.first().pk, "employer": Employer.objects.first().pk}
    found = {}
    for name, address in pages.items():
        address = address.format(**rows)
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
            count = len(queries)
        if status != 200:
            sys.exit(f"{address} answers {status}.")
        found[name] = (min(_seconds(client, address) for _ in range(ROUNDS)), count)
    return found


def _seconds(client, address):
    began = process_time()
    client.get(address)
    return process_time() - began


def report(few, many):
    """Prints each page, and returns those that take too long or too many queries."""
    print(f"{'':24}{'few':>9}{'many':>10}{'times':>8}{'queries':>9}")
    slow = []
    for name, (before, _) in few.items():
        after, queries = many[name]
        most = MOST_TIMES_OF_WRITING if name.startswith("write") else MOST_TIMES
        is_slow = after > most * before or queries > MOST_QUERIES
        slow += [name] if is_slow else []
        line = f"{name:24}{before * 1000:6.0f} ms{after * 1000:7.0f} ms{after / before:8.1f}"
        print(f"{line}{queries:9}{'  too much' if is_slow else ''}")
    print(f"\n{len(slow)} of {len(few)} take too long, or more than {MOST_QUERIES} queries.")
    return slow


if __name__ == "__main__":
    main()
