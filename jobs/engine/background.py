"""A thread that does what nobody should wait for."""

import logging
from threading import Lock, Thread

from django.db import connections

logger = logging.getLogger(__name__)


class Background:
    """Runs a job in a thread of its own, one at a time."""

    def __init__(self, job):
        self.job = job
        self.lock = Lock()
        self.thread = None

    def start(self):
        """Starts the job, unless it is running."""
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self._run, name="board index", daemon=True)
                self.thread.start()

    def wait(self, seconds=None):
        """Waits, at most so long, until the job does not run; returns whether it has ended."""
        if thread := self.thread:
            thread.join(seconds)
            return not thread.is_alive()
        return True

    def _run(self):
        try:
            self.job()
        except Exception:
            logger.exception("The board's index could not be renewed.")
        finally:
            connections.close_all()
