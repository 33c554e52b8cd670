"""What fits somebody's skills: that the engine counts as SQL does, and what the page costs.

    python benchmarks/skill_fit.py                    100,000 listings: the page beside the board's
    python benchmarks/skill_fit.py --listings 5000 --sets 1000     and 1,000 sets compared with SQL

Each set of skills is drawn at random, those that many listings name more often. Times are those of
the processor and tell about this machine; only the ratio travels. The run fails if anything differs
from SQL. With BENCH_DIR the listings stay for the next run.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from functools import partial
from random import Random
from statistics import mean, median
from urllib.parse import urlencode

from scratch import get  # isort: skip

from django.core.wsgi import get_wsgi_application
from django.db import connection

from benchmarks import made_up
from benchmarks.board import expect, queries, seconds
from jobs import engine
from jobs.engine.facets import LEAST_SKILLS
from jobs.models import Listing
from portal.page_cache import PAGES

LISTINGS, ROUNDS = 100_000, 5
# With more listings SQL is not asked.
COMPARED_UP_TO = 20_000
SMALLEST_SET, LARGEST_SET = 3, 25
# Of each listing that counts: its id, how many skills it lacks, and one of those that it lacks.
LACKING = """
    SELECT listing_id, SUM(lacks), MAX(CASE WHEN lacks = 1 THEN skill_id END)
    FROM (
        SELECT listing_id, skill_id, CASE WHEN skill_id IN ({held}) THEN 0 ELSE 1 END AS lacks
        FROM jobs_listing_skills WHERE listing_id IN ({listings})
    ) AS named
    GROUP BY listing_id HAVING COUNT(*) >= {least} AND SUM(lacks) < 2
"""


def main():
    arguments = _arguments()
    for _ in made_up.fill(arguments.listings):
        pass
    print(f"{Listing.objects.count():,} listings")
    sets = skill_sets(arguments.sets)
    differences = 0
    if arguments.listings <= COMPARED_UP_TO:
        differences = compare(sets)
    measure(sets)
    sys.exit(1 if differences else 0)


def _arguments():
    parser = ArgumentParser(description="What the page of what fits costs.")
    parser.add_argument("--listings", type=int, default=LISTINGS)
    parser.add_argument("--sets", type=int, default=36, help="how many sets of skills are asked")
    return parser.parse_args()


def skill_sets(count):
    """Returns so many sets of ids of skills."""
    random = Random("skills")
    skills, weights = zip(*engine.current().counts("skill"), strict=True)
    return [
        sorted(set(random.choices(skills, weights, k=random.randint(SMALLEST_SET, LARGEST_SET))))
        for _ in range(count)
    ]


def compare(sets):
    """Returns for how many sets the engine's counts or listings differ from SQL's; prints it."""
    differences = sum(by_sql(held) != by_engine(held) for held in sets)
    print(f"{len(sets):,} sets compared with SQL, {differences} differ")
    return differences


def by_sql(held):
    """Returns (the ids of what lacks nothing, {skill: how many listings lack only it})."""
    open_listings, values = Listing.objects.open().order_by().values("pk").query.sql_with_params()
    sql = LACKING.format(held=",".join(map(str, held)), listings=open_listings, least=LEAST_SKILLS)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    ready = {pk for pk, lacks, _ in rows if lacks == 0}
    return ready, Counter(skill for _, lacks, skill in rows if lacks == 1)


def by_engine(held):
    """Returns the same, from all pages of the engine."""
    first = engine.current().skill_fit(held)
    pages = (engine.current().skill_fit(held, page=page) for page in range(1, first.pages + 1))
    ready = {pk for page in pages for pk in page.pks}
    assert first.ready == len(ready)
    assert first.near == sum(count for _, count in first.opens)
    return ready, Counter(dict(first.opens))


def measure(sets):
    """Prints the times of the page of what fits, and of the board's, which take turns."""
    site = get_wsgi_application()
    slugs = engine.current().directory.skills.slugs
    fits = [urlencode([("skill", slugs[skill]) for skill in held]) for held in sets[:36]]
    boards = queries()
    times = {"board": [], "fit": [], "fit, one skill away": []}
    for _ in range(ROUNDS):
        for board, fit in zip(boards, fits, strict=False):
            ways = {
                "board": ("/jobs/", board),
                "fit": ("/fit/", fit),
                "fit, one skill away": ("/fit/", f"{fit}&jobs=near"),
            }
            for name, (path, query) in ways.items():
                PAGES.forget()
                times[name].append(seconds(partial(expect, 200, site, path, query)))
    counted = [seconds(partial(engine.current().skill_fit, held)) for held in sets[:36]]
    print(f"{'ms':<22}{'p50':>8}{'mean':>8}{'to board':>10}")
    for name, taken in times.items():
        ratio = mean(taken) / mean(times["board"])
        print(f"{name:<22}{1000 * median(taken):>8.2f}{1000 * mean(taken):>8.2f}{ratio:>10.2f}")
    print(f"{'engine alone':<22}{1000 * median(counted):>8.2f}{1000 * mean(counted):>8.2f}")
    _, _, body = get(site, "/fit/", fits[0])
    print(f"a page is {len(body):,} bytes as gzip")


if __name__ == "__main__":
    main()
