"""Clients that hold connections open and send next to nothing, and a visitor beside them.

    python -m tests.faults.slow_clients --port 8000

Half-open clients send half of their headers and then nothing. Dripping ones send a byte a second,
half of them of their headers, the others of a form. Silent ones open a connection and send
nothing. Whoever is closed comes again until the time is over. Meanwhile a visitor asks for pages,
each over a connection of its own. Waits are by the wall clock.
"""

import asyncio
import resource
from argparse import ArgumentParser
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle, islice
from statistics import quantiles
from time import monotonic, perf_counter, sleep

PAGES = ("/", "/jobs/", "/roles/", "/jobs/?level=senior", "/about/", "/salaries/")
HALF_A_HEAD = b"GET /jobs/ HTTP/1.1\r\nHost: %b\r\nUser-Agent: slow\r\nAccept-"
FORM_HEAD = b"POST /feedback/ HTTP/1.1\r\nHost: %b\r\nContent-Length: 10000\r\n\r\n"
PAUSE = 0.05  # seconds between a visitor's pages
# How long a client waits to be closed before it gives up.
PATIENCE = 45


@dataclass
class Figures:
    """What a run has measured, in seconds."""

    # How long the server kept each connection that it closed.
    kept: list[float] = field(default_factory=list)
    # How many connections it never closed, and how many it never took.
    never_closed: int = 0
    refused: int = 0
    # How long the visitor waited for each page, and what went wrong.
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def p95(self):
        return quantiles(self.waits, n=20)[-1]

    def __str__(self):
        kept = f"longest {max(self.kept):.1f} s" if self.kept else "none"
        return (
            f"{len(self.kept):,} connections closed by the server ({kept}), "
            f"{self.never_closed} never closed, {self.refused} refused; "
            f"{len(self.waits)} pages: p50 {quantiles(self.waits, n=2)[0] * 1000:.0f} ms, "
            f"p95 {self.p95 * 1000:.0f} ms, longest {max(self.waits) * 1000:.0f} ms, "
            f"{len(self.failures)} failed {self.failures[:3]}"
        )


def main():
    parser = ArgumentParser(description="Slow clients, and what a visitor notices of them.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="what the Host header says")
    parser.add_argument("--half-open", type=int, default=200)
    parser.add_argument("--dripping", type=int, default=200)
    parser.add_argument("--silent", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    wanted = parser.parse_args()
    counts = (wanted.half_open, wanted.dripping, wanted.silent)
    print(measure(wanted.port, counts, wanted.seconds, wanted.host))


def measure(port, counts, seconds, host="127.0.0.1"):
    """Returns the Figures of so many (half-open, dripping, silent) clients for so many seconds."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return asyncio.run(_measure(port, counts, seconds, host))


async def _measure(port, counts, seconds, host):
    figures, end = Figures(), monotonic() + seconds
    half_open, dripping, silent = counts
    head, form = HALF_A_HEAD % host.encode(), FORM_HEAD % host.encode()
    ways = [(head, False)] * half_open + [(b"", False)] * silent
    ways += islice(cycle([(head, True), (form, True)]), dripping)
    clients = [_come_again(port, *way, end, figures) for way in ways]
    visitor = asyncio.to_thread(_visit, port, host, end, figures)
    await asyncio.gather(visitor, *clients)
    return figures


async def _come_again(port, first, drips, end, figures):
    """Holds one connection after the other until the end."""
    while monotonic() < end:
        begun = monotonic()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            figures.refused += 1
            await asyncio.sleep(1)
            continue
        is_closed = await _hold(reader, writer, first, drips)
        if is_closed:
            figures.kept.append(monotonic() - begun)
        else:
            figures.never_closed += 1
        writer.close()


async def _hold(reader, writer, first, drips):
    """Sends what comes first, then perhaps a byte a second; returns whether the server closed."""
    writer.write(first)
    for _ in range(PATIENCE):
        try:
            await asyncio.wait_for(reader.read(), 1)
        except TimeoutError:
            if drips:
                writer.write(b"x")
            continue
        except OSError:
            pass
        return True
    return False


def _visit(port, host, end, figures):
    """Asks for pages, one after the other, until the end."""
    for address in cycle(PAGES):
        if monotonic() >= end:
            return
        begun = perf_counter()
        visitor = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            visitor.request("GET", address, headers={"Host": host, "Connection": "close"})
            status = visitor.getresponse()
            status.read()
            if status.status != 200:
                figures.failures.append(f"{address}: {status.status}")
        except OSError as error:
            figures.failures.append(f"{address}: {error!r}")
        finally:
            visitor.close()
        figures.waits.append(perf_counter() - begun)
        sleep(PAUSE)


if __name__ == "__main__":
    main()
