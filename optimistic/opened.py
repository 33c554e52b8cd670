"""What a form showed when it was opened, as a signed text that it carries and sends back.

The text holds digests of values, not the values: it is short, and tells nothing.
"""

import time

from django.core import signing

SALT = "optimistic.opened"
# A form has some thirty fields, of 40 characters each.
MOST_CHARACTERS = 20_000


def sign(row, shown):
    """Returns the text for a form of a row that shows {field: digest}."""
    return signing.dumps(
        {"row": _key(row), "at": time.time(), "shown": shown}, salt=SALT, compress=True
    )


def read(text, row):
    """Returns (shown, at): {field: digest} and when it was signed, in seconds since 1970.

    (None, None) for a text that is none of ours, or of another row's form.
    """
    try:
        said = signing.loads(text[:MOST_CHARACTERS], salt=SALT)
    except signing.BadSignature:
        return None, None
    return (said["shown"], said["at"]) if said["row"] == _key(row) else (None, None)


def _key(row):
    return f"{row._meta.label_lower} {row.pk}"
