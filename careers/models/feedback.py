"""What readers say of pages."""

from django.db import models
from django.utils import timezone

COMMENT_MAX = 200  # characters of what a reader says of a page: a sentence


class Feedback(models.Model):
    """What a reader said of a page: whether it helped, and perhaps a sentence. Nothing of who."""

    path = models.CharField("page", max_length=200)
    is_useful = models.BooleanField("useful")
    comment = models.CharField(max_length=500, blank=True)  # as long as it once could be
    created_at = models.DateTimeField("sent", default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "feedback"

    def __str__(self):
        return f"{self.path}: {'useful' if self.is_useful else 'not useful'}"


class FeedbackSender(models.Model):
    """That somebody sent feedback, for as long as it limits what they send; not what they said."""

    # Who it was, as a keyed hash.
    sender = models.CharField(max_length=64, db_index=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return f"{self.sender[:8]}, {self.sent_at:%Y-%m-%d %H:%M}"
