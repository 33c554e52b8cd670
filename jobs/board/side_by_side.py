"""Two to four listings side by side: what each says of the same things, and what it leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode

from careers.models import Skill
from careers.pages.addresses import address_of
from careers.pages.adverts import Adverts
from careers.pages.demand import Known, surely_asked
from careers.pay import PAY_PERIODS

from ..engine.directory import Rate
from ..models import Listing
from ..words import age
from .cards import card_of
from .measures import Measure, in_measure, usual_measure
from .pay_band import Band, bands_of

LEAST, MOST = 2, 4
NEARBY = 4
# So many needs of a role's adverts are looked for in a listing, those asked for most.
MOST_NEEDS = 10
# No database holds a larger number of a listing.
MOST_DIGITS = 18
NOT_STATED = "Not stated"
# What a comparison shows; the text of an advert is not among it.
LEFT = ("body_html", "body_text", "as_given")


@dataclass(frozen=True)
class Cell:
    """What a listing says of one thing; `text` is what its own page prints."""

    text: str
    # What we add to it.
    note: str = ""

    @property
    def is_stated(self):
        return self.text not in (NOT_STATED, "Place not stated")


@dataclass(frozen=True)
class Row:
    """One thing, as each of the listings says it."""

    heading: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AgainstRole:
    """A listing against the evidence of its role."""

    # The needs that its role's adverts ask for most, by whether the listing names them.
    named: tuple[str, ...] = ()
    not_named: tuple[str, ...] = ()
    # Whose adverts these are; None where none were counted.
    adverts: Adverts | None = None
    # Where its pay stands; None where there is nothing to compare it with.
    band: Band | None = None


@dataclass(frozen=True)
class Column:
    """A listing among others."""

    listing: Listing
    # How long ago it was posted, in words.
    age: str
    # Its skills that not all of the listings name.
    own_skills: tuple[Skill, ...]
    # What it does not say, in words.
    unsaid: tuple[str, ...]
    against: AgainstRole


@dataclass(frozen=True)
class SideBySide:
    """What the page of some listings shows; with one of them only what else it could show."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    # The skills that all of them name.
    shared_skills: tuple[Skill, ...] = ()
    # In which pay is compared; None where none states it in full.
    measure: Measure | None = None
    rates: Mapping[str, Rate] | None = None
    # (parameter, value) of what the address asks of that.
    kept: tuple[tuple[str, str], ...] = ()
    # What is wrong with the address, in sentences.
    problems: tuple[str, ...] = ()
    # The cards of further listings to add.
    nearby: tuple = ()

    @property
    def is_enough(self):
        return len(self.columns) >= LEAST

    @property
    def has_room(self):
        return len(self.columns) < MOST

    @property
    def ids(self):
        return [column.listing.pk for column in self.columns]

    @property
    def periods(self):
        """(value, in words) of each period that pay can be shown in."""
        return [*PAY_PERIODS.items()]

    @property
    def currencies(self):
        """The currencies that pay can be shown in, the present one first."""
        shown = self.measure.currency
        return [shown, *sorted({*self.rates} - {shown})]

    def address_without(self, listing):
        """Returns the address of all others side by side."""
        ids = [("id", pk) for pk in self.ids if pk != listing.pk]
        return f"{address_of('jobs:side_by_side')}?{urlencode([*ids, *self.kept])}"


def side_by_side_of(asked, rates, content_generation):
    """Returns the SideBySide of a QueryDict: of its first MOST ids that are listings to show.

    `rates` are {currency: Rate}. At most nine queries, however many the listings.
    """
    listings, problems = _listings(asked.getlist("id"))
    if not listings:
        return SideBySide((), problems=tuple(problems))
    measure_asked = _asked_measure(asked, listings, rates, problems)
    roles = list(dict.fromkeys(each.role for each in listings if each.role))
    known, bands = Known.of(content_generation), bands_of(listings)
    speaking = dict(zip(roles, known.adverts.speaking_for(roles), strict=True))
    measure = usual_measure(listings, measure_asked)
    skills = [list(each.skills.all()) for each in listings]
    shared = [skill for skill in skills[0] if all(skill in own for own in skills)]
    columns = [
        Column(
            listing=listing,
            age=age(listing.posted_at),
            own_skills=tuple(skill for skill in own if skill not in shared),
            unsaid=tuple(_unsaid(listing, own)),
            against=_against(own, speaking.get(listing.role), known, bands.get(listing.pk)),
        )
        for listing, own in zip(listings, skills, strict=True)
    ]
    return SideBySide(
        columns=tuple(columns),
        rows=tuple(_rows(listings, measure, rates)),
        shared_skills=tuple(shared),
        measure=measure,
        rates=rates,
        kept=tuple(measure_asked.items()),
        problems=tuple(problems),
        nearby=_nearby(listings) if len(listings) < MOST else (),
    )


# --- which listings ----------------------------------------------------------------------------


def _listings(given):
    """Returns (the listings of some ids as an address has them, what is wrong, in sentences)."""
    numbers = list(dict.fromkeys(given))
    ids = [int(number) for number in numbers if _is_id(number)]
    whole = Listing.objects.select_related("employer", "role", "source").defer(*LEFT)
    found = whole.prefetch_related("places", "skills").in_bulk(ids) if ids else {}
    problems = [
        f"“{number[:MOST_DIGITS]}” is not the number of a job."
        for number in numbers
        if not _is_id(number)
    ]
    problems += [f"There is no job with the number {pk}." for pk in ids if pk not in found]
    there = [found[pk] for pk in dict.fromkeys(ids) if pk in found]
    problems += [
        f"“{each.title}” at {each.employer} closed so long ago that its page is gone."
        for each in there
        if each.is_gone
    ]
    kept = [each for each in there if not each.is_gone]
    if left := kept[MOST:]:
        named = ", ".join(f"“{each.title}”" for each in left[:MOST])
        problems.append(f"{MOST} jobs at most fit side by side. Left out: {named}.")
    return kept[:MOST], problems


def _is_id(text):
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _nearby(listings):
    """Returns the cards of the newest open listings of the first one's role, or its employer."""
    first = listings[0]
    alike = {"role": first.role} if first.role else {"employer": first.employer}
    others = Listing.objects.for_board().filter(**alike)
    found = others.exclude(pk__in=[each.pk for each in listings])
    return tuple(card_of(each) for each in found[:NEARBY])


# --- what they say -----------------------------------------------------------------------------


def _asked_measure(asked, listings, rates, problems):
    """Returns {parameter: value} of the currency and the period that an address asks for."""
    stated = {each.pay_currency for each in listings}
    known = {"currency": stated | rates.keys(), "per": {*PAY_PERIODS}}
    found = {name: asked[name] for name in known if asked.get(name)}
    problems += [
        f"Pay cannot be shown in “{value}”, so that is left out."
        for name, value in found.items()
        if value not in known[name]
    ]
    return {name: value for name, value in found.items() if value in known[name]}


def _rows(listings: Sequence[Listing], measure, rates):
    """Yields the Rows that compare what listings state."""
    yield Row("Pay", tuple(_pay(each, measure, rates) for each in listings))
    yield Row("Place", tuple(Cell(each.place_words) for each in listings))
    for heading, words in (
        ("Workplace", Listing.get_workplace_display),
        ("Level", Listing.get_level_display),
        ("Employment type", Listing.get_employment_type_display),
    ):
        yield Row(heading, tuple(Cell(words(each) or NOT_STATED) for each in listings))
    if any(each.experience_years for each in listings):
        yield Row("Experience", tuple(Cell(_experience(each)) for each in listings))


def _pay(listing, measure, rates):
    if not listing.pay:
        return Cell(NOT_STATED)
    return Cell(listing.pay, in_measure(listing, measure, rates) if measure else "")


def _experience(listing):
    years = listing.experience_years
    return f"{years} {'year' if years == 1 else 'years'} or more" if years else NOT_STATED


def _unsaid(listing, skills):
    """Yields what a listing leaves unsaid, in words."""
    if not listing.pay:
        yield "pay"
    elif not listing.pay_period:
        yield "what its pay is for"
    if listing.place_words == "Place not stated":
        yield "place"
    if not listing.workplace:
        yield "workplace"
    if not listing.level:
        yield "level"
    if not listing.employment_type:
        yield "employment type"
    if not skills:
        yield "any skill that we can read"


def _against(skills, adverts, known: Known, band):
    """Returns the AgainstRole of a listing by the Adverts that speak for its role, or None."""
    if adverts is None:
        return AgainstRole(band=band)
    names = {skill.slug for skill in skills}
    needs = [need for need, _ in surely_asked(adverts, known.needs)[:MOST_NEEDS]]
    named = [need for need in needs if not names.isdisjoint(need.slugs)]
    return AgainstRole(
        named=tuple(need.in_a_sentence for need in named),
        not_named=tuple(need.in_a_sentence for need in needs if need not in named),
        adverts=adverts,
        band=band,
    )
