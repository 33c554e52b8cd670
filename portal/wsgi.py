"""The production door: an unconfigured server refuses to start (settings.py says what it needs)."""

import gc
import logging
import os
from contextlib import contextmanager
from time import monotonic
from wsgiref.util import setup_testing_defaults

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections

from . import static_files

os.environ.setdefault("DEBUG", "False")
# A server has nothing to ask of PostgreSQL that takes minutes; in milliseconds.
for name, limit in (
    ("STATEMENT_TIMEOUT", 300_000),
    ("LOCK_TIMEOUT", 20_000),
    ("IDLE_TIMEOUT", 60_000),
):
    os.environ.setdefault(name, str(limit))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django.setup(set_prefix=False)
if not settings.DEBUG and (missing := static_files.what_is_missing()):
    raise SystemExit(missing)

# For so long a new worker asks itself for pages, while those of before still answer.
REHEARSAL_SECONDS = 1

application = get_wsgi_application()


# The pages that it asks itself for: found where workers are forked from, once for all of them.
rehearsed: list[str] = []


def prepare(*, is_reload=False):
    """Makes what all workers share, before they are forked from here: the board's index above all.

    A database that cannot be read yet is left for the first request. On a reload, while another
    process still makes the index and the workers of before answer, there is time for a page of each
    kind; a start is to be quick.
    """
    from jobs import engine
    from jobs.engine.engine import shared

    from .jinja import compile_all

    compile_all()
    if is_reload:
        with without_database("The new workers begin unprepared"):
            rehearse_all()
    with without_database("The board will be prepared later"):
        engine.warm()
        # As it is: what a request would have done beside is for the workers.
        with engine.standing_in(shared):
            rehearse("/jobs/")
    # Workers that shared a connection would get each other's answers.
    connections.close_all()
    # Else the workers' collectors write to all they share, and soon share nothing.
    gc.collect()
    gc.freeze()


@contextmanager
def without_database(consequence):
    """Goes on after a block that the database failed; the log says of what consequence that is."""
    try:
        yield
    except DatabaseError as error:
        logging.getLogger(__name__).warning("%s: %s", consequence, error)


def rehearse_all():
    """Makes a page of each kind, of the listings and the content that are known by now, if any.

    There are few roles, and all get visitors at once, so what their pages need is read as well.
    """
    from careers.pages.read_ahead import read_all_roles
    from jobs import engine
    from jobs.engine.engine import shared

    from .sitemaps import one_of_each_kind

    if shared.index is None:
        return
    with engine.standing_in(shared):
        read_all_roles(shared.content_generation)
        rehearsed[:] = one_of_each_kind()
        for path in rehearsed:
            rehearse(path)


def warm_up():
    """Makes a page of each kind in a new worker: its first visitors would wait twice as long.

    A forked process gets most of its memory as it first touches it.
    """
    end = monotonic() + REHEARSAL_SECONDS
    with without_database("A worker begins unprepared"):
        for path in rehearsed:
            if monotonic() < end:
                # With a session's cookie the page is made, even if it is kept.
                rehearse(path, cookie=f"{settings.SESSION_COOKIE_NAME}=rehearsal")
    connections.close_all()


def rehearse(address, cookie=""):
    """Asks for a page, whose modules, templates, forms and content are then ready for visitors."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host}
    environ |= {"wsgi.url_scheme": "https", "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    for _ in application(environ, lambda status, headers, exc_info=None: None):
        pass


if not settings.DEBUG:
    prepare()
