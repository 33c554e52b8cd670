"""The card of a listing, the same one everywhere. It prints itself, as a page holds dozens."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.safestring import mark_safe

from careers.pay import short_range

from ..engine.answers import PAGE_SIZE
from ..models import (
    CARD,
    EmploymentType,
    Level,
    Listing,
    ListingPlace,
    Workplace,
    place_words,
    title_slug,
)
from .prepared import Prepared
from .query import board_path

MOST_SKILLS, MOST_PLACES = 5, 3
# What a card without models is made of; places come from a table of their own.
COLUMNS = ("pk", *(name for name in CARD if name not in ("role", "role_reason")))
PLACE = ("listing", "kind", "city", "region", "country")
LISTINGS = Prepared(
    lambda pks: Listing.objects.filter(pk__in=pks).order_by().values_list(*COLUMNS), PAGE_SIZE
)
PLACES = Prepared(
    lambda pks: ListingPlace.objects.filter(listing__in=pks).order_by("pk").values_list(*PLACE),
    PAGE_SIZE,
)
LEVELS = dict(Level.choices)
TYPES = dict(EmploymentType.choices)
WORKPLACES = dict(Workplace.choices)


@dataclass(frozen=True)
class Card:
    """What a card shows of a listing, in words."""

    address: str
    title: str
    employer: str
    pay: str
    facts: tuple[str, ...]
    posted_at: datetime
    skills: tuple[str, ...] = ()
    why: str = ""
    # (place, address) of each listing that is folded into this card.
    elsewhere: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, listing):
        """The card of a Listing (ListingQuerySet.with_card)."""
        return cls(
            listing.get_absolute_url(),
            listing.title,
            listing.employer.name,
            listing.pay,
            facts(
                [(p.kind, p.city, p.region, p.country) for p in listing.places.all()],
                listing.location_text,
                listing.workplace,
                listing.employment_type,
                listing.level,
            ),
            listing.posted_at,
            why=listing.role_reason,
        )

    @property
    def is_same_as(self):
        """What two cards have in common that fold into one."""
        return self.title.casefold(), self.employer

    def html(self, level=3, show_why=False):
        """The card with a heading of a level, and with the reason that it matched a role."""
        pay = f'<p class="pay">{self.pay}' if self.pay else '<p class="pay unknown">Pay not stated'
        words = "".join(f"<li>{escape(fact)}</li>" for fact in self.facts)
        return mark_safe(
            f'<article class="card listing">'
            f'<div><h{level}><a href="{self.address}">{escape(self.title)}</a></h{level}>'
            f'<p class="employer">{escape(self.employer)}</p></div>'
            f"{pay}</p>"
            f'<ul class="tags" role="list">{words}<li>'
            f'<time datetime="{self.posted_at:%Y-%m-%d}">{age(self.posted_at)}</time></ul>'
            f"{self._skills()}{self._elsewhere()}{self._why() if show_why else ''}</article>"
        )

    def _skills(self):
        if not self.skills:
            return ""
        items = "".join(f"<li>{escape(skill)}</li>" for skill in self.skills)
        return f'<ul class="asks" role="list" aria-label="Asks for">{items}</ul>'

    def _elsewhere(self):
        if not self.elsewhere:
            return ""
        links = (f'<li><a href="{url}">{escape(place)}</a></li>' for place, url in self.elsewhere)
        return f'<div class="also"><p>Also in</p><ul role="list">{"".join(links)}</ul></div>'

    def _why(self):
        if not self.why:
            return ""
        return f'<p class="why">Shown here because the {escape(self.why)}.</p>'


def cards(pks, skills, labels):
    """
    The Cards of the listings of one page by their ids, in that order; two queries.

    `skills` has the slugs of each listing's skills, `labels` their names.
    """
    found = {row[0]: row for row in LISTINGS.rows(pks)}
    places = defaultdict(list)
    for listing, *place in PLACES.rows(pks):
        places[listing].append(place)
    # What was there when it was counted may be gone.
    return [
        _card(found[pk], places[pk], [labels[slug] for slug in skills[pk] if slug in labels])
        for pk in pks
        if pk in found
    ]


def folded(cards):
    """Cards of the same title and employer as one, which names the places of the others."""
    first, others = {}, defaultdict(list)
    for card in cards:
        if first.setdefault(card.is_same_as, card) is not card:
            others[card.is_same_as].append((card.facts[0], card.address))
    return [replace(card, elsewhere=tuple(others[key])) for key, card in first.items()]


def printed(cards):
    """Cards in a row, as HTML."""
    return mark_safe("".join([card.html() for card in cards]))


def facts(places, as_given, workplace, employment_type, level):
    """What a card says in a line: place, workplace, employment type, level."""
    where = place_words(places, as_given, MOST_PLACES)
    words = [where]
    # "Remote, from Germany" has said it already.
    if workplace and not where.startswith(WORKPLACES[workplace]):
        words.append(WORKPLACES[workplace])
    words.append(TYPES.get(employment_type, "Type not stated"))
    words.append(LEVELS.get(level, "Level not stated"))
    return tuple(words)


def age(moment):
    """How long ago a moment was, in one unit: "today", "3 days ago", "2 weeks ago"."""
    days = (timezone.now() - moment).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 60:
        return f"{days // 7} weeks ago"
    return f"{days // 30} months ago"


def _card(row, places, skills):
    pk, title, employer, level, kind, workplace, as_given, *pay, posted_at = row
    return Card(
        f"{board_path()}{pk}-{title_slug(title)}/",
        title,
        employer,
        short_range(*pay),
        facts(places, as_given, workplace, kind, level),
        posted_at,
        tuple(skills[:MOST_SKILLS]),
    )
