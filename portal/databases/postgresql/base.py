"""PostgreSQL that a visitor does not wait for when it is stopped or out of reach.

Its own timeouts (settings.py) end what it still works on; a server that does not even answer is
given up here.
"""

from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import Thread

import psycopg
from django.db.backends.postgresql import base

from jobs.engine import patience


class Connection(psycopg.Connection):
    """A connection that is given up when an answer does not come in time."""

    def wait(self, gen, *args, **kwargs):
        asker = patience.current()
        if asker is None:
            return super().wait(gen, *args, **kwargs)
        asker.check()
        try:
            return super().wait(gen, *args, **kwargs | {"timeout": asker.seconds})
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self._give_up()
            raise

    def _give_up(self):
        """Closes the connection; a thread ends the query and learns whether only that was slow."""
        patience.breaker.open()
        address = {"conninfo": self.info.dsn, "password": self.info.password}
        Thread(target=_look_after, args=[address, self.info.backend_pid], daemon=True).start()
        self.pgconn.finish()


def _look_after(address, pid):
    """Ends a query that nobody waits for; lets others ask again if the server answers."""
    with suppress(psycopg.Error), psycopg.connect(**address, connect_timeout=2) as database:
        # Not PQcancel, which lets no other thread run until the server answers.
        database.execute("SELECT pg_cancel_backend(%s)", [pid])
        patience.breaker.close()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with the patience of the request."""

    def get_new_connection(self, conn_params):
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        self.locked_seconds = None
        connect = partial(Connection.connect, **conn_params)
        asker = patience.current()
        if asker is None:
            return connect()
        asker.check()
        with patience.trouble_is_noted():
            return connected_within(asker.seconds, connect)

    def is_usable(self):
        """Returns whether the server is still at the other end, without asking it a question."""
        try:
            # Its last words come before the end.
            for _ in range(2):
                self.connection.pgconn.consume_input()
        except psycopg.Error:
            return False
        return not self.connection.closed

    def wait_for_locks(self, seconds):
        """Lets statements wait so long for what another transaction has locked."""
        self.ensure_connection()
        if self.locked_seconds != seconds:
            self.connection.execute(f"SET lock_timeout = '{seconds}s'")
            self.locked_seconds = seconds


def connected_within(seconds, connect):
    """Returns a new connection; one that comes later is closed. Raises OperationalError.

    libpq itself waits for at least two seconds.
    """
    made = Future()
    Thread(target=_fulfil, args=[made, connect], name="connect", daemon=True).start()
    try:
        return made.result(seconds)
    except TimeoutError:
        made.add_done_callback(_close)
        raise psycopg.OperationalError("The database does not answer.") from None


def _fulfil(made, connect):
    try:
        made.set_result(connect())
    except Exception as error:
        made.set_exception(error)


def _close(made):
    if not made.exception():
        made.result().close()
