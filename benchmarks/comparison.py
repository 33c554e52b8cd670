"""
What a comparison page costs, against a constant page of the same size in the same run.

Run by `make bench-pages`. Everything goes through the WSGI handler with all middleware, on a fresh
SQLite database with the starter content and the sample listings; nothing is cached. The page and
its twin take turns, so that a noisy machine disturbs both alike. Times tell about this machine;
only the ratio travels.
"""

from io import StringIO
from statistics import median
from time import perf_counter

import scratch  # isort: skip  # noqa: F401

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 40
ROLES = ("data-analyst", "data-engineer", "data-scientist", "machine-learning-engineer")
PAGES = {
    "pair, written": "/compare/data-science-manager-vs-lead-machine-learning-engineer/",
    "pair, assembled": "/compare/data-analyst-vs-data-engineer/",
    "line-up of four": "/compare/?" + "&".join(f"role={slug}" for slug in ROLES),
    "role": "/roles/data-engineer/",
}


def main():
    for command in ("migrate", "load_starter", "load_samples"):
        call_command(command, verbosity=0, stdout=StringIO())
    client = Client()
    print(f"{'page':<18}{'size':>9}{'queries':>9}{'page ms':>9}{'constant ms':>13}{'ratio':>8}")
    for name, address in PAGES.items():
        measure(client, name, address)


def measure(client, name, address):
    """Prints one line: the medians of a page and of its constant twin, and their ratio."""
    size = len(client.get(address).content)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)
    twin = f"/constant/{size}/"
    page, constant, ratios = [], [], []
    for _ in range(ROUNDS):
        constant.append(seconds(client, twin))
        page.append(seconds(client, address))
        ratios.append(page[-1] / constant[-1])
    print(
        f"{name:<18}{size:>9,}{count:>9}{1000 * median(page):>9.1f}"
        f"{1000 * median(constant):>13.2f}{median(ratios):>8.1f}"
    )


def seconds(client, address):
    start = perf_counter()
    assert client.get(address).status_code == 200, address
    return perf_counter() - start


if __name__ == "__main__":
    main()
