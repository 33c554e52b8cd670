"""How much of an advert may leave this site: the one rule for feeds, tables, programs and markup.

A source says whether its adverts may be republished (Source.may_republish). What an editor wrote
here may be.
"""

from typing import NamedTuple

# So many characters of a text may be quoted of anybody.
EXCERPT_MAX = 300


class SharedText(NamedTuple):
    """What may be shown elsewhere of an advert's text."""

    # Whole, or its beginning: at most EXCERPT_MAX characters.
    text: str
    # The whole advert, clean; "" where only its beginning may be given.
    html: str


def shared_text(may_republish, body_text, body_html=""):
    """Returns the SharedText of an advert, from Listing.may_republish and its two columns."""
    if may_republish:
        return SharedText(body_text, body_html)
    return SharedText(excerpt(body_text), "")


def excerpt(text):
    """Returns the beginning of a text in one line, to its last whole word.

    >>> excerpt("We  count\\nships.")
    'We count ships.'
    >>> beginning = excerpt("ships " * 100)
    >>> len(beginning), beginning[-12:]
    (294, 'ships ships…')
    """
    line = " ".join(text.split())
    if len(line) <= EXCERPT_MAX:
        return line
    beginning = line[: EXCERPT_MAX - 1]
    words = beginning.rpartition(" ")[0]
    # Japanese is written without spaces.
    return f"{words if len(words) > EXCERPT_MAX // 2 else beginning}…"
