"""What readers send with “Is this page useful?”: nothing of who they are, and no cookie."""

from datetime import timedelta
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import COMMENT_MAX, Feedback, FeedbackSender
from .widgets import OneLine

FROM_ELSEWHERE = "This came from a form on another site."
# The pages that ask.
PAGES = {"careers:role_detail", "careers:comparison_detail", "careers:skill_detail"}
ANSWERS_AN_HOUR = 10
ANSWERS_A_DAY = 1_000
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def validate_page(path):
    """Refuses a path that is not of a page that asks."""
    try:
        page = resolve(path).view_name
    except Resolver404:
        page = None
    if page not in PAGES:
        raise ValidationError("That is not a page of ours that asks whether it is useful.")


class SentForm(forms.ModelForm):
    """What a reader sends without an account, perhaps with a sentence."""

    comment = forms.CharField(
        max_length=COMMENT_MAX,
        required=False,
        widget=OneLine,
        error_messages={
            "max_length": "Write at most %(limit_value)s characters; "
            "yours, which stands below, has %(show_value)s."
        },
    )

    @property
    def problem(self):
        """The first thing that is wrong, in words."""
        return next(iter(self.errors.values()))[0]


class FeedbackForm(SentForm):
    path = forms.CharField(
        max_length=200,
        validators=[validate_page],
        error_messages={"required": "It does not say which page is meant."},
    )
    is_useful = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Press Yes or No to send it."),
    )

    class Meta:
        model = Feedback
        fields = ["path", "is_useful", "comment"]


def is_from_elsewhere(request):
    """Returns whether a browser says that a form was sent from another site's page."""
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is not None and _host(sender) != request.get_host().lower()


def _host(address):
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def refusal(request, kept=Feedback):
    """Counts one more answer from whoever sends a request; returns why none is taken, or "".

    `kept` is the model whose rows are such answers, each with its `created_at`: all of them
    together are limited by the day, those of an address by the hour, of whatever model. The counts
    are the database's, so that all workers count together.
    """
    forget_senders()
    sender = salted_hmac("feedback", request.peer, algorithm="sha256").hexdigest()
    if FeedbackSender.objects.filter(sender=sender).count() >= ANSWERS_AN_HOUR:
        return f"At most {ANSWERS_AN_HOUR} answers an hour are taken from an address. Try later."
    newest = kept.objects.order_by("-pk").values_list("created_at", flat=True)
    if any(sent > timezone.now() - A_DAY for sent in newest[ANSWERS_A_DAY - 1 : ANSWERS_A_DAY]):
        return "The editors cannot read more answers today. Please try again tomorrow."
    FeedbackSender.objects.create(sender=sender)
    return ""


def forget_senders():
    """Deletes who sent feedback more than an hour ago."""
    FeedbackSender.objects.filter(sent_at__lt=timezone.now() - AN_HOUR).delete()
