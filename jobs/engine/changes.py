"""Reads what changed since a moment from the log that the triggers write."""

from typing import NamedTuple

# Lines of the log that pruning leaves.
KEPT_LINES = 500_000
# The number of the line of content, which stands for all tables but those of listings.
CONTENT = 0


class Limits(NamedTuple):
    """How much may be taken in at once: lines of the log, changed listings, confirmed ones."""

    lines: int
    listings: int
    seen: int


# While a visitor waits, some 30 ms; and beside the visitors, by a thread of the same process.
IN_REQUEST = Limits(lines=5_000, listings=1_000, seen=2_000)
BESIDE = Limits(lines=100_000, listings=10_000, seen=50_000)


class Head(NamedTuple):
    """The last line of the log at some moment, and the token of the line of content."""

    seq: int
    token: int
    content: int = 0


class Changes(NamedTuple):
    """What changed between two heads: the content did if their tokens of it differ.

    `listings` are ids of listings to read again, `seen` of those that were only confirmed.
    """

    head: Head
    listings: frozenset[int]
    seen: frozenset[int]


def head(connection):
    """Returns the Head of the log now, None if the log is empty; quick enough for every request."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, token, "
            "coalesce((SELECT token FROM jobs_listingchange WHERE seq = %s), 0) "
            "FROM jobs_listingchange ORDER BY seq DESC LIMIT 1",
            [CONTENT],
        )
        row = cursor.fetchone()
    return row and Head(*row)


def is_in_log(head, connection):
    """Says whether a head is a line of the log: not rolled back, pruned or of another database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM jobs_listingchange WHERE seq = %s AND token = %s",
            [head.seq, head.token],
        )
        return cursor.fetchone() == (1,)


def since(known, connection, limits=None):
    """Returns the Changes after a known Head; None if they cannot be told within the Limits.

    That is so if the head is no longer in the log (rolled back, pruned, of another database), if
    the log says that all is to be read again, or if it tells of more than the Limits, IN_REQUEST
    unless others are given. One statement reads all lines, so the new head fits the changes
    whatever is written meanwhile.
    """
    limits = limits or IN_REQUEST
    newest = head(connection)
    if not (known and newest) or newest.seq - known.seq > limits.lines:
        return None
    if newest.seq - known.seq > limits.listings and _are_more(known, limits.listings, connection):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, token, listing_id, what FROM jobs_listingchange "
            "WHERE seq >= %s OR seq = %s ORDER BY seq",
            [known.seq, CONTENT],
        )
        rows = cursor.fetchall()
    content = next((token for seq, token, *_ in rows if seq == CONTENT), 0)
    lines = [row for row in rows if row[0] >= known.seq]
    if not lines or lines[0][:2] != known[:2]:
        return None
    return summed_up(lines, content, limits)


def _are_more(known, listings, connection):
    """Says whether more listings changed than so many.

    The database counts them while other threads work; to read that many lines stops all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT DISTINCT listing_id FROM jobs_listingchange "
            "WHERE seq > %s AND what = 'listing' LIMIT %s) AS changed",
            [known.seq, listings + 1],
        )
        return cursor.fetchone()[0] > listings


def summed_up(lines, content, limits):
    """Returns the Changes of all lines of the log but the first, or None; see since()."""
    after = lines[1:]
    listings = frozenset(pk for _, _, pk, what in after if what == "listing")
    seen = frozenset(pk for _, _, pk, what in after if what == "seen") - listings
    is_new = any(what == "all" for *_, what in after)
    if is_new or len(listings) > limits.listings or len(seen) > limits.seen:
        return None
    return Changes(Head(*lines[-1][:2], content), listings, seen)


def prune(connection, keep=KEPT_LINES):
    """Deletes old lines of the log, never the last one nor that of content; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs_listingchange "
            "WHERE seq < (SELECT max(seq) FROM jobs_listingchange) - %s AND seq <> %s",
            [keep, CONTENT],
        )
        return cursor.rowcount
