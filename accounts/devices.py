"""Browsers that have signed in before: a signed cookie for each account tells them from strangers.

Strangers' failures never lock them out. The method is OWASP's "device cookies".
"""

import secrets

from django.conf import settings
from django.urls import reverse

HALF_A_YEAR = 182 * 24 * 60 * 60  # seconds


def device_of(request, account):
    """Returns the number of a request's browser if it has signed in to an account, else ""."""
    return request.get_signed_cookie(
        _cookie(account), default="", salt=account, max_age=HALF_A_YEAR
    )


def remember(response, sign_in):
    """Lets the browser that gets a response be known as one that has signed in."""
    response.set_signed_cookie(
        _cookie(sign_in.account),
        sign_in.device or secrets.token_hex(8),
        salt=sign_in.account,
        max_age=HALF_A_YEAR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(account):
    # Browsers take a name with this prefix over HTTPS alone.
    prefix = "__Secure-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}device-{account[:12]}"
