"""Reads what changed since a moment from the log that the triggers write."""

from typing import NamedTuple

# With more changed listings than this, or more that were seen, it is quicker to read all again.
MOST_LISTINGS = 10_000
MOST_SEEN = 50_000
# With more lines than this it takes too long to read them while a visitor waits.
MOST_LINES = 60_000
# Lines of the log that pruning leaves.
KEPT_LINES = 100_000
# The number of the line of content, which stands for all tables but those of listings.
CONTENT = 0


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


def since(head, connection, most_listings=None, most_seen=None):
    """Returns the Changes after a head; None if everything has to be read again.

    That is so if the head is no longer in the log (rolled back, pruned, of another database), if
    the log says so, or if very many listings changed: more than MOST_LISTINGS or MOST_SEEN, unless
    other limits are given. One statement reads all lines, so the new head fits the changes whatever
    is written meanwhile.
    """
    if head is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, token, listing_id, what FROM jobs_listingchange "
            "WHERE seq >= %s OR seq = %s ORDER BY seq",
            [head.seq, CONTENT],
        )
        rows = cursor.fetchall()
    content = next((token for seq, token, *_ in rows if seq == CONTENT), 0)
    lines = [row for row in rows if row[0] >= head.seq]
    if not lines or lines[0][:2] != head[:2]:
        return None
    return summed_up(lines, content, most_listings or MOST_LISTINGS, most_seen or MOST_SEEN)


def summed_up(lines, content, most_listings, most_seen):
    """Returns the Changes of all lines of the log but the first, or None; see since()."""
    after = lines[1:]
    listings = frozenset(pk for _, _, pk, what in after if what == "listing")
    seen = frozenset(pk for _, _, pk, what in after if what == "seen") - listings
    is_new = any(what == "all" for *_, what in after)
    if is_new or len(listings) > most_listings or len(seen) > most_seen:
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
