"""What the board costs: its answers, its pages, its memory; beside others, and checked against SQL.

    make bench                               100,000 made-up listings, two minutes
    make bench LISTINGS=1000000              a million of them, half an hour
    python benchmarks/board.py --json FILE   writes the figures, too

Everything runs in one process on a fresh SQLite file, and what is compared takes turns. Times are
those of the processor, as other programs run beside it, and tell about this machine; only the
ratios travel. The naive board (naive.py) answers each query, or some of them where it is slow: it
is what the engine is compared with and what its answers must equal, or the run fails.
"""

import json
import sys
from argparse import ArgumentParser
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from gzip import decompress
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter, process_time
from urllib.parse import quote_plus

from scratch import get  # isort: skip

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import Count
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from benchmarks import anchor, made_up, naive
from benchmarks.server import megabytes, served, visit, workers
from jobs import engine
from jobs.board.filters import ListingFilter
from jobs.engine.engine import Engine
from jobs.engine.facets import FACETS
from jobs.models import Listing, ListingPlace
from portal.page_cache import PAGES

LISTINGS = 100_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 9
# With so many listings the naive board answers one query in so many, as it is slow.
NAIVE_EVERY = {1_000_000: 6, 100_000: 3, 0: 1}
# With more listings only what the naive board answers is compared with SQL.
COMPARE_ALL = 100_000
# Before the memory of the workers is measured.
REQUESTS = {1_000_000: 10_000, 0: 3_000}
EDITS = 1_000
BOARD = "/jobs/"


def main():
    arguments = _arguments()
    figures = benchmark(arguments.listings)
    print("\n" + json.dumps(figures, indent=2))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sys.exit(1 if figures["differences"] else 0)


def _arguments():
    parser = ArgumentParser(description="What the board costs.")
    parser.add_argument("--listings", type=int, default=LISTINGS)
    parser.add_argument("--json", metavar="FILE", help="write the figures there, too")
    return parser.parse_args()


def benchmark(listings):
    """Returns all figures of one run."""
    fill(listings)
    build = seconds(engine.current().rebuild)
    asked = queries()
    slow, differences = compare(asked, listings)
    rounds = measure(asked, anchor.Anchor() if anchor.tantivy else None)
    report(rounds, slow)
    ask_cold()
    return {
        "listings": listings,
        "board_ms": percentiles(rounds, "answer"),
        "naive_ratio": ratio_to_naive(slow, rounds, "answer"),
        "naive_ratio_with_filterset": ratio_to_naive(slow, rounds, "filters and answer"),
        "tantivy_ratio": ratio(rounds, "tantivy", "answer"),
        "page_ratio": ratio(rounds, "page", "constant"),
        "cached_page_ratio": ratio(rounds, "cached page", "constant"),
        "middle_page_ratio": ratio(rounds, "page in the middle", "page"),
        "not_modified_ratio": ratio(rounds, "not modified", "constant"),
        "memory_mb": memory(asked, for_size(REQUESTS, listings)),
        "build_s": round(build, 2),
        "differences": differences,
    }


def seconds(function, *arguments):
    """Returns how long a call keeps the processor busy."""
    start = process_time()
    function(*arguments)
    return process_time() - start


# --- data and queries --------------------------------------------------------------------------


def fill(listings):
    """Makes the listings; prints how long the index takes to build at each size on the way."""
    start = perf_counter()
    for count in made_up.fill(listings):
        if count in SIZES:
            print(f"{count:>9,} listings   index built in {seconds(Engine().rebuild):.2f} s")
    print(f"{listings:>9,} listings   made in {perf_counter() - start:.0f} s")


def queries():
    """Returns what visitors ask for: 36 query strings."""
    listings = Listing.objects.open()
    residences = ListingPlace.objects.filter(kind="residence")
    role, rare_role = ends(listings, "role__slug")
    skill, rare_skill = ends(listings, "skills__slug")
    employer, rare_employer = ends(listings, "employer__slug")
    country, rare_country = ends(ListingPlace.objects, "country")
    home, rare_home = ends(residences, "country")
    city, _ = ends(ListingPlace.objects.exclude(city="").annotate(name=naive.CITY), "name")
    # In 47, 34 and 4 % of the texts, and in about every ten thousandth.
    broad, wide, mid = (made_up.word(rank) for rank in (17, 26, 280))
    rare = made_up.rare_word(5)
    phrase = quote_plus(f'"{made_up.word(2)} {made_up.word(5)}"')
    last = listings.count() // naive.LISTINGS_A_PAGE
    return [
        "",
        f"role={role}",
        f"role={rare_role}",
        "role=unknown",
        f"skill={skill}",
        f"skill={rare_skill}",
        "level=senior",
        "level=executive",
        "type=full_time",
        "workplace=remote",
        f"country={country}",
        f"country={rare_country}",
        f"city={city}",
        f"home={home}",
        f"employer={employer}",
        f"employer={rare_employer}",
        "source=ashby&language=de",
        "pay=100000",
        "posted=7",
        f"q={broad}",
        f"q={wide}",
        f"q={mid}",
        f"q={rare}",
        f"q={broad}+{mid}",
        f"q={phrase}",
        f"q={broad}&role={role}&level=senior&level=mid",
        f"role={role}&country={country}",
        f"workplace=remote&home={home}&home={rare_home}&home=unknown&level=senior",
        f"skill={skill}&skill={rare_skill}&type=full_time&type=contract",
        f"role={role}&role={rare_role}&workplace=remote&level=mid&country={country}&pay=100000",
        f"role={role}&role=unknown&skill={skill}&level=mid&type=full_time&language=en&posted=30",
        "sort=pay",
        "sort=closing&workplace=remote",
        f"q={mid}&sort=pay",
        f"page={last // 2}",
        f"q={broad}&page={last // 4}",
    ]


def ends(rows, column):
    """Returns the most and the least frequent value of a column."""
    known = rows.order_by().exclude(**{column: None}).values_list(column)
    counted = known.annotate(n=Count("pk")).order_by("-n", column)
    return counted.first()[0], counted.last()[0]


# --- the board's answers -----------------------------------------------------------------------


def cleaned(query):
    """Returns what a query asks for."""
    form = ListingFilter(QueryDict(query), directory=engine.current().directory).form
    form.is_valid()
    return form.cleaned_data


def answered(query):
    return engine.current().answer(cleaned(query), page_of(query))


def page_of(query):
    return int(QueryDict(query).get("page", 1))


def compare(asked, listings):
    """({query: seconds of the naive board}, how many answers of the engine differ from SQL's)."""
    every = for_size(NAIVE_EVERY, listings)
    slowly = asked[::every]
    quickly = [query for query in asked if query not in slowly and listings <= COMPARE_ALL]
    times, differences = {}, 0
    for query in slowly + quickly:
        start = process_time()
        expected = naive.answer(QueryDict(query), naive.matching if query in slowly else found_once)
        if query in slowly:
            times[query] = process_time() - start
        if differing := differing_parts(expected, answered(query)):
            differences += 1
            print(f"  differs from SQL: ?{query} in {', '.join(differing)}")
    print(f"{len(slowly + quickly)} queries compared with SQL, {differences} answers differ")
    return times, differences


def found_once(query):
    """Returns what fits a query, looked for once and kept, where the naive board looks for every
    count.
    """
    return Listing.objects.filter(pk__in=RawSQL(f"SELECT id FROM {_table(query.urlencode())}", []))


@cache
def _table(query):
    """Returns a temporary table with the ids of what fits a query."""
    name = f"found_{abs(hash(query))}"
    sql, values = naive.matching(QueryDict(query)).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {name} (id integer PRIMARY KEY)")
        cursor.execute(f"INSERT INTO {name} {sql}", values)
    return name


def differing_parts(expected, given):
    """Returns the names of what differs between two answers: ids, total, facets."""
    found = [name for name in ("pks", "total") if getattr(expected, name) != getattr(given, name)]
    counts = {name: addressed(name, given.counts[name]) for name in expected.counts}
    return found + [name for name in counts if not same(expected.counts[name], counts[name])]


def addressed(name, counts):
    """{value as addresses have it: count} of a facet's counts, which may name ids."""
    entries = FACETS[name].entries
    slugs = getattr(engine.current().directory, entries).slugs if entries else {}
    # What is asked for stands behind the most frequent values.
    return {
        slugs.get(value, value): count for value, count in counts[: naive.COUNTED_VALUES.get(name)]
    }


def same(expected, given):
    """Says whether two {value: count} agree; if only the first are shown, any of the last do."""
    expected, given = _counted(expected), _counted(given)
    shared = expected.keys() & given.keys()
    return sorted(expected.values()) == sorted(given.values()) and all(
        expected[value] == given[value] for value in shared
    )


def _counted(counts):
    return {value: count for value, count in counts.items() if count}


def ask_cold():
    """Prints what keywords take that nobody has asked for."""
    print("\nkeyword that was not asked before")
    for rank in (18, 27, 281):
        query = f"q={made_up.word(rank)}"
        took = seconds(answered, query)
        print(f"  in {answered(query).total:>9,} listings {1000 * took:>9.2f} ms")


# --- times -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """What is known of a query's page before it is measured."""

    size: int
    etag: str
    # The query of the page in the middle of its results; "" where there are few pages.
    middle: str


def measure(asked, tantivy):
    """[{variant: {query: seconds}}] of each round; the variants of a query take turns."""
    site = get_wsgi_application()
    ways = {query: variants(query, site, page_at(site, query), tantivy) for query in asked}
    rounds = []
    for _ in range(ROUNDS):
        times = defaultdict(dict)
        for query in asked:
            for variant, (is_fresh, ask) in ways[query].items():
                if is_fresh:
                    PAGES.forget()
                times[variant][query] = seconds(ask)
        rounds.append(times)
    return rounds


def page_at(site, query):
    _, headers, body = get(site, BOARD, query)
    pages = answered(query).pages
    middle = f"{query}&page={pages // 2}" if pages > 2 and "page=" not in query else ""
    return Page(len(decompress(body)), headers["ETag"], middle)


def variants(query, site, page, tantivy):
    """{variant: (whether kept answers are forgotten first, what to call)}."""
    board = partial(expect, 200, site, BOARD, query)
    ways = {
        "answer": (True, partial(engine.current().answer, cleaned(query), page_of(query))),
        "filters and answer": (True, partial(answered, query)),
        "constant": (False, partial(expect, 200, site, f"/constant/{page.size}/")),
        "page": (True, board),
        "cached page": (False, board),
        "not modified": (False, partial(expect, 304, site, BOARD, query, page.etag)),
    }
    if page.middle:
        ways["page in the middle"] = (True, partial(expect, 200, site, BOARD, page.middle))
    if tantivy:
        ways["tantivy"] = (False, partial(tantivy.answer, QueryDict(query)))
    return ways


def expect(status, *request):
    found, _, _ = get(*request)
    assert found == status, (found, request)


def report(rounds, slow):
    """Prints the times of each variant over all queries and rounds."""
    print(f"\n{'ms':<20}{'p50':>10}{'p95':>10}{'mean':>10}")
    print_times("naive", [*slow.values()])
    for variant in rounds[0]:
        print_times(variant, of_all(rounds, variant))


def print_times(name, times):
    p50, p95 = median(times), quantiles(times, n=20)[-1]
    print(f"{name:<20}{1000 * p50:>10.2f}{1000 * p95:>10.2f}{1000 * mean(times):>10.2f}")


def of_all(rounds, variant):
    """Returns the median over the rounds for each query."""
    return [median(times[variant][query] for times in rounds) for query in rounds[0][variant]]


def percentiles(rounds, variant):
    times = of_all(rounds, variant)
    return {"p50": ms(median(times)), "p95": ms(quantiles(times, n=20)[-1])}


def ms(took):
    return round(1000 * took, 3)


def ratio(rounds, variant, other):
    """Returns how many times as long one variant takes as another, on queries that both answer."""
    if variant not in rounds[0]:
        return None
    return round(median(_ratio(times[variant], times[other]) for times in rounds), 2)


def ratio_to_naive(slow, rounds, variant):
    return round(median(_ratio(slow, times[variant]) for times in rounds), 1)


def _ratio(times, others):
    return mean(times.values()) / mean(others[query] for query in times)


# --- memory ------------------------------------------------------------------------------------


def for_size(steps, listings):
    """Returns what {least number of listings: value} says for a number of listings."""
    return next(value for size, value in steps.items() if listings >= size)


def memory(asked, requests):
    """Megabytes of the larger of two workers after some thousand requests and edits: its share of
    everything (PSS), and what it shares with nobody. None where the system does not tell.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    with served() as (server, port):
        with ThreadPoolExecutor(4) as visitors:
            pages = (f"{BOARD}?{query}" for query in islice(cycle(asked), requests))
            answers = visitors.map(partial(visit, port), pages)
            for number, _ in enumerate(answers):
                if number % (requests // EDITS) == 0:
                    edit(number)
        sizes = [megabytes(pid) for pid in workers(server)]
    return {name: max(size[name] for size in sizes) for name in ("pss", "private")}


def edit(number):
    """Changes a listing, as an editor or a pull would."""
    Listing.objects.filter(pk=number + 1).update(title=f"Edited {number}", workplace="hybrid")


if __name__ == "__main__":
    main()
