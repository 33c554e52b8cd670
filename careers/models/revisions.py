"""The saved states of documents."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import cached_property

from ..editing import documents
from .comparisons import Comparison
from .roles import Role


class RevisionQuerySet(models.QuerySet):
    def newest(self):
        """Returns the newest revision, or None."""
        return self.order_by("-pk").first()

    def newest_and_live(self):
        """Returns of each document the newest revision, and the one that is public."""
        newest = self.order_by().values("role", "comparison").annotate(newest=Max("pk"))
        public = Q()
        for model in (Role, Comparison):
            public |= Q(pk__in=model.objects.order_by().values("live_revision"))
        return self.filter(Q(pk__in=newest.values("newest")) | public)

    def scheduled(self):
        """Revisions that wait for the moment at which they are to be published."""
        return self.filter(publish_at__isnull=False)

    def due(self, at):
        """Scheduled revisions whose moment has come by `at`, the earliest first."""
        due = self.filter(publish_at__lte=at).order_by("publish_at", "pk")
        return due.select_related("role", "comparison__first", "comparison__second")


class Revision(models.Model):
    """One saved state of a document, as its whole Markdown text."""

    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="revisions")
    comparison = models.ForeignKey(Comparison, models.CASCADE, null=True, related_name="revisions")
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField("saved", default=timezone.now)
    # For its document, once it is published; None leaves what is there.
    review_by = models.DateField(null=True, blank=True)
    # When it is to be published by itself; empty once that is done, or taken back.
    publish_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="revision_of_one_document",
                condition=Q(role=None, comparison__isnull=False)
                | Q(role__isnull=False, comparison=None),
                violation_error_message="A revision belongs to one role or one comparison.",
            )
        ]

    def __str__(self):
        return f"Revision {self.pk} of {self.document}"

    @property
    def document(self):
        """The role or the comparison that it is of."""
        return self.role or self.comparison

    @cached_property
    def content(self):
        """What the text says (documents.Content), read once; DocumentError if it is no document."""
        return documents.parse(self.text, Role.shape if self.role_id else Comparison.shape)
