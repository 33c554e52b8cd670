"""What changed since a moment: reading the log that the triggers write."""

from typing import NamedTuple

# With more listings than this to read anew, reading all of them is the quicker way.
MOST_LISTINGS = 10_000
MOST_SEEN = 50_000
KEPT = 100_000


class Head(NamedTuple):
    """The last line of the log at some moment."""

    seq: int
    token: int


class Changes(NamedTuple):
    """What changed between two heads.

    `seen` are listings of which only that is new, `names`: an employer, a role or a skill changed.
    """

    head: Head
    listings: frozenset[int]
    seen: frozenset[int]
    names: bool


def head(connection):
    """The Head of the log now; None where the log is empty. It may be asked with every request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, token FROM jobs_listingchange ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return row and Head(*row)


def since(head, connection):
    """
    The Changes after a head; None where everything has to be read anew.

    That is when the head is no longer in the log (rolled back, pruned, of another database), when
    the log says so, or when very many listings changed. One statement reads it all, so that the
    head given back fits the changes whatever is written meanwhile.
    """
    if head is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, token, listing_id, what FROM jobs_listingchange WHERE seq >= %s "
            "ORDER BY seq",
            [head.seq],
        )
        rows = cursor.fetchall()
    if not rows or rows[0][:2] != head:
        return None
    return summed_up(rows)


def summed_up(rows):
    """The Changes of the lines of the log after the first one, or None; see since()."""
    after = rows[1:]
    kinds = {what for *_, what in after}
    listings = frozenset(pk for _, _, pk, what in after if what == "listing")
    seen = frozenset(pk for _, _, pk, what in after if what == "seen") - listings
    if "all" in kinds or len(listings) > MOST_LISTINGS or len(seen) > MOST_SEEN:
        return None
    return Changes(Head(*rows[-1][:2]), listings, seen, "names" in kinds)


def prune(connection, keep=KEPT):
    """Deletes old lines of the log, never the last one; gives back how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs_listingchange "
            "WHERE seq < (SELECT max(seq) FROM jobs_listingchange) - %s",
            [keep],
        )
        return cursor.rowcount
