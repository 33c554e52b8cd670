"""A site of its own in a folder, served as in production, and visitors who note what they get."""

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from socket import socket
from threading import Event, Lock, Thread
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": "of a trial that only this machine can reach",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "False",
    "STAFF_NEED_SECOND_FACTOR": "False",
}
# Kept pages, pages that are made anew each time, and some that there are not.
ADDRESSES = [
    "/",
    "/jobs/",
    "/jobs/?level=senior&page=2",
    "/roles/",
    "/roles/data-scientist/",
    "/compare/",
    "/skills/sql/",
    "/salaries/",
    "/search/?q=python",
    "/healthz",
    "/nowhere/",
]
# So many seconds an answer may take, while there is trouble.
SOON = 1


@dataclass
class Answer:
    """What a visitor got, and when."""

    at: float
    address: str
    status: int
    seconds: float
    age: str | None
    is_clean: bool


class Site:
    """A site in a folder: its database, its index and its server."""

    def __init__(self, folder, database_url):
        self.folder = Path(folder)
        self.port = free_port()
        self.environment = os.environ | PRODUCTION
        self.environment |= {
            "DATABASE_URL": database_url,
            "INDEX_SNAPSHOT": str(self.folder / "board.index"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.log = self.folder / "server.log"

    def manage(self, *command, **how):
        """Runs a command of manage.py to its end; returns its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            **{"cwd": ROOT, "env": self.environment, "check": True, "text": True} | how,
            stdout=subprocess.PIPE,
        )
        return done.stdout

    def fill(self):
        """Makes the database, with the starter's content and the sample listings."""
        self.manage("prepare_site")
        self.manage("collectstatic", "--noinput", "--verbosity=0")

    @contextmanager
    def served(self):
        """Serves the site in this block; yields the server's process."""
        serve = [sys.executable, "-m", "gunicorn", "--log-level=warning"]
        with open(self.log, "a") as log:
            server = subprocess.Popen(
                [*serve, f"--bind=127.0.0.1:{self.port}", "portal.wsgi"],
                cwd=ROOT,
                env=self.environment,
                stderr=log,
            )
            try:
                self._wait_for(server)
                yield server
            finally:
                server.send_signal(signal.SIGCONT)
                server.terminate()
                server.wait(30)

    def _wait_for(self, server):
        while server.poll() is None:
            if self.ask("/healthz").status == 200:
                return
            sleep(0.1)
        raise RuntimeError(f"The server has not started:\n{self.log.read_text()}")

    def ask(self, address):
        """Returns the Answer to a visitor; its status is 0 where the connection broke."""
        began = monotonic()
        status, age, body = 0, None, b""
        try:
            visitor = HTTPConnection("127.0.0.1", self.port, timeout=30)
            visitor.request("GET", address)
            response = visitor.getresponse()
            body, status, age = response.read(), response.status, response.headers["Age"]
            retry_after = response.headers["Retry-After"]
            visitor.close()
        except (OSError, HTTPException):
            return Answer(began, address, 0, monotonic() - began, None, False)
        seconds = monotonic() - began
        is_clean = b"Traceback" not in body and (status != 503 or retry_after is not None)
        return Answer(began, address, status, seconds, age, is_clean)

    @contextmanager
    def visited(self, a_second):
        """Yields a list of Answers, which grows while visitors come in this block."""
        answers, lock, ended, asking = [], Lock(), Event(), []

        def ask(address):
            answer = self.ask(address)
            with lock:
                answers.append(answer)

        def come():
            began = monotonic()
            for number, address in enumerate(cycle(ADDRESSES)):
                if ended.wait(max(0, began + number / a_second - monotonic())):
                    return
                thread = Thread(target=ask, args=[address], daemon=True)
                thread.start()
                asking.append(thread)

        door = Thread(target=come, daemon=True)
        door.start()
        try:
            yield answers
        finally:
            ended.set()
            door.join()
            for thread in asking:
                thread.join(30)

    def traces(self):
        """Returns how many traces are in the server's log."""
        return self.log.read_text().count("Traceback")


def free_port():
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def between(answers, begin, end=float("inf")):
    return [answer for answer in answers if begin <= answer.at < end]


def summed_up(answers):
    """Returns in one line what visitors got, for the record of a trial."""
    kinds = Counter(
        f"{answer.status}{' kept' if answer.age else ''}{'' if answer.is_clean else ' unclean'}"
        for answer in answers
    )
    slowest = max((answer.seconds for answer in answers), default=0)
    what = ", ".join(f"{number} x {kind}" for kind, number in sorted(kinds.items()))
    return f"{len(answers)} answers: {what}; slowest {slowest:.2f} s"


def seconds_until_well(answers, since):
    """Returns after how many seconds since then the last answer that was not good came."""
    bad = [a for a in between(answers, since) if a.age or a.status not in (200, 404)]
    return max((answer.at + answer.seconds - since for answer in bad), default=0.0)
