"""Adverts that are news -> drafts: listings read and checked, not yet written. Only reads."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from careers.matching import SkillMatcher, TitleMatcher
from careers.models import Role, Skill

from ..models import Employer, ExchangeRate, Listing, ListingPlace, Source
from .normalise import Values, Vocabulary, content_hash, normalise
from .records import RawListing, Refused

# What a listing takes from the values just as it stands there.
PLAIN = {field.name for field in fields(Values)} - {"role", "skills", "places", "posted_at"}


@dataclass(frozen=True)
class Draft:
    """A listing that is new or has changed, with what it is linked to; the employer by name."""

    listing: Listing
    employer_name: str
    places: tuple[ListingPlace, ...]
    skills: tuple[Skill, ...]

    @property
    def number(self):
        return self.listing.external_id


@dataclass(frozen=True)
class Reader:
    """Reads one source's adverts with the roles, skills and rates that the database holds."""

    source: Source
    now: datetime
    vocabulary: Vocabulary
    roles: Mapping[str, Role]
    skills: Mapping[str, Skill]
    rates: Mapping[str, Decimal]

    def is_news(self, raw: RawListing, stored: Listing | None):
        """True for an advert that is new, has changed, or is now matched to another role."""
        if stored is None or stored.content_hash != content_hash(raw):
            return True
        match = self.vocabulary.titles.match(raw.title)
        role = self.roles[match.slug] if match else None
        return "role" not in stored.locked_fields and stored.role_id != (role and role.pk)

    def draft(self, raw: RawListing):
        """The advert's draft. Raises ValidationError when it cannot become a listing."""
        values = normalise(raw, self.vocabulary)
        listing = Listing(
            source=self.source,
            external_id=raw.external_id,
            role=self.roles.get(values.role),
            content_hash=content_hash(raw),
            posted_at=min(values.posted_at or self.now, self.now),
            first_seen_at=self.now,
            confirmed_at=self.now,
            updated_at=self.now,
            **{name: getattr(values, name) for name in PLAIN},
        )
        listing.reckon_pay(self.rates)
        listing.clean_fields(exclude={"source", "employer", "role"})
        places = tuple(_place(kind, place) for kind, place in values.places)
        skills = tuple(self.skills[slug] for slug in values.skills)
        return Draft(listing, self._employer_name(raw), places, skills)

    def _employer_name(self, raw: RawListing):
        name = raw.employer_name or (self.source.employer.name if self.source.employer else "")
        if not name:
            raise ValidationError("It names no employer, and its source has none either.")
        Employer(name=name).clean_fields(exclude={"slug"})
        return name


def read(source, raws, now):
    """
    Drafts of the adverts that are news, and refusals of those that cannot become a listing.

    The others are stored just so already.
    """
    reader = _reader(source, now)
    columns = ("source", "external_id", "content_hash", "role", "locked_fields")
    stored = {listing.external_id: listing for listing in source.listings.only(*columns)}
    drafts, refused = [], []
    for raw in raws:
        if reader.is_news(raw, stored.get(raw.external_id)):
            try:
                drafts.append(reader.draft(raw))
            except ValidationError as error:
                refused.append(Refused(raw.external_id, _in_words(error)))
    return drafts, refused


def _reader(source, now):
    roles = {role.slug: role for role in Role.objects.published().prefetch_related("other_titles")}
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    titles = {title: slug for slug, role in roles.items() for title in _titles(role)}
    names = {name: slug for slug, skill in skills.items() for name in skill.names}
    vocabulary = Vocabulary(TitleMatcher(titles), SkillMatcher(names))
    return Reader(source, now, vocabulary, roles, skills, ExchangeRate.objects.by_currency())


def _titles(role):
    return [role.title, *(other.name for other in role.other_titles.all())]


def _place(kind, place):
    made = ListingPlace(kind=kind, city=place.city, region=place.region, country=place.country)
    made.clean_fields(exclude={"listing"})
    return made


def _in_words(error):
    """
    >>> _in_words(ValidationError({"title": ["Too long."], "url": ["Wrong.", "Too long."]}))
    'title: Too long. url: Wrong. Too long.'
    """
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    problems = error.message_dict.items()
    return " ".join(f"{name}: {' '.join(messages)}" for name, messages in problems)
