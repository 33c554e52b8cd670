"""Reads single texts, or rows of a source, as an import does: JSON lines in, plain values out."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from functools import partial
from typing import Any

from careers.matching.skills import SkillMatcher
from careers.matching.titles import TitleMatcher

from ..models import Level
from .adapters import UnknownKind, get_adapter
from .reading.html import TAG, clean_html, to_text
from .reading.pay import from_raw, read_pay
from .reading.places import Location, Place, read_location
from .reading.titles import read_level
from .records import RawListing, Unreadable

# Kinds that name one field of a row: the kind of source, and the field.
FIELDS = {
    "greenhouse_metadata": ("greenhouse", "metadata"),
    "pay_input_ranges": ("greenhouse", "pay_input_ranges"),
}

Row = Mapping[str, Any]


class UnreadableLine(ValueError):
    """A line that is not what is read here; says why."""


def read_lines(
    payload: bytes,
    what: str,
    role_titles: Mapping[str, str],
    skill_names: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Reads JSON lines {id, kind, input, country}; yields {id, output}, or {id, error} in words.

    `what` is salary, location, title or skill. `role_titles` holds the slug of each role by its
    titles, `skill_names` that of each skill by its names. Empty lines are passed over.
    """
    readers: dict[str, Callable[[Row], Any]] = {
        "salary": _salary,
        "location": _location,
        "title": partial(_title, TitleMatcher(role_titles)),
        "skill": partial(_skill, SkillMatcher(skill_names)),
    }
    lines = payload.decode("utf-8-sig", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(number, line, readers[what])


def _answer(number: int, line: str, read: Callable[[Row], Any]) -> dict[str, Any]:
    row: Row = {}
    try:
        row = _row(number, line)
        return {"id": row.get("id"), "output": read(row)}
    except (UnreadableLine, UnknownKind, Unreadable) as error:
        return {"id": row.get("id"), "error": str(error)}


def _row(number: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableLine(f"Line {number} is not JSON: {error}.") from None
    if not isinstance(row, dict):
        raise UnreadableLine(f"Line {number} is no object with an id and an input.")
    return row


def _salary(row: Row) -> dict[str, Any] | None:
    raw = _raw(row, "pay_text")
    country = raw.country or next((place.country for place in _read_location(raw).places), "")
    pay = (raw.pay and from_raw(raw.pay, country)) or read_pay(raw.pay_text, country)
    if pay is None:
        return None
    return {
        "currency": pay.currency,
        "min": _number(pay.minimum),
        "max": _number(pay.maximum),
        "period": pay.period or None,
    }


def _location(row: Row) -> dict[str, Any]:
    location = _read_location(_raw(row, "location_text"))
    first = next(iter(location.places), Place())
    return {
        "city": first.city or None,
        "region": first.region or None,
        "country": first.country or None,
        "workplace": location.workplace,
        "multiple": len(location.places) > 1,
        "places": [asdict(place) for place in location.places],
        "home": list(location.home),
        "areas": list(location.areas),
    }


def _title(roles: TitleMatcher, row: Row) -> dict[str, Any]:
    title = _text(row, "input")
    match = roles.match(title)
    stated = read_level(title)
    level = Level(stated or Level.MID)
    return {
        "level": level.value,
        "level_label": level.label,
        "level_stated": stated is not None,
        "role": match.slug if match else "none",
    }


def _skill(skills: SkillMatcher, row: Row) -> dict[str, list[str]]:
    """Returns the skills that an advert's text asks for; the text may be HTML."""
    raw = _raw(row, "body_html")
    text, employer = raw.body_html, _text(row, "employer", raw.employer_name)
    if TAG.search(text):
        text = to_text(clean_html(text))
    return {"skills": list(skills.find(text, employer, raw.title))}


def _raw(row: Row, field: str) -> RawListing:
    """Returns the input as an adapter hands it on; a text is put into the field."""
    kind = _text(row, "kind", "text")
    country = _text(row, "country", "").upper()
    if kind == "text":
        known: dict[str, Any] = {"external_id": "", "title": "", "url": "", "country": country}
        return RawListing(**known | {field: _text(row, "input")})
    source, part = FIELDS.get(kind, (kind, ""))
    given = row.get("input")
    if part and isinstance(given, list):
        given = {part: given}
    if not isinstance(given, dict):
        raise UnreadableLine(f"The input of a line of the kind {kind!r} is an object.")
    raw = get_adapter(source).read_row(given)
    return replace(raw, country=country or raw.country)


def _read_location(raw: RawListing) -> Location:
    return read_location(raw.location_text, raw.country, raw.workplace_text)


def _text(row: Row, key: str, default: str | None = None) -> str:
    value = row.get(key) if row.get(key) is not None else default
    if not isinstance(value, str):
        raise UnreadableLine(f"Its {key} is no text: {value!r}.")
    return value


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
