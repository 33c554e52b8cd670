"""What every response passes: its headers, and gzip."""

from functools import lru_cache

from django.conf import settings
from django.middleware import gzip
from django.utils.cache import patch_vary_headers


class SecurityHeadersMiddleware:
    """Adds the policies of the settings: of content, permissions, and use by other sites."""

    def __init__(self, get_response):
        self.get_response = get_response
        policy = "; ".join(f"{name} {' '.join(to)}" for name, to in settings.SECURE_CSP.items())
        self.headers = {
            "Content-Security-Policy": policy,
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": settings.CROSS_ORIGIN_RESOURCE_POLICY,
        }

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 500:
            return response  # Django's own debug page styles itself inline.
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class GZipMiddleware(gzip.GZipMiddleware):
    """Compresses answers for clients that take gzip; Django's own overlooks `gzip;q=0`."""

    def process_response(self, request, response):
        if accepts(request, "gzip"):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def accepts(request, coding):
    """Tells whether a request's client takes a coding, as its Accept-Encoding says."""
    return _takes(coding, request.META.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)  # browsers send a few
def _takes(coding, accept_encoding):
    """
    >>> [_takes("gzip", accepted) for accepted in ("br, GZIP ;q=0.5", "gzip;q=0.0", "br, x-gzip")]
    [True, False, False]
    """
    for each in accept_encoding.lower().split(","):
        name, _, weight = each.replace(" ", "").partition(";")
        if name == coding:
            return not weight or weight.removeprefix("q=").strip("0.") != ""
    return False
