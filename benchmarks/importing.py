"""What a pull of 2,000 adverts costs: the first one, and those after which little or nothing is
new.

Run by `make bench-import`, on a fresh SQLite file with the starter content. The adverts are the
sample listings' texts; once as they are, and once followed by a company's plain words about itself
until they are as long as half of Greenhouse's adverts are. The best of some rounds counts, as other
work on the machine only slows. Times tell about this machine; only the ratios travel.
"""

import json
from html import escape
from io import StringIO
from time import perf_counter

import scratch  # isort: skip  # noqa: F401

from django.core.management import call_command
from django.utils import timezone

from jobs.importing.pipeline import pull
from jobs.importing.renormalise import renormalise
from jobs.models import Listing, Source
from jobs.samples.invent import invent

JOBS = 2_000
# How many characters an advert's text has as it is sent.
SHORT, LONG = 1_500, 5_000
ROUNDS = 3
ABOUT_US = (
    "<p>We are a company of people who like to see their work used. Our offices are close to the "
    "station, the coffee is good, and nobody has to explain why they leave early on Fridays.</p>"
    "<ul><li>Time to learn, and colleagues who take the time to teach.</li>"
    "<li>A team that plans its own weeks and keeps its promises to the teams beside it.</li></ul>"
)
WANTED_A_SECOND = 300
WANTED_RATIO = 0.1


def main():
    for command in ("migrate", "load_starter"):
        call_command(command, verbosity=0, stdout=StringIO())
    for length in (SHORT, LONG):
        measure(length)


def measure(length):
    """Prints what pulls of adverts of a length take, and what the later ones take of the first."""
    jobs = [job(number, raw, length) for number, raw in enumerate(adverts())]
    edited = [jobs[0] | {"title": "Data Analyst, edited"}, *jobs[1:]]
    sources = [new_source(f"{length} characters, {n}") for n in range(ROUNDS)]
    first = min([seconds(source, jobs) for source in sources])
    same = min([seconds(source, jobs) for source in sources])
    one = min([seconds(source, edited) for source in sources])
    start = perf_counter()
    result = renormalise()
    took = perf_counter() - start

    print(f"{JOBS:,} adverts of about {length:,} characters, {len(board(jobs)) / 1e6:.1f} MB")
    rate = f"{JOBS / first:,.0f} adverts a second, {WANTED_A_SECOND} wanted"
    print(f"  first pull          {first:6.2f} s   {rate}")
    print(f"  unchanged           {same:6.2f} s   {same / first:.3f} of it, {WANTED_RATIO} wanted")
    print(f"  one advert changed  {one:6.2f} s   {one / first:.3f} of it")
    print(f"  renormalise         {took:6.2f} s   {result.read / took:,.0f} adverts a second")
    Listing.objects.all().delete()


def new_source(name):
    return Source.objects.create(name=name, kind="greenhouse")


def adverts():
    samples = list(invent(timezone.now()))
    for number in range(JOBS):
        yield samples[number % len(samples)]


def job(number, raw, length):
    return {
        "id": number,
        "title": raw.title,
        "absolute_url": f"https://example.com/jobs/{number}",
        "location": {"name": raw.location_text},
        "content": lengthened(escape(f"<p>Advert {number}</p>{raw.body_html}"), length),
        "company_name": raw.employer_name,
    }


def lengthened(text, length):
    """Returns the text, and the company's words about itself up to that length."""
    missing = max(0, length - len(text))
    return text + escape(ABOUT_US * (missing // len(ABOUT_US)))


def board(jobs):
    return json.dumps({"jobs": jobs}).encode()


def seconds(source, jobs):
    payload = board(jobs)
    start = perf_counter()
    done = pull(source, payload)
    took = perf_counter() - start
    assert done.state == "good", done.problems
    return took


if __name__ == "__main__":
    main()
