"""What each kind of page costs, against a constant page of the same size in the same run.

Run by `make bench-pages`. Everything goes through the WSGI handler with all middleware, for a
client that takes gzip, on a fresh SQLite database with the starter content and the sample listings,
or with `--listings 1000000` so many made-up ones.
A page is asked for when nothing is kept, when it is kept, and by a browser that has it (304). These
and the constant page take turns, so that a noisy machine disturbs all alike; the cheap ones also in
who comes first after the dear ones, which leave the processor's caches full of other things. Times
are CPU time and tell about this machine; only the ratios travel.
"""

import gc
from argparse import ArgumentParser
from functools import partial
from gzip import decompress
from io import StringIO
from statistics import median
from time import process_time

from scratch import get  # isort: skip

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import made_up
from jobs import engine
from jobs.models import Listing
from portal.page_cache import PAGES

ROUNDS = 42
ROLES = ("data-analyst", "data-engineer", "data-scientist", "machine-learning-engineer")
ADDRESSES = {
    "home": "/",
    "roles": "/roles/",
    "role": "/roles/data-engineer/",
    "skill": "/skills/python/",
    "pair, written": "/compare/data-science-manager-vs-lead-machine-learning-engineer/",
    "pair, assembled": "/compare/data-analyst-vs-data-engineer/",
    "line-up of four": "/compare/?" + "&".join(f"role={slug}" for slug in ROLES),
    "all comparisons": "/compare/",
    "search": "/search/?q=data",
    "board": "/jobs/?level=senior",
    "about": "/about/",
    "feed, Atom": "/jobs/feed.atom?level=senior",
    "feed, JSON": "/jobs/feed.json",
    "feed, CSV": "/jobs/feed.csv?level=senior",
    "sitemap index": "/sitemap.xml",
    "sitemap of jobs": "/sitemap-listings-0.xml",
}
COLUMNS = ("new", "page", "kept", "304")
CHEAP = ("constant", "kept", "304")


def main():
    fill(_arguments().listings)
    engine.warm()
    site = get_wsgi_application()
    # As portal/wsgi.py does before workers are forked.
    gc.collect()
    gc.freeze()
    listing = Listing.objects.open().filter(role__isnull=False).first()
    print(f"{'':<18}{'bytes':>9}{'queries':>9}{'page ms':>9}{'constant ms':>13}", end="")
    print("".join(f"{f'{name} x':>9}" for name in COLUMNS))
    for name, address in (ADDRESSES | {"listing": listing.get_absolute_url()}).items():
        measure(site, name, *address.partition("?")[::2])


def _arguments():
    parser = ArgumentParser(description="What each kind of page costs.")
    parser.add_argument("--listings", type=int, help="so many made-up ones in place of the samples")
    return parser.parse_args()


def fill(listings):
    """Makes the site's content, and so many made-up listings or the samples."""
    if listings:
        for _ in made_up.fill(listings):
            pass
        return
    for command in ("migrate", "load_starter", "load_samples"):
        call_command(command, verbosity=0, stdout=StringIO())


def measure(site, name, path, query):
    """Prints one line: medians of a page and of its constant twin, and how they compare."""
    PAGES.forget()
    with CaptureQueriesContext(connection) as queries:
        _, headers, body = get(site, path, query)
    asked, size = len(queries), len(decompress(body))
    ask = {
        "constant": partial(get, site, f"/constant/{size}/"),
        "new": partial(get, site, path, query),
        "page": partial(get, site, path, query),
        "kept": partial(get, site, path, query),
        "304": partial(get, site, path, query, headers["ETag"]),
    }
    rounds = []
    for number in range(ROUNDS):
        rounds.append({})
        first = number % len(CHEAP)
        for which in ("new", "page", *CHEAP[first:], *CHEAP[:first]):
            if which == "new":
                forget_content()
            if which == "page":
                PAGES.forget()
            rounds[-1][which] = seconds(ask[which])
    page, constant = (
        1000 * median(took[which] for took in rounds) for which in ("page", "constant")
    )
    ratios = [median(took[which] / took["constant"] for took in rounds) for which in COLUMNS]
    print(f"{name:<18}{size:>9,}{asked:>9}{page:>9.2f}{constant:>13.2f}", end="")
    print("".join(f"{ratio:>9.2f}" for ratio in ratios), flush=True)


def forget_content():
    """Lets the next page be the first one after an edit of content: nothing of it is kept."""
    engine.current().changes_seen += 1
    engine.current().content_seen += 1


def seconds(ask):
    """Returns how long an answer keeps the processor busy."""
    start = process_time()
    status, _, _ = ask()
    assert status in (200, 304), (status, ask)
    return process_time() - start


if __name__ == "__main__":
    main()
