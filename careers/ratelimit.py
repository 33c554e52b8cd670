"""
How often one address may do a thing: counted for an hour in the cache, and kept nowhere else.

With Django's own in-memory cache each worker counts for itself.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

AN_HOUR = 60 * 60


def is_over_limit(request, action, times_an_hour):
    """Counts one more `action` of the request's address; True once it has had its times."""
    key = f"{action}-{salted_hmac(action, address(request), algorithm='sha256').hexdigest()}"
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key) > times_an_hour
    except ValueError:  # the hour ended between the two lines
        return False


def address(request):
    """Where a request comes from; behind a proxy, what the proxy says of it."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META["REMOTE_ADDR"]
