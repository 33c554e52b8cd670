"""gunicorn.conf.py: workers share the index, also one that was built while they ran."""

import importlib
import os
import runpy
import signal
import sys
from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from jobs import engine
from jobs.engine.engine import shared
from portal import settings


@pytest.fixture
def conf():
    return SimpleNamespace(**runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py")))


@pytest.fixture
def sent(monkeypatch):
    """Returns what a worker does, in turn; here it does none of it."""
    sent = []

    def warm_up():
        assert shared.ask_for_successor, "else it would make a new index in memory of its own"
        sent.append("warms up")

    monkeypatch.setitem(sys.modules, "portal.wsgi", SimpleNamespace(warm_up=warm_up))
    monkeypatch.setattr(shared, "ask_for_successor", None)
    monkeypatch.setattr(shared, "watch", lambda: sent.append("watches"))
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)
    monkeypatch.setattr(os, "kill", lambda *signal_to: sent.append(signal_to))
    return sent


def worker(age):
    """Returns a worker by its number, of two at a time."""
    return SimpleNamespace(age=age, cfg=SimpleNamespace(workers=2), ppid=4711, alive=True)


@pytest.mark.parametrize(("age", "done"), [(2, ["watches"]), (3, ["warms up", "watches"])])
def test_only_who_comes_in_place_of_another_takes_time_to_warm_up(conf, sent, age, done):
    conf.post_worker_init(worker(age))
    assert sent == done


def test_a_worker_that_has_a_new_index_stored_asks_for_new_workers(conf, sent):
    first = worker(1)
    conf.post_worker_init(first)
    shared.ask_for_successor()
    assert sent == ["watches", (4711, signal.SIGHUP)]
    first.alive = False
    shared.ask_for_successor()
    assert len(sent) == 2, "it has been replaced already"


def test_a_reload_takes_in_the_index_and_never_ends_the_server(conf, monkeypatch):
    logged = []

    def prepare(*, is_reload):
        raise RuntimeError("no memory is left")

    monkeypatch.setitem(sys.modules, "portal.wsgi", SimpleNamespace(prepare=prepare))
    conf.on_reload(SimpleNamespace(log=SimpleNamespace(exception=logged.append)))
    assert logged == ["The new workers will look for themselves."]


@pytest.fixture
def wsgi(settings, monkeypatch):
    """The production door, which makes nothing ready by itself where errors are shown."""
    settings.DEBUG = True
    for name in ("DEBUG", "STATEMENT_TIMEOUT", "LOCK_TIMEOUT", "IDLE_TIMEOUT"):
        monkeypatch.setenv(name, os.environ.get(name, "0"))
    wsgi = importlib.import_module("portal.wsgi")
    monkeypatch.setattr(wsgi.gc, "freeze", lambda: None)
    return wsgi


def test_pages_that_the_database_fails_keep_no_new_index_away(wsgi, monkeypatch):
    done = []

    def rehearse_all():
        done.append("the database fails")
        raise DatabaseError("too slow")

    monkeypatch.setattr(wsgi, "rehearse_all", rehearse_all)
    monkeypatch.setattr("jobs.engine.warm", lambda: done.append("takes the index"))
    monkeypatch.setattr(wsgi, "rehearse", lambda path: done.append((path, engine.current())))
    wsgi.prepare(is_reload=True)
    assert done == ["the database fails", "takes the index", ("/jobs/", shared)]
