"""Links to an alert: its random key and a signature, so that neither the database nor the secret
key alone makes one.
"""

from django.core import signing

from careers.pages.addresses import address_of, site_address

from .models import Alert

# What a link is for. The link in the mail that asks for confirmation opens nothing else.
CONFIRM, MANAGE = "confirm", "manage"
BROKEN = (
    "This link is not whole. Perhaps your mail program cut it: "
    "please copy all of it from the mail into the address line."
)
GONE = (
    "This link leads to no alert any more: it was switched off, or joined with another one of the "
    "same search, or nobody confirmed it within 48 hours. No mail comes from it."
)


class LinkProblem(Exception):
    """A link leads to no alert; says why, and the status of the page that says so."""

    def __init__(self, text, status):
        super().__init__(text)
        self.status = status


def link(alert, purpose, view, request=None):
    """Returns the full address of one of the pages of an alert."""
    return site_address(path(alert, purpose, view), request)


def path(alert, purpose, view):
    """Returns the path of one of the pages of an alert."""
    return address_of(f"alerts:{view}", _signer(purpose).sign(alert.key))


def alert_of(token, purpose):
    """Returns the Alert that a link leads to; LinkProblem for an altered link, or a past one."""
    try:
        key = _signer(purpose).unsign(token)
    except signing.BadSignature as error:
        raise LinkProblem(BROKEN, 404) from error
    alert = Alert.objects.filter(key=key).first()
    if alert is None or alert.has_lapsed:
        raise LinkProblem(GONE, 410)
    return alert


def _signer(purpose):
    return signing.Signer(sep=".", salt=f"alerts {purpose}")
