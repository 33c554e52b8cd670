"""Odd headers just before a visitor, at a running server: the visitor's page stays the same.

    python -m tests.faults.odd_headers --port 8000 --pid 4711

The process id is that of gunicorn's first process: it is reloaded, and its new workers, who have
seen no odd header, say how each page is. tests/portal/odd_headers.py has the headers.
"""

import os
import re
import signal
import socket
from argparse import ArgumentParser
from http.client import HTTPResponse
from time import sleep

from tests.portal.odd_headers import ODD_HEADERS, request_of

# So often each is sent, as there are several workers.
TIMES = 4
SECONDS_TO_RELOAD = 15


def main():
    parser = ArgumentParser(description="Sends odd headers before a visitor, and compares pages.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="one of ALLOWED_HOSTS")
    wanted = parser.parse_args()
    pages = addresses(wanted.port, wanted.host)
    statuses, seen = set(), {}
    for header, page in zip(ODD_HEADERS, pages, strict=False):
        for _ in range(TIMES):
            statuses.add(ask(wanted.port, request_of(page, header, host=wanted.host))[0])
        seen[page] = {ask(wanted.port, request_of(page, host=wanted.host)) for _ in range(TIMES)}
    os.kill(wanted.pid, signal.SIGHUP)
    sleep(SECONDS_TO_RELOAD)
    changed = [
        page
        for page, answers in seen.items()
        if answers != {ask(wanted.port, request_of(page, host=wanted.host))}
    ]
    failed = sorted(status for status in statuses if status >= 500)
    print(f"{len(seen)} headers: {len(changed)} changed pages {changed[:3]}, answers {failed}")


def addresses(port, host):
    """Returns the addresses of skills, each of which has a page of its own."""
    _, body = ask(port, request_of("/skills/", host=host))
    return list(dict.fromkeys(re.findall(r'href="(/skills/[\w-]+/)"', body.decode())))


def ask(port, sent):
    """Returns (status, body) of the answer to the bytes of a request."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(sent)
        response = HTTPResponse(client)
        response.begin()
        return response.status, response.read()


if __name__ == "__main__":
    main()
