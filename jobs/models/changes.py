"""The log that the database's own triggers write."""

from django.db import models
from django.db.models import Q


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
