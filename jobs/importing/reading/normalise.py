"""Turns an advert as given into its listing's values. Pure: neither database nor clock."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from careers.matching.skills import SkillMatcher
from careers.matching.titles import TitleMatcher

from ..records import RawListing, RawPay
from .experience import find_experience
from .html import clean_html, to_text, with_skills
from .pay import Pay, find_pay, from_raw, is_plausible, period_words, read_pay
from .places import Location, Place, read_location
from .titles import read_employment_type, read_level
from .workplaces import find_workplace

# Raise this when a change here, or in what this calls, should reach listings already stored.
VERSION = 5

# As long as a listing's fields for what is shown as given.
LONGEST_SHOWN_TEXT = 300
OFFICE, RESIDENCE = "office", "residence"


@dataclass(frozen=True)
class Vocabulary:
    """What adverts are matched against."""

    titles: TitleMatcher
    skills: SkillMatcher


@dataclass(frozen=True)
class ListingValues:
    """What a listing will hold; roles and skills by slug, unknown is None (or "" for texts)."""

    title: str
    url: str
    location_text: str
    language: str
    role: str | None
    role_reason: str
    skills: tuple[str, ...]
    level: str | None
    level_reason: str
    experience_years: int | None
    employment_type: str | None
    workplace: str | None
    places: tuple[tuple[str, Place], ...]
    pay_text: str
    pay_min: Decimal | None
    pay_max: Decimal | None
    pay_currency: str
    pay_period: str
    body_html: str
    body_text: str
    posted_at: datetime | None
    closes_at: datetime | None


def content_hash(raw: RawListing) -> str:
    """Returns a digest of what is kept of an advert and of how it is read.

    The day of posting is left out: it is taken once, when the advert first comes in.

    >>> from dataclasses import replace
    >>> raw = RawListing("7", "Data Analyst", "https://example.com/7")
    >>> content_hash(raw) == content_hash(replace(raw, posted_at=datetime(2026, 1, 1)))
    True
    >>> content_hash(raw) == content_hash(replace(raw, title="Senior Data Analyst"))
    False
    """
    pay = raw.pay and vars(raw.pay)
    kept = vars(raw) | {"pay": pay, "posted_at": None, "version": VERSION}
    return sha256(json.dumps(kept, default=str).encode()).hexdigest()


def normalise(raw: RawListing, vocabulary: Vocabulary) -> ListingValues:
    """Returns the values that an advert gives its listing."""
    body_html = clean_html(with_skills(raw.body_html, raw.skills_text))
    body_text = to_text(body_html)
    location = _location(raw, body_text)
    role = vocabulary.titles.match(raw.title)
    pay = _pay(raw, location, body_text)
    stated = read_level(raw.title, raw.level_text)
    asked = find_experience(body_text)
    return ListingValues(
        title=raw.title,
        url=raw.url,
        location_text=_shortened(raw.location_text),
        language=raw.language,
        role=role.slug if role else None,
        role_reason=role.reason[:200] if role else "",
        skills=_skills(raw, body_text, vocabulary.skills),
        level=stated or (asked.level if asked else None),
        level_reason=asked.reason if asked and not stated else "",
        experience_years=asked.years if asked else None,
        employment_type=read_employment_type(raw.title, raw.employment_type_text),
        workplace=location.workplace,
        places=tuple(_places(location)),
        pay_text=_shortened(raw.pay_text) or _pay_as_given(raw.pay),
        pay_min=_cents(pay.minimum) if pay else None,
        pay_max=_cents(pay.maximum) if pay else None,
        pay_currency=pay.currency if pay else "",
        pay_period=pay.period if pay else "",
        body_html=body_html,
        body_text=body_text,
        posted_at=raw.posted_at,
        closes_at=raw.closes_at,
    )


def _location(raw: RawListing, body_text: str) -> Location:
    """Returns what the advert's fields say of its place, and of its workplace else its text."""
    location = read_location(raw.location_text, raw.country, raw.workplace_text)
    if location.workplace or not (stated := find_workplace(body_text)):
        return location
    return read_location(raw.location_text, raw.country, stated)


def _skills(raw: RawListing, body_text: str, skills: SkillMatcher) -> tuple[str, ...]:
    """Returns the skills of the advert's own list of them, and those that its text names."""
    named = skills.find(body_text, raw.employer_name, raw.title)
    return tuple(dict.fromkeys([*skills.listed(raw.skills_text), *named]))


def _shortened(text: str, limit: int = LONGEST_SHOWN_TEXT) -> str:
    """Returns a text that joins many places or offers, cut behind one of them if it is too long.

    >>> _shortened("Austin, TX; Boston, MA; New York, NY", limit=25)
    'Austin, TX; Boston, MA…'
    """
    if len(text) <= limit:
        return text
    ends = (text.rfind(mark, 0, limit) for mark in (";", "|", "•", "\n", ",", " "))
    end = next((end for end in ends if end > 0), limit - 1)
    return f"{text[:end].rstrip()}…"


def _places(location: Location) -> Iterator[tuple[str, Place]]:
    """Yields places; a remote advert's cities are offices, its areas where a worker may live."""
    is_remote = location.workplace == "remote"
    for place in location.places:
        yield (RESIDENCE if is_remote and not place.city else OFFICE), place
    areas = {place.country for place in location.places if not place.city}
    for country in location.remote_countries:
        if country not in areas:
            yield RESIDENCE, Place(country=country)


def _pay(raw: RawListing, location: Location, body_text: str) -> Pay | None:
    """Returns the first plausible pay: of the source's figures, its pay text, the body."""
    stated = (place.country for place in location.places if place.country)
    country = raw.country or next(stated, "")
    found = (
        raw.pay and from_raw(raw.pay, country),
        read_pay(raw.pay_text, country),
        find_pay(body_text, country),
    )
    plausible = [pay for pay in found if pay and is_plausible(pay)]
    return next((_with_its_period(pay, plausible) for pay in plausible), None)


def _with_its_period(pay: Pay, others: Iterable[Pay]) -> Pay:
    """Returns the pay with the period that the same amounts have elsewhere, if it has none."""
    same = (each for each in others if each.period and replace(each, period="") == pay)
    return next(same, pay) if not pay.period else pay


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else round(amount, 2)


def _pay_as_given(pay: RawPay | None) -> str:
    """Returns a source's figures in plain writing.

    >>> _pay_as_given(RawPay(Decimal("98000"), Decimal("208000"), "USD", "year"))
    'USD 98000 - 208000 a year'
    >>> _pay_as_given(RawPay(None, Decimal("45.5"), "EUR", None))
    'EUR up to 45.5'
    """
    if pay is None:
        return ""
    return f"{pay.currency} {_range(pay.minimum, pay.maximum)} {period_words(pay.period)}".strip()


def _range(minimum: Decimal | None, maximum: Decimal | None) -> str:
    ends = [f"{end.normalize():f}" for end in (minimum, maximum) if end is not None]
    if minimum is None:
        return f"up to {ends[0]}"
    if maximum is None:
        return f"from {ends[0]}"
    return " - ".join(dict.fromkeys(ends))
