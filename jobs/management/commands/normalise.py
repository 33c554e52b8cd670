"""Reads salaries, locations or titles as an import does, one JSON line at a time."""

import json
import sys
from dataclasses import replace
from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from careers.matching.titles import TitleMatcher
from jobs.importing.adapters import UnknownKind, get_adapter
from jobs.importing.drafts import published_roles, titles_of
from jobs.importing.fetch import SourceUnavailable, read_file
from jobs.importing.reading.pay import from_raw, read_pay
from jobs.importing.reading.places import Place, read_location
from jobs.importing.reading.titles import read_level
from jobs.importing.records import RawListing
from jobs.models import Level

# Kinds that name one field of a row: the kind of source, and the field.
FIELDS = {
    "greenhouse_metadata": ("greenhouse", "metadata"),
    "pay_input_ranges": ("greenhouse", "pay_input_ranges"),
}
NO_ROLES = (
    "No role is published here, so every title gets the role “none”. "
    "Run migrate and load_starter first."
)


class UnreadableLine(ValueError):
    """A line that is not what this command reads; says why."""


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
        lines = _lines(file)
        readers = {"salary": lambda: _salary, "location": lambda: _location, "title": self._title}
        read = readers[what]()
        failed = 0
        for number, line in lines:
            answer = _answer(number, line, read)
            failed += "error" in answer
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if failed:
            raise CommandError(f"Not read: {failed} of {len(lines)} lines. Each answer says why.")

    def _title(self):
        """A reader of titles, by the names of the published roles."""
        titles = _published_titles()
        if not titles:
            self.stderr.write(NO_ROLES)
        return partial(_title, TitleMatcher(titles))


def _lines(file):
    """The lines that are not empty, with their numbers."""
    try:
        payload = read_file(file) if file else sys.stdin.buffer.read()
    except SourceUnavailable as error:
        raise CommandError(str(error)) from error
    lines = payload.decode("utf-8-sig", errors="replace").split("\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _published_titles():
    """The slugs of the published roles by their titles; none without a database."""
    try:
        return titles_of(published_roles())
    except DatabaseError:
        return {}


def _answer(number, line, read):
    row = {}
    try:
        row = _row(number, line)
        return {"id": row.get("id"), "output": read(row)}
    except (UnreadableLine, UnknownKind) as error:
        return {"id": row.get("id"), "error": str(error)}


def _row(number, line):
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableLine(f"Line {number} is not JSON: {error}.") from None
    if not isinstance(row, dict):
        raise UnreadableLine(f"Line {number} is no object with an id and an input.")
    return row


def _salary(row):
    raw = _raw(row, "pay_text")
    country = raw.country or next((place.country for place in _place(raw).places), "")
    pay = (raw.pay and from_raw(raw.pay, country)) or read_pay(raw.pay_text, country)
    return pay and {
        "currency": pay.currency,
        "min": _number(pay.minimum),
        "max": _number(pay.maximum),
        "period": pay.period,
    }


def _location(row):
    location = _place(_raw(row, "location_text"))
    first = next(iter(location.places), Place())
    return {
        "city": first.city or None,
        "region": first.region or None,
        "country": first.country or None,
        "workplace": location.workplace,
        "multiple": len(location.places) > 1,
    }


def _title(matcher, row):
    title = _text(row, "input")
    match = matcher.match(title)
    level = Level(read_level(title) or Level.MID)
    return {
        "level": level.value,
        "level_label": level.label,
        "role": match.slug if match else "none",
    }


def _raw(row, field):
    """The input as an adapter hands it on; a text stands in the field."""
    kind = _text(row, "kind", "text")
    country = _text(row, "country", "").upper()
    if kind == "text":
        empty = RawListing(external_id="", title="", url="", country=country)
        return replace(empty, **{field: _text(row, "input")})
    source, part = FIELDS.get(kind, (kind, ""))
    given = row.get("input")
    if part and isinstance(given, list):
        given = {part: given}
    if not isinstance(given, dict):
        raise UnreadableLine(f"The input of a line of the kind {kind!r} is an object.")
    raw = get_adapter(source).read_row(given)
    return replace(raw, country=country or raw.country)


def _place(raw):
    return read_location(raw.location_text, raw.country, raw.workplace_text)


def _text(row, key, default=None):
    value = row.get(key) if row.get(key) is not None else default
    if not isinstance(value, str):
        raise UnreadableLine(f"Its {key} is no text: {value!r}.")
    return value


def _number(amount):
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
