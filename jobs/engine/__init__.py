"""Answers the board: a page of listings, their total, and a count for every value of every facet.

One index in the memory of each worker, built from the database and kept fresh by the log that
triggers write with every change (docs/performance.md). A request asks `current()` once.
"""

from .answers import Answer
from .engine import Engine, current, this_minute, warm

__all__ = ["Answer", "Engine", "current", "this_minute", "warm"]
