"""The board's clock."""

from django.utils import timezone


def this_minute():
    """Returns when the current minute began.

    The board's clock moves once a minute, so that answers can be kept for that long.
    """
    return timezone.now().replace(second=0, microsecond=0)
