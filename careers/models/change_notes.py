"""What editors tell readers of a document's past, and documents that were deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .comparisons import Comparison
from .roles import Role

CHANGE_NOTE_MAX = 400  # characters


class ChangeNote(models.Model):
    """What changed in a document, and why, as its public page tells it."""

    role = models.ForeignKey(
        Role, models.CASCADE, null=True, blank=True, related_name="change_notes"
    )
    comparison = models.ForeignKey(
        Comparison, models.CASCADE, null=True, blank=True, related_name="change_notes"
    )
    changed_on = models.DateField("when", default=timezone.localdate)
    text = models.CharField(
        "what changed, and why",
        max_length=CHANGE_NOTE_MAX,
        help_text="For readers, in a sentence or two. Small mends need none.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["-changed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="change_note_of_one_document",
                condition=Q(role=None, comparison__isnull=False)
                | Q(role__isnull=False, comparison=None),
                violation_error_message="A note is about one role or one comparison.",
            )
        ]

    def __str__(self):
        return f"{self.role or self.comparison}, {self.changed_on}"


class DeletedDocument(models.Model):
    """A document that was deleted, with its revisions, so that it can be recovered."""

    # The name of its model.
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=140)
    address = models.CharField(max_length=130)
    # Its columns that are in no text, and all that was written: [{text, author, note, created_at}],
    # the oldest first.
    identity = models.JSONField(default=dict)
    revisions = models.JSONField(default=list)
    deleted_at = models.DateTimeField("deleted", default=timezone.now)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-deleted_at"]

    def __str__(self):
        return self.title
