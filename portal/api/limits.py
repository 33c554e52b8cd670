"""How much a client may ask in a minute, counted by all workers together.

The counts lie in memory that workers share with the process that they are forked from, so counting
writes nothing to the database, and keeps nobody's address: a count is found by a keyed hash.
"""

import mmap
from hashlib import blake2b
from secrets import token_bytes
from time import time
from typing import NamedTuple

from django.conf import settings

WINDOW = 60  # seconds
# Two clients that fall on one count share it; of so many that is rare.
COUNTS = 65_536


class Allowance(NamedTuple):
    """What a client has left of its requests."""

    limit: int
    # Requests that it has left in this window; below zero if it has asked more.
    left: int
    # Seconds until the next window begins.
    seconds: int

    @property
    def headers(self):
        """As draft-ietf-httpapi-ratelimit-headers has them."""
        left = max(self.left, 0)
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW}',
            "RateLimit": f'"minute";r={left};t={self.seconds}',
        }


class Counts:
    """Counts requests of clients in windows of a minute."""

    def __init__(self):
        """Makes memory that is shared with processes that are forked later."""
        self.key = token_bytes(16)
        # For each count, the number of its window and the requests in it.
        self.cells = memoryview(mmap.mmap(-1, COUNTS * 8)).cast("I")

    def spend(self, peer, limit, now):
        """Counts one more request of a client at a moment, in seconds; returns its Allowance.

        Two workers that count the same client at the very same time may count one request.
        """
        place = self._place(peer)
        window, into = divmod(int(now), WINDOW)
        if self.cells[place] != window:
            self.cells[place], self.cells[place + 1] = window, 0
        # It need not be counted beyond what says that it is too much.
        count = min(self.cells[place + 1] + 1, limit + 1)
        self.cells[place + 1] = count
        return Allowance(limit, limit - count, WINDOW - into)

    def _place(self, peer):
        digest = blake2b(peer.encode(), key=self.key, digest_size=8).digest()
        return int.from_bytes(digest) % COUNTS * 2


counts = Counts()


def spend(peer):
    """Counts one more request of a client (portal/peers.py); returns its Allowance."""
    return counts.spend(peer, settings.API_REQUESTS_A_MINUTE, time())
