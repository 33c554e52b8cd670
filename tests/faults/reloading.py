"""Visitors of a server that is reloaded again and again: none of their requests fails.

    python -m tests.faults.reloading --port 8000 --pid 4711

The process id is that of gunicorn's first process. Half of the visitors open a connection for each
page, the others keep theirs.
"""

import os
import signal
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle
from threading import Event, Thread
from time import monotonic, sleep

PAGES = ("/", "/jobs/", "/roles/", "/jobs/?level=senior", "/about/", "/healthz")
KEEPERS = 3
SECONDS_BETWEEN = 3


def main():
    parser = ArgumentParser(description="Reloads a server under load, and counts what fails.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--reloads", type=int, default=20)
    parser.add_argument("--a-second", type=float, default=30)
    wanted = parser.parse_args()
    answered, failures = measure(wanted.port, wanted.pid, wanted.reloads, wanted.a_second)
    print(f"{answered:,} pages, {len(failures)} failed {failures[:3]}")


def measure(port, pid, reloads, a_second):
    """Returns (how many pages were asked for, what went wrong) during so many reloads."""
    end, failures, asked = Event(), [], count()

    def ask(visitor, page):
        next(asked)
        visitor.request("GET", page)
        response = visitor.getresponse()
        response.read()
        if response.status != 200:
            failures.append(f"{page}: {response.status}")
        return response

    def visit(page):
        visitor = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            ask(visitor, page)
        except (OSError, HTTPException) as error:
            failures.append(f"{page}: {error!r}")
        finally:
            visitor.close()

    def come():
        began = monotonic()
        with ThreadPoolExecutor(40) as visitors:
            for number, page in enumerate(cycle(PAGES)):
                if end.wait(max(0, began + number / a_second - monotonic())):
                    return
                visitors.submit(visit, page)

    def keep():
        visitor = HTTPConnection("127.0.0.1", port, timeout=30)
        for page in cycle(PAGES):
            try:
                ask(visitor, page)
            except (OSError, HTTPException) as error:
                failures.append(f"kept, {page}: {error!r}")
                visitor.close()
            if end.wait(0.2):
                return visitor.close()

    doors = [Thread(target=come), *(Thread(target=keep) for _ in range(KEEPERS))]
    for door in doors:
        door.start()
    for _ in range(reloads):
        sleep(SECONDS_BETWEEN)
        os.kill(pid, signal.SIGHUP)
    sleep(SECONDS_BETWEEN)
    end.set()
    for door in doors:
        door.join()
    return next(asked), failures


if __name__ == "__main__":
    main()
