"""How many sign-ups are taken, so that nobody floods an inbox with the mails that ask for a yes.

Counts are the database's, so that all workers count together, and hold for an hour.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import MAILS_KEPT, Mail, SignUp

SIGN_UPS_OF_A_PEER = 10
# Whoever sends them: the owner may never have heard of this site.
SIGN_UPS_OF_AN_ADDRESS = 3
SIGN_UPS_OF_ALL = 300
AN_HOUR = timedelta(hours=1)
LATER = "Please try again in an hour."


def refusal(peer):
    """Returns why no sign-up of a peer is taken now, or ""."""
    recent = _recent()
    if recent.filter(peer=_scrambled(peer)).count() >= SIGN_UPS_OF_A_PEER:
        return f"At most {SIGN_UPS_OF_A_PEER} sign-ups an hour are taken from one network. {LATER}"
    if recent.count() >= SIGN_UPS_OF_ALL:
        return f"There are more sign-ups than we can take at the moment. {LATER}"
    return ""


def count(peer, address):
    """Counts one more sign-up; returns whether its address may get a mail."""
    scrambled = _scrambled(address.lower())
    before = _recent().filter(address=scrambled).count()
    SignUp.objects.create(peer=_scrambled(peer), address=scrambled)
    return before < SIGN_UPS_OF_AN_ADDRESS


def mails_left(at):
    """Returns how many more mails may go out at a moment, by the bound of an hour."""
    return settings.ALERT_MAILS_AN_HOUR - Mail.objects.claimed_after(at - AN_HOUR).count()


def forget_old():
    """Deletes what limits need no longer."""
    now = timezone.now()
    SignUp.objects.filter(at__lte=now - AN_HOUR).delete()
    Mail.objects.filter(claimed_at__lte=now - MAILS_KEPT).delete()


def _recent():
    return SignUp.objects.filter(at__gt=timezone.now() - AN_HOUR)


def _scrambled(text):
    return salted_hmac("alerts", text, algorithm="sha256").hexdigest()
