"""How gunicorn serves the site: `make serve`, or `gunicorn portal.wsgi` in this directory."""

import os
import signal
import sys
from pathlib import Path

import environ

env = environ.Env()
env.read_env(Path(__file__).with_name(".env"))

bind = env.str("BIND", default="127.0.0.1:8000")
# The board's index is built once, and the workers share its memory.
preload_app = True
workers = env.int("WEB_CONCURRENCY", default=2)
# Of each worker; each may hold a connection to the database.
threads = env.int("WEB_THREADS", default=8)
# Its threads get whole requests only, so that slow clients hold up nobody.
worker_class = "portal.worker.Worker"
# Which forwarded headers count, settings.TRUSTED_PROXIES says, whatever the worker class.
forwarded_allow_ips = forwarder_headers = ""
secure_scheme_headers = {}
# Seconds that a worker may be silent. Visitors may have to wait for a new index; a worker that is
# killed meanwhile would only make that longer (docs/performance.md).
timeout = 120
# Nobody steers it but by signals.
control_socket_disable = True


def post_worker_init(worker):
    """Lets a worker look for changes, and ask for new workers where a new index has to be taken.

    They share it, and start before the old ones end, as with any reload: no visitor notices. A
    worker that comes in place of another one therefore has time to warm up.
    """
    from jobs.engine.engine import shared

    def ask_for_successor():
        # One that is about to end has been replaced already.
        if worker.alive:
            os.kill(worker.ppid, signal.SIGHUP)

    shared.ask_for_successor = ask_for_successor
    if worker.age > worker.cfg.workers:
        from portal.gently import gently
        from portal.wsgi import warm_up

        gently(warm_up)

    # What a thread does beside the visitors gives way to them after a millisecond.
    sys.setswitchinterval(0.001)
    shared.watch()


def on_reload(server):
    """Takes the stored index, once it is there, into the process that workers are forked from."""
    from portal.gently import gently
    from portal.wsgi import prepare

    try:
        gently(prepare, is_reload=True)
    except Exception:
        # An error would end the server; with its old index it goes on.
        server.log.exception("The new workers will look for themselves.")
