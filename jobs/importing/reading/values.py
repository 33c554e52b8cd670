"""Reads an advert into its values, whatever it is like. No models."""

import logging

from ..records import RawListing, Unreadable
from .normalise import ListingValues, Vocabulary, normalise

logger = logging.getLogger(__name__)

# No advert is longer; what is, would be kept three times over.
LONGEST_BODY = 200_000
# No other field of an advert has so many; some of their readers would take minutes.
LONGEST_FIELD = 5_000
# Closing what an advert leaves open may make more of it than it was.
LONGEST_CLEAN_BODY = 1_000_000
NO_READER = "Something in it is like in no other advert, so it was not read. The log says more."

# What came of one advert: its values, or None and the reason.
Read = tuple[ListingValues | None, str]


def read_values(raw: RawListing, vocabulary: Vocabulary) -> Read:
    """Returns the values of an advert, or None and in a sentence why it has none; never raises."""
    if reason := _too_long(raw):
        return None, reason
    try:
        values = normalise(raw, vocabulary)
    except Unreadable as error:
        return None, str(error)
    except Exception:
        logger.exception("Advert %s could not be read.", raw.external_id)
        return None, NO_READER
    if len(values.body_html) > LONGEST_CLEAN_BODY:
        return None, f"Its description comes to more than {LONGEST_CLEAN_BODY:,} characters."
    return values, ""


def _too_long(raw: RawListing) -> str:
    """Returns a sentence on a field that is longer than adverts are; "" where none is."""
    if len(raw.body_html) > LONGEST_BODY:
        return f"Its description is longer than {LONGEST_BODY:,} characters."
    texts = {name: value for name, value in vars(raw).items() if isinstance(value, str)}
    long = [name for name, text in texts.items() if len(text) > LONGEST_FIELD]
    names = [name.replace("_", " ") for name in long if name != "body_html"]
    return f"Its {names[0]} is longer than {LONGEST_FIELD:,} characters." if names else ""
