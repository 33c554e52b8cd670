"""What editors are writing and have not saved as a draft: their own, and kept for a while."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .comparisons import Comparison
from .revisions import Revision
from .roles import Role

# So long after its last change a working copy is deleted; the desk says so these days before.
KEPT_FOR = timedelta(days=30)
TOLD_BEFORE = timedelta(days=7)
# A page that is open says so every 15 seconds; so long after the last time it counts as closed.
PRESENT_FOR = timedelta(seconds=45)


class WorkingCopyQuerySet(models.QuerySet):
    def of(self, model, document):
        """Keeps the copies of a document, or of one of a model that is not made yet (None)."""
        name = model._meta.model_name
        return self.filter(kind=name, **{name: document})

    def written(self):
        """Keeps those in which something was written; the others only say who has it open."""
        return self.filter(changed_at__isnull=False)

    def outdated(self, at=None):
        """Keeps those whose time is over: nothing was changed for long, or only looked at."""
        now = at or timezone.now()
        is_old = Q(changed_at__lte=now - KEPT_FOR)
        return self.filter(is_old | Q(changed_at=None, seen_at__lte=now - PRESENT_FOR))

    def ending(self, at=None):
        """Keeps those that will be deleted soon."""
        now = at or timezone.now()
        return self.written().filter(changed_at__lte=now - KEPT_FOR + TOLD_BEFORE)

    def alive(self, at=None):
        """Keeps those in which something is written, or whose editor has the page open."""
        is_open = Q(seen_at__gt=(at or timezone.now()) - PRESENT_FOR)
        return self.filter(is_open | Q(changed_at__isnull=False))


class WorkingCopy(models.Model):
    """What one editor is writing of one document: any text, whether a draft may say it or not.

    Only editing.working_copies changes it.
    """

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The kind of document, by its model's name; without a document it is one that is not made yet.
    kind = models.CharField(max_length=10)
    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="working_copies")
    comparison = models.ForeignKey(
        Comparison, models.CASCADE, null=True, related_name="working_copies"
    )
    # The newest draft when it was begun, or when what others wrote was last taken over.
    base = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    values = models.JSONField(default=dict)  # {the name of a form's field: what is written there}
    # Counts its changes: a page that knows another number overwrites nothing.
    version = models.PositiveIntegerField(default=0)
    # The window that wrote it last, as its script names itself: it may not know its last change,
    # whose answer was lost.
    window = models.CharField(max_length=36, blank=True)
    changed_at = models.DateTimeField("changed", null=True)  # None: nothing is written
    seen_at = models.DateTimeField(default=timezone.now)
    place = models.CharField(max_length=40, blank=True)  # the field its editor is in

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name_plural = "working copies"
        constraints = [
            models.UniqueConstraint(fields=["editor", "role"], name="working_copy_of_a_role_once"),
            models.UniqueConstraint(
                fields=["editor", "comparison"], name="working_copy_of_a_comparison_once"
            ),
            models.UniqueConstraint(
                fields=["editor", "kind"],
                condition=Q(role=None, comparison=None),
                name="working_copy_of_a_new_document_once",
            ),
            models.CheckConstraint(
                name="working_copy_of_one_document",
                condition=Q(kind="role", comparison=None) | Q(kind="comparison", role=None),
                violation_error_message="A working copy is of a role or of a comparison.",
            ),
        ]

    def __str__(self):
        return f"{self.document or f'A new {self.kind}'}, written by {self.editor}"

    @property
    def document(self):
        """The role or comparison; None while there is none."""
        return self.role or self.comparison

    @property
    def deleted_on(self):
        """When it is deleted unless somebody writes in it."""
        return self.changed_at + KEPT_FOR
