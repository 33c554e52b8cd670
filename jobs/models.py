"""Listings, who offers them, and where they come in from."""

from datetime import timedelta
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, Lower, RowNumber
from django.urls import reverse
from django.utils import timezone

from careers.models import COMMENT_MAX, AddressedQuerySet, Role, Skill
from careers.pages.addresses import address_of
from careers.pay import PAY_PERIODS, PayPeriod, exact_range, short_range

from .importing.adapters import adapter_choices
from .words import place_name, place_words, title_slug

# A listing that no good pull has confirmed for so long is closed, whatever the reason.
CONFIRMED_WITHIN = timedelta(days=14)
# A hand-made listing without an end date ends after so long.
HANDMADE_OPEN_FOR = timedelta(days=60)
# A listing of a feed that holds only its newest ones ends so long after posting.
LAST_N_OPEN_FOR = timedelta(days=30)
# The page of a listing that ended so long ago is gone for good (410).
PAGE_STAYS_FOR = timedelta(days=30)
# A pull that takes longer than this is taken for dead, and another may read its source.
LEASE = timedelta(minutes=15)


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


class ExchangeRateQuerySet(models.QuerySet):
    def by_currency(self):
        """US dollars for one unit of each currency that has a rate; one query."""
        return dict(self.values_list("currency", "usd"))


class ExchangeRate(models.Model):
    """A dated reference rate, for filtering and sorting only; never shown as an offer."""

    currency = models.CharField(max_length=3, unique=True, help_text="ISO 4217 code, e.g. EUR.")
    usd = models.DecimalField(
        "US dollars for one unit", max_digits=14, decimal_places=8, help_text="e.g. 1.08"
    )
    as_of = models.DateField("rate of")

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        ordering = ["currency"]
        constraints = [
            models.CheckConstraint(
                name="exchange_rate_is_positive",
                condition=Q(usd__gt=0),
                violation_error_message="A rate must be more than zero.",
            )
        ]

    def __str__(self):
        return f"1 {self.currency} = {self.usd.normalize():f} USD ({self.as_of})"


class EmployerQuerySet(AddressedQuerySet):
    def called(self, name):
        """Employers of that name or other name, whatever its case and outer spaces."""
        others = EmployerName.objects.filter(name__iexact=name.strip()).values("employer")
        return self.filter(Q(name__iexact=name.strip()) | Q(pk__in=others))

    def by_name(self):
        """Returns {each name and other name, case-folded: its employer}; two queries."""
        employers = self.in_bulk()
        others = EmployerName.objects.values_list("name", "employer")
        named = {name.casefold(): employers[pk] for name, pk in others if pk in employers}
        return named | {employer.name.casefold(): employer for employer in employers.values()}


class Employer(models.Model):
    """Who offers a listing. Two spellings that differ in case only are the same employer."""

    name = models.CharField(max_length=120)
    slug = models.SlugField("address", max_length=80, unique=True)
    website = models.URLField(blank=True)

    objects = EmployerQuerySet.as_manager()

    address_field = "slug"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="employer_name_once",
                violation_error_message="This employer exists already.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("jobs:employer_detail", self.slug)

    def is_called(self, name):
        """Tells whether it has a name or other name; a query unless other names were read."""
        names = (self.name, *(other.name for other in self.other_names.all()))
        return name.strip().casefold() in [each.casefold() for each in names]


class EmployerName(models.Model):
    """Another name of an employer, such as one that it had; adverts are matched by it."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="other_name_belongs_to_one_employer",
                violation_error_message="This name already belongs to an employer.",
            )
        ]

    def __str__(self):
        return self.name


SAMPLES = "samples"


def source_kinds():
    """Returns the kinds a source may have: every adapter, and the sample listings."""
    return [*adapter_choices(), (SAMPLES, "Sample listings (invented)")]


class SourceQuerySet(models.QuerySet):
    def free(self, at):
        """Sources that no pull is reading, as far as their leases tell."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at))

    def due(self, at):
        """Free sources that are to be read now; those that waited longest come first."""
        wanting = Q(next_pull_at=None) | Q(next_pull_at__lte=at)
        by_itself = wanting & Q(is_active=True) & ~Q(url="")
        due = self.free(at).filter(by_itself | ~Q(asked_for=""))
        return due.order_by(F("next_pull_at").asc(nulls_first=True), "pk")

    def asked(self):
        """Sources that an editor wants to be read now."""
        return self.exclude(asked_for="")


class Source(models.Model):
    """Where listings come in: one employer's feed."""

    class Keep(models.TextChoices):
        ALL = "all", "Every listing"
        MATCHED = "matched", "Only listings that match a role"

    class Asked(models.TextChoices):
        IMPORT = "import", "Import"
        ACCEPT = "accept", "Import, and accept what has vanished"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=source_kinds)
    employer = models.ForeignKey(
        Employer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        help_text="Whose listings these are, unless each names its own employer.",
    )
    url = models.URLField(
        "address of the feed",
        max_length=500,
        blank=True,
        help_text="Leave empty for a source that is only read from files.",
    )
    is_active = models.BooleanField("read this source", default=True)
    keep = models.CharField(
        max_length=7,
        choices=Keep,
        default=Keep.ALL,
        help_text="What matches no role is left out; if it was in before, it closes.",
    )
    is_last_n = models.BooleanField(
        "lists only its newest jobs",
        default=False,
        help_text="As most RSS feeds do. What drops out stays, and closes 30 days after posting.",
    )
    terms = models.TextField(
        "terms or licence",
        blank=True,
        help_text="What the source allows, and where it says so. Visitors do not see this.",
    )
    credit = models.CharField(
        "credit line",
        max_length=200,
        blank=True,
        help_text="Shown on the page of each of its listings, if its terms ask for it.",
    )
    may_republish = models.BooleanField(
        "adverts may be republished",
        default=False,
        help_text="Tick only if its terms allow it. Then search engines are told of its jobs, and "
        "feeds carry whole adverts; else these get facts, a link and 300 characters.",
    )
    terms_url = models.URLField(
        "address of the terms",
        max_length=500,
        blank=True,
        help_text="The page that allows it; needed if adverts may be republished.",
    )
    attribution_name = models.CharField(
        "who must be named",
        max_length=120,
        blank=True,
        help_text="As its terms ask, or else the employer; named wherever its adverts are shown.",
    )
    attribution_url = models.URLField(
        "and linked",
        max_length=500,
        blank=True,
        help_text="The page to which that name leads.",
    )
    pull_every = models.PositiveSmallIntegerField(
        "hours between pulls", default=6, validators=[MinValueValidator(1)]
    )
    next_pull_at = models.DateTimeField(
        "next pull", null=True, blank=True, help_text="Empty: as soon as run_due runs."
    )
    leased_until = models.DateTimeField(null=True, editable=False)
    # What an editor wants to be done now; empty once that is done.
    asked_for = models.CharField(max_length=6, choices=Asked, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # By what the next pull sees that nothing has changed; all of the last good pull.
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    read_as = models.CharField(max_length=64, blank=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="source_keep_is_known",
                condition=Q(keep__in=("all", "matched")),
                violation_error_message="A source keeps all listings or the matched ones.",
            ),
            models.CheckConstraint(
                name="source_asked_for_is_known",
                condition=Q(asked_for__in=("", "import", "accept")),
                violation_error_message="A source is asked for an import, or for one that accepts.",
            ),
            models.CheckConstraint(
                name="source_pulls_are_apart",
                condition=Q(pull_every__gt=0),
                violation_error_message="Leave at least one hour between pulls.",
            ),
            models.CheckConstraint(
                name="source_republishes_by_its_terms",
                condition=Q(may_republish=False)
                | ~(Q(terms_url="") | Q(attribution_name="") | Q(attribution_url="")),
                violation_error_message="Adverts may be republished only with the address of the "
                "terms that allow it, and with who must be named and linked.",
            ),
        ]

    def __str__(self):
        return self.name


class PullQuerySet(models.QuerySet):
    def good(self):
        return self.filter(state=Pull.State.GOOD)

    def abandoned(self, at):
        """Pulls that say they run, but began before any lease that still holds."""
        return self.filter(state=Pull.State.RUNNING, started_at__lte=at - LEASE)


class Pull(models.Model):
    """One reading of a source, with its receipt."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        GOOD = "good", "Good"
        HELD = "held", "Held for an editor"
        REJECTED = "rejected", "Rejected by an editor"
        FAILED = "failed", "Failed"
        INTERRUPTED = "interrupted", "Interrupted"

    source = models.ForeignKey(Source, models.CASCADE, related_name="pulls")
    state = models.CharField(max_length=11, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    listed = models.PositiveIntegerField("adverts taken", null=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField("missing, and held", default=0)
    problems = models.TextField(blank=True)
    # Of a held pull: what it would do, and its adverts until an editor has decided.
    would_change = models.TextField(blank=True)
    adverts = models.BinaryField(null=True)

    objects = PullQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="pull_state_is_known",
                condition=Q(
                    state__in=("running", "good", "held", "rejected", "failed", "interrupted")
                ),
                violation_error_message="A pull is running, good, held, rejected, failed or "
                "interrupted.",
            )
        ]

    def __str__(self):
        return f"{self.source}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def awaits_editor(self):
        return self.state == Pull.State.HELD and self.adverts is not None


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


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        """Reports that no editor has answered."""
        return self.filter(outcome="")

    def answered(self):
        """Answered reports, the latest answer first: at most one of a listing and kind."""
        return self.exclude(outcome="").order_by("-answered_at", "-pk")


class Report(models.Model):
    """What a reader says is wrong with a listing, and what an editor found. Nothing of who."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "It is closed"
        PAY = "pay", "Its pay is wrong"
        NOT_REMOTE = "not_remote", "It is not remote"
        SPAM = "spam", "It is spam or a fraud"
        OTHER = "other", "Something else is wrong"

    class Outcome(models.TextChoices):
        CLOSED = "closed", "Closed the listing"
        CORRECTED = "corrected", "Corrected the listing"
        NOTHING = "nothing", "Found nothing wrong"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="reports")
    kind = models.CharField("what is wrong", max_length=10, choices=Kind)
    comment = models.CharField(max_length=COMMENT_MAX, blank=True)
    created_at = models.DateTimeField("sent", default=timezone.now)
    # Empty until an editor has answered.
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    answered_at = models.DateTimeField("answered", null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "kind"],
                condition=~Q(outcome=""),
                name="report_answered_once",
                violation_error_message="A listing keeps one answer of each kind.",
            ),
            models.CheckConstraint(
                name="report_kind_is_known",
                condition=Q(kind__in=("closed", "pay", "not_remote", "spam", "other")),
                violation_error_message="A report is of a closed listing, wrong pay, one that is "
                "not remote, spam or something else.",
            ),
            models.CheckConstraint(
                name="report_outcome_has_a_date",
                condition=Q(outcome="", answered_at=None)
                | Q(outcome__in=("closed", "corrected", "nothing"), answered_at__isnull=False),
                violation_error_message="An answer is closed, corrected or nothing wrong, and has "
                "a date.",
            ),
        ]

    def __str__(self):
        return f"{self.listing}: {self.get_kind_display().lower()}"


def yearly_usd(amount, period, rate):
    """Returns the yearly US-dollar equivalent of an amount of pay, for filtering and sorting only.

    `rate` is US dollars for one unit of the pay's currency; None (no rate kept) gives None, and
    so does "" for a period that is not known.

    >>> yearly_usd(Decimal("45.50"), "hour", Decimal(1))
    94640
    >>> yearly_usd(None, "year", Decimal(1)) is None, yearly_usd(Decimal(9), "", Decimal(1)) is None
    (True, True)
    """
    if amount is None or rate is None or not period:
        return None
    return round(Decimal(amount) * PayPeriod(period).in_a_year * rate)


class ListingChange(models.Model):
    """One line of the log that the database's own triggers write (jobs/engine/triggers.py).

    There is one line of content, of the number 0: each change of content gives it a new token.
    The token tells a line from another that got its number: after a rollback, in a restored copy.
    """

    class What(models.TextChoices):
        LISTING = "listing", "A listing"
        SEEN = "seen", "When a listing was last seen"
        CONTENT = "content", "Anything else that pages show"
        ALL = "all", "Anything"

    seq = models.BigAutoField(primary_key=True)
    token = models.BigIntegerField()
    listing_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=8, choices=What)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.CheckConstraint(
                name="change_says_what_changed",
                condition=Q(what__in=("listing", "seen"), listing_id__isnull=False)
                | Q(what="content", seq=0, listing_id=None)
                | Q(what="all", listing_id=None),
                violation_error_message="A change is of one listing, of content or of anything.",
            )
        ]

    def __str__(self):
        return f"{self.seq}: {self.what} {self.listing_id or ''}".strip()
