"""Pairs of roles that an editor has written about."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..editing import documents
from ..pages.addresses import address_of
from .documents import PAIR_SEPARATOR, SENTENCE_MAX, Document, DocumentQuerySet
from .roles import Role


class Decision(models.TextChoices):
    """What somebody who compares two roles is about to decide."""

    STARTING = "starting", "Starting out"
    SENIOR = "senior", "Going further"
    PATH = "path", "Manager or expert"


class ComparisonQuerySet(DocumentQuerySet):
    def published(self, at=None):
        """Keeps published comparisons of two roles that are both published."""
        at = at or timezone.now()
        roles = Q(first__published_at__lte=at, second__published_at__lte=at)
        return super().published(at).filter(roles)

    def published_or_merged(self):
        """Keeps published comparisons, and those merged into one, with that one's roles."""
        public = Comparison.objects.published()
        kept = self.filter(Q(pk__in=public) | Q(merged_into__in=public))
        return kept.select_related("merged_into__first", "merged_into__second")

    def of(self, roles):
        """Keeps comparisons that any of some roles takes part in."""
        return self.filter(Q(first__in=roles) | Q(second__in=roles))

    def with_card(self):
        """Reads of comparisons and their roles what a card shows."""
        roles = [f"{role}__{name}" for role in ("first", "second") for name in ("slug", "title")]
        return self.select_related("first", "second").only("difference", "decision", *roles)


class Comparison(Document):
    """A pair that an editor has written about: only what cannot be computed from its roles."""

    first = models.ForeignKey(Role, models.PROTECT, related_name="+")
    second = models.ForeignKey(Role, models.PROTECT, related_name="+")
    # The comparison whose page stands for this one, where it was merged into it.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="merged"
    )
    # Under which question the home page shows it; "": under none.
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    difference = models.CharField(max_length=SENTENCE_MAX, blank=True)
    introduction = models.TextField(blank=True)
    differs_most = models.TextField("what differs most", blank=True)
    moving = models.TextField("moving between them", blank=True)
    conclusion = models.TextField(blank=True)

    objects = ComparisonQuerySet.as_manager()

    address_field = "slug"
    shape = documents.COMPARISON

    class Meta:
        ordering = ["first__title", "second__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="comparison_of_a_pair_once",
                violation_error_message="These two roles already have a comparison.",
            ),
            models.CheckConstraint(
                name="comparison_of_two_roles",
                condition=~Q(first=F("second")),
                violation_error_message="Choose two different roles.",
            ),
            models.CheckConstraint(
                name="comparison_decision_is_known",
                condition=Q(decision__in=["", *Decision.values]),
                violation_error_message="Choose one of the decisions, or none.",
            ),
        ]

    def __str__(self):
        return f"{self.first} vs {self.second}"

    def get_absolute_url(self):
        return pair_url(self.first, self.second)

    @property
    def slug(self):
        """The last part of its address, which its roles make."""
        return PAIR_SEPARATOR.join(role.slug for role in self.roles)

    @property
    def roles(self):
        """The two roles in the order of their address."""
        return tuple(sorted((self.first, self.second), key=lambda role: role.slug))


def pair_url(*roles):
    """Returns the one address of a pair, whichever way round its roles are given."""
    slugs = sorted(role.slug for role in roles)
    return address_of("careers:comparison_detail", PAIR_SEPARATOR.join(slugs))
