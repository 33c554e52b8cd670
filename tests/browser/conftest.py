"""Headless Chromium against a live server."""

import os
import threading
import time

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests import snapshots

from .chromium import chromium

# Playwright's event loop runs in this thread, which Django would otherwise refuse.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Answers that the browser complains of, and that are pages of ours.
MEANT = ("404 (Not Found)", "410 (Gone)", "429 (Too Many Requests)")


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def one_request_at_a_time(monkeypatch):
    """Lets requests and a test's own queries take turns: a memory database waits for nobody.

    Gives what waits until none is asked any more.
    """
    turn, answer, asked = threading.RLock(), WSGIHandler.get_response, []

    def answer_in_turn(handler, request):
        asked.append(request)
        try:
            with turn:
                return answer(handler, request)
        finally:
            asked.remove(request)

    def query_in_turn(execute, *query):
        with turn:
            return execute(*query)

    def until_all_is_answered():
        until = time.monotonic() + 5
        while asked and time.monotonic() < until:
            time.sleep(0.01)

    if connection.vendor != "sqlite":
        yield until_all_is_answered
        return
    monkeypatch.setattr(WSGIHandler, "get_response", answer_in_turn)
    with connection.execute_wrapper(query_in_turn):
        yield until_all_is_answered


@pytest.fixture(scope="session")
def fill_site():
    """Brings the starter content and the sample listings into an empty database."""

    def load():
        call_command("load_starter", verbosity=0)
        call_command("load_samples", verbosity=0)

    with snapshots.filled_by_copying(load) as fill_site:
        yield fill_site


@pytest.fixture
def site(transactional_db, live_server, fill_site):
    """A live site with the starter content and the sample listings; its address."""
    fill_site()
    return live_server.url


@pytest.fixture
def sign_in(live_server):
    """Gives a browser's context the session of a user, as if they had signed in there."""

    def sign_in(context, user):
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def open_page(browser, one_request_at_a_time):
    """Opens pages at a width and colour scheme, and fails on any complaint of the browser."""
    contexts, complaints = [], []

    def open_at(address, width=1280, scheme="light", scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    one_request_at_a_time()  # a page may still have asked for something; tables are emptied next
    assert not [c for c in complaints if not any(status in c for status in MEANT)]
