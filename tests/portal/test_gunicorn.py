"""gunicorn.conf.py: workers share the index, also one that was built while they ran."""

import os
import runpy
import signal
import sys
from types import SimpleNamespace

import pytest

from jobs.engine.engine import shared
from portal import settings


@pytest.fixture
def conf():
    return SimpleNamespace(**runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py")))


def test_a_worker_that_has_a_new_index_stored_asks_for_new_workers(conf, monkeypatch):
    sent = []
    monkeypatch.setattr(shared, "ask_for_successor", None)
    monkeypatch.setattr(shared, "watch", lambda: sent.append("watches"))
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)
    monkeypatch.setattr(os, "kill", lambda *signal_to: sent.append(signal_to))
    worker = SimpleNamespace(ppid=4711, alive=True)
    conf.post_worker_init(worker)
    assert sent == ["watches"]
    shared.ask_for_successor()
    assert sent == ["watches", (4711, signal.SIGHUP)]
    worker.alive = False
    shared.ask_for_successor()
    assert len(sent) == 2, "it has been replaced already"


def test_a_reload_takes_in_the_index_and_never_ends_the_server(conf, monkeypatch):
    logged = []

    def prepare(*, is_reload):
        raise RuntimeError("no memory is left")

    monkeypatch.setitem(sys.modules, "portal.wsgi", SimpleNamespace(prepare=prepare))
    conf.on_reload(SimpleNamespace(log=SimpleNamespace(exception=logged.append)))
    assert logged == ["The new workers will look for themselves."]
