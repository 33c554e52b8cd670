"""
What a pull of 2,000 adverts costs: the first one, and those after which little or nothing is new.

Run by `make bench`, on a fresh SQLite file with the starter content. The adverts are the sample
listings' texts, followed by a company's plain words about itself until they are as long as half of
Greenhouse's adverts are (5,000 characters as sent). The best of some rounds counts, as other work
on the machine only slows. Times tell about this machine; only the ratios travel.
"""

import json
import os
import sys
from html import escape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent))
SCRATCH = TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH.name}/bench.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ["DEBUG"] = "True"

import django
from django.conf import settings

django.setup()
settings.DEBUG = False

from django.core.management import call_command
from django.utils import timezone

from jobs.importing.load import renormalise
from jobs.importing.pipeline import pull
from jobs.models import Source
from jobs.samples.invent import invent

JOBS = 2_000
BODY = 5_000
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
    jobs = [job(number, raw) for number, raw in enumerate(adverts())]
    edited = [jobs[0] | {"title": "Data Analyst, edited"}, *jobs[1:]]

    first = [
        seconds(Source.objects.create(name=f"Source {n}", kind="greenhouse"), jobs)
        for n in range(ROUNDS)
    ]
    sources = Source.objects.all()
    same = [seconds(source, jobs) for source in sources]
    one = [seconds(source, edited) for source in sources]
    start = perf_counter()
    anew = renormalise()
    anew_a_second = anew.read / (perf_counter() - start)

    base = min(first)
    print(f"{JOBS:,} adverts, {len(board(jobs)) / 1e6:.1f} MB; the best of {ROUNDS}")
    say("first pull", base, base, f"{JOBS / base:,.0f} adverts a second ({WANTED_A_SECOND} wanted)")
    say("unchanged", min(same), base, f"at most {WANTED_RATIO} wanted")
    say("one advert changed", min(one), base)
    print(f"renormalise reads {anew_a_second:,.0f} adverts a second")


def adverts():
    """Texts as long as real ones, no two alike."""
    samples = list(invent(timezone.now()))
    for number in range(JOBS):
        yield samples[number % len(samples)]


def job(number, raw):
    return {
        "id": number,
        "title": raw.title,
        "absolute_url": f"https://example.com/jobs/{number}",
        "location": {"name": raw.location_text},
        "content": lengthened(escape(f"<p>Advert {number}</p>{raw.body_html}")),
        "company_name": raw.employer_name,
    }


def lengthened(text):
    """The text, and the company's words about itself up to the length of an advert."""
    missing = max(0, BODY - len(text))
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


def say(what, took, base, note=""):
    print(f"{what:<20}{took:>8.2f} s{took / base:>8.3f} of the first   {note}".rstrip())


if __name__ == "__main__":
    main()
