"""Who wants to be told of new jobs by e-mail, and which mails went out. Nothing else of anybody."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

# What nobody confirms is deleted after so long.
CONFIRM_WITHIN = timedelta(hours=48)
# A mail that a run began to send so long ago, and never said how it ended, may have gone or not.
IN_DOUBT_AFTER = timedelta(minutes=10)
# That a mail went out is kept for so long: for the bound of an hour, and for editors' questions.
MAILS_KEPT = timedelta(days=30)
# As long as what a board's address may ask (careers/pages/questions.py).
SEARCH_MAX = 1_000


def new_key():
    """Returns a random text that nobody guesses, of 22 characters that addresses may have."""
    return secrets.token_urlsafe(16)


class Rhythm(models.TextChoices):
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"

    @property
    def length(self):
        """How much time is between two mails."""
        return timedelta(days=1 if self == Rhythm.DAILY else 7)


class AlertQuerySet(models.QuerySet):
    def due(self, at):
        """Confirmed alerts whose next mail is due; those that wait longest come first."""
        return self.filter(confirmed_at__isnull=False, due_at__lte=at).order_by("due_at", "pk")

    def of(self, address):
        """All alerts of an address, however it is written in small and capital letters."""
        return self.filter(address__iexact=address)

    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def never_confirmed(self, at):
        """Alerts that nobody has confirmed in time."""
        return self.filter(confirmed_at=None, created_at__lte=at - CONFIRM_WITHIN)


class Alert(models.Model):
    """A search whose new listings an address is told of, once its owner has confirmed that.

    Unsubscribing deletes the row.
    """

    # What links to the alert are made of (links.py).
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    address = models.CharField(max_length=254)
    # As a query string of the board, in the order of its addresses; "" asks for all open jobs.
    search = models.CharField(max_length=SEARCH_MAX, blank=True)
    rhythm = models.CharField(max_length=6, choices=Rhythm, default=Rhythm.DAILY)
    created_at = models.DateTimeField("signed up", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("confirmed", null=True, editable=False)
    due_at = models.DateTimeField("next mail", null=True, editable=False)
    # The owner knows of the listings up to this number: mails tell of later ones.
    seen = models.BigIntegerField(default=0, editable=False)
    # Whether a mail has told that the search finds nothing any more.
    is_told_void = models.BooleanField(default=False, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], name="alert_by_due")]
        constraints = [
            models.CheckConstraint(
                name="alert_rhythm_is_known",
                condition=Q(rhythm__in=Rhythm.values),
                violation_error_message="An alert comes once a day or once a week.",
            ),
            models.CheckConstraint(
                name="alert_is_due_once_confirmed",
                condition=Q(confirmed_at=None, due_at=None)
                | Q(confirmed_at__isnull=False, due_at__isnull=False),
                violation_error_message="A confirmed alert, and no other, has a next mail.",
            ),
        ]

    def __str__(self):
        return f"Alert {self.pk}"

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def has_lapsed(self):
        """Whether nobody confirmed it in time (never_confirmed(), for one alert in hand)."""
        return not self.is_confirmed and self.created_at <= timezone.now() - CONFIRM_WITHIN

    def next_due(self, at):
        """Returns when the mail after this one is due: whole rhythms later, and after a moment."""
        late = max(at - self.due_at, timedelta())
        length = Rhythm(self.rhythm).length
        return self.due_at + length * (late // length + 1)


class MailQuerySet(models.QuerySet):
    def in_doubt(self, at):
        """Mails of which nobody knows whether they went out, as their run was killed."""
        return self.filter(state=Mail.State.SENDING, claimed_at__lte=at - IN_DOUBT_AFTER)

    def claimed_after(self, moment):
        return self.filter(claimed_at__gt=moment)


class Mail(models.Model):
    """One mail of an alert, written down before it is sent: so no run sends it again.

    One that stays “sending” may have gone out or not; the next mail of its alert has its jobs.
    """

    class State(models.TextChoices):
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="mails")
    state = models.CharField(max_length=7, choices=State, default=State.SENDING)
    claimed_at = models.DateTimeField("begun", default=timezone.now)
    # It tells of listings up to this number.
    through = models.BigIntegerField()
    jobs = models.PositiveIntegerField()

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["claimed_at"], name="mail_by_claim")]
        constraints = [
            models.CheckConstraint(
                name="mail_state_is_known",
                condition=Q(state__in=("sending", "sent")),
                violation_error_message="A mail is being sent, or was.",
            )
        ]

    def __str__(self):
        return f"Mail {self.pk} of alert {self.alert_id}"


class SignUp(models.Model):
    """That somebody signed up, for as long as it limits further sign-ups; as keyed hashes."""

    peer = models.CharField(max_length=64, db_index=True)
    address = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return f"{self.peer[:8]}, {self.at:%Y-%m-%d %H:%M}"
