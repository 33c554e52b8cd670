"""What all editorial documents have: an address and a public state."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

PAIR_SEPARATOR = "-vs-"
CHANGE_NOTE_MAX = 400  # characters
SENTENCE_MAX = 200  # characters of a summary, and of a difference
SLUG = r"^(?!.*-vs-)[a-z0-9]+(?:-[a-z0-9]+)*$"
validate_slug = RegexValidator(
    SLUG, "Use small letters, digits and single hyphens, and nowhere “-vs-”: data-engineer."
)


def slug_constraint(model):
    """Returns the database's own rule of slugs: the addresses of pairs depend on it."""
    return models.CheckConstraint(
        name=f"{model}_slug_holds_no_pair",
        condition=~Q(slug__contains=PAIR_SEPARATOR),
        violation_error_message=f"An address must not contain “{PAIR_SEPARATOR}”.",
    )


class Withdrawal(models.TextChoices):
    """Why a document that was public is not to be relied on."""

    ERROR = "error", "Published in error"
    MERGED = "merged", "Merged into another"
    OUTDATED = "outdated", "Out of date"


class DocumentQuerySet(models.QuerySet):
    """What visitors may see of documents, and what editors work on."""

    def published(self, at=None):
        """Keeps documents that are public at the moment `at` (now, unless given)."""
        return self.filter(published_at__lte=at or timezone.now())


class Document(models.Model):
    """What an editor writes: its columns are what is public, its revisions are the work on it.

    Only editing.publishing changes the columns.
    """

    published_at = models.DateTimeField("published", null=True, blank=True, editable=False)
    live_revision = models.ForeignKey(
        # It goes with its document, and never alone.
        "careers.Revision",
        models.RESTRICT,
        null=True,
        editable=False,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField("reviewed", null=True, editable=False)
    review_by = models.DateField(
        "review by",
        null=True,
        blank=True,
        help_text="When somebody should read this again; a year after publishing unless you say. "
        "It waits for publishing, as the text does.",
    )
    # What is out of date stays public, and its page says so in these words.
    withdrawn = models.CharField(max_length=8, choices=Withdrawal, blank=True, editable=False)
    notice = models.CharField(max_length=SENTENCE_MAX, blank=True, editable=False)

    # What its page tells readers of changes, the newest first: [{"on": day, "text", "author"}].
    change_notes = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def notes(self):
        """Returns (day, what changed and why) of each change that readers are told of."""
        return [(date.fromisoformat(each["on"]), each["text"]) for each in self.change_notes]

    @property
    def is_outdated(self):
        return self.withdrawn == Withdrawal.OUTDATED

    @property
    def is_published(self):
        return self.published_at is not None and self.published_at <= timezone.now()
