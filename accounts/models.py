"""Tries to sign in: what limits count, and what a superuser may look back on."""

from django.conf import settings
from django.db import models
from django.utils import timezone

# For an investigation, and no longer.
DAYS_KEPT = 90


class Outcome(models.TextChoices):
    WRONG = "wrong", "Wrong name or password"
    PASSWORD = "password", "Right password, no second factor"
    SIGNED_IN = "signed-in", "Signed in"


class SignInQuerySet(models.QuerySet):
    def counted_after(self, moment):
        """Returns the tries after a moment that limits count: all but those that signed in."""
        return self.filter(began_at__gt=moment).exclude(outcome=Outcome.SIGNED_IN)

    def outdated(self):
        """Returns the tries that are kept no longer."""
        return self.filter(began_at__lt=timezone.now() - timezone.timedelta(days=DAYS_KEPT))


class SignIn(models.Model):
    """One try to sign in whose password was looked at."""

    began_at = models.DateTimeField("when", default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    # The name as a keyed hash: what is typed for a name is at times a password.
    account = models.CharField(max_length=64)
    peer = models.CharField("from", max_length=64)
    # The browser's number if it has signed in to this account before (devices.py).
    device = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.WRONG)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = "sign-in"
        ordering = ["-began_at"]
        indexes = [
            models.Index(fields=["began_at"], name="sign_in_began"),
            models.Index(fields=["peer", "began_at"], name="sign_in_peer"),
            models.Index(fields=["account", "device", "began_at"], name="sign_in_account"),
        ]

    def __str__(self):
        return f"{self.user or 'An unknown name'}: {self.get_outcome_display()}"

    def ends(self, outcome):
        """Records what came of it."""
        self.outcome = outcome
        self.save(update_fields=["outcome"])
