"""Reads salaries, locations or titles as an import does, one JSON line at a time."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from jobs.importing.drafts import published_roles, titles_of
from jobs.importing.lines import read_lines
from jobs.importing.payloads import SourceUnavailable, read_file

NO_ROLES = (
    "No role is published here, so every title gets the role “none”. "
    "Run migrate and load_starter first."
)


class Command(BaseCommand):
    help = (
        "Reads JSON lines {id, kind, input, country} and writes {id, output}: what an import reads "
        "in the input. The kind is “text”, or the kind of source whose row the input is. A title "
        "that says no level counts as mid-level here, as this form has no word for silence; its "
        "role is a published one, or “none”. A line that cannot be read gives {id, error}."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["salary", "location", "title"])
        parser.add_argument("--file", help="Read these lines, and not the standard input.")

    def handle(self, *, what, file, **options):
        payload = _payload(file)
        titles = _published_titles() if what == "title" else {}
        if what == "title" and not titles:
            self.stderr.write(NO_ROLES)
        read = failed = 0
        for answer in read_lines(payload, what, titles):
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            read += 1
            failed += "error" in answer
        if failed:
            raise CommandError(f"Not read: {failed} of {read} lines. Each answer says why.")


def _payload(file):
    try:
        return read_file(file) if file else sys.stdin.buffer.read()
    except SourceUnavailable as error:
        raise CommandError(str(error)) from error


def _published_titles():
    """Returns the slugs of the published roles by their titles; none without a database."""
    try:
        return titles_of(published_roles())
    except DatabaseError:
        return {}
