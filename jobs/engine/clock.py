"""The board's clock moves once a minute, so that answers can be kept for so long."""

from django.utils import timezone


def this_minute():
    """The moment at which the current minute began."""
    return timezone.now().replace(second=0, microsecond=0)
