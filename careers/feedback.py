"""What readers send with “Is this page useful?”: nothing of who they are, and no cookie."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from .models import COMMENT_MAX, Feedback
from .widgets import OneLine

# The pages that ask.
PAGES = {"careers:role_detail", "careers:comparison_detail", "careers:skill_detail"}
ANSWERS_AN_HOUR = 10
AN_HOUR = 60 * 60  # seconds


def validate_page(path):
    """Refuses a path that is not of a page that asks."""
    try:
        page = resolve(path).view_name
    except Resolver404:
        page = None
    if page not in PAGES:
        raise ValidationError("That is not a page of ours that asks whether it is useful.")


class FeedbackForm(forms.ModelForm):
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
    comment = forms.CharField(
        max_length=COMMENT_MAX,
        required=False,
        widget=OneLine,
        error_messages={
            "max_length": "Write at most %(limit_value)s characters; "
            "yours, which stands below, has %(show_value)s."
        },
    )

    class Meta:
        model = Feedback
        fields = ["path", "is_useful", "comment"]

    @property
    def problem(self):
        """The first thing that is wrong, in words."""
        return next(iter(self.errors.values()))[0]


def is_from_elsewhere(request):
    """Returns whether a browser says that a form was sent from another site's page."""
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is not None and _host(sender) != request.get_host().lower()


def _host(address):
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def is_over_limit(request):
    """Counts one more answer from the request's address; returns whether it has had its share.

    The count lives in the cache for an hour and nowhere else. With Django's own in-memory cache
    each worker counts for itself.
    """
    sender = salted_hmac("feedback", client_address(request), algorithm="sha256").hexdigest()
    key = f"feedback-{sender}"
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key) > ANSWERS_AN_HOUR
    except ValueError:  # the hour ended between the two lines
        return False


def client_address(request):
    """Returns where a request comes from; behind a proxy, what the proxy says of it."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META["REMOTE_ADDR"]
