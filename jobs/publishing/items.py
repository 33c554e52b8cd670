"""The listings of a feed, as plain values, read by two queries."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db.models import F, Value
from django.db.models.functions import Left

from careers.pay import short_range

from ..board.cards import MOST_PLACES, facts
from ..board.query import board_path
from ..models import SAMPLES, Listing, ListingPlace
from ..words import place_words, title_slug
from .shared import EXCERPT_MAX, SharedText, shared_text

# Of a longer text no excerpt needs more: white space is folded.
BEGINNING = 4 * EXCERPT_MAX
# So many listings are read at once.
BATCH = 1_000
# What XML 1.0 cannot say, or advises against: control characters, half characters, no characters.
UNWRITABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
COLUMNS = (
    *("pk", "title", "employer__name", "employer__slug", "role__slug"),
    *("level", "employment_type", "workplace"),
    *("location_text", "language", "pay_min", "pay_max", "pay_currency", "pay_period"),
    *("posted_at", "first_seen_at", "updated_at", "closes_at", "source", "source__kind"),
    *("source__credit", "source__may_republish"),
    *("source__attribution_name", "source__attribution_url"),
)


@dataclass(frozen=True)
class Item:
    """A listing, as a feed tells of it."""

    pk: int
    id: str
    path: str
    title: str
    employer: str
    employer_slug: str
    # "" where none matched.
    role: str
    role_slug: str
    # As the database has them; None where the advert does not say.
    level: str | None
    employment_type: str | None
    workplace: str | None
    # (kind, city, region, country) of each place of work or of residence.
    places: tuple[tuple[str, str, str, str], ...]
    # Place, workplace, employment type and level, in words.
    facts: tuple[str, ...]
    language: str
    pay: str
    pay_min: Decimal | None
    pay_max: Decimal | None
    pay_currency: str
    pay_period: str
    skills: tuple[str, ...]
    skill_slugs: tuple[str, ...]
    posted_at: datetime
    # When the advert last changed, not when it was last seen.
    updated_at: datetime
    closes_at: datetime | None
    is_sample: bool
    credit: str
    # Who must be named, and linked, by the terms of its source; "" where nobody must.
    attribution: str
    attribution_url: str
    shared: SharedText

    @property
    def heading(self):
        """What it is called where it stands alone."""
        return f"{self.title} at {self.employer}"

    @property
    def tags(self):
        """The role and the skills, each once."""
        return [*dict.fromkeys(filter(None, (self.role, *self.skills)))]


def read_items(found, labels, *, whole):
    """Returns the Items of [(id of a listing, slugs of its skills)] that are still open, in order.

    `labels` has {facet: {slug: label}}. `whole` asks for whole texts, where they may be given; else
    excerpts do.
    """
    items = {}
    for start in range(0, len(found), BATCH):
        items |= _read(dict(found[start : start + BATCH]), labels, whole)
    return [items[pk] for pk, _ in found if pk in items]


def _read(skills, labels, whole):
    """Returns {id: Item} of {id: slugs of the listing's skills}; two queries."""
    places = defaultdict(list)
    rows = ListingPlace.objects.filter(listing__in=skills).order_by("pk")
    for pk, *place in rows.values_list("listing", "kind", "city", "region", "country"):
        places[pk].append(tuple(place))
    # Copied columns would be in the way of the names of fields.
    text = F("body_text") if whole else Left("body_text", BEGINNING)
    html = F("body_html") if whole else Value("")
    listings = Listing.objects.open().filter(pk__in=skills).order_by()
    listings = listings.annotate(text=text, html=html).values(*COLUMNS, "text", "html")
    return {row["pk"]: _item(row, places[row["pk"]], skills[row["pk"]], labels) for row in listings}


def _item(row, places, skills, labels):
    skills = [slug for slug in skills if slug in labels["skill"]]
    # As Listing.may_republish has it.
    may_republish = row["source"] is None or row["source__may_republish"]
    shared = shared_text(may_republish, row["text"], row["html"])
    pay = [row[name] for name in ("pay_min", "pay_max", "pay_currency", "pay_period")]
    place = place_words(places, row["location_text"], MOST_PLACES)
    kinds = [row[name] for name in ("workplace", "employment_type", "level")]
    return Item(
        pk=row["pk"],
        id=lasting_id(row["pk"], row["first_seen_at"]),
        path=f"{board_path()}{row['pk']}-{title_slug(row['title'])}/",
        title=in_one_line(row["title"]),
        employer=in_one_line(row["employer__name"]),
        employer_slug=row["employer__slug"],
        role=in_one_line(labels["role"].get(row["role__slug"], "")),
        role_slug=row["role__slug"] if row["role__slug"] in labels["role"] else "",
        level=row["level"],
        employment_type=row["employment_type"],
        workplace=row["workplace"],
        places=tuple(places),
        facts=tuple(map(in_one_line, filter(None, (place, *facts(place, *kinds))))),
        language=row["language"],
        pay=short_range(*pay),
        pay_min=row["pay_min"],
        pay_max=row["pay_max"],
        pay_currency=row["pay_currency"],
        pay_period=row["pay_period"],
        skills=tuple(in_one_line(labels["skill"][slug]) for slug in skills),
        skill_slugs=tuple(skills),
        posted_at=row["posted_at"],
        updated_at=max(row["updated_at"], row["posted_at"]),
        closes_at=row["closes_at"],
        is_sample=row["source__kind"] == SAMPLES,
        credit=in_one_line(row["source__credit"] or ""),
        attribution=in_one_line(row["source__attribution_name"] or ""),
        attribution_url=row["source__attribution_url"] or "",
        shared=SharedText(writable(shared.text), writable(shared.html)),
    )


def lasting_id(pk, first_seen_at):
    """Returns a name of a listing that no other has in the world, and that never changes.

    It is made of its number and of the second in which it came in: another title, host or source's
    name leaves it as it is.

    >>> lasting_id(7, datetime.fromisoformat("2026-05-01T12:00:00.5+00:00"))
    'urn:uuid:5fa9abd5-35d6-5674-b76a-b4a082d8340d'
    """
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'listing {pk} {int(first_seen_at.timestamp())}')}"


def writable(text):
    """Returns a text without what XML cannot say.

    >>> writable("bell\\x07 and tab\\t")
    'bell and tab\\t'
    """
    return UNWRITABLE.sub("", text)


def in_one_line(text):
    """Returns a text that XML can say, in one line.

    >>> in_one_line("Data\\x00\\n Analyst ")
    'Data Analyst'
    """
    return " ".join(writable(text).split())
