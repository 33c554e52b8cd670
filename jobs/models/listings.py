"""Listings, their places, and the one rule of which are open."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone

from careers.models import Role, Skill
from careers.pay import PAY_PERIODS, exact_range, short_range

from ..words import place_name, place_words, title_slug
from .employers import Employer
from .rates import ExchangeRate, yearly_usd
from .sources import SAMPLES, Source

# A listing that no good pull has confirmed for so long is closed, whatever the reason.
CONFIRMED_WITHIN = timedelta(days=14)
# A hand-made listing without an end date ends after so long.
HANDMADE_OPEN_FOR = timedelta(days=60)
# A listing of a feed that holds only its newest ones ends so long after posting.
LAST_N_OPEN_FOR = timedelta(days=30)
# The page of a listing that ended so long ago is gone for good (410).
PAGE_STAYS_FOR = timedelta(days=30)


class Level(models.TextChoices):
    """Seniority, as adverts state it."""

    ENTRY = "entry", "Entry-level / Junior"
    MID = "mid", "Mid-level / Intermediate"
    SENIOR = "senior", "Senior-level / Expert"
    EXECUTIVE = "executive", "Executive-level / Director"


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", "Full Time"
    PART_TIME = "part_time", "Part Time"
    CONTRACT = "contract", "Contract"
    INTERNSHIP = "internship", "Internship"
    TEMPORARY = "temporary", "Temporary"


class Workplace(models.TextChoices):
    REMOTE = "remote", "Remote"
    HYBRID = "hybrid", "Hybrid"
    ONSITE = "onsite", "On site"


# The columns that a card shows; the rest of a listing, its text above all, stays where it is.
CARD = (
    "title",
    "employer__name",
    "role",
    "level",
    "employment_type",
    "workplace",
    "location_text",
    "pay_min",
    "pay_max",
    "pay_currency",
    "pay_period",
    "posted_at",
)

# What changes when an editor closes a listing (Listing.take_down).
TAKEN_DOWN = ("closed_at", "updated_at", "locked_fields")


# What a range reaches: its top, or the lowest pay where no top is stated. US dollars a year.
TOP_PAY = Coalesce("pay_usd_max", "pay_usd_min")
STATES_PAY = Q(pay_min__isnull=False) | Q(pay_max__isnull=False)


class ListingQuerySet(models.QuerySet):
    def open(self, at=None):
        """Listings that a visitor may still apply to: the one rule of visibility."""
        at = at or timezone.now()
        return self.filter(
            Q(closes_at=None) | Q(closes_at__gt=at),
            Q(source=None) | Q(confirmed_at__gt=at - CONFIRMED_WITHIN),
            closed_at=None,
        )

    def stating_pay(self):
        """Listings that are not closed and state pay, and so a currency."""
        return self.filter(STATES_PAY, ~Q(pay_currency=""), closed_at=None)

    def without_text(self):
        """Listings that are not closed and came without a text."""
        return self.filter(closed_at=None, body_text="")

    def samples(self):
        """Returns the invented listings that a new site shows."""
        return self.filter(source__kind=SAMPLES)

    def with_card(self):
        """Listings with all that a card shows."""
        return self.select_related("employer").prefetch_related("places").only(*CARD)

    def for_board(self):
        """Open listings with all that a card shows, newest first."""
        return self.open().with_card().order_by("-posted_at", "-pk")

    def newest_per_role(self, roles, limit):
        """Returns the newest open listings of each of the roles, at most `limit` a role."""
        rank = Window(
            RowNumber(),
            partition_by="role_id",
            order_by=[F("posted_at").desc(), F("pk").desc()],
        )
        ranked = self.open().filter(role__in=roles).order_by().annotate(rank=rank)
        # Ranking keys only, and then fetching rows, is several times faster than ranking rows.
        newest = ranked.filter(rank__lte=limit).values("pk")
        return self.filter(pk__in=newest).with_card().order_by("-posted_at", "-pk")

    def convert_pay(self, currency):
        """Converts the pay of listings in a currency at its present rate; returns how many."""
        rates = ExchangeRate.objects.by_currency()
        listings = list(self.filter(STATES_PAY, pay_currency=currency))
        for listing in listings:
            listing.convert_pay(rates)
        self.bulk_update(listings, ["pay_usd_min", "pay_usd_max"], batch_size=500)
        return len(listings)


class Listing(models.Model):
    """One advert. Title, location text and pay text are kept as given; unknown is null.

    A listing with a source is kept by its pulls, except for the fields an editor changed
    (`locked_fields`). One without a source is hand-made.
    """

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, editable=False, related_name="listings"
    )
    external_id = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="listings")
    title = models.CharField(max_length=300)
    url = models.URLField(
        "where to apply", max_length=1000, blank=True, help_text="The employer's own page."
    )
    role = models.ForeignKey(Role, models.SET_NULL, null=True, blank=True, related_name="listings")
    role_reason = models.CharField("why this role", max_length=200, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="listings")

    level = models.CharField(max_length=10, choices=Level, null=True, blank=True)  # noqa: DJ001
    # Empty where the title or a field of the source states the level.
    level_reason = models.CharField("why this level", max_length=60, blank=True, editable=False)
    experience_years = models.PositiveSmallIntegerField(
        "years of experience asked for", null=True, blank=True, editable=False
    )
    employment_type = models.CharField(  # noqa: DJ001
        max_length=12, choices=EmploymentType, null=True, blank=True
    )
    workplace = models.CharField(  # noqa: DJ001
        max_length=8, choices=Workplace, null=True, blank=True
    )
    location_text = models.CharField("location as given", max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)

    pay_text = models.CharField("pay as given", max_length=300, blank=True)
    pay_min = models.DecimalField(
        "lowest pay", max_digits=12, decimal_places=2, null=True, blank=True
    )
    pay_max = models.DecimalField(
        "highest pay", max_digits=12, decimal_places=2, null=True, blank=True
    )
    pay_currency = models.CharField("currency", max_length=3, blank=True, help_text="e.g. USD")
    pay_period = models.CharField("pay is per", max_length=5, choices=PAY_PERIODS, blank=True)
    pay_usd_min = models.PositiveIntegerField(
        "lowest pay, US dollars a year", null=True, editable=False
    )
    pay_usd_max = models.PositiveIntegerField(
        "highest pay, US dollars a year", null=True, editable=False
    )

    body_html = models.TextField("description", blank=True)
    body_text = models.TextField(blank=True, editable=False)

    posted_at = models.DateTimeField("posted", default=timezone.now)
    first_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the advert itself last changed; seeing, closing and reopening it have their own columns.
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_at = models.DateTimeField("closes", null=True, blank=True)
    closed_at = models.DateTimeField("closed", null=True, blank=True)
    missed_pulls = models.PositiveSmallIntegerField(default=0, editable=False)
    # How often its source listed it again after it was closed.
    reposts = models.PositiveSmallIntegerField(default=0, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    # The advert as its source gave it, so that better parsing can read it again.
    as_given = models.JSONField(null=True, editable=False)
    locked_fields = models.JSONField(default=list, blank=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(fields=["role", "-posted_at"], name="listing_by_role_newest"),
            models.Index(fields=["-posted_at", "-id"], name="listing_newest"),
            # All that the board's index is built from, apart from the long texts.
            models.Index(
                fields=[
                    *("id", "closed_at", "closes_at", "confirmed_at", "posted_at"),
                    *("source", "employer", "role", "pay_usd_min", "pay_usd_max"),
                    *("level", "employment_type", "workplace", "language"),
                ],
                name="listing_for_the_board",
                condition=Q(closed_at=None),
            ),
            # Their conditions, too, so that no row is read.
            models.Index(
                fields=["id", "closed_at", "pay_currency", "pay_period", "pay_min", "pay_max"],
                name="listing_with_pay",
                condition=Q(closed_at=None) & ~Q(pay_currency=""),
            ),
            models.Index(
                fields=["id", "closed_at", "body_text"],
                name="listing_without_text",
                condition=Q(closed_at=None, body_text=""),
            ),
            # When each open listing last changed, for the index of sitemaps.
            models.Index(
                fields=["id", "closed_at", "closes_at", "confirmed_at", "source", "updated_at"],
                name="listing_by_change",
                condition=Q(closed_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                name="listing_key_once",
                violation_error_message="This source already has a listing of that number.",
            ),
            models.CheckConstraint(
                name="listing_key_is_whole",
                condition=Q(source=None, external_id=None)
                | Q(source__isnull=False, external_id__isnull=False),
                violation_error_message="A listing has a source and its number there, or neither.",
            ),
            models.CheckConstraint(
                name="listing_handmade_ends",
                condition=Q(source__isnull=False) | Q(closes_at__isnull=False),
                violation_error_message="A listing made by hand needs a date on which it closes.",
            ),
            models.CheckConstraint(
                name="listing_pay_min_not_above_max",
                condition=Q(pay_min=None) | Q(pay_max=None) | Q(pay_min__lte=F("pay_max")),
                violation_error_message="The lowest pay must not exceed the highest.",
            ),
            models.CheckConstraint(
                name="listing_pay_is_positive",
                condition=(Q(pay_min=None) | Q(pay_min__gt=0))
                & (Q(pay_max=None) | Q(pay_max__gt=0)),
                violation_error_message="Pay must be more than zero; leave it empty if unknown.",
            ),
            models.CheckConstraint(
                name="listing_pay_has_currency",
                condition=Q(pay_min=None, pay_max=None) | ~Q(pay_currency=""),
                violation_error_message="Pay needs its currency.",
            ),
            models.CheckConstraint(
                name="listing_words_are_known",
                condition=(Q(level=None) | Q(level__in=Level.values))
                & (Q(employment_type=None) | Q(employment_type__in=EmploymentType.values))
                & (Q(workplace=None) | Q(workplace__in=Workplace.values))
                & (Q(pay_period="") | Q(pay_period__in=[*PAY_PERIODS])),
                violation_error_message="Level, type, workplace and pay period must be known ones.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:listing_detail", args=[self.pk, title_slug(self.title)])

    @property
    def ended_at(self):
        """When it ceased to be open: taken down, past its end, or not confirmed; None while open.

        The rule of ListingQuerySet.open(), for one listing in hand; a test holds them equal.
        """
        limits = [self.closes_at]
        if self.source_id is not None:
            limits.append(self.confirmed_at + CONFIRMED_WITHIN)
        now = timezone.now()
        ends = [limit for limit in limits if limit and limit <= now]
        if self.closed_at:
            ends.append(self.closed_at)
        return min(ends, default=None)

    @property
    def is_open(self):
        return self.ended_at is None

    @property
    def is_gone(self):
        """Whether it ended so long ago that its page is not worth coming back to."""
        ended_at = self.ended_at
        return ended_at is not None and ended_at <= timezone.now() - PAGE_STAYS_FOR

    @property
    def has_ended(self):
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def is_sample(self):
        return self.source is not None and self.source.kind == SAMPLES

    @property
    def may_republish(self):
        """Whether its whole text may leave this site: its source says so, or nobody else wrote it.

        jobs/publishing/shared.py gives the text itself.
        """
        return self.source is None or self.source.may_republish

    @property
    def pay(self):
        """Pay as the site prints it; "" where it is not stated."""
        return short_range(self.pay_min, self.pay_max, self.pay_currency, self.pay_period)

    @property
    def exact_pay(self):
        """Pay to the cent and with its period; "" where either is not known."""
        return exact_range(self.pay_min, self.pay_max, self.pay_currency, self.pay_period)

    @property
    def place_words(self):
        """Its places in words, from prefetched rows."""
        places = [(p.kind, p.city, p.region, p.country) for p in self.places.all()]
        return place_words(places, self.location_text) or "Place not stated"

    def take_down(self):
        """Closes it as an editor does: no source opens it again. The caller saves TAKEN_DOWN."""
        self.closed_at = self.updated_at = timezone.now()
        if self.source_id:
            self.locked_fields = sorted({*self.locked_fields, "closed_at"})

    def convert_pay(self, rates):
        """Sets the yearly US-dollar equivalents from the pay; `rates` comes from by_currency()."""
        rate = rates.get(self.pay_currency)
        self.pay_usd_min = yearly_usd(self.pay_min, self.pay_period, rate)
        self.pay_usd_max = yearly_usd(self.pay_max, self.pay_period, rate)


class ListingPlace(models.Model):
    """A place a listing names: where the work is done, or where a remote worker may live."""

    class Kind(models.TextChoices):
        OFFICE = "office", "Place of work"
        RESIDENCE = "residence", "Where a remote worker may live"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.OFFICE)
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="Two letters, e.g. DE.")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["country", "listing"], name="place_by_country")]
        constraints = [
            models.CheckConstraint(
                name="place_names_something",
                condition=~Q(city="", region="", country=""),
                violation_error_message="A place needs a city, a region or a country.",
            ),
            models.CheckConstraint(
                name="place_kind_is_known",
                condition=Q(kind__in=("office", "residence")),
                violation_error_message="Say whether it is a place of work or of residence.",
            ),
        ]

    def __str__(self):
        return place_name(self.city, self.region, self.country)
