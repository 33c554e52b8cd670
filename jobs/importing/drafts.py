"""Turns adverts that are news into drafts: listings that are read and checked, but not written."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from careers.matching.skills import SkillMatcher
from careers.matching.titles import TitleMatcher
from careers.models import Role, Skill

from ..models import LAST_N_OPEN_FOR, Employer, ExchangeRate, Listing, ListingPlace, Pull, Source
from .reading.gazetteer import gazetteer
from .reading.html import has_words
from .reading.normalise import VERSION, ListingValues, Vocabulary, content_hash
from .reading.placeholders import is_placeholder
from .reading.values import read_values
from .records import Parsed, RawListing, Refused, as_given
from .workers import do_all

# Columns of a listing that its values fill just as they are.
VALUE_COLUMNS = {each.name for each in fields(ListingValues)}
VALUE_COLUMNS -= {"role", "skills", "places", "posted_at"}
# The others are ours, or right by the way they are made.
UNCHECKED = {field.name for field in Listing._meta.fields} - VALUE_COLUMNS - {"external_id"}
# What is made ready of a new listing's row while others are read: not what only the write knows,
# nor the advert as given, whose text would be in memory once more.
LATER_FIELDS = {"id", "employer", "as_given"}
ROW_FIELDS = [field for field in Listing._meta.concrete_fields if field.name not in LATER_FIELDS]
ADVERTS_BETWEEN_PROGRESS = 100
# So long a source's adverts are read in one pull; the next one goes on with those that are left.
MOST_SECONDS = 300

# Is told how many adverts of how many have been read.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Draft:
    """A listing that is new or has changed, with what it is linked to; the employer by name."""

    listing: Listing
    employer_name: str
    places: tuple[ListingPlace, ...]
    skill_ids: tuple[int, ...]

    @property
    def number(self):
        return self.listing.external_id

    @cached_property
    def row(self):
        """Returns the values of ROW_FIELDS as the database takes them."""
        return prepared(self.listing, ROW_FIELDS)


@dataclass(frozen=True)
class Reading:
    """What came of reading a source's adverts. Sets hold the adverts' numbers at the source."""

    drafts: tuple[Draft, ...]
    listed: frozenset[str]
    # Listed, but refused or not reached: they do not count as missing, and nothing confirms them.
    set_aside: frozenset[str] = frozenset()
    # They match no role, which this source's listings must; or they are templates or tests.
    unmatched: frozenset[str] = frozenset()
    left_out: int = 0
    refused: int = 0
    problems: str = ""
    # Every advert was read, none waits for the next pull.
    is_whole: bool = True


@dataclass(frozen=True)
class AdvertReader:
    """Reads one source's adverts with the roles, skills and rates that the database holds."""

    source: Source
    source_employer_name: str
    at: datetime
    vocabulary: Vocabulary
    role_ids: Mapping[str, int]
    skill_ids: Mapping[str, int]
    rates: Mapping[str, Decimal]

    def role_of(self, title):
        """Returns the key of the role that a title names, or None."""
        match = self.vocabulary.titles.match(title)
        return match and self.role_ids[match.slug]

    def is_wanted(self, raw: RawListing, stored: Listing | None):
        """Says whether an advert matches a role, be it by an editor's word."""
        by_hand = stored and stored.role_id and "role" in stored.locked_fields
        return bool(by_hand or self.role_of(raw.title))

    def is_news(self, raw: RawListing, stored: Listing | None):
        """Says whether an advert is new, has changed, or now matches another role."""
        if stored is None or stored.is_not_kept_as_given:
            return True
        if stored.content_hash != content_hash(self.dated(raw, stored)):
            return True
        return "role" not in stored.locked_fields and stored.role_id != self.role_of(raw.title)

    def draft(self, raw: RawListing, stored: Listing | None = None):
        """Returns the advert's draft. Raises ValidationError when it cannot become a listing.

        It asks no database.
        """
        values, reason = read_values(self.as_read(raw, stored), self.vocabulary)
        if values is None:
            raise ValidationError(reason)
        listing = Listing(
            source_id=self.source.pk,
            external_id=raw.external_id,
            role_id=self.role_ids.get(values.role),
            content_hash=content_hash(self.dated(raw, stored)),
            as_given=as_given(raw),
            posted_at=self._posted(raw, stored),
            first_seen_at=self.at,
            confirmed_at=self.at,
            updated_at=self.at,
            **{name: getattr(values, name) for name in VALUE_COLUMNS},
        )
        listing.convert_pay(self.rates)
        listing.clean_fields(exclude=UNCHECKED)
        places = tuple(_place(*each) for each in values.places)
        skill_ids = tuple(self.skill_ids[slug] for slug in values.skills)
        return Draft(listing, self._employer_name(raw), places, skill_ids)

    def _posted(self, raw, stored):
        """Returns when it was posted: what we were told first, and never later than now."""
        return stored.posted_at if stored else min(raw.posted_at or self.at, self.at)

    def dated(self, raw, stored):
        """Returns the advert; with an end, where its source never says that one has closed."""
        if not self.source.is_last_n or raw.closes_at:
            return raw
        return replace(raw, closes_at=self._posted(raw, stored) + LAST_N_OPEN_FOR)

    def as_read(self, raw, stored):
        """Returns the advert with the end and the employer that its source gives it."""
        return replace(self.dated(raw, stored), employer_name=self._named_employer(raw))

    def _named_employer(self, raw):
        return (raw.employer_name or self.source_employer_name).strip()

    def _employer_name(self, raw: RawListing):
        name = self._named_employer(raw)
        if not name:
            raise ValidationError("It names no employer, and its source has none either.")
        _check_employer_name(name)
        return name


def read_adverts(source, parsed: Parsed, at, keep, progress: Progress | None = None):
    """Reads what came in: drafts what is news, and refuses what cannot become a listing.

    Other adverts are stored just so already, or left out: they match no role and `keep` says so,
    or they are plainly no jobs.
    """
    reader = advert_reader(source, at)
    stored = {listing.external_id: listing for listing in _stored(source)}
    adverts, without_text = _with_texts_kept(source, parsed.listings, stored)
    placeholders = [raw for raw in adverts if is_placeholder(raw.title, raw.body_html)]
    unmatched = {raw.external_id for raw in placeholders}
    if keep == Source.Keep.MATCHED:
        unmatched |= {
            raw.external_id
            for raw in adverts
            if not reader.is_wanted(raw, stored.get(raw.external_id))
        }
    wanted = [raw for raw in adverts if raw.external_id not in unmatched]
    news = [raw for raw in wanted if reader.is_news(raw, stored.get(raw.external_id))]
    drafts, refused = _draft(reader, news, stored, progress)
    waiting = {raw.external_id for raw in news[len(drafts) + len(refused) :]}
    listed = {raw.external_id for raw in wanted} - waiting - {row.reference for row in refused}
    refused += parsed.refused
    notes = [*parsed.notes, *_notes(placeholders, without_text, len(waiting))]
    return Reading(
        drafts=tuple(drafts),
        listed=frozenset(listed),
        set_aside=frozenset({row.reference for row in refused} | waiting) - listed,
        unmatched=frozenset(unmatched),
        left_out=len(unmatched),
        refused=len(refused),
        problems="\n".join(map(str, [*refused, *notes])),
        is_whole=not waiting,
    )


def _draft(reader, news, stored, progress):
    """Returns the drafts of adverts and those refused, as far as the time for a source goes."""
    drafts, refused = [], []
    until = monotonic() + MOST_SECONDS
    gazetteer()  # is there before workers are forked, so that they share it
    with closing(do_all(news, partial(_draft_or_refusal, reader, stored))) as results:
        for number, result in enumerate(results):
            if progress and number % ADVERTS_BETWEEN_PROGRESS == 0:
                progress(number, len(news))
            if isinstance(result, Refused):
                refused.append(result)
            else:
                drafts.append(result)
                if result.number not in stored:
                    _ = result.row  # made now, while workers read on
            if monotonic() > until:
                break
    return drafts, refused


def _draft_or_refusal(reader, stored, raw):
    try:
        return reader.draft(raw, stored.get(raw.external_id))
    except ValidationError as error:
        return Refused(raw.external_id, error_in_words(error))


def _with_texts_kept(source, adverts, stored):
    """Returns the adverts, those that have lost their text with the one they had; and these."""
    known = [raw for raw in adverts if raw.external_id in stored]
    bare = {raw.external_id for raw in known if not has_words(raw.body_html)}
    had = source.listings.filter(external_id__in=bare).exclude(body_text="")
    texts = {
        number: body_html if given is None else given.get("body_html", "")
        for number, given, body_html in had.values_list("external_id", "as_given", "body_html")
    }
    lost = {number: text for number, text in texts.items() if has_words(text)}
    whole = [
        replace(raw, body_html=lost[raw.external_id]) if raw.external_id in lost else raw
        for raw in adverts
    ]
    return whole, lost


def _notes(placeholders, without_text, waiting):
    """Returns sentences on what was taken in another way than it came."""
    notes = [
        f"{raw.external_id}: It is left out: “{raw.title}” is a template or a test."
        for raw in placeholders
    ]
    if without_text:
        notes.append(
            f"{len(without_text):,} of its adverts came without the text that they had; the old "
            "texts stay. Check that its address asks for texts (content=true at Greenhouse)."
        )
    if waiting:
        notes.append(
            f"{waiting:,} of its adverts were not reached within {MOST_SECONDS // 60} minutes; "
            "the next pull goes on with them."
        )
    return notes


def unchanged_reading(last: Pull):
    """Returns the reading of a pull that brings the same bytes as the last good pull did."""
    rows = last.source.listings
    return Reading(
        drafts=(),
        listed=frozenset(_numbers(rows.filter(confirmed_at=last.started_at))),
        # What it refused then is refused again; such rows have missed no pull.
        set_aside=frozenset(_numbers(rows.filter(missed_pulls=0))),
        left_out=last.left_out,
        refused=last.refused,
        problems=last.problems,
    )


def is_untouched_since(last: Pull):
    """Says whether the listings of a source are as its last good pull left them."""
    rows = last.source.listings
    known = rows.filter(confirmed_at=last.started_at, as_given__isnull=False)
    reopened = rows.filter(confirmed_at__gt=last.started_at)
    unlocked = known.filter(content_hash="")  # an editor lets the source have its say again
    as_many = last.listed is not None and known.count() >= last.listed
    return as_many and not reopened.exists() and not unlocked.exists()


def settings_digest(source, keep):
    """Returns a digest of all but its bytes that decides what listings come of a source."""
    roles = [(role.pk, sorted(role.titles)) for role in published_roles()]
    employer = source.employer and (source.employer.pk, source.employer.name)
    settings = [VERSION, source.kind, source.url, source.is_last_n, employer, keep, sorted(roles)]
    return sha256(json.dumps(settings).encode()).hexdigest()


def advert_reader(source, at):
    """Returns a reader with the roles, skills and rates that the database holds now."""
    roles, skills = list(published_roles()), list(Skill.objects.all())
    return AdvertReader(
        source=source,
        source_employer_name=source.employer.name if source.employer else "",
        at=at,
        vocabulary=Vocabulary(TitleMatcher(titles_of(roles)), SkillMatcher(names_of(skills))),
        role_ids={role.slug: role.pk for role in roles},
        skill_ids={skill.slug: skill.pk for skill in skills},
        rates=ExchangeRate.objects.by_currency(),
    )


def named_in(title, body_html):
    """Returns what an advert names, as a pull would read it: {field: value of a listing's form}.

    Its role and level, None where it names none, and its skills; {} where it cannot be read.
    """
    reader = advert_reader(Source(), timezone.now())
    raw = RawListing(external_id="", title=title, url="", body_html=body_html)
    values, _ = read_values(raw, reader.vocabulary)
    if values is None:
        return {}
    skills = list(Skill.objects.filter(slug__in=values.skills))
    return {"role": reader.role_ids.get(values.role), "level": values.level, "skills": skills}


def published_roles():
    """Returns the published roles with their other titles."""
    return Role.objects.published().prefetch_related("other_titles")


def titles_of(roles):
    """Returns the slug of each role by its title and its other titles."""
    return {title: role.slug for role in roles for title in role.titles}


def names_of(skills):
    """Returns the slug of each skill by its name and its aliases."""
    return {name: skill.slug for skill in skills for name in skill.names}


def _stored(source):
    columns = ("source", "external_id", "content_hash", "role", "locked_fields", "posted_at")
    return source.listings.only(*columns).annotate(is_not_kept_as_given=Q(as_given__isnull=True))


def _numbers(rows):
    return rows.values_list("external_id", flat=True)


def prepared(listing, fields):
    """Returns the values of fields as the database takes them."""
    connection = transaction.get_connection()
    values = ((field, getattr(listing, field.attname)) for field in fields)
    return [field.get_db_prep_save(value, connection) for field, value in values]


def _place(kind, place):
    _check_place(kind, place)
    return _unchecked_place(kind, place)


def _unchecked_place(kind, place):
    return ListingPlace(kind=kind, city=place.city, region=place.region, country=place.country)


@lru_cache(maxsize=4096)  # the adverts of a board share their places, and their employer
def _check_place(kind, place):
    _unchecked_place(kind, place).clean_fields(exclude={"listing"})


@lru_cache(maxsize=64)
def _check_employer_name(name):
    Employer(name=name).clean_fields(exclude={"slug"})


def error_in_words(error):
    """Returns a ValidationError's messages in one line, each field's behind its name.

    >>> error_in_words(ValidationError({"title": ["Too long."], "url": ["Wrong.", "Too long."]}))
    'title: Too long. url: Wrong. Too long.'
    """
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    problems = error.message_dict.items()
    return " ".join(f"{name}: {' '.join(messages)}" for name, messages in problems)
