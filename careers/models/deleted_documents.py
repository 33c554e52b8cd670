"""Documents that were deleted, and can be recovered."""

from django.conf import settings
from django.db import models
from django.utils import timezone


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
