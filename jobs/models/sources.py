"""Where listings come in, and when that is read."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..importing.adapters import adapter_choices
from .employers import Employer

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
