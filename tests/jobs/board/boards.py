"""Boards of a source, and what its listings hold, for the tests of imports."""

import json
from io import StringIO

from django.core.management import call_command

from jobs.models import Listing
from tests.factories import make_employer, make_source

PAY = {"min_cents": 6_000_000, "max_cents": 8_000_000, "currency_type": "EUR", "title": "Annual"}


def tinderbrook():
    """A source whose employer is named by its adverts only where a test says so."""
    return make_source("Tinderbrook", employer=make_employer("Tinderbrook Outdoors"))


def job(number, title="Data Engineer", **fields):
    return {
        "id": number,
        "title": title,
        "absolute_url": f"https://example.com/jobs/{number}",
        "location": {"name": "Berlin, Germany"},
        "content": "&lt;p&gt;We use SQL and Python.&lt;/p&gt;",
        "first_published": "2026-11-01T09:00:00+00:00",
    } | fields


def board(*jobs):
    return json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()


def numbers(start, stop):
    return [job(number) for number in range(start, stop)]


def rows():
    """Every stored value of every listing, to see that nothing moved."""
    skipped = {"confirmed_at"}
    return [
        {name: value for name, value in row.items() if name not in skipped}
        for row in Listing.objects.order_by("pk").values()
    ]


def import_file(tmp_path, payload, *args, employer="Tinderbrook Outdoors", **options):
    """Runs the command on a file with these bytes; returns what it printed."""
    path = tmp_path / "board.json"
    path.write_bytes(payload)
    out = StringIO()
    given = {"kind": "greenhouse", "employer": employer, "file": str(path)} | options
    call_command("import_listings", *args, **given, stdout=out)
    return out.getvalue()
