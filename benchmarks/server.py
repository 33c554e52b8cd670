"""The site as gunicorn serves it, for benchmarks that ask over HTTP, and what its processes take.

Linux only: figures are those that it keeps of each process.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from time import sleep

from django.db import connection
from scratch import ROOT

from benchmarks.production import PRODUCTION

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def served():
    """Yields (server, port): two workers that are forked after the index is built.

    They answer already.
    """
    connection.close()
    environment = os.environ | PRODUCTION
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    port = free_port()
    server = start(port)
    try:
        wait_for(server, port)
        yield server, port
    finally:
        server.terminate()
        server.wait()


def free_port():
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(port):
    """Starts the server, as gunicorn.conf.py says; returns its process."""
    serve = [sys.executable, "-m", "gunicorn", "--log-level=warning"]
    return subprocess.Popen(
        [*serve, f"--bind=127.0.0.1:{port}", "portal.wsgi"], cwd=ROOT, env=os.environ | PRODUCTION
    )


def wait_for(server, port):
    """Waits for the first answer."""
    while server.poll() is None:
        try:
            return visit(port, "/jobs/")
        except ConnectionRefusedError:
            sleep(0.02)
    raise RuntimeError("The server has not started.")


def visit(port, address):
    """Returns the body of a page, which must be there."""
    status, body = ask(port, address)
    assert status == 200, (status, address)
    return body


def ask(port, address):
    """Returns (status, body) of an answer to a client that takes gzip."""
    visitor = HTTPConnection("127.0.0.1", port)
    visitor.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = visitor.getresponse()
    return response.status, response.read()


def workers(server):
    """Returns the ids of the processes that a server has forked."""
    return [int(pid) for pid in children(server.pid)]


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def cpu_seconds(pid):
    """Returns how long a process, its living and its ended children kept the processor busy."""
    # After the name in parentheses, which may hold anything: times of itself and of the ended.
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / TICKS + sum(map(cpu_seconds, children(pid)))


def megabytes(pid):
    """Returns what a process occupies, of the figures that Linux keeps in kilobytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    private = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"pss": round(sizes["Pss"], 1), "private": round(private, 1)}
