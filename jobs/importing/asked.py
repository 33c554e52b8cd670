"""Imports that editors ask for in the admin: done beside their requests, by a thread.

A mark on the source says what is asked for. Where the thread ends with its server, the next
`run_due` does it.
"""

import logging
from threading import Lock, Thread

from django.db import connections, transaction

from ..evidence import gather
from .pipeline import pull_due

logger = logging.getLogger(__name__)

one_at_a_time = Lock()


def start():
    """Starts to do what is asked for, once that is committed."""
    transaction.on_commit(lambda: Thread(target=_work_apart, name="imports", daemon=True).start())


def work():
    """Reads the sources that are asked for, and counts the evidence."""
    if list(pull_due(only_asked=True)):
        gather()


def _work_apart():
    try:
        with one_at_a_time:
            work()
    except Exception:
        logger.exception("What editors have asked for is left to run_due.")
    finally:
        connections.close_all()
