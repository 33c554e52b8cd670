"""What readers say of pages."""

from django.db import models
from django.utils import timezone

COMMENT_MAX = 500  # characters of what a reader says of a page


class Feedback(models.Model):
    """What a reader said of a page: whether it helped, and perhaps a sentence. Nothing of who."""

    path = models.CharField("page", max_length=200)
    is_useful = models.BooleanField("useful")
    comment = models.CharField(max_length=COMMENT_MAX, blank=True)
    created_at = models.DateTimeField("sent", default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "feedback"

    def __str__(self):
        return f"{self.path}: {'useful' if self.is_useful else 'not useful'}"
