"""Reads what changed since a moment from the log that the triggers write."""

from typing import NamedTuple

# With more changed listings than this, or more that were seen, it is quicker to read all again.
MOST_LISTINGS = 10_000
MOST_SEEN = 50_000
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
    """What changed between two heads.

    `listings` are ids of listings to read again, `seen` of those that were only confirmed.
    `content` says whether anything else changed that pages show.
    """

    head: Head
    listings: frozenset[int]
    seen: frozenset[int]
    content: bool


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


def since(head, connection):
    """Returns the Changes after a head; None if everything has to be read again.

    That is so if the head is no longer in the log (rolled back, pruned, of another database), if
    the log says so, or if very many listings changed. One statement reads all lines, so the new
    head fits the changes whatever is written meanwhile.
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
    return summed_up(lines, content, content != head.content)


def summed_up(lines, content, has_new_content):
    """Returns the Changes of all lines of the log but the first, or None; see since()."""
    after = lines[1:]
    listings = frozenset(pk for _, _, pk, what in after if what == "listing")
    seen = frozenset(pk for _, _, pk, what in after if what == "seen") - listings
    is_rebuilt = any(what == "all" for *_, what in after)
    if is_rebuilt or len(listings) > MOST_LISTINGS or len(seen) > MOST_SEEN:
        return None
    return Changes(Head(*lines[-1][:2], content), listings, seen, has_new_content)


def prune(connection, keep=KEPT_LINES):
    """Deletes old lines of the log, never the last one nor that of content; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs_listingchange "
            "WHERE seq < (SELECT max(seq) FROM jobs_listingchange) - %s AND seq <> %s",
            [keep, CONTENT],
        )
        return cursor.rowcount
