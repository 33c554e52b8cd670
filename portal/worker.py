"""gunicorn's worker for this site: threads get whole requests only, each sent within its time.

gunicorn keeps the processes, which share the index, and replaces them without losing a visitor.
In each of them waitress's loop reads requests and sends answers, so a client that is slow costs a
little memory and never a thread.
"""

import gc
import logging
import os
import socket
from time import time

from gunicorn.workers import base
from waitress import channel, parser, server, task, wasyncore
from waitress.adjustments import Adjustments
from waitress.utilities import BadRequest, Error, ServerNotImplemented

from .gently import give_way

# Seconds that a client has to send a whole request, or the next one: each byte of it in all.
REQUEST_SECONDS = 20
# Seconds that it has to take an answer, and for how long it may take nothing of it.
ANSWER_SECONDS, STALLED_SECONDS = 300, 20
# Bytes of a request's headers, and of its body: no page takes a file.
MAX_HEADERS, MAX_BODY = 32_768, 1_000_000
# Connections that a worker holds, how many it accepts at a time, and how many may wait for that.
MAX_CONNECTIONS, ACCEPTED_AT_ONCE, BACKLOG = 8_000, 100, 2_048
# Requests that wait for a thread; whoever comes then is asked to come again later.
MAX_WAITING = 100
RETRY_AFTER = 10  # seconds
# For so long a worker that is to end still takes connections: those in its place warm up first
# (REHEARSAL_SECONDS in portal/wsgi.py).
HANDOVER_SECONDS = 1.5
# For so long after that it still answers on connections that it has.
LINGER_SECONDS = 2
# Old memory is looked through for garbage, which stops all threads for some 20 ms, once the new one
# has been so often: while nobody waits, or at the latest in the middle of a page. Python's own ten
# would nearly always come in the middle of one.
OLD_IS_DUE, OLD_IS_OVERDUE = 25, 100


class Worker(base.Worker):
    """A process that serves until gunicorn replaces it."""

    def run(self):
        """Serves; at the end takes no new connections, and finishes what was begun."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        sockets = {}
        servers = [
            make_server(self.wsgi, listener.sock, sockets, self.cfg.threads)
            for listener in self.sockets
        ]
        gc.set_threshold(*gc.get_threshold()[:2], OLD_IS_OVERDUE)
        while self.alive and self.ppid == os.getppid():
            self._turn(sockets)
            collect_garbage(servers)
        end = time() + HANDOVER_SECONDS
        while (left := end - time()) > 0:
            self._turn(sockets, left)
        for each in servers:
            each.stopped_at = time()
        end = time() + self.cfg.graceful_timeout
        while time() < end and any(each.active_channels for each in servers):
            self._turn(sockets)
        # Giving back so much memory keeps a processor busy for longer than most pages do.
        give_way()

    def _turn(self, sockets, seconds=1):
        """Reads and sends what can be; a turn a second at least tells gunicorn that all is well."""
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)


def make_server(application, listener, sockets, threads):
    """Returns what serves an application to those who come to a listening socket.

    It adds what it waits for to `sockets`, the map of waitress's loop.
    """
    kind = UnixServer if listener.family == socket.AF_UNIX else Server
    adjustments = Adjustments(
        threads=threads,
        backlog=BACKLOG,
        connection_limit=MAX_CONNECTIONS,
        max_request_header_size=MAX_HEADERS,
        max_request_body_size=MAX_BODY,
        cleanup_interval=1,
        ident=None,
        # settings.TRUSTED_PROXIES says which of them count.
        clear_untrusted_proxy_headers=False,
    )
    address = (listener.family, listener.type, listener.proto, listener.getsockname())
    return kind(
        application, sockets, _sock=listener, adj=adjustments, sockinfo=address, bind_socket=False
    )


def collect_garbage(servers):
    """Looks through all memory for what nobody needs, if that is due and no request waits."""
    is_due = gc.get_count()[2] >= OLD_IS_DUE
    if is_due and not any(each.is_busy for each in servers):
        gc.collect()


class ErrorTask(task.ErrorTask):
    """Answers what no thread of the site is asked: too large, not HTTP, or too much at once."""

    def execute(self):
        self.response_headers += [
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if isinstance(self.request.error, ServerNotImplemented):
            # A coding that nobody needs: the client's fault, and no reason to alarm an operator.
            self.request.error = BadRequest(self.request.error.body)
        if isinstance(self.request.error, Overloaded):
            self.response_headers.append(("Retry-After", str(RETRY_AFTER)))
        super().execute()


class Overloaded(Error):
    code = 503
    reason = "Service Unavailable"


class Parser(parser.HTTPRequestParser):
    """Reads a request; waitress's own waits for ever for a body that was asked for in vain."""

    def parse_header(self, header_plus):
        super().parse_header(header_plus)
        self.expect_continue = self.expect_continue and self.body_rcv is not None


class Channel(channel.HTTPChannel):
    """A connection, whose client has so much time for each of its requests."""

    parser_class = Parser
    error_task_class = ErrorTask

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Since when the client is to send a request, or to take an answer.
        self.begun = time()

    def service(self):
        """Answers a request, in a thread."""
        if self.server.stopped_at:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()
        self.begun = time()

    def is_overdue(self, now):
        """Says whether the client has had its time; while a thread works for it, it has not."""
        if self.requests:
            return False
        if self.total_outbufs_len:
            is_stalled = now - self.last_activity > STALLED_SECONDS
            return is_stalled or now - self.begun > ANSWER_SECONDS
        if self.server.stopped_at and self.request is None:
            return now - self.server.stopped_at > LINGER_SECONDS
        return now - self.begun > REQUEST_SECONDS


class Serving:
    """What both kinds of servers do otherwise than waitress's own."""

    channel_class = Channel
    # When it took its last connection; None: it still takes them.
    stopped_at = None

    @property
    def is_busy(self):
        """Whether a request is answered or waits for it."""
        return bool(self.task_dispatcher.active_count or self.task_dispatcher.queue)

    def handle_accept(self):
        """Accepts all who wait, but for very many."""
        for _ in range(ACCEPTED_AT_ONCE):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before:
                break

    def add_task(self, channel):
        """Queues a channel's request; with too many of them it is answered as one too many."""
        if len(self.task_dispatcher.queue) >= MAX_WAITING:
            channel.requests[0].error = Overloaded("Too many requests wait. Come again later.")
        super().add_task(channel)

    def maintenance(self, now):
        """Closes, once a second, the connections whose clients have had their time."""
        for each in [*self.active_channels.values()]:
            if each.is_overdue(now):
                each.handle_close()

    def readable(self):
        """Says whether it takes connections; waitress also does its maintenance then."""
        return super().readable() and not self.stopped_at


class Server(Serving, server.TcpWSGIServer):
    pass


class UnixServer(Serving, server.UnixWSGIServer):
    pass
