"""The receipts of pulls."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .sources import Source

# A pull that takes longer than this is taken for dead, and another may read its source.
LEASE = timedelta(minutes=15)


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
