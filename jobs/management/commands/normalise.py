"""Reads salaries, locations, titles or skills as an import does, one JSON line at a time."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from careers.models import Skill
from jobs.importing.drafts import names_of, published_roles, titles_of
from jobs.importing.lines import read_lines
from jobs.importing.payloads import SourceUnavailable, read_file

NO_ROLES = (
    "No role is published here, so every title gets the role “none”. "
    "Run migrate and load_starter first."
)
NO_SKILLS = (
    "The vocabulary has no skill here, so no text names one. Run migrate and load_starter first."
)


class Command(BaseCommand):
    help = (
        "Reads JSON lines {id, kind, input, country} and writes {id, output}: what an import reads "
        "in the input. The kind is “text”, or the kind of source whose row the input is. A title "
        "that says no level counts as mid-level here, and “level_stated” is false; its role is a "
        "published one, or “none”. A text gives the skills that it asks for. A line that "
        "cannot be read gives {id, error}."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["salary", "location", "title", "skill"])
        parser.add_argument("--file", help="Read these lines, and not the standard input.")

    def handle(self, *, what, file, **options):
        payload = _payload(file)
        titles = _stored(lambda: titles_of(published_roles())) if what == "title" else {}
        skills = _stored(lambda: names_of(Skill.objects.all())) if what == "skill" else {}
        if what == "title" and not titles:
            self.stderr.write(NO_ROLES)
        if what == "skill" and not skills:
            self.stderr.write(NO_SKILLS)
        read = failed = 0
        for answer in read_lines(payload, what, titles, skills):
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


def _stored(read):
    """Returns slugs by names, as `read` reads them; none without a database."""
    try:
        return read()
    except DatabaseError:
        return {}
