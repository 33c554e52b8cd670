"""A form that was sent by somebody who has to sign in first, carried along until they have.

It goes through the pages of the way in as a signed text, and is stored nowhere here.
"""

from dataclasses import dataclass

from django.core import signing

FIELD = "kept"
SALT = "accounts.kept"
# Seconds in which somebody signs in again, and how long the values may be together.
MAX_AGE = 12 * 60 * 60
MOST_CHARACTERS = 1_000_000
# The mark of a form that somebody writes in (optimistic/forms.py), and what is never carried.
MARK = "opened"
SECRETS = ("csrfmiddlewaretoken", "password")
# What has a name with an underscore is a button, and is pressed anew; but for these.
NO_BUTTONS = ("_popup", "_to_field", "_preview")


@dataclass(frozen=True)
class Kept:
    """Where a form was sent, and its (name, value) pairs."""

    address: str
    pairs: tuple[tuple[str, str], ...]


def text_of(request):
    """Returns the signed text of a form that was sent, or carried; "" where there is none to keep.

    A browser says from where a form was sent: one of another site is not kept.
    """
    if request.method != "POST" or not _is_from_here(request):
        return ""
    if FIELD in request.POST:
        return request.POST[FIELD]
    pairs = [
        (name, value)
        for name, value in pairs_of(request)
        if not name.startswith("_") or name in NO_BUTTONS
    ]
    if MARK not in request.POST or sum(len(value) for _, value in pairs) > MOST_CHARACTERS:
        return ""
    return signing.dumps([request.get_full_path(), pairs], salt=SALT, compress=True)


def read(text):
    """Returns what a signed text keeps; None if it is none of ours, or too old."""
    try:
        address, pairs = signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return Kept(address, tuple(map(tuple, pairs)))


def pairs_of(request):
    """Returns all that a form has sent, as (name, value) pairs, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(secret in name for secret in SECRETS)
        for value in values
    ]


def _is_from_here(request):
    site = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    if origin:
        return origin == site
    return f"{request.headers.get('Referer', '')}/".startswith(f"{site}/")
