"""What readers say is wrong with listings."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from careers.models import COMMENT_MAX

from .listings import Listing


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
